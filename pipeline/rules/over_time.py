"""Rules on what a return says against those of earlier periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.matching import REFERENCE, Past, gone, identity, pasts
from pipeline.model import Address, Edition, Finding, Level, Record, RegisterEntry, Rule, Table, in_words
from pipeline.movement import (
    FIXED,
    STALE,
    differ,
    has_passed,
    is_finished,
    promises,
    slips,
    times,
    unchanged_since,
)
from pipeline.rules.rows import name_of

REFERENCE_CHANGED = Rule(
    "reference-changed", Level.WARNING,
    "“{name}” had the reference {before} in {period} and has {now} now. It was taken for the same.",
    "Please type {before} again; if it is not the same, give it a name of its own.",
    why="A reference that stays tells one month's programme from another's. Where it was changed and the name was not, the name decides, and somebody is asked whether that is right.",
)  # fmt: skip
REFERENCE_REUSED = Rule(
    "reference-reused", Level.WARNING,
    "The reference {reference} stood for “{before}” in {period} and stands for “{now}” now. They were taken for the same.",
    "If they are not the same, please give “{now}” a reference that was never used.",
    why="By its reference a new programme inherits the history of the old one: its rating would be said to have moved, and its dates to have slipped.",
)  # fmt: skip
NOT_REPORTED = Rule(
    "no-longer-reported", Level.WARNING,
    "“{name}” was reported in {period} as {rating} and is not in this return.",
    "Please report it. If it has ended, report it this once more, as {ended}.",
    why="A programme that drops out of a report unfinished is what a committee should hear of. Often its row was only deleted by mistake.",
)  # fmt: skip
TARGET_CHANGED = Rule(
    "target-changed", Level.WARNING,
    "{what} of “{name}” was {before} in {period} and is {now} now.",
    "Please correct it, or tell the report's author why it was changed.",
    why="A target that moves within a financial year can turn red into green. The committee is told, so that it can ask why.",
)  # fmt: skip
DAY_PASSED = Rule(
    "promised-day-passed", Level.WARNING,
    "“{name}” was due on {due}, which has passed.",
    "Please say what became of it, or give the new date.",
    why="A promise whose day has gone by is either kept or late. The committee should not have to guess which.",
)  # fmt: skip
DAY_SLIPPED = Rule(
    "promised-day-slipped", Level.NOTE,
    "“{name}” was first due on {first} and is due on {now} now; it was put off {times}.",
    "Nothing to do: the paper says so where its template does.",
    why="A date that slips a little every month shows only when the months are laid side by side.",
)  # fmt: skip
TEXT_UNCHANGED = Rule(
    "text-unchanged", Level.NOTE,
    "The text on “{name}” has not changed since {since}.",
    "See whether it is still right.",
    why="Most text is carried forward and edited. Text that never changes tells readers nothing, and may no longer be true.",
)  # fmt: skip
UNLIKE = 0.4  # the likeness of two names (difflib's ratio) below which they are hardly names of one thing


class Trail(NamedTuple):
    """A row of a return with the rows behind it in earlier periods."""

    record: Record
    table: Table
    earlier: tuple[Past, ...]
    edition: Edition

    @property
    def name(self) -> str:
        """What the row is called."""
        return name_of(self.record, self.table.definition)


def over_time(edition: Edition) -> Iterator[Finding]:
    """What is to be said of each accepted return against those of earlier periods."""
    for entry in (one for one in edition.register if one.accepted):
        for table_id, table in entry.accepted.tables.items() if entry.accepted else ():
            rows = pasts(entry, table_id, edition.before)
            for record in table.records:
                trail = Trail(record, table, rows[record.address], edition)
                for rule in CHECKS:
                    yield from rule(trail)
            yield from _not_reported(entry, table, edition)


def _references(trail: Trail) -> Iterator[Finding]:
    if not trail.earlier:
        return
    last, definition = trail.earlier[0], trail.table.definition
    reference, before = (one.values.get(REFERENCE) for one in (trail.record, last.record))
    if reference is None or before is None:
        return
    said = {"name": trail.name, "period": last.period.title}
    if last.renamed:
        yield REFERENCE_CHANGED.found(reference.address, before=before.typed, now=reference.typed, **said)
    elif not reference.blank and _unlike(trail.record, last.record, trail.table):
        named = {"before": name_of(last.record, definition), "now": trail.name}
        yield REFERENCE_REUSED.found(
            reference.address, reference=reference.typed, period=said["period"], **named
        )


def _unlike(now: Record, before: Record, table: Table) -> bool:
    """Whether two names are hardly names of one thing; a text that is edited every month is none."""
    key = table.definition.column(table.definition.key)
    one, other = (identity(record, table.definition)[1] for record in (now, before))
    is_name = key is not None and key.kind == "text" and one and other
    return bool(is_name) and SequenceMatcher(None, one, other).ratio() < UNLIKE


def _targets(trail: Trail) -> Iterator[Finding]:
    """What is fixed for a financial year and was changed within it, said in the period in which it was."""
    if not trail.earlier or not trail.table.definition.column("target"):
        return
    last = trail.earlier[0]
    if last.period.financial_year != trail.edition.period.financial_year:
        return
    for column, what in FIXED.items():
        now, before = (record.values.get(column) for record in (trail.record, last.record))
        if now and before and differ(now, before):
            yield TARGET_CHANGED.found(
                now.address, what=what, name=trail.name, before=before.typed, period=last.period.title, now=now.typed
            )  # fmt: skip


def _days(trail: Trail) -> Iterator[Finding]:
    definition = trail.table.definition
    for column in (one for one in definition.columns if one.promised):
        days = promises(trail.record, trail.earlier, column.id)
        value = trail.record.values.get(column.id)
        if not days or value is None:
            continue
        if has_passed(trail.record, column.id, definition, trail.edition.period):
            yield DAY_PASSED.found(value.address, name=trail.name, due=in_words(days[-1]))
        if count := slips(days):
            yield DAY_SLIPPED.found(
                value.address,
                name=trail.name,
                first=in_words(days[0]),
                now=in_words(days[-1]),
                times=times(count),
            )


def _texts(trail: Trail) -> Iterator[Finding]:
    stale = unchanged_since(trail.record, trail.earlier, trail.table.definition)
    if stale and stale[1] >= STALE:
        yield TEXT_UNCHANGED.found(_place(trail), name=trail.name, since=stale[0].title)


def _place(trail: Trail) -> Address:
    """The cell that names the row."""
    value = trail.record.values.get(trail.table.definition.key)
    return value.address if value else trail.record.address


def _not_reported(entry: RegisterEntry, table: Table, edition: Edition) -> Iterator[Finding]:
    """Programmes that were not finished and are reported no more; where nothing closes a row, none is missed.

    Nor is one while rows of the table are held out: it may be among them, and they are asked about already.
    """
    definition = table.definition
    schemes = [column.scheme for column in definition.columns if column.scheme]
    closing = [rating.word for scheme in schemes for rating in scheme.ratings if rating.closes]
    column = next((one.id for one in definition.columns if one.scheme), "")
    for past in gone(entry, definition.id, edition.before) if closing and not table.held_out else ():
        rating = past.record.rating(column)
        if not is_finished(past.record, definition) and entry.accepted:
            yield NOT_REPORTED.found(
                Address(entry.accepted.file, definition.sheet),
                name=name_of(past.record, definition),
                period=past.period.title,
                rating=rating.word if rating else "not rated",
                ended=" or ".join(closing),
            )


CHECKS: tuple[Callable[[Trail], Iterator[Finding]], ...] = (_references, _targets, _days, _texts)
