"""YAML with the line of every value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Finding
from pipeline.yaml_shapes import Block, Day, Identifier, ListOf, OneOf, TrueOrFalse, Whole, Words
from pipeline.yaml_source import Reading, hint, nearest

SHAPE = Block(
    "menu",
    dict,
    {"title": Words()},
    {
        "day": Day,
        "covers": Whole,
        "id": Identifier,
        "dishes": ListOf(Words()),
        "size": OneOf(("small", "large", "off")),
        "hot": TrueOrFalse(),
    },
)


def read(text: str) -> tuple[object, list[Finding]]:
    """The menu in a text and what is wrong with it."""
    reading = Reading("menu.yaml")
    node = reading.compose(text)
    return (SHAPE.read(node, reading) if node else None), reading.findings


def only(text: str) -> Finding:
    """The one finding in a text."""
    [finding] = read(text)[1]
    return finding


def test_right_values_are_read() -> None:
    """A sound file gives its values in their own types, and no finding."""
    value, findings = read("title: Lunch\ncovers: 12\ndishes: [Soup, Pie]\nhot: true\nsize: large\n")
    assert findings == []
    assert value == {"title": "Lunch", "covers": 12, "dishes": ("Soup", "Pie"), "hot": True, "size": "large"}


@pytest.mark.parametrize(
    ("text", "rule", "place"),
    [
        ("title: Lunch\nday: 2019-02-30\n", "config-wrong", "line 2, column 6"),
        ("title: Lunch\ncovers: a few\n", "config-wrong", "line 2, column 9"),
        ("title: Lunch\nid: Fish Pie\n", "config-wrong", "line 2, column 5"),
        ("title: Lunch\nhot: maybe\n", "config-wrong", "line 2, column 6"),
        ("title: Lunch\ndishes: Soup\n", "config-wrong", "line 2, column 9"),
        ("title: Lunch\ndishes:\n  - Soup\n  - [Pie]\n", "config-wrong", "line 4, column 5"),
        ("title:\n", "config-wrong", "line 1, column 7"),
        ("- Lunch\n", "config-wrong", "line 1, column 1"),
        ("covers: 3\n", "config-missing", "line 1, column 1"),
        ("title: Lunch\ntitle: Tea\n", "config-repeated", "line 2, column 1"),
        ("title: Lunch\nno: 1\n", "config-unquoted", "line 2, column 1"),
        ("title: Lunch\ndishes: [no]\n", "config-unquoted", "line 2, column 10"),
        ("title: 12:30\n", "config-unquoted", "line 1, column 8"),
        ("title: Lunch\nsize: off\n", "config-unquoted", "line 2, column 7"),
    ],
)
def test_a_mistake_is_placed(text: str, rule: str, place: str) -> None:
    """Each mistake names its file, line and column, counted from 1."""
    finding = only(text)
    assert (finding.rule, finding.address.file, finding.address.cell) == (rule, "menu.yaml", place)


@pytest.mark.parametrize(
    "text", ["title: 'Lunch\n", "title: [a\n", "\ttitle: x\n", "title: \x07\n", "a: 1\n---\nb: 2\n"]
)
def test_what_is_not_yaml_is_one_finding(text: str) -> None:
    """A file that is not YAML gives one plain finding and no traceback."""
    assert only(text).rule == "config-not-yaml"


def test_an_empty_file_is_said_to_be_empty() -> None:
    """An empty file is named as such."""
    assert only("").message == "This cannot be read as YAML: the file is empty."


def test_a_repeated_key_names_the_first() -> None:
    """A key that stands twice is refused, and the remedy names the line of the first."""
    finding = only("title: Lunch\ntitle: Tea\n")
    assert finding.message == "“title” stands here twice."
    assert finding.remedy == "Keep one of the two (the first is on line 1)."


def test_an_unquoted_surprise_shows_its_quotes() -> None:
    """An unquoted time is refused, and the remedy shows it in quotes; quoted, it is text."""
    assert only("title: 12:30\n").remedy == 'Put it in quotes: "12:30".'
    assert read('title: "12:30"\nsize: "off"\n') == ({"title": "12:30", "size": "off"}, [])


def test_all_mistakes_are_told_at_once() -> None:
    """One reading tells of every mistake."""
    findings = read("titel: Lunch\ncovers: few\nhot: on\n")[1]
    assert [finding.rule for finding in findings] == [
        "config-unknown",
        "config-missing",
        "config-wrong",
        "config-wrong",
    ]


def test_the_nearest_word_is_offered() -> None:
    """A hint names the nearest right word, where one is near, and all that may stand there."""
    assert nearest("Ambr", ["Red", "Amber"]) == "Amber"
    assert nearest("purple", ["Red", "Amber"]) == ""
    assert hint("titel", ["title", "day"]) == "Did you mean title? Possible: title, day."
    assert hint("zzz", ["title", "day"]) == "Possible: title, day."


@pytest.mark.parametrize(
    ("key", "make"), [("[a, b]", "a list"), ("{a: b}", "a block"), ("{{ name }}", "a block")]
)
def test_a_list_or_block_is_no_name(key: str, make: str) -> None:
    """Brackets and braces where a name should stand are refused at their place."""
    finding = only(f"title: Lunch\n? {key}\n: 1\n")
    assert (finding.message, finding.address.cell) == (f"“{make}” is not a name.", "line 2, column 3")
    assert finding.remedy == "Put quotes around the name."


@given(st.text())
def test_no_text_makes_it_fall(text: str) -> None:
    """Whatever the file holds, the answer is a value or findings, never an exception."""
    value, findings = read(text)
    assert value is not None or findings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: Lunch\ndishes: {first: Soup}\n", "“a block” is not a list."),
        ("title: Lunch\ndishes:\n", "“nothing” is not a list."),
        ("title: Lunch\nsize: [small]\n", "“a list” is not one of the words here."),
        ("title: {main: Lunch}\n", "“a block” is not a text."),
        ("- title: Lunch\n", "“a list” is not a block (menu)."),
    ],
)
def test_a_value_of_another_make_is_named_by_its_make(text: str, message: str) -> None:
    """A list where a block should stand is called a list, and never shown as the program holds it."""
    assert only(text).message == message
