"""What stands in a cell becomes what stands on the page."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.showing import bulleted, counted, rated, shown, text
from pipeline.model import (
    Absent,
    Address,
    Content,
    Figure,
    Paragraph,
    Period,
    Problem,
    Prose,
    Rating,
    Run,
    Shown,
    Value,
)  # fmt: skip

HERE = Address("north.xlsx", "Programmes", "B5")
PAGE = "https://example.org/plan"
AMBER = Rating("Amber", "FFC000", "Behind plan.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Care close to home", "Care close to home"),
        (AMBER, "Amber"),
        (date(2019, 11, 1), "1 November 2019"),
        (Period(2019, 11), "November 2019"),
        (Period(2019, quarter=3), "Quarter 3 2019"),
        (True, "Yes"),
        (False, "No"),
        (Decimal(0), "0"),
        (Decimal(12), "12"),
        (Decimal("3.5"), "3.5"),
        (Decimal("1E+3"), "1000"),
        (Figure(Decimal("38.4"), "per cent", "YTD", "38.4% YTD"), "38.4% YTD"),
    ],
)
def test_each_kind_reads_as_public_papers_print_it(content: Content, expected: str) -> None:
    """Dates in words, numbers without exponents, figures as typed, yes and no as words."""
    value = Value(HERE, "as typed", content)
    assert str(shown(value)) == expected
    assert shown(value).source == value


def test_a_number_stands_as_the_sheet_shows_it() -> None:
    """A whole number that the file stores with a decimal point is printed as Excel shows it."""
    assert str(shown(Value(HERE, "12", Decimal("12.0")))) == "12"


def test_a_rating_brings_its_fill() -> None:
    """A rating is its word on its fill; nothing else has a fill."""
    assert shown(Value(HERE, "a", AMBER)).fill == rated(AMBER).fill == "FFC000"
    assert shown(Value(HERE, "Amber", "Amber")).fill == ""


def test_blank_nil_and_nought_are_three_things() -> None:
    """A blank is said to be one, 0 is a figure, and the words for a blank are the column's own."""
    blank = Value(HERE, "")
    assert str(shown(blank)) == str(shown(None)) == "Not given"
    assert str(shown(blank, "Not rated")) == "Not rated"
    assert str(shown(Value(HERE, "0", Decimal(0)))) == "0"
    assert str(shown(Value(HERE, "Nil", "Nil"))) == "Nil"


def test_a_blank_that_needs_no_word_shows_nothing() -> None:
    """Where a blank needs no word, a template finds nothing to show."""
    assert not shown(Value(HERE, ""), "")
    assert not shown(None, "")
    assert shown(Value(HERE, "0", Decimal(0)), "")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("Ambr", "Ambr [queried]"), ("#REF!", "#REF! [queried]"), ("", "[queried]")],
)
def test_what_was_not_understood_stands_as_typed(typed: str, expected: str) -> None:
    """A queried value is shown as typed and marked; a formula without value is marked alone."""
    value = Value(HERE, typed, problem=Problem.NOT_A_RATING if typed else Problem.UNCALCULATED)
    assert str(shown(value)) == expected
    assert (shown(value).fill, shown(value).source) == ("", value)


@given(st.lists(st.builds(Paragraph, st.text(), st.integers(0, 4)), min_size=1))
def test_prose_keeps_every_line_and_level(paragraphs: list[Paragraph]) -> None:
    """A long text loses no line, no order and no nesting."""
    prose = Prose(tuple(paragraphs))
    assert shown(Value(HERE, "typed", prose)).paragraphs == prose.paragraphs


def short(*runs: Run) -> Paragraph:
    """A short text set in these runs, as shown; its meaning is the text on one line, as the intake gives it."""
    typed = "".join(run.text for run in runs)
    value = Value(HERE, typed, re.sub(r"\s*\n\s*", " ", typed), runs=runs)
    [paragraph] = shown(value).paragraphs
    return paragraph


def test_bold_and_italics_of_a_short_text_are_kept() -> None:
    """What is bold or italic in a cell of one line is so on the page."""
    runs = (Run("Care "), Run("close", bold=True), Run(" to home", italic=True))
    assert short(*runs) == Paragraph("Care close to home", 0, runs)


