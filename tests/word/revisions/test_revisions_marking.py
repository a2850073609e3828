"""All that differs between two papers, as tracked changes that Word can accept and reject."""

import io
import time
import zipfile
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from docx import Document
from filled_form import FilledForm
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from tracked_changes import DEL, INS, W, accepted, formatted, parts, rejected, shape
from two_versions import LONGER, TABLE, Block, ShippedPaper, paper

from pipeline.word.revisions.marking import marked_changes
from pipeline.word.trace import Built

DAY = date(2019, 11, 28)
BODY = "word/document.xml"
OTHER = [["Quite", "another"], ["table", "here"]]
CASES: dict[str, tuple[list[Block], list[Block]]] = {
    "nothing": (["One", TABLE, "End"], ["One", TABLE, "End"]),
    "words": (["The hub opened in May, at last."], ["The second hub opened in June, at last."]),
    "a paragraph more": (["One two", "Three four"], ["One two", "Something new", "Three four"]),
    "a paragraph less": (["One two", "Something old", "Three four"], ["One two", "Three four"]),
    "the last paragraphs gone": (["One two", "Three", "Four"], ["One two"]),
    "last paragraphs added": (["One two"], ["One two", "Three", "Four"]),
    "typed on": (["One two", "Three four"], ["One two and more", "Wholly new", "And three four"]),
    "a paragraph before a table gone": (["One", "Two", TABLE, "End"], ["One", TABLE, "End"]),
    "a paragraph before a table added": (["One", TABLE, "End"], ["One", "Two", TABLE, "End"]),
    "the first paragraph gone": (["One", TABLE, "End"], [TABLE, "End"]),
    "a row added": (["One", TABLE, "End"], ["One", LONGER, "End"]),
    "a row gone": (["One", LONGER, "End"], ["One", TABLE, "End"]),
    "a table gone": (["One", "# Head", TABLE, "Middle", "End"], ["One", "Middle", "End"]),
    "a table added": (["One", "End"], ["One", "Middle", TABLE, "End"]),
    "another table": (["One", TABLE, "End"], ["One", OTHER, "End"]),
    "lines of a cell": (["x", [["a\nb c\nd", "e"]], "y"], ["x", [["a\nf g\nh\ni", "e"]], "y"]),
    "everything": (["One", "Two", TABLE, "Three"], ["Quite", OTHER, "different", LONGER, "end"]),
}


def marked(old: bytes, new: bytes) -> bytes:
    """The new paper with what differs from the old."""
    return marked_changes(Built(old), Built(new), "The Board", DAY)


def prove(old: bytes, new: bytes, made: bytes) -> None:
    """Accepting all gives the new paper with its formats, rejecting all the old wording."""
    yes, no, before, after = accepted(made)[BODY], rejected(made)[BODY], parts(old)[BODY], parts(new)[BODY]
    assert shape(yes) == shape(after)
    assert formatted(yes) == formatted(after)
    assert shape(no) == shape(before)


def marks(package: bytes, kind: str) -> list[Any]:
    """The changes of one kind in the body."""
    return list(parts(package)[BODY].iter(kind))


@pytest.mark.parametrize("case", CASES)
def test_changes_lead_to_both_versions(case: str) -> None:
    """Whatever comes, goes or is reworded: accepted it is the new paper, rejected the old."""
    old, new = (paper(*blocks) for blocks in CASES[case])
    prove(old, new, marked(old, new))
    prove(new, old, marked(new, old))


BLOCKS = st.lists(
    st.one_of(
        st.lists(st.sampled_from(["red", "green", "hub", "opened", "late", "."]), max_size=6).map(" ".join),
        st.lists(
            st.lists(st.sampled_from(["a", "b c", "d\ne", "f\ng\nh", ""]), min_size=2, max_size=2),
            min_size=1,
            max_size=4,
        ),
    ),
    max_size=6,
)


@given(BLOCKS, BLOCKS)
@trials(max_examples=12, deadline=None)
def test_any_two_papers_lead_to_both(old: list[Block], new: list[Block]) -> None:
    """Paragraphs and tables in any order, beside each other, empty, repeated."""
    before, after = paper(*old, "End"), paper(*new, "End")
    prove(before, after, marked(before, after))


