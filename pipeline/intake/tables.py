"""The rows of a return's tables: reported, held out with a reason, or a word for nothing to report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import inf

from pipeline.intake.comparing import absence, key, names_of
from pipeline.intake.headings import Region
from pipeline.intake.kinds import Understanding
from pipeline.intake.xlsx.positions import cell_name
from pipeline.model import (
    Address,
    Cell,
    Column,
    Level,
    Position,
    Problem,
    Record,
    Rule,
    Table,
    Value,
    Visibility,
)  # fmt: skip
from pipeline.people import quotable

EXAMPLE_ROW = Rule(
    "example-row-left",
    Level.WARNING,
    "The form's own example row was left in; it is not reported.",
    "Delete the row.",
    why="Every blank form holds an example row. Left in by mistake, it would stand in a public paper.",
)
TABLE_UNTOUCHED = Rule(
    "table-untouched",
    Level.NOTE,
    "The table holds nothing but the form's own example, so nothing is reported from it.",
    "Nothing to do, unless there is something to report.",
    why="A table that is only for some was left as it came. That is most likely meant, and so it is only noted.",
)
NIL_BESIDE_ROWS = Rule(
    "nil-beside-rows",
    Level.WARNING,
    "This row says {typed}, but the table has other rows; they are reported.",
    "Delete the row that says {typed}, or the others.",
    why="“Nil” says that there is nothing to report, and the other rows report something. One of the two is left over.",
)
ROW_HIDDEN = Rule(
    "row-hidden",
    Level.ERROR,
    "This row is hidden, perhaps by a filter; it is not reported.",
    "If the paper may show it, clear the filter (Data › Clear) or unhide the row. If not, delete it.",
    why="A hidden row may be filtered out by mistake or kept back on purpose. Publishing what its sender cannot see on the screen would be worse than asking.",
)
SHEET_HIDDEN = Rule(
    "row-on-hidden-sheet",
    Level.ERROR,
    "This row stands on a hidden sheet; it is not reported.",
    "If the paper may show it, unhide the sheet (right-click the name of any sheet › Unhide); if Excel does not list it there, type its rows into a new form. If not, delete them.",
    why="A sheet may be hidden by mistake or kept back on purpose. What its sender cannot see on the screen is asked about, not published.",
)
ROW_STRUCK = Rule(
    "row-struck-through",
    Level.WARNING,
    "The whole row is struck through; it is not reported.",
    "Delete the row; or take the line off if it still holds.",
    why="A line through a row means that it no longer holds. Printing it as if it did would mislead the committee.",
)
HEADINGS_REPEATED = Rule(
    "headings-repeated",
    Level.NOTE,
    "This row repeats the headings; it is not reported.",
    "Nothing to do.",
    why="Headings are repeated where tables were copied together or made ready to print. They are no programme, risk or measure.",
)
TOTALS_ROW = Rule(
    "totals-row",
    Level.WARNING,
    "This row looks like a sum of the others; it is not reported.",
    "Delete the row, or give it a name of its own if it is one of the rows to report.",
    why="A total among the rows would be listed as one more programme, risk or measure, and counted with them.",
)
FOOTNOTE_ROW = Rule(
    "footnote-row",
    Level.WARNING,
    "This row looks like a note below the table; it is not reported.",
    "Put what readers need into the row that the note is about, and delete this one.",
    why="Notes are often typed below a table. As a row of it, a note would be listed as one more programme, risk or measure.",
)
SECTION_ROW = Rule(
    "section-row",
    Level.WARNING,
    "“{typed}” is merged across the table, like the heading of a section; it is not reported.",
    "Delete the row; or, if it is one to report, unmerge it (Home › Merge & Center) and fill in each of its cells.",
    why="The headings of sections are often merged across a table. Read as a row, one would be listed as one more programme, risk or measure.",
)
FOOTNOTE = re.compile(r"[*†‡§¹²³]+\s*\S|(?:notes?|n\.?b\.?|source|key)\s*[:.]", re.IGNORECASE)
TOTALS = frozenset(
    {"total", "totals", "grand total", "subtotal", "sub-total", "sum", "average", "overall total"}
)

Range = tuple[Position, Position]


def read_table(region: Region) -> Table:
    """The table of a region: its records, its rows held out, or that it has nothing to report."""
    definition = region.headings.table
    rows = _Rows(region)
    records, held_out, nil = [], [], []
    for row in rows.filled:
        record = rows.record(row)
        if reason := rows.reason_to_hold_out(row, record):
            held_out.append(reason.found(record.address, typed=rows.first_words(row)))
        elif word := _nil(record):
            nil.append(NIL_BESIDE_ROWS.found(record.address, typed=word))
        else:
            records.append(record)
    count = len(rows.filled)
    if not definition.required and [finding.rule for finding in held_out] == [EXAMPLE_ROW.id] and count == 1:
        held_out = [TABLE_UNTOUCHED.found(held_out[0].address)]
    if records:
        return Table(definition, tuple(records), (*held_out, *nil), rows_in=count)
    return Table(definition, (), tuple(held_out), bool(nil), count - len(nil))


class _Rows:
    """The filled rows of a region, and what each of them is.

    ``filled`` are the cells of each row that show something, by the sheet's columns.
    """

    def __init__(self, region: Region) -> None:
        self.sheet = region.sheet
        self.columns = region.headings.columns
        self.filled: dict[int, dict[int, Cell]] = {}
        for row, number in region.positions():
            if number in self.columns:
                self.filled.setdefault(row, {})[number] = self.sheet.cells[row, number]
        self.covered = dict(_covered(region, max(self.filled, default=0)))
        self.last_full = self._last_full()
        self.file = next(iter(self.sheet.cells.values())).address.file
        self.understood = {number: Understanding(column) for number, column in self.columns.items()}
        self.names = {number: names_of(column) for number, column in self.columns.items()}
        telling = region.headings.table.telling
        self.example = {column.id: key(column.example) for column in telling}

    def record(self, row: int) -> Record:
        """The row's values by column id."""
        values = {column.id: self._value((row, number), column) for number, column in self.columns.items()}
        return Record(next(iter(values.values())).address, values)  # columns stand in the order of the sheet

    def _address(self, at: Position) -> Address:
        return Address(self.file, self.sheet.name, cell_name(at))

    def _value(self, at: Position, column: Column) -> Value:
        if at in self.covered:
            merged = ":".join(map(cell_name, self.covered[at]))
            return Value(self._address(at), "", problem=Problem.MERGED, merged=merged)
        cell = self.sheet.cells.get(at) or self.sheet.blanks.get(at)
        if cell and cell.typed and column.in_paper and at[1] in self.sheet.hidden_columns:
            return Value(cell.address, "", problem=Problem.HIDDEN)
        return self.understood[at[1]](cell) if cell else Value(self._address(at), "")

    def first_words(self, row: int) -> str:
        """What the first filled cell of a row says, as a finding may quote it."""
        return next((quotable(cell.typed)[:60] for cell in self.filled[row].values()), "")

    def _is_section(self, row: int, only: Cell) -> bool:
        """Whether the ``only`` cell of a row is merged over most of the table's columns."""
        covering = [self.covered[at] for number in self.columns if (at := (row, number)) in self.covered]
        if absence(only.typed) or len(set(covering)) != 1:
            return False
        (top, left), (bottom, _) = covering[0]
        alone = top == bottom and self.sheet.cells.get((top, left)) is only
        return alone and 2 * (len(covering) + 1) > len(self.columns)

    def _last_full(self) -> float:
        """The last row of several cells, below which notes may stand; none where rows themselves begin like notes."""
        full = {row: next(iter(cells.values())) for row, cells in self.filled.items() if len(cells) > 1}
        alike = any(FOOTNOTE.match(first.typed) for first in full.values())
        return max(full) if full and not alike else inf

    def _repeats_headings(self, cells: Mapping[int, Cell]) -> bool:
        return len(cells) > 1 and all(key(cell.typed) in self.names[number] for number, cell in cells.items())

    def reason_to_hold_out(self, row: int, record: Record) -> Rule | None:
        """The rule by which the row is not reported; None when it is."""
        if self.sheet.visibility is not Visibility.VISIBLE:
            return SHEET_HIDDEN
        if row in self.sheet.hidden_rows:
            return ROW_HIDDEN
        cells = self.filled[row]
        first = next(iter(cells.values()))
        if all(cell.struck for cell in cells.values()):
            return ROW_STRUCK
        if self._repeats_headings(cells):
            return HEADINGS_REPEATED
        if key(first.typed) in TOTALS:
            return TOTALS_ROW
        if row > self.last_full and len(cells) == 1 and FOOTNOTE.match(first.typed):
            return FOOTNOTE_ROW
        if len(cells) == 1 and self._is_section(row, first):
            return SECTION_ROW
        return EXAMPLE_ROW if self._is_example(record) else None

    def _is_example(self, record: Record) -> bool:
        """Whether the row still holds the form's example, known by the columns that tell it."""
        return bool(self.example) and all(
            name in record.values and key(record.values[name].typed) == example
            for name, example in self.example.items()
        )


def _covered(region: Region, last: int) -> Iterator[tuple[Position, Range]]:
    """The positions in the rows down to ``last`` that a merged cell above or to the left covers, each with its range.

    A range may reach far below the table.
    """
    below, columns = region.headings.row + 1, region.headings.columns
    for (top, left), (bottom, right) in region.sheet.merged:
        yield from (
            ((row, column), ((top, left), (bottom, right)))
            for row in range(max(top, below), min(bottom, last) + 1)
            for column in columns
            if left <= column <= right and (row, column) != (top, left)
        )


def _nil(record: Record) -> str:
    """What the row says if it says nothing but that there is nothing to report."""
    typed = [value.typed for value in record.values.values() if value.typed]
    return typed[0] if typed and all(absence(text) for text in typed) else ""
