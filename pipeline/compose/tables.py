"""The tables of a paper: rows of all its partnerships together, ordered, grouped, added up, turned into columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from pipeline.compose.row_history import RowHistory, histories
from pipeline.compose.rows import Row, amount, blank, columns_of, figure_in, row
from pipeline.compose.selection import taken
from pipeline.compose.showing import NOT_GIVEN, counted, shown, text
from pipeline.model import Column, Edition, Figure, FormTable, Period, Record, Shown, Table, replace
from pipeline.settings import PaperSettings, TableSettings

PARTNERSHIP = "partnership"  # what a row is grouped or set across by, where no column of its own is named


class _Entry(Struct, frozen=True):
    """A row of a return, with the partnership that reports it."""

    partnership: str
    table: FormTable
    record: Record
    history: RowHistory

    def word(self, name: str) -> Shown:
        """What stands in a column, or the partnership's name."""
        return text(self.partnership) if name == PARTNERSHIP else shown(self.record.values.get(name))


def tables(edition: Edition, paper: PaperSettings) -> dict[str, dict[str, object]]:
    """The names under ``tables``: each table of the paper, or where it names none each of its forms."""
    return {
        name: _table(settings.of or name, settings, edition, paper)
        for name, settings in (paper.tables or usual_tables(edition)).items()
    }


def usual_tables(edition: Edition) -> dict[str, TableSettings]:
    """Every table of the forms that the partnerships were issued, as it is."""
    issued = [edition.forms[entry.partnership.form] for entry in edition.register]
    return {table.id: TableSettings() for form in issued for table in form.tables}


def _table(
    table_id: str, settings: TableSettings, edition: Edition, paper: PaperSettings
) -> dict[str, object]:
    columns = columns_of(edition, table_id)
    entries = _in_order(_entries(table_id, settings, edition, paper), settings, columns)
    across = _distinct(entries, settings.across, columns) if settings.across else []
    return {
        "rows": _rows(entries, settings, columns, across),
        "groups": [
            {
                "name": name,
                "rows": _rows(group, settings, columns, across),
                "totals": _totals(group, settings),
            }
            for name, group in _groups(entries, settings, columns)
        ],
        "totals": _totals(entries, settings),
        "across": across,
        "nothing": "" if entries or settings.left_out else _nothing(table_id, edition),
        "exempt": _exempt(table_id, edition),
    }


def _entries(table_id: str, settings: TableSettings, edition: Edition, paper: PaperSettings) -> list[_Entry]:
    if settings.left_out:
        return []
    return [
        _Entry(entry.label, table.definition, record, known[record.address])
        for entry in edition.register
        if entry.shown and (table := entry.shown.tables.get(table_id))
        for known in (histories(entry, table_id, edition),)
        for record in table.records
        if taken(record, settings, table_id, paper)
    ]


def _found(table_id: str, edition: Edition) -> list[Table]:
    found = [entry.shown.tables.get(table_id) for entry in edition.register if entry.shown]
    return [table for table in found if table]


def _nothing(table_id: str, edition: Edition) -> str:
    """What is said where a table has no rows."""
    nil = any(table.nil for table in _found(table_id, edition))
    return "Nil return: nothing to report here." if nil else "Nothing was reported here."


def _exempt(table_id: str, edition: Edition) -> str:
    """How many rows of a table are exempt and left out; '' for none."""
    exempt = sum(table.exempt for table in _found(table_id, edition))
    return f"{counted(exempt, 'entry is', 'entries are')} exempt from publication." if exempt else ""


def _rows(
    entries: Sequence[_Entry], settings: TableSettings, columns: Mapping[str, Column], across: Sequence[Shown]
) -> list[dict[str, object]]:
    if settings.across:
        return _turned(entries, settings, columns, across)
    return [
        {
            PARTNERSHIP: text(entry.partnership),
            **row(entry.record, entry.table, columns, entry.history),
            **_differences([entry], settings),
        }
        for entry in entries
    ]


# --- order and groups -------------------------------------------------------------------------


def _in_order(
    entries: Sequence[_Entry], settings: TableSettings, columns: Mapping[str, Column]
) -> list[_Entry]:
    """The entries by one column, those that do not say last; without one in the order of the paper."""
    name = settings.order_by
    if not name:
        return list(entries)
    ranked = [(_rank(entry.record, name, columns.get(name)), entry) for entry in entries]
    given = [(rank, entry) for rank, entry in ranked if rank is not None]
    rest = [entry for rank, entry in ranked if rank is None]
    kinds = {type(rank) for rank, _ in given}
    if len(kinds) > 1:  # a figure beside words: only the words can be compared
        given = [(str(shown(entry.record.values.get(name))), entry) for _, entry in given]
    given.sort(key=lambda pair: pair[0], reverse=settings.highest_first)
    return [*(entry for _, entry in given), *rest]