def test_changes_are_by_word() -> None:
    """Only the words that changed are marked, each deletion before what took its place."""
    made = marked(paper("The hub opened in May, at last."), paper("The second hub opened in June, at last."))
    said = [
        (one.tag.removeprefix(W), "".join(text.text or "" for text in one.iter(f"{W}t", f"{W}delText")))
        for one in parts(made)[BODY].iter(INS, DEL)
    ]
    assert said == [("ins", "second "), ("del", "May"), ("ins", "June")]


def test_a_new_programme_is_one_new_row() -> None:
    """A row that came between others is marked as such, and the others are left alone."""
    made = marked(paper("One", TABLE), paper("One", LONGER))
    rows = [row for row in parts(made)[BODY].iter(f"{W}tr") if row.find(f"{W}trPr/{INS}") is not None]
    assert [[cell for line in shape(cell) for cell in [line]] for row in rows for cell in row.iter(f"{W}tc")] == [
        ["School nursing"], ["Reviewed"], ["Amber"],
    ]  # fmt: skip
    assert marks(made, DEL) == []


def test_ids_are_unique_and_the_day_is_given() -> None:
    """No two changes have one id; all are of the day that was given, and the same papers give the same bytes."""
    old, new = (paper(*blocks) for blocks in CASES["everything"])
    made = marked(old, new)
    found = [*marks(made, INS), *marks(made, DEL)]
    ids = [one.get(f"{W}id") for one in found]
    assert len(set(ids)) == len(ids) > 10
    assert {one.get(f"{W}date")[:10] for one in found} == {"2019-11-28"}
    assert {one.get(f"{W}author") for one in found} == {"The Board"}
    assert marked(old, new) == made


def test_headers_and_fields_are_compared() -> None:
    """What the header says is marked too; a field is replaced whole."""

    def header(words: str) -> bytes:
        return paper(
            "One", more=lambda document: setattr(document.sections[0].header.paragraphs[0], "text", words)
        )

    made = marked(header("October 2019"), header("November 2019"))
    [name] = [name for name in parts(made) if name.startswith("word/header")]
    assert shape(accepted(made)[name]) == ["November 2019"]
    assert shape(rejected(made)[name]) == ["October 2019"]


def test_five_thousand_rows_take_seconds() -> None:
    """A long table is compared row by row with the one that it is, not all with all."""
    rows = [[f"Programme {number}", f"Progress of {number}"] for number in range(5_000)]
    changed = [[a, b + (" now" if at % 50 == 1 else "")] for at, (a, b) in enumerate(rows) if at % 40]
    old, new = _long(rows), _long(changed)
    before = time.perf_counter()
    made = marked(old, new)
    assert time.perf_counter() - before < 30  # a tenth of it on a machine with nothing else to do
    assert (
        len([row for row in parts(made)[BODY].iter(f"{W}tr") if row.find(f"{W}trPr/{DEL}") is not None])
        == 125
    )


def _long(rows: list[list[str]]) -> bytes:
    """A paper with a long table, made more quickly than python-docx adds rows."""

    def fill(document: Any) -> None:
        first = document.tables[0].rows[0]._tr
        for words in rows[::-1]:
            row = deepcopy(first)
            for text, word in zip(row.iter(f"{W}t"), words, strict=True):
                text.text = word
            first.addnext(row)

    return paper("One", [["Programme", "Progress"]], more=fill)


def test_a_change_is_the_partnerships_whose_value_it_is(shipped: ShippedPaper, form: FilledForm) -> None:
    """A reworded value of a return is its sender's; a sentence that the program counts is the organisation's."""
    old = shipped.built(form)
    form.put("Programmes", "Project status", "Red")
    new = shipped.built(form)
    made = marked_changes(old, new, "The Board", DAY)
    prove(old.package, new.package, made)
    by = {
        "".join(text.text or "" for text in one.iter(f"{W}t")): one.get(f"{W}author")
        for one in marks(made, INS)
    }
    assert by["Red"] == "North Alderwick Care Partnership"
    assert "The Board" in by.values()


def test_properties_stay(shipped: ShippedPaper, form: FilledForm) -> None:
    """The copy has the new paper's own properties, and no clock has touched it."""
    built = shipped.built(form)
    made = marked_changes(built, built, "The Board", DAY)
    assert not marks(made, INS)
    was, is_now = (Document(io.BytesIO(one)).core_properties for one in (built.package, made))
    assert (was.title, was.author, was.modified, was.revision) == (
        is_now.title,
        is_now.author,
        is_now.modified,
        is_now.revision,
    )
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {one.date_time[0] for one in file.infolist()} == {1980}
