"""What a row amounts to: scores, positions, ratings."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Address, Content, Figure, Problem, Rating, Record, Value
from pipeline.scores import position, risk_score

HERE = Address("north.xlsx", "Measures", "B5")
RED = Rating("Red", "C00000", "Off track.", needs_attention=True)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False)


def record(**contents: Content | Problem | None) -> Record:
    """A row whose cells mean these things; None is a blank, a problem what could not be understood."""
    values = {
        name: Value(HERE, "typed", problem=content)
        if isinstance(content, Problem)
        else Value(HERE, "" if content is None else str(content), content)
        for name, content in contents.items()
    }
    return Record(HERE, values)


def figure(number: str, unit: str = "per cent", note: str = "") -> Figure:
    """A figure as typed."""
    return Figure(Decimal(number), unit, note, f"{number} {unit} {note}")


@pytest.mark.parametrize(
    ("target", "actual", "better", "expected"),
    [
        (figure("92"), figure("92"), "Higher", "On target"),
        (figure("92"), figure("91.9"), "Higher", "Off target"),
        (figure("92"), figure("92.1"), None, "On target"),
        (figure("18", "weeks"), figure("18", "weeks"), "Lower", "On target"),
        (figure("18", "weeks"), figure("17", "weeks"), "Lower", "On target"),
        (figure("18", "weeks"), figure("18.5", "weeks"), "Lower", "Off target"),
        (figure("92"), figure("88.4", note="YTD"), "Higher", "Off target"),
        (figure("0"), figure("0"), "Lower", "On target"),
        (figure("-2"), figure("-3"), "Higher", "Off target"),
    ],
)
def test_a_measure_stands_on_or_off_its_target(
    target: Figure, actual: Figure, better: str | None, expected: str
) -> None:
    """Reaching the target is on it; lower is better where the form says so, higher where it says nothing."""
    assert position(record(target=target, actual=actual, better=better)) == expected


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        (figure("18", "weeks"), figure("92", "per cent")),
        (figure("92", ""), figure("92", "per cent")),
        (None, figure("92")),
        (figure("92"), None),
        (Problem.NOT_A_NUMBER, figure("9")),
        (figure("9"), Problem.CELL_ERROR),
        ("9 per day / 3250 pa", figure("9")),
    ],
)
def test_what_cannot_be_compared_is_not(target: Content | Problem, actual: Content | Problem) -> None:
    """Unlike units, blanks, words and queried figures give no position."""
    assert position(record(target=target, actual=actual, better="Higher")) == ""


def test_a_measure_without_the_columns_has_no_position() -> None:
    """A sheet that lacks a column gives no position and no fault."""
    assert position(Record(HERE, {})) == ""


def test_no_position_is_made_up_where_the_direction_is_queried() -> None:
    """“Lower is better” typed for Lower is queried; the measure is not judged as if higher were better."""
    unclear = record(target=figure("18", "weeks"), actual=figure("30", "weeks"), better=Problem.NOT_A_CHOICE)
    assert position(unclear) == ""


@given(NUMBERS, NUMBERS)
def test_higher_and_lower_disagree_unless_the_target_is_met_exactly(target: Decimal, actual: Decimal) -> None:
    """A measure is on target both ways round only where it equals its target."""
    figures = [Figure(number, "weeks", "", f"{number}") for number in (target, actual)]
    ways = {
        position(record(target=figures[0], actual=figures[1], better=better))
        for better in ("Higher", "Lower")
    }
    assert ways == ({"On target"} if target == actual else {"On target", "Off target"})


def test_a_typed_score_counts_as_typed() -> None:
    """A score that disagrees with its factors is not overruled."""
    assert risk_score(record(score=Decimal(20), likelihood=Decimal(3), impact=Decimal(4))) == 20


@pytest.mark.parametrize(
    ("likelihood", "impact", "expected"),
    [
        (Decimal(3), Decimal(4), Decimal(12)),
        (Decimal(3), None, None),
        (None, Decimal(4), None),
        (Problem.OUT_OF_RANGE, Decimal(4), None),
        (None, None, None),
    ],
)
def test_a_blank_score_is_worked_out_where_it_can_be(
    likelihood: Content | Problem | None, impact: Content | None, expected: Decimal | None
) -> None:
    """Likelihood times impact stands in for a blank score; nothing is made up without both."""
    assert risk_score(record(score=None, likelihood=likelihood, impact=impact)) == expected


def test_only_a_word_of_the_scheme_is_a_rating() -> None:
    """A word that was understood is a rating; a blank, a queried one or mere text is none."""
    assert record(status=RED).rating("status") == RED
    assert record(status=None).rating("status") is None
    assert record(status=Problem.NOT_A_RATING).rating("status") is None
    assert record(status="Red").rating("status") is None
    assert record().rating("status") is None
