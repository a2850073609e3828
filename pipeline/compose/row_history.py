"""What the page shows of a row's history: how its ratings, scores and promised days moved, and how old its text is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from pipeline.compose.showing import NOT_RATED, counted, rated, text
from pipeline.matching import Past, pasts, reported_before
from pipeline.model import Address, Column, Edition, FormTable, Period, Record, RegisterEntry, Shown, in_words
from pipeline.movement import (
    STALE,
    Movement,
    promises,
    rating_moved,
    score_moved,
    slips,
    times,
    unchanged_since,
)
from pipeline.scores import risk_score

TRAIL = 3  # the earlier periods whose ratings stand side by side
SCORED = ("likelihood", "score")  # a table with one of these columns holds risks
NO_RETURN, NOT_THERE_YET = "No return", "Not reported"


class RowHistory(Struct, frozen=True):
    """The rows behind a row, the latest first, of ``periods`` (the oldest first), of which ``returned`` had a return.

    ``first``: the partnership never reported before, so that nothing can be said to be new.
    """

    periods: tuple[Period, ...]
    earlier: tuple[Past, ...] = ()
    returned: frozenset[Period] = frozenset()
    first: bool = True


def trail_of(edition: Edition) -> tuple[Period, ...]:
    """The last earlier periods of an edition, the oldest first."""
    return tuple(one.period for one in edition.before[:TRAIL])[::-1]


def histories(entry: RegisterEntry, table_id: str, edition: Edition) -> Mapping[Address, RowHistory]:
    """The history of each row of a partnership's table."""
    returned = frozenset(
        one.period
        for one in edition.before
        for line in one.register
        if line.partnership.id == entry.partnership.id and line.accepted
    )
    first = reported_before(entry, table_id, edition.before) is None
    return {
        address: RowHistory(trail_of(edition), earlier, returned, first)
        for address, earlier in pasts(entry, table_id, edition.before).items()
    }


def moved(
    record: Record, columns: Iterable[Column], table: FormTable, history: RowHistory
) -> dict[str, object]:
    """What a row says against its earlier ones, by the names that :func:`history_names` explains.

    ``columns`` are those of every form: the ones that the row's own ``table`` has not show nothing.
    """
    cells: dict[str, object] = {"text_age": text_age(record, table, history.earlier)}
    for column in columns:
        if column.scheme:
            cells |= _rating(record, column, history)
        if column.promised:
            cells[f"{column.id}_slip"] = slip(record, column, history.earlier)
        if column.id in SCORED:
            cells |= _score(record, history)
    return cells


def history_names(table: FormTable) -> dict[str, str]:
    """The names by which a row's history is shown, with their meanings."""
    names = {"text_age": "Since when the row's texts have not changed; empty where they have."}
    for column in table.columns:
        if column.scheme:
            names[f"{column.id}_movement"] = (
                f"{column.header}: improved, worse, same or new since the last report."
            )
            names[f"{column.id}_before"] = f"{column.header} in the last report."
        if column.promised:
            names[f"{column.id}_slip"] = (
                f"{column.header}: how often it was put off, and what it was at first."
            )
    if has_score(table):
        names |= {
            "score_movement": "The score: improved, worse, same or new since the last report.",
            "score_before": "The score in the last report.",
        }
    return names


def trail_names(table: FormTable) -> dict[str, str]:
    """The names of lists of earlier ratings, one for each of ``earlier_periods``."""
    return {
        f"{column.id}_trail": f"{column.header} in each of earlier_periods."
        for column in table.columns
        if column.scheme
    }


def has_score(table: FormTable) -> bool:
    """Whether the rows of a table are scored, as risks are."""
    return any(table.column(name) for name in SCORED)


def text_age(record: Record, table: FormTable, earlier: Sequence[Past]) -> Shown:
    """Since when a row says the same, where that is worth a word."""
    stale = unchanged_since(record, earlier, table)
    if stale is None or stale[1] < STALE:
        return text("")
    return text(f"Text unchanged since {stale[0].title} ({counted(stale[1], 'report')}).")


def slip(record: Record, column: Column, earlier: Sequence[Past]) -> Shown:
    """How often a promised day was put off, and which day was promised first; nothing where it never was."""
    days = promises(record, earlier, column.id)
    if not slips(days):
        return text("")
    return text(f"put off {times(slips(days))}, first promised for {in_words(days[0])}")


def score_before(earlier: Sequence[Past]) -> Shown:
    """A risk's score as it was last reported."""
    if not earlier:
        return text(Movement.NEW)
    score = risk_score(earlier[0].record)
    return text("Not scored" if score is None else f"{score.normalize():f}")


def rating_in(record: Record, column: Column) -> Shown:
    """The rating in a column of an earlier row, on its fill."""
    rating = record.rating(column.id)
    return rated(rating) if rating else text(NOT_RATED)


def _rating(record: Record, column: Column, history: RowHistory) -> dict[str, object]:
    at = {one.period: one.record for one in history.earlier}
    absent = [NOT_THERE_YET if one in history.returned else NO_RETURN for one in history.periods]
    trail = [
        rating_in(at[period], column) if period in at else text(said)
        for period, said in zip(history.periods, absent, strict=True)
    ]
    moved_by = rating_moved(record, history.earlier, column)
    last = history.earlier[0].record if history.earlier else None
    return {
        f"{column.id}_movement": text("" if history.first else moved_by),
        f"{column.id}_before": rating_in(last, column)
        if last
        else text("" if history.first else Movement.NEW),
        f"{column.id}_trail": trail,
    }


def _score(record: Record, history: RowHistory) -> dict[str, object]:
    return {
        "score_movement": text("" if history.first else score_moved(record, history.earlier)),
        "score_before": text("") if history.first else score_before(history.earlier),
    }
