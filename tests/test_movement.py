"""How ratings, scores, promised days and texts stand against earlier ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from pipeline.matching import Past
from pipeline.model import (
    Address,
    Column,
    Content,
    Figure,
    FormTable,
    Paragraph,
    Period,
    Prose,
    Rating,
    RatingScheme,
    Record,
    Value,
)
from pipeline.movement import (
    Movement,
    differ,
    has_passed,
    is_finished,
    promises,
    rating_moved,
    score_moved,
    slips,
    unchanged_since,
)

HERE = Address("a.xlsx", "Programmes", "B5")
RED, AMBER, GREEN = (Rating(word, "C00000", "") for word in ("Red", "Amber", "Green"))
DONE = Rating("Complete", "1D5FA6", "", closes=True)
STATUS = Column(
    "status", "Status", "rating", scheme=RatingScheme("status", "Status", (RED, AMBER, GREEN, DONE))
)
COLUMNS = (Column("programme", "Programme", "text"), Column("progress", "Progress", "long_text"), STATUS,
           Column("due", "Due", "date", promised=True))  # fmt: skip
TABLE = FormTable("programmes", "Programmes", "Programmes", "programme", COLUMNS)
NOVEMBER = Period(2019, 11)


def row(**cells: Content) -> Record:
    """A row with these cells."""
    return Record(HERE, {name: Value(HERE, str(content), content) for name, content in cells.items()})


def earlier(*rows: Record) -> Sequence[Past]:
    """Rows of October, September and so on."""
    return [Past(Period(2019, 10 - number), one) for number, one in enumerate(rows)]


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (GREEN, AMBER, Movement.IMPROVED),
        (RED, GREEN, Movement.WORSE),
        (AMBER, AMBER, Movement.SAME),
        (Rating("Amber", "FFBF00", "Said otherwise."), AMBER, Movement.SAME),
        (DONE, GREEN, Movement.IMPROVED),
        (Rating("Purple", "800080", ""), AMBER, Movement.NO_COMPARISON),
        ("Ambr", AMBER, Movement.NO_COMPARISON),
    ],
)
def test_a_rating_moves_by_the_order_of_its_scheme(now: Content, before: Rating, expected: Movement) -> None:
    """Its word decides; a word that is not in the scheme cannot be compared."""
    assert rating_moved(row(status=now), earlier(row(status=before)), STATUS) is expected


def test_a_row_without_history_is_new() -> None:
    """Where the partnership reported before, and not this."""
    assert rating_moved(row(status=RED), [], STATUS) is Movement.NEW
    assert score_moved(row(score=Decimal(12)), []) is Movement.NEW


def test_a_higher_score_is_worse() -> None:
    """The score as typed, else likelihood times impact."""
    before = earlier(row(likelihood=Decimal(3), impact=Decimal(4)))
    assert score_moved(row(score=Decimal(16)), before) is Movement.WORSE
    assert score_moved(row(score=Decimal(9)), before) is Movement.IMPROVED
    assert score_moved(row(score=Decimal(12)), before) is Movement.SAME
    assert score_moved(row(), before) is Movement.NO_COMPARISON


def test_each_day_that_was_put_off_counts() -> None:
    """The same day twice is one promise; a day brought forward is no slip."""
    days = [date(2019, 9, 30), date(2019, 10, 31), date(2019, 10, 31), date(2019, 10, 15), date(2019, 12, 20)]
    now, *before = [row(due=day) for day in reversed(days)]
    promised = promises(now, earlier(*before), "due")
    assert promised == [days[0], days[1], days[3], days[4]]
    assert slips(promised) == 2


def test_a_day_has_passed_when_the_period_is_over() -> None:
    """The last day of the period too; what is finished is late no more."""
    assert has_passed(row(due=date(2019, 11, 30), status=RED), "due", TABLE, NOVEMBER)
    assert not has_passed(row(due=date(2019, 12, 1), status=RED), "due", TABLE, NOVEMBER)
    assert not has_passed(row(due=date(2019, 11, 1), status=DONE), "due", TABLE, NOVEMBER)
    assert not has_passed(row(due="in spring"), "due", TABLE, NOVEMBER)
    assert is_finished(row(status=DONE), TABLE)


def test_a_text_is_as_old_as_its_first_report() -> None:
    """Spaces do not count; the report before the edit ends the count; a row without text has no age."""
    same, spaced, other = (row(progress=said) for said in ("Two clinics.", "Two  clinics. ", "One clinic."))
    assert unchanged_since(same, earlier(spaced, same, other, same), TABLE) == (Period(2019, 9), 3)
    assert unchanged_since(same, earlier(other, same), TABLE) is None
    assert unchanged_since(row(programme="Hubs"), earlier(row(programme="Hubs")), TABLE) is None
    prose = row(progress=Prose((Paragraph("Two clinics."),)))
    assert unchanged_since(prose, earlier(prose), TABLE) == (Period(2019, 10), 2)


def test_figures_that_are_typed_otherwise_are_the_same() -> None:
    """0.95 in a cell of percentages is 95%; a blank is not compared."""
    typed, shown = (
        Value(HERE, words, Figure(Decimal(95), "per cent", "", words)) for words in ("0.95", "95%")
    )
    assert not differ(typed, shown)
    assert differ(shown, Value(HERE, "92%", Figure(Decimal(92), "per cent", "", "92%")))
    assert not differ(shown, Value(HERE, ""))


@pytest.mark.parametrize(
    ("period", "last", "year"),
    [
        (Period(2019, 11), date(2019, 11, 30), 2019),
        (Period(2019, 12), date(2019, 12, 31), 2019),
        (Period(2020, 2), date(2020, 2, 29), 2019),
        (Period(2020, 3), date(2020, 3, 31), 2019),
        (Period(2020, 4), date(2020, 4, 30), 2020),
        (Period(2019, quarter=4), date(2019, 12, 31), 2019),
        (Period(2020, quarter=1), date(2020, 3, 31), 2019),
    ],
)
def test_a_period_has_a_last_day_and_a_financial_year(period: Period, last: date, year: int) -> None:
    """Financial years begin on 1 April."""
    assert (period.last_day, period.financial_year) == (last, year)
