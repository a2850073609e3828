"""What a row amounts to: a risk's score, a measure's position against its target, a programme's rating."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Content, Figure, Rating, Record

ON_TARGET, OFF_TARGET = "On target", "Off target"


def content(record: Record, column_id: str) -> Content | None:
    """What a cell of a row means; None when it is blank, absent or not understood."""
    value = record.values.get(column_id)
    return value.content if value else None


def rating(record: Record, column_id: str) -> Rating | None:
    """The rating in a cell of a row, if there is one."""
    found = content(record, column_id)
    return found if isinstance(found, Rating) else None


def needs_attention(record: Record) -> bool:
    """Whether a programme's status is one that the scheme marks as needing attention."""
    status = rating(record, "status")
    return status is not None and status.needs_attention


def risk_score(record: Record) -> Decimal | None:
    """A risk's score as typed; else likelihood times impact; None when neither is known."""
    score, likelihood, impact = (_number(record, name) for name in ("score", "likelihood", "impact"))
    if score is not None:
        return score
    return likelihood * impact if likelihood is not None and impact is not None else None


def _number(record: Record, column_id: str) -> Decimal | None:
    found = content(record, column_id)
    return found if isinstance(found, Decimal) else None


def position(record: Record) -> str:
    """How a measure stands against its target; '' where target or actual is no figure of the same unit."""
    target, actual = (content(record, name) for name in ("target", "actual"))
    if not isinstance(target, Figure) or not isinstance(actual, Figure) or target.unit != actual.unit:
        return ""
    lower_is_better = content(record, "better") == "Lower"
    met = actual.number <= target.number if lower_is_better else actual.number >= target.number
    return ON_TARGET if met else OFF_TARGET