def _rank(record: Record, name: str, column: Column | None) -> int | Decimal | str | None:
    """What a row is put in order by: the place of its rating or choice, its figure, its day or month, else its words."""
    content = record.content(name)
    if content is None:
        return None
    declared = _declared(column)
    word = str(shown(record.values.get(name)))
    if word in declared:
        return declared.index(word)
    figure = figure_in(record, name)
    if figure:
        return figure.number
    return str(content) if isinstance(content, date | Period) else word.casefold()


def _declared(column: Column | None) -> list[str]:
    """The words of a column in their own order, worst rating first; none where any may stand."""
    if column is None:
        return []
    return [rating.word for rating in column.scheme.ratings] if column.scheme else list(column.choices)


def _groups(
    entries: Sequence[_Entry], settings: TableSettings, columns: Mapping[str, Column]
) -> list[tuple[Shown, list[_Entry]]]:
    """The entries by the words of one column; without one, all in a group that has no name."""
    name = settings.group_by
    if not name:
        return [(Shown(()), list(entries))] if entries else []
    return [
        (word, [entry for entry in entries if str(entry.word(name)) == str(word)])
        for word in _distinct(entries, name, columns)
    ]


def _distinct(entries: Iterable[_Entry], name: str, columns: Mapping[str, Column]) -> list[Shown]:
    """The words of a column, each once: in their declared order, else by day, else as they come; blanks last."""
    found = {str(entry.word(name)): entry for entry in reversed(list(entries))}
    words = list(reversed(found))
    declared = _declared(columns.get(name))
    days = {word: found[word].record.content(name) for word in words}
    if all(isinstance(day, date | Period) for day in days.values()):
        words.sort(key=lambda word: str(days[word]))
    places = {word: declared.index(word) if word in declared else len(declared) for word in words}
    ordered = sorted(words, key=lambda word: (word == NOT_GIVEN, places[word]))
    return [found[word].word(name) for word in ordered]


# --- figures ----------------------------------------------------------------------------------


def _totals(entries: Sequence[_Entry], settings: TableSettings) -> Row:
    """The sum of each column to add up; a difference of the sums for each column that is one."""
    sums = {name: _said(_sum(entries, name)) for name in settings.total if name not in settings.differences}
    return sums | _differences(entries, settings)


def _differences(entries: Sequence[_Entry], settings: TableSettings) -> Row:
    return {
        name: _said(_less(*(_sum(entries, part) for part in pair)))
        for name, pair in settings.differences.items()
    }


def _sum(entries: Sequence[_Entry], name: str) -> Figure | None:
    """The figures of a column added up; None where one is missing or of another unit, for a sum would be wrong."""
    figures = [figure_in(entry.record, name) for entry in entries]
    known = [figure for figure in figures if figure]
    if len(known) != len(figures) or len({figure.unit for figure in known}) != 1:
        return None
    return Figure(sum((figure.number for figure in known), Decimal(0)), known[0].unit, "", "")


def _less(one: Figure | None, other: Figure | None) -> Figure | None:
    if one is None or other is None or one.unit != other.unit:
        return None
    return Figure(one.number - other.number, one.unit, "", "")


def _said(figure: Figure | None) -> Shown:
    return text(amount(figure.number, figure.unit) if figure else "Cannot be worked out")


# --- columns from values ----------------------------------------------------------------------


def _turned(
    entries: Sequence[_Entry], settings: TableSettings, columns: Mapping[str, Column], across: Sequence[Shown]
) -> list[dict[str, object]]:
    """One row for each thing of the table's key, with a cell for each value of the column that is set across.

    Where a thing has two cells under one heading, it has two rows: nothing is added up or lost.
    """
    turned: list[tuple[str, dict[str, _Entry]]] = []
    for entry in entries:
        key, heading = str(entry.word(entry.table.key)), str(entry.word(settings.across))
        own = next((cells for name, cells in turned if name == key and heading not in cells), None)
        if own is None:
            own = {}
            turned.append((key, own))
        own[heading] = entry
    return [
        {**_rows(list(own.values())[:1], replace(settings, across=""), columns, ())[0],
         "cells": [_cell(own.get(str(heading)), columns[settings.values]) for heading in across]}
        for _, own in turned
    ]  # fmt: skip


def _cell(entry: _Entry | None, column: Column) -> Shown:
    return shown(entry.record.values.get(column.id) if entry else None, blank(column))
