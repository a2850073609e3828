"""Which of several returns of one sender for one period counts.

The highest version counts; of one version the one approved last; of one day of approval the one saved last, by
the date that the file itself carries. A return without a version is version 1, and one without a date of approval
stands behind those that have one. Where one of the last few does not say when it was saved, saving decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pipeline.model import Problem, Return, Value, in_words
from pipeline.rules.cell_texts import LEFTOVERS

# A date that has to be queried is a signature all the same; “TBC”, a dash or n/a is none.
DATES_GIVEN = frozenset({Problem.DATE_WITHOUT_YEAR, Problem.IMPOSSIBLE_DATE})


def originals(returns: Iterable[Return]) -> tuple[list[Return], dict[str, str]]:
    """The returns in the order of their files without those that are byte for byte the same; those, with the file kept."""
    kept: dict[str, Return] = {}
    copies = {}
    for contents in sorted(returns, key=lambda one: one.file):
        first = kept.setdefault(contents.digest or contents.file, contents)
        if first is not contents:
            copies[contents.file] = first.file
    return list(kept.values()), copies


def the_one_that_counts(returns: Iterable[Return]) -> Return | None:
    """The return that counts by the rule; None when it does not decide."""
    left = list(returns)
    for rank in (version_of, _approved):
        left = _highest(left, rank)
    if len(left) > 1 and all(one.saved for one in left):
        left = _highest(left, _saved)
    return left[0] if len(left) == 1 else None


def _highest(returns: Sequence[Return], rank: Callable[[Return], Any]) -> list[Return]:
    highest = max(map(rank, returns), default=None)
    return [one for one in returns if rank(one) == highest]


def because(best: Return, other: Return) -> str:
    """What puts one return before another, in words."""
    if version_of(best) != version_of(other):
        return f"has the higher version ({version_of(best).normalize():f} against {version_of(other).normalize():f})"
    if _approved(best) != _approved(other):
        day = "no date" if _approved(other) == date.min else in_words(_approved(other))
        return f"was approved later ({in_words(_approved(best))} against {day})"
    same_day = _saved(best).date() == _saved(other).date()
    return f"was saved later ({_moment(_saved(best), same_day)} against {_moment(_saved(other), same_day)})"


def version_of(contents: Return) -> Decimal:
    """The version that a return gives; 1 where it gives none."""
    version = contents.content("version")
    return version if isinstance(version, Decimal) else Decimal(1)


def _approved(contents: Return) -> date:
    approved = contents.content("approved_on")
    return approved if isinstance(approved, date) else date.min


def _saved(contents: Return) -> datetime:
    return contents.saved or datetime.min  # noqa: DTZ901 - asked only where all are saved


def _moment(when: datetime, same_day: bool) -> str:
    return f"{in_words(when)} at {when:%H:%M:%S} UTC" if same_day else in_words(when)


# --- signed off, and in time --------------------------------------------------------------------


def signed_off(contents: Return) -> bool:
    """Whether a return says who approved it and when."""
    by, on = contents.fields.get("approved_by"), contents.fields.get("approved_on")
    dated = on is not None and (isinstance(on.content, date) or on.problem in DATES_GIVEN)
    return dated and _names_somebody(by)


def _names_somebody(value: Value | None) -> bool:
    return value is not None and isinstance(value.content, str) and not LEFTOVERS.search(value.typed)


def came(contents: Return) -> tuple[str, date] | None:
    """When a return was finished, and how that is known: by the date it was saved, else approved."""
    if contents.saved:
        return "saved", contents.saved.date()
    approved = contents.content("approved_on")
    return ("approved", approved) if isinstance(approved, date) else None


def lateness(best: Return, others: Iterable[Return], due: date | None) -> str:
    """That a return came after ``due``, with both dates; '' when it did not. ``others`` came of the same sender."""
    finished = came(best)
    if due is None or finished is None or finished[1] <= due:
        return ""
    label = f"Late: {finished[0]} on {in_words(finished[1])}, due on {in_words(due)}."
    in_time = any(known[1] <= due for one in others if (known := came(one)))
    return f"{label} An earlier version was in time." if in_time else label
