"""The names under ``changes``: what is otherwise than in the last reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from pipeline.compose.row_history import has_score, rating_in, score_before, text_age
from pipeline.compose.showing import NOTHING, shown, text
from pipeline.compose.summary import Line
from pipeline.matching import Past, gone, pasts, reported_before
from pipeline.model import Column, Edition, FormTable, Period, Shown, in_words
from pipeline.movement import (
    FIXED,
    Movement,
    differ,
    has_passed,
    is_finished,
    promises,
    rating_moved,
    score_moved,
    slips,
    times,
)

Entry = dict[str, object]
_MOVED = {"before": "What it was.", "now": "What it is.", "movement": "Improved or worse."}
_RATED = {"rating": "Its rating; of a row that is gone the last one."}
# Each list under ``changes``, and what a row of it has beside its name and partnership, for those who write templates.
LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "ratings": ("Ratings that moved, those that became worse first.", _MOVED),
    "new": ("Programmes that were not reported before.", _RATED),
    "completed": ("Programmes that are finished since the last report.", {}),
    "gone": ("Programmes that are reported no more and were not finished.", _RATED),
    "risks": ("Risks whose score moved, those that became worse first.", _MOVED | _RATED),
    "risks_new": ("Risks that were not reported before.", {"now": "Its score."} | _RATED),
    "risks_closed": ("Risks that are reported no more.", {"now": "Its last score."} | _RATED),
    "days_passed": ("Promised days that have passed.", {"due": "The day."}),
    "days_slipped": (
        "Promised days that were put off.",
        {
            "first": "The day promised at first.",
            "now": "The day promised now.",
            "times": "How often it was put off.",
        },
    ),
    "targets": (
        "Targets and definitions that were changed within the financial year.",
        {
            "what": "What was changed.",
            "before": "What it was.",
            "now": "What it is.",
            "since": "When it last was that.",
        },
    ),
    "unchanged": ("Texts that have not changed for three reports or more.", {"age": "Since when."}),
}


class _Trail(Struct, frozen=True):
    """A row with the rows behind it; ``first``: its partnership never reported such rows before.

    ``column`` is the one that rates the row; ``is_risk``: it is scored.
    """

    line: Line
    earlier: tuple[Past, ...]
    first: bool
    column: Column | None
    is_risk: bool

    def entry(self, **more: object) -> Entry:
        """What a list shows of the row."""
        return {
            "name": self.line.name(self.line.table.key),
            "partnership": text(self.line.partnership),
            **more,
        }

    @property
    def rating(self) -> Shown:
        """Its rating now, on its fill."""
        return rating_in(self.line.record, self.column) if self.column else NOTHING


def changes(edition: Edition) -> dict[str, object]:
    """What is otherwise than in the last reports, each list in the order of the paper."""
    trails = list(_trails(edition))
    lists = {
        "ratings": _worse_first(_ratings(trails)),
        "new": [one.entry(rating=one.rating) for one in trails if _is_new(one) and not one.is_risk and one.column],
        "completed": [one.entry() for one in trails if _completed(one)],
        "gone": list(_gone(edition, risks=False)),
        "risks": _worse_first(_scores(trails)),
        "risks_new": [_risk(one) for one in trails if _is_new(one) and one.is_risk],
        "risks_closed": list(_gone(edition, risks=True)),
        "days_passed": list(_passed(trails, edition.period)),
        "days_slipped": list(_slipped(trails)),
        "targets": list(_targets(trails, edition.period)),
        "unchanged": [one.entry(age=age) for one in trails if (age := _age(one))],
    }  # fmt: skip
    since = edition.before[0].period.title if edition.before else ""
    return {**lists, "since": since, "nothing": "" if any(lists.values()) else _nothing(since)}


def _nothing(since: str) -> str:
    return f"Nothing has changed since {since}." if since else "There are no earlier returns to compare with."


def _trails(edition: Edition) -> Iterator[_Trail]:
    for entry in edition.register:
        for table_id, table in entry.shown.tables.items() if entry.shown else ():
            earlier = pasts(entry, table_id, edition.before)
            first = reported_before(entry, table_id, edition.before) is None
            column, is_risk = _rated_by(table.definition), has_score(table.definition)
            for record in table.records:
                line = Line(entry.label, table.definition, record)
                yield _Trail(line, earlier[record.address], first, column, is_risk)


def _rated_by(table: FormTable) -> Column | None:
    """The column that rates the rows of a table."""
    return next((one for one in table.columns if one.scheme), None)


def _is_new(one: _Trail) -> bool:
    return not one.earlier and not one.first


# --- ratings and scores -----------------------------------------------------------------------


def _ratings(trails: Sequence[_Trail]) -> Iterator[tuple[Movement, Entry]]:
    for one in trails:
        if one.column and one.earlier and not one.is_risk:
            before = rating_in(one.earlier[0].record, one.column)
            movement = rating_moved(one.line.record, one.earlier, one.column)
            yield movement, one.entry(before=before, now=one.rating, movement=text(movement))


def _scores(trails: Sequence[_Trail]) -> Iterator[tuple[Movement, Entry]]:
    for one in trails:
        if one.is_risk and one.earlier:
            movement = score_moved(one.line.record, one.earlier)
            yield (
                movement,
                _risk(one) | {"before": score_before(one.earlier), "movement": text(movement)},
            )


def _worse_first(moved: Iterator[tuple[Movement, Entry]]) -> list[Entry]:
    found = list(moved)
    return [entry for wanted in (Movement.WORSE, Movement.IMPROVED) for how, entry in found if how is wanted]


def _risk(one: _Trail) -> Entry:
    score = score_before((Past(Period(1), one.line.record),))
    return one.entry(now=score, rating=one.rating)


# --- rows that came and went ------------------------------------------------------------------


def _completed(one: _Trail) -> bool:
    was = [is_finished(past.record, one.line.table) for past in one.earlier[:1]]
    return is_finished(one.line.record, one.line.table) and not any(was) and not one.first


def _gone(edition: Edition, *, risks: bool) -> Iterator[Entry]:
    for entry in edition.register:
        for table_id, table in entry.shown.tables.items() if entry.shown else ():
            definition = table.definition
            column = _rated_by(definition)
            if column is None or has_score(definition) is not risks:
                continue
            for past in gone(entry, table_id, edition.before):
                if not is_finished(past.record, definition):
                    line = Line(entry.label, definition, past.record)
                    trail = _Trail(line, (), first=False, column=column, is_risk=risks)
                    yield _risk(trail) if risks else trail.entry(rating=rating_in(past.record, column))


# --- promises, targets, texts -----------------------------------------------------------------


def _passed(trails: Sequence[_Trail], period: Period) -> Iterator[Entry]:
    for one in trails:
        for column in (column for column in one.line.table.columns if column.promised):
            if has_passed(one.line.record, column.id, one.line.table, period):
                yield one.entry(due=shown(one.line.record.values.get(column.id)))


def _slipped(trails: Sequence[_Trail]) -> Iterator[Entry]:
    for one in trails:
        for column in (column for column in one.line.table.columns if column.promised):
            days = promises(one.line.record, one.earlier, column.id)
            if slips(days):
                due = shown(one.line.record.values.get(column.id))
                yield one.entry(first=text(in_words(days[0])), now=due, times=text(times(slips(days))))


def _targets(trails: Sequence[_Trail], period: Period) -> Iterator[Entry]:
    for one in trails:
        year = [past for past in one.earlier if past.period.financial_year == period.financial_year]
        for column, what in FIXED.items() if year and one.line.table.column("target") else ():
            now = one.line.record.values.get(column)
            befores = ((past, past.record.values.get(column)) for past in year)
            last = next(
                ((past, before) for past, before in befores if now and before and differ(now, before)), None
            )
            if last and now:
                yield one.entry(
                    what=text(what), before=shown(last[1]), now=shown(now), since=text(last[0].period.title)
                )


def _age(one: _Trail) -> Shown:
    return text_age(one.line.record, one.line.table, one.earlier)