def test_runs_follow_line_breaks_that_become_spaces() -> None:
    """A line break, also one between two runs, is one space, set like what stands before it."""
    runs = (Run("Care \n"), Run("\n close", bold=True), Run("\n"), Run("to\nhome"))
    assert short(*runs).runs == (Run("Care "), Run("close", bold=True), Run(" "), Run("to home"))


def test_runs_that_do_not_vary_are_none() -> None:
    """A text that is set alike throughout needs no runs; its look is the template's."""
    assert short(Run("Care ", bold=True), Run("close", bold=True)).runs == ()
    assert short(Run("Care"), Run("\n", bold=True), Run("close")).runs == (
        Run("Care"), Run(" ", bold=True), Run("close")
    )  # fmt: skip
    assert short().runs == ()


@given(st.lists(st.builds(Run, st.text("ab \n\t\u00a0"), st.booleans(), st.booleans())))
def test_runs_of_a_short_text_are_its_words(runs: list[Run]) -> None:
    """Whatever the runs and wherever lines end, the runs joined are the text, and no letter changes its look."""
    paragraph = short(*runs)
    if paragraph.runs:
        assert "".join(run.text for run in paragraph.runs) == paragraph.text
        assert letters(paragraph.runs) == letters(runs)
    else:
        assert len({(bold, italic) for _, bold, italic in letters(runs)}) <= 1


def letters(runs: Iterable[Run]) -> list[tuple[str, bool, bool]]:
    """Each letter that is no space, with its look."""
    return [(sign, run.bold, run.italic) for run in runs for sign in run.text if not sign.isspace()]


@pytest.mark.parametrize("content", ["close", AMBER, None])
def test_runs_that_are_not_what_is_shown_are_left_aside(content: Content | None) -> None:
    """A rating, a choice in other letters, or a text that is queried, is shown without its runs."""
    runs = (Run("Cl"), Run("ose", bold=True))
    assert [line.runs for line in shown(Value(HERE, "Close", content, runs=runs)).paragraphs] == [()]


def test_struck_through_runs_never_reach_the_page() -> None:
    """No run on the page is struck through: what is, was queried and stands as typed."""
    runs = (Run("Care "), Run("close", struck=True), Run(" to home", bold=True))
    queried = Value(HERE, "Care close to home", problem=Problem.STRUCK, runs=runs)
    assert shown(queried).paragraphs == (Paragraph("Care close to home [queried]"),)
    assert not any(run.struck for run in short(*runs).runs)


@pytest.mark.parametrize(
    "content", ["See the plan", Figure(Decimal(12), "weeks", "", "12 weeks"), date(2019, 11, 1), Absent.NIL]
)
def test_a_link_is_kept_with_its_words(content: Content) -> None:
    """Where a cell of one line leads, its words lead too."""
    [paragraph] = shown(Value(HERE, "as typed", content, link=PAGE)).paragraphs
    assert paragraph.link == PAGE


def test_a_rating_is_no_link() -> None:
    """A link could not be read on a rating's fill."""
    assert shown(Value(HERE, "Amber", AMBER, link=PAGE)).paragraphs == (Paragraph("Amber"),)


def test_lines_of_our_own_and_bullets_below_them() -> None:
    """Text of the program's own is lines, or lines with bullets, without a source."""
    assert text("One", "Two") == Shown((Paragraph("One"), Paragraph("Two")))
    assert bulleted(["Lead"], ["a", "b"]) == Shown((Paragraph("Lead"), Paragraph("a", 1), Paragraph("b", 1)))


def test_counts_agree_with_their_nouns() -> None:
    """One thing is singular, none and many are plural, also where the plural is irregular."""
    assert [counted(number, "programme") for number in (0, 1, 2)] == [
        "0 programmes",
        "1 programme",
        "2 programmes",
    ]
    assert counted(1, "measure is", "measures are") == "1 measure is"
    assert counted(2, "measure is", "measures are") == "2 measures are"
