"""How what a row says stands against what it said before: ratings, scores, promised days, texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from pipeline.matching import Past
from pipeline.model import Column, Figure, FormTable, Period, Rating, RatingScheme, Record, Value
from pipeline.scores import disagreements, risk_score

FIXED = {
    "target": "The target",
    "better": "What counts as better",
    "unit": "The unit",
}  # within a financial year
STALE = 3  # the number of reports from which on the same text is worth a word


class Movement(StrEnum):
    """How a rating or score moved; the sign is never without its word, for not everybody sees or hears it."""

    IMPROVED = "▲ Improved"
    WORSE = "▼ Worse"
    SAME = "► Same"
    NEW = "New"
    NO_COMPARISON = "No comparison"


def rating_moved(now: Record, earlier: Sequence[Past], column: Column) -> Movement:
    """How a row's rating moved since it was last reported, by the order of the rating's own scheme."""
    if not earlier:
        return Movement.NEW
    scheme = column.scheme
    places = [_place(record.rating(column.id), scheme) for record in (now, earlier[0].record)]
    return _moved(*places)


def score_moved(now: Record, earlier: Sequence[Past]) -> Movement:
    """How a risk's score moved since it was last reported: the lower, the better.

    A score that its own likelihood and impact contradict is not compared.
    """
    if not earlier:
        return Movement.NEW
    mine, its = _certain_score(now), _certain_score(earlier[0].record)
    return _moved(None if mine is None else -mine, None if its is None else -its)


def _certain_score(risk: Record) -> Decimal | None:
    return None if "score" in disagreements(risk, None) else risk_score(risk)


def _place(rating: Rating | None, scheme: RatingScheme | None) -> int | None:
    """Where a rating stands in its scheme, from the worst; its word decides, for fills and meanings are edited."""
    words = [one.word for one in scheme.ratings] if scheme else []
    return words.index(rating.word) if rating and rating.word in words else None


def _moved(now: Decimal | int | None, before: Decimal | int | None) -> Movement:
    if now is None or before is None:
        return Movement.NO_COMPARISON
    if now == before:
        return Movement.SAME
    return Movement.IMPROVED if now > before else Movement.WORSE


# --- promised days ----------------------------------------------------------------------------


def promises(now: Record, earlier: Iterable[Past], column_id: str) -> list[date]:
    """The days that were promised one after the other, the first one first; repeated promises once."""
    said = [one.content(column_id) for one in (*[past.record for past in earlier][::-1], now)]
    days: list[date] = []
    for day in said:
        if isinstance(day, date) and day not in days[-1:]:
            days.append(day)
    return days


def slips(days: Sequence[date]) -> int:
    """How often a promised day was put off to a later one."""
    return sum(later > day for day, later in pairwise(days))


def times(count: int) -> str:
    """How often, in words: ``once``, ``3 times``."""
    return "once" if count == 1 else f"{count} times"


def has_passed(now: Record, column_id: str, table: FormTable, period: Period) -> bool:
    """Whether a promised day lies within the period or before it, and the row is not finished."""
    day = now.content(column_id)
    return isinstance(day, date) and day <= period.last_day and not is_finished(now, table)


def is_finished(record: Record, table: FormTable) -> bool:
    """Whether a rating of the row closes it."""
    ratings = (record.rating(column.id) for column in table.columns if column.scheme)
    return any(rating.closes for rating in ratings if rating)


# --- texts ------------------------------------------------------------------------------------


def unchanged_since(now: Record, earlier: Sequence[Past], table: FormTable) -> tuple[Period, int] | None:
    """The period since which all long texts of a row are the same, and in how many reports; None where one was edited."""
    if not earlier:
        return None
    telling = [
        one.id for one in table.columns if one.kind == "long_text" and one.in_paper and one.id != table.key
    ]
    mine = _texts(now, telling)
    alike = []
    for past in earlier:
        if not any(mine) or _texts(past.record, telling) != mine:
            break
        alike.append(past.period)
    return (alike[-1], len(alike) + 1) if alike else None


def _texts(record: Record, telling: Iterable[str]) -> list[str]:
    """What a row tells of its progress; what names it, and what is not for the paper, stays the same by right."""
    found = (record.values.get(name) for name in telling)
    return [" ".join(value.typed.split()) if value else "" for value in found]


# --- what is fixed for a year -----------------------------------------------------------------


def differ(now: Value, before: Value) -> bool:
    """Whether two cells that say something say something else; 0.95 and 95% do not."""
    if now.blank or before.blank:
        return False
    if isinstance(now.content, Figure) and isinstance(before.content, Figure):
        return (now.content.number, now.content.unit) != (before.content.number, before.content.unit)
    return now.typed != before.typed
