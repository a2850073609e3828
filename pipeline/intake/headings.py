"""Where a sheet has the headings of which tables: found by their words, on whatever row they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from typing import NamedTuple

from pipeline.forms.start import LAST_HINT
from pipeline.intake.comparing import key
from pipeline.intake.lines import FORMS_REMEMBERED, FormWords, Line, TableWords
from pipeline.intake.xlsx.positions import cell_name, column_letters
from pipeline.model import Address, Cell, Column, Finding, FormTable, Level, Rule, Sheet
from pipeline.people import quotable
from pipeline.yaml_source import nearest

COLUMN_IGNORED = Rule(
    "column-not-in-form",
    Level.WARNING,
    "The column “{header}” is not part of the form and was not read.",
    "Move what the paper should say into one of the form's columns, and delete this one unless a formula needs it.{hint}",
    why="No column is ignored without a word: a heading may be misspelt, or the sender may believe that the committee will see it.",
)
COLUMN_MISSING = Rule(
    "column-missing",
    Level.ERROR,
    "The column “{header}” was not found in the table{instead}.",
    "Put the heading “{header}” back above its column.",
    why="Columns are found by their headings, never by their position: a column that slipped one place would put every figure under the wrong name.",
)
COLUMN_TWICE = Rule(
    "column-twice",
    Level.ERROR,
    "Two columns are headed “{header}”; only the first was read.",
    "Keep one column with that heading.",
    why="Which of two columns with one heading counts cannot be known. The first is read, and that is said.",
)
STRAY_CELL = Rule(
    "cell-outside-table",
    Level.WARNING,
    "“{typed}” stands beside the table, under no heading{more}; it was not read.",
    "Move it into a column of the form, or delete it.",
    why="What stands under no heading belongs to no column. It is named, so that nothing is lost unseen.",
)
TEXT_ABOVE = Rule(
    "text-above-table",
    Level.NOTE,
    "Above the table stands text that is not the form's ({cells}); it was not read.",
    "Nothing to do, unless the paper should say it: then move it into the table.",
    why="Banners and notes above a table are common and harmless. They are noted, in case one of them was meant for the paper.",
)
FORM_SHEETS = frozenset({"start here", "about this return", "choices"})
NAMED = 3  # cells that a finding names before it counts the rest


class Headings(NamedTuple):
    """A row of headings, or two: the last of them, and which column of the sheet holds which of the table's.

    ``shown`` are the columns in which the form itself shows what was said before; they are not read.
    """

    table: FormTable
    row: int
    columns: Mapping[int, Column]
    others: Mapping[int, Cell]
    repeated: tuple[Cell, ...] = ()
    height: int = 1
    shown: frozenset[int] = frozenset()

    @property
    def sound(self) -> bool:
        """Whether these are the table's headings at all: its key and another, or the better part of them."""
        found = {column.id for column in self.columns.values()}
        named = self.table.key in found or 2 * len(found) > len(self.table.columns)
        return named and len(found) >= min(2, len(self.table.columns))


class Region(NamedTuple):
    """The part of a sheet that holds a table: from its headings down to the next table's.

    ``uppermost``: no other table stands above it on the sheet.
    """

    sheet: Sheet
    headings: Headings
    last_row: int | None = None
    uppermost: bool = True

    def positions(self) -> Iterator[tuple[int, int]]:
        """The filled positions below the headings, in order."""
        for row, column in sorted(self.sheet.cells):
            if self.headings.row < row <= (self.last_row or row):
                yield row, column


def regions(sheet: Sheet, form: FormWords) -> list[Region]:
    """The tables of the form that a sheet holds, from top to bottom.

    Of several tables whose headings fit one row, the one that the sheet is named after counts, else the one
    with most of them.
    """
    if key(sheet.name) in FORM_SHEETS:
        return []
    lines = list(form.lines(sheet))
    found = [headings for words in form.tables if (headings := _best(lines, words))]
    by_row: dict[int, Headings] = {}
    for headings in sorted(found, key=lambda one: (is_named(sheet.name, one.table), len(one.columns))):
        by_row[headings.row] = headings
    inside = sorted(by_row.values(), key=lambda one: one.row)
    ends: list[int | None] = [later.row - later.height for _, later in pairwise(inside)]
    return [Region(sheet, one, end, one is inside[0]) for one, end in zip_longest(inside, ends)]


def is_named(sheet: str, table: FormTable) -> bool:
    """Whether a sheet's name is the table's, or one of its aliases."""
    return key(sheet) in {key(name) for name in (table.sheet, *table.aliases)}


def _best(lines: Sequence[Line], words: TableWords) -> Headings | None:
    """The row, or the two rows read as one, with the most of the table's headings."""
    # Of equals the first: one row before two, and the upper before the lower.
    fitting = (line for line in lines if words.among(line.words))
    best = max(fitting, key=lambda line: len(words.columns(line.words)), default=None)
    headings = _matched(best, words) if best else None
    return headings if headings and headings.sound else None


def _matched(line: Line, words: TableWords) -> Headings:
    """Which headings of the table a line holds."""
    columns = words.columns(line.words)
    rest = {number: cell for number, cell in line.cells.items() if number not in columns}
    shown = {number for number, cell in rest.items() if words.shown_before(key(cell.typed))}
    rest = {number: cell for number, cell in rest.items() if number not in shown}
    repeated = {number for number in rest if words.any.get(line.words[number]) in columns.values()}
    return Headings(
        words.table,
        line.row,
        dict(sorted(columns.items())),
        {number: cell for number, cell in rest.items() if number not in repeated},
        tuple(rest[number] for number in sorted(repeated)),
        line.height,
        frozenset(shown),
    )


