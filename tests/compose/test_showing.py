"""What stands in a cell becomes what stands on the page."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.showing import bulleted, counted, rated, shown, text
from pipeline.model import (
    Address,
    Content,
    Figure,
    Paragraph,
    Period,
    Problem,
    Prose,
    Rating,
    Shown,
    Value,
)  # fmt: skip

HERE = Address("north.xlsx", "Programmes", "B5")
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
