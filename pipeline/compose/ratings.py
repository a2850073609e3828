"""The ratings of all programmes, by partnership and month, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from pipeline.compose.row_history import NO_RETURN, NOT_THERE_YET, RowHistory, has_score, histories
from pipeline.compose.rows import blank
from pipeline.compose.showing import shown, text
from pipeline.compose.summary import Line
from pipeline.matching import gone, pasts
from pipeline.model import (
    Column,
    Edition,
    Period,
    RatingScheme,
    Record,
    RegisterEntry,
    Return,
    Shown,
    Table,
    replace,
)
from pipeline.movement import Movement, is_finished, rating_moved

LONGEST = 12  # periods side by side: a year of months
FIRST = "First return"  # nothing can be said to have moved
GONE = "No longer reported"


def ratings(edition: Edition) -> dict[str, object]:
    """The grid: its periods, the oldest first, and a part for each partnership's table of programmes.

    Of a partnership without a return that counts the rows of its last one are shown: what they were is still known.
    """
    periods = _periods(edition)
    entries = [_with_last(entry, edition) for entry in edition.register]
    return {
        "periods": [period.title for period in periods],
        "parts": [part for entry in entries for part in _parts(entry, edition)],
        "schemes": list({one.id: one for entry in entries for one in _schemes(entry)}.values()),
    }


def _periods(edition: Edition) -> tuple[Period, ...]:
    earlier = [one.period for one in edition.before[: LONGEST - 1]]
    return (*earlier[::-1], edition.period)


def _with_last(entry: RegisterEntry, edition: Edition) -> RegisterEntry:
    """An entry that shows something wherever the partnership ever sent something."""
    return entry if entry.shown else replace(entry, carried=_last(entry, edition))


def _last(entry: RegisterEntry, edition: Edition) -> Return | None:
    lines = (line for one in edition.before for line in one.register)
    return next(
        (line.accepted for line in lines if line.partnership.id == entry.partnership.id and line.accepted),
        None,
    )


def _schemes(entry: RegisterEntry) -> Iterator[RatingScheme]:
    for table in _rated_tables(entry).values():
        yield from (column.scheme for column in table.definition.columns if column.scheme)


def _rated_tables(entry: RegisterEntry) -> Mapping[str, Table]:
    """The tables of what is rated; risks, which are scored, have a grid of their own kind."""
    tables = entry.shown.tables if entry.shown else {}
    return {
        name: table
        for name, table in tables.items()
        if any(column.scheme for column in table.definition.columns) and not has_score(table.definition)
    }


# --- one partnership --------------------------------------------------------------------------


class _Row(Struct, frozen=True):
    """A programme with what it was: its record by period, and the word for how it moved."""

    record: Record
    at: Mapping[Period, Record]
    moved: Mapping[str, str]  # by the id of the column that rates it


def _parts(entry: RegisterEntry, edition: Edition) -> Iterator[dict[str, object]]:
    tables = _rated_tables(entry)
    for table_id, table in tables.items():
        rows = [*_reported(entry, table_id, edition), *_gone(entry, table_id, edition)]
        columns = [column for column in table.definition.columns if column.scheme]
        yield {
            "partnership": entry.partnership.name,
            "came": True,
            "table": table.definition.title if len(tables) > 1 else "",
            "rows": [
                {
                    "name": Line("", table.definition, row.record).name(table.definition.key),
                    "column": column.header if len(columns) > 1 else "",
                    "cells": _cells(row, column, entry, edition),
                    "movement": row.moved[column.id],
                }
                for row in rows
                for column in columns
            ],
        }
    if entry.shown is None:
        yield {"partnership": entry.partnership.name, "came": False, "table": "", "rows": []}


def _reported(entry: RegisterEntry, table_id: str, edition: Edition) -> Iterator[_Row]:
    """The rows of the return that is shown."""
    table = _rated_tables(entry)[table_id]
    period = entry.shown.period if entry.shown else None
    columns = [column for column in table.definition.columns if column.scheme]
    known = histories(entry, table_id, edition)
    for record in table.records:
        history = known[record.address]
        at = {one.period: one.record for one in history.earlier} | {period or edition.period: record}
        moved = {one.id: _moved(record, one, history, entry) for one in columns}
        yield _Row(record, at, moved)


def _moved(record: Record, column: Column, history: RowHistory, entry: RegisterEntry) -> str:
    if entry.accepted is None:
        return Movement.NO_COMPARISON
    return FIRST if history.first else rating_moved(record, history.earlier, column)


def _gone(entry: RegisterEntry, table_id: str, edition: Edition) -> Iterator[_Row]:
    """The rows of the return before that are reported no more, and were not finished."""
    definition = _rated_tables(entry)[table_id].definition
    for past in gone(entry, table_id, edition.before) if entry.accepted else ():
        if not is_finished(past.record, definition):
            at = {past.period: past.record} | _before(past.record, past.period, entry, table_id, edition)
            yield _Row(past.record, at, {one.id: GONE for one in definition.columns if one.scheme})


def _before(
    record: Record, period: Period, entry: RegisterEntry, table_id: str, edition: Edition
) -> dict[Period, Record]:
    """What a row of an earlier period was before that."""
    its = next(one for one in edition.before if one.period == period)
    line = next(one for one in its.register if one.partnership.id == entry.partnership.id)
    before = [one for one in edition.before if one.period.precedes(period)]
    earlier = pasts(line, table_id, before).get(record.address, ())
    return {one.period: one.record for one in earlier}


def _cells(row: _Row, column: Column, entry: RegisterEntry, edition: Edition) -> list[Shown]:
    """A programme's rating in each period, or why there is none."""
    sent = {
        one.period
        for one in edition.before
        for line in one.register
        if line.partnership.id == entry.partnership.id and line.accepted
    }
    absent = {period: NOT_THERE_YET if period in sent else NO_RETURN for period in _periods(edition)}
    absent[edition.period] = NOT_THERE_YET if entry.accepted else entry.standing.value
    return [
        shown(row.at[period].values.get(column.id), blank(column))
        if period in row.at
        else text(absent[period])
        for period in _periods(edition)
    ]
