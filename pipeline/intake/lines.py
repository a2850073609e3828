"""The lines of a sheet that may be headings, and the words by which a form's tables and columns are known."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.forms.start import judged
from pipeline.intake.comparing import key
from pipeline.model import MONTHS, Cell, Column, Form, FormTable, Sheet

ROWS_SEARCHED = 60  # filled rows in which headings are looked for: far below any banner or guidance
FORMS_REMEMBERED = 256  # more than any project has
# Above what a form shows of an earlier period beside the question: “Project status in November 2019”.
SHOWN_BEFORE = re.compile(rf"(.+) in (?:(?:{'|'.join(MONTHS).lower()}) [0-9]{{4}}|quarter [1-4] [0-9]{{4}})")


class Line(NamedTuple):
    """A row of a sheet, or two read as one; ``row`` is then the lower.

    ``cells`` are those that findings name, ``words`` what stands there for comparison, both by the sheet's columns.
    """

    row: int
    cells: Mapping[int, Cell]
    words: Mapping[int, str]
    height: int = 1


class TableWords:
    """The names by which a table's columns are known; a heading's own name wins over another column's alias."""

    def __init__(self, table: FormTable) -> None:
        """Those of ``table``."""
        self.table = table
        self.exact = {key(column.header): column for column in table.columns}
        self.any = {
            key(name): column for column in reversed(table.columns) for name in column.aliases
        } | self.exact
        self.judged = {
            key(name) for column in judged(table.columns) for name in (column.header, *column.aliases)
        }

    def among(self, words: Mapping[int, str]) -> bool:
        """Whether one of the names is among ``words``."""
        return not self.any.keys().isdisjoint(words.values())

    def columns(self, words: Mapping[int, str]) -> dict[int, Column]:
        """Which of the table's columns are headed by ``words``, by the sheet's columns."""
        columns: dict[int, Column] = {}
        taken: set[str] = set()
        for names in (self.exact, self.any):
            for number, word in sorted(words.items()):
                column = names.get(word)
                if column and number not in columns and column.id not in taken:
                    columns[number] = column
                    taken.add(column.id)
        return columns

    def shown_before(self, word: str) -> bool:
        """Whether a heading is that of a column in which the form shows what was said before."""
        match = SHOWN_BEFORE.fullmatch(word) if self.judged else None
        return match is not None and match[1] in self.judged


class FormWords:
    """The names by which the columns of all tables of a form are known."""

    def __init__(self, form: Form) -> None:
        """Those of ``form``."""
        self.tables = tuple(map(TableWords, form.tables))
        self.names = frozenset(name for table in self.tables for name in table.any)
        # With what a name begins that stands on two rows; signs that do not count may stand before it.
        words = (name.split() for name in self.names)
        self.beginnings = {key(" ".join(name[:end])) for name in words for end in range(1, len(name) + 1)} | {
            ""
        }

    def lines(self, sheet: Sheet) -> Iterator[Line]:
        """The lines of a sheet that hold a name of a column: rows one by one, then each two that follow one another."""
        rows = _rows(sheet)
        yield from (row for row in rows if not self.names.isdisjoint(row.words.values()))
        for upper, lower in pairwise(rows):
            if lower.row == upper.row + 1:
                words = self._joined(upper, lower)
                if not self.names.isdisjoint(words.values()):
                    yield Line(lower.row, {**upper.cells, **lower.cells}, words, 2)

    def _joined(self, upper: Line, lower: Line) -> dict[int, str]:
        """The words of two rows as one: “Project” over “status”; '' for two that begin no name."""
        words = {**upper.words, **lower.words}
        for number in upper.words.keys() & lower.words.keys():
            begins = upper.words[number] in self.beginnings
            both = f"{upper.cells[number].typed} {lower.cells[number].typed}"
            words[number] = key(both) if begins else ""
        return words


@lru_cache(FORMS_REMEMBERED)
def words_of(form: Form) -> FormWords:
    """The names of a form's columns, worked out once for all its returns."""
    return FormWords(form)


def _rows(sheet: Sheet) -> list[Line]:
    """The first filled rows of a sheet."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        rows.setdefault(row, {})[column] = cell
    return [
        Line(row, cells, {number: key(cell.typed) for number, cell in cells.items()})
        for row, cells in islice(rows.items(), ROWS_SEARCHED)
    ]