# --- what is odd about them -------------------------------------------------------------------


def odd_headings(region: Region) -> Iterator[Finding]:
    """What is odd about the headings of a table, above it and beside it."""
    headings = region.headings
    for cell in headings.repeated:
        yield COLUMN_TWICE.found(cell.address, header=cell.typed)
    lost = _places_of_lost(headings)
    yield from _not_in_form(headings, lost)
    yield from _missing(region, lost)
    if region.uppermost:  # above another stand the rows of the one before
        yield from _text_above(region)
    named = (*headings.columns, *headings.others, *headings.shown, *lost)
    known = {column_letters(number) for number in named}
    known |= {_letters(cell) for cell in headings.repeated}
    yield from _strays(region, known)


def _strays(region: Region, known: Collection[str]) -> Iterator[Finding]:
    """What stands beside a table: a few cells each for itself, a whole column of them at its first."""
    columns: dict[int, list[Cell]] = {}
    for at in region.positions():
        if column_letters(at[1]) not in known:
            columns.setdefault(at[1], []).append(region.sheet.cells[at])
    for cells in columns.values():
        more = f", with {len(cells) - 1:,} more below it" if len(cells) > NAMED else ""
        for cell in cells[:1] if more else cells:
            yield STRAY_CELL.found(cell.address, typed=quotable(cell.typed)[:60], more=more)


def _absent(headings: Headings) -> list[Column]:
    present = {column.id for column in headings.columns.values()}
    return [column for column in headings.table.columns if column.id not in present]


def _places_of_lost(headings: Headings) -> dict[int, Column]:
    """The columns of the sheet where those that were not found belong: as many as fit between their neighbours."""
    numbers = {column.id: number for number, column in headings.columns.items()}
    places: dict[int, Column] = {}
    left, lost = 0, list[Column]()
    for column in headings.table.columns:
        if column.id not in numbers:
            lost.append(column)
            continue
        free = _free(left, numbers[column.id], headings)
        if len(free) == len(lost):
            places |= zip(free, lost, strict=True)
        left, lost = numbers[column.id], []
    places |= zip(_free(left, left + len(lost) + len(headings.shown) + 1, headings), lost, strict=False)
    return {number: column for number, column in places.items() if number not in headings.columns}


def _free(left: int, right: int, headings: Headings) -> list[int]:
    """The columns of the sheet between two others, without those that the form only shows."""
    return [number for number in range(left + 1, right) if number not in headings.shown]


def _not_in_form(headings: Headings, lost: Mapping[int, Column]) -> Iterator[Finding]:
    """Each column that is not of the form, but what stands in the place of one that must be there."""
    absent = [column.header for column in _absent(headings)]
    for number, cell in headings.others.items():
        instead = lost.get(number)
        if instead is None or not instead.required:
            near = nearest(cell.typed, absent) or (instead.header if instead else "")
            hint = f" If it is “{near}”, put that heading above it instead." if near else ""
            yield COLUMN_IGNORED.found(cell.address, header=quotable(cell.typed)[:60], hint=hint)


def _missing(region: Region, lost: Mapping[int, Column]) -> Iterator[Finding]:
    """Each column that must be there and is not, and each that lost its heading over what was typed."""
    headings = region.headings
    places = {column.id: number for number, column in lost.items()}
    first = next(iter(region.sheet.cells.values())).address
    for column in _absent(headings):
        number = places.get(column.id, 0)
        instead = _in_place(region, number)
        if column.required or (instead and number not in headings.others):
            heading = headings.others.get(number)
            blank = Address(first.file, first.sheet, cell_name((headings.row, number or 1)))
            yield COLUMN_MISSING.found(
                heading.address if heading else blank, header=column.header, instead=instead
            )


def _in_place(region: Region, number: int) -> str:
    """What stands in the place of a column that was not found, in words."""
    heading = region.headings.others.get(number)
    if heading:
        return f"; “{quotable(heading.typed)[:60]}” stands in its place and was not read"
    repeated = {_letters(cell) for cell in region.headings.repeated}
    if number in {column for _, column in region.positions()} and column_letters(number) not in repeated:
        return "; what stands in its place has no heading and was not read"
    return ""


def _letters(cell: Cell) -> str:
    return cell.address.cell.rstrip("0123456789")


def _text_above(region: Region) -> Iterator[Finding]:
    """One finding for all text above the headings that the blank form does not have there."""
    own = _own_words(region.headings.table)
    top = region.headings.row - region.headings.height
    above = [
        at for at, cell in sorted(region.sheet.cells.items()) if at[0] <= top and key(cell.typed) not in own
    ]
    if above:
        named = ", ".join(cell_name(at) for at in above[:NAMED])
        more = f" and {len(above) - NAMED} more" if len(above) > NAMED else ""
        yield TEXT_ABOVE.found(region.sheet.cells[above[0]].address, cells=named + more)


@lru_cache(FORMS_REMEMBERED)
def _own_words(table: FormTable) -> frozenset[str]:
    """What the blank form says above a table."""
    hints = (LAST_HINT, *(column.hint for column in table.columns))
    return frozenset(key(text) for text in (table.title, table.guidance, *hints))
