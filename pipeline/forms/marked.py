"""A return handed back: a copy in which the cells in question are marked, annotated, and listed on a first sheet.

The marks are a colour rule and notes of one author, so nothing of the sender's own formatting is
touched, and a copy that comes back can be cleared of them before it is marked anew.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule as ColourRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.carrying import cells_to_hold, is_strict, lost, newer_checks, reaches_out
from pipeline.forms.queries_sheet import say_lost, write_queries
from pipeline.forms.saving import CORE, FIXED_TIME, saved
from pipeline.forms.sheets import (
    A_CELL,
    AUTHOR,
    OPENING,
    QUERIES,
    QUERIES_FIRST_CELL,
    Marked,
    Reply,
    shortened,
)
from pipeline.forms.writing import ESCAPE, NOT_XML
from pipeline.model import Address, Query

BELOW = f"\n\n{OPENING}"  # stands between a note of the sender's own and ours
NEXT = "\n\n"
MARK_FILL, MARK_INK, MARK_EDGE = "FFF2A8", "1A1A1A", "B00020"
MOST_CELLS, MOST_BYTES, MOST_NOTES = 200_000, 200_000_000, 1_000
NOTE_LIMIT = 2_000  # characters: more than a note's box can show
NOTE_WIDTH, NOTE_LETTERS, NOTE_LINE, NOTE_HEIGHT = 320, 46, 18, 420  # pixels, but for the letters on a line
HIDDEN_SHEET = "The sheet is hidden in your file; this copy shows it."
HIDDEN_LINE = "The row or column is hidden in your file; this copy shows it."
PROTECTED = (
    "The sheet is protected: choose Review › Unprotect Sheet first, and tell us if you lack the password."
)


def mark(data: bytes, queries: Sequence[Query], reply: Reply) -> Marked | None:
    """A copy of the workbook in ``data`` with ``queries`` in it; None when no faithful copy can be made.

    The same inputs give the same bytes. ``data`` itself stays as it is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot carry is told on the sheet of queries
            if sum(part.file_size for part in package.infolist()) > MOST_BYTES or is_strict(package):
                return None
            if cells_to_hold(package) > MOST_CELLS or reaches_out(package):
                return None
            return _marked(data, package, queries, reply)
    except Exception:  # noqa: BLE001 - openpyxl raises undocumented errors on odd files; no copy may stop a build
        return None


def _marked(data: bytes, package: zipfile.ZipFile, queries: Sequence[Query], reply: Reply) -> Marked | None:
    book = load_workbook(io.BytesIO(data), rich_text=True)
    for name, check in newer_checks(package):
        book[name].add_data_validation(check)
    _clear(book)
    notes = _notes(book, queries)
    remarks = {address: remark for address in notes if (remark := _reach(book[address.sheet], address))}
    for sheet in book.worksheets:
        _mark(sheet, {address: words for address, words in notes.items() if address.sheet == sheet.title})
    front = book.create_sheet(QUERIES, 0)
    write_queries(front, queries, reply, remarks)
    _open_at(book, front)
    dates = _dates(book, package)
    copy = saved(book, *dates)
    with zipfile.ZipFile(io.BytesIO(copy)) as made:
        gone = lost(package, made)
    if gone:
        say_lost(front, gone)
        copy = saved(book, *dates)
    return Marked(copy, gone) if _holds(copy, book) else None


# --- marking ----------------------------------------------------------------------------------


def _notes(book: Book, queries: Sequence[Query]) -> dict[Address, str]:
    """What is to be said at each cell that a query names and the workbook has."""
    said: dict[Address, list[str]] = {}
    for query in queries:
        words = f"Query {query.number}: {query.found}\n{query.wanted}".strip()
        for address in dict.fromkeys(query.addresses):
            if address.sheet in book.sheetnames and A_CELL.fullmatch(address.cell):
                said.setdefault(address, []).append(words)
    return {address: NEXT.join(words) for address, words in said.items()}


def _reach(sheet: Worksheet, address: Address) -> str:
    """See that a link to the cell leads somewhere; say what had to be shown for that, or stands in the way."""
    row, column = coordinate_to_tuple(address.cell)
    remarks = []
    if sheet.sheet_state != "visible":
        remarks.append(HIDDEN_SHEET)
    lines = list(_hidden(sheet, row, column))
    for line in lines:
        line.hidden = False
    if lines:
        remarks.append(HIDDEN_LINE)
    if sheet.protection.sheet and sheet[_area(sheet, address.cell).split(":")[0]].protection.locked:
        remarks.append(PROTECTED)
    return " ".join(remarks)


def _hidden(sheet: Worksheet, row: int, column: int) -> Iterator[Any]:
    if row in sheet.row_dimensions and sheet.row_dimensions[row].hidden:
        yield sheet.row_dimensions[row]
    for line in sheet.column_dimensions.values():
        if line.hidden and (line.min or 0) <= column <= (line.max or 0):
            yield line


def _mark(sheet: Worksheet, notes: Mapping[Address, str]) -> None:
    """Colour the cells, and annotate them."""
    if not notes:
        return
    sheet.sheet_state = "visible"
    areas = {address.cell: _area(sheet, address.cell) for address in notes}
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            rule.priority += 1
    sheet.conditional_formatting.add(" ".join(dict.fromkeys(areas.values())), _colour_rule())
    for number, (address, words) in enumerate(notes.items()):
        if number < MOST_NOTES:
            _annotate(sheet[areas[address.cell].split(":")[0]], words)


def _area(sheet: Worksheet, cell: str) -> str:
    """The cell, or the merged cells that it is one of."""
    return next((str(area) for area in sheet.merged_cells.ranges if cell in area), cell)


def _colour_rule() -> ColourRule:
    """A rule that always holds and comes first: dark words on pale yellow, whatever the cell's own colours."""
    edge = Side(style="thin", color=MARK_EDGE)
    style = DifferentialStyle(
        font=Font(color=MARK_INK),
        fill=PatternFill("solid", bgColor=MARK_FILL),
        border=Border(left=edge, right=edge, top=edge, bottom=edge),
    )
    return ColourRule(type="expression", formula=["TRUE"], dxf=style, priority=1)


def _annotate(cell: Any, words: str) -> None:
    """Put our note on a cell, below the sender's own if there is one."""
    words = ESCAPE.sub("_x005F_", NOT_XML.sub("\ufffd", shortened(words, NOTE_LIMIT)))
    note = cell.comment
    if note is None:
        cell.comment = _sized(Comment(OPENING + words, AUTHOR))
        return
    begun = note.text.startswith(OPENING) or BELOW in note.text
    cell.comment = _sized(Comment(f"{note.text}{NEXT if begun else BELOW}{words}", note.author))


def _sized(note: Comment) -> Comment:
    """A note whose box holds its words: openpyxl forgets the size that a box had."""
    lines = sum(1 + len(line) // NOTE_LETTERS for line in note.text.split("\n"))
    note.width, note.height = NOTE_WIDTH, min(NOTE_LINE * (lines + 1), NOTE_HEIGHT)
    return note


# --- the copy as a whole ----------------------------------------------------------------------


def _clear(book: Book) -> None:
    """Take away what an earlier round of queries left, and what no copy can hold."""
    for sheet in book.worksheets:
        if sheet.title.startswith(QUERIES) and str(sheet["A1"].value) == QUERIES_FIRST_CELL:
            book.remove(sheet)
            continue
        for area in list(sheet.conditional_formatting):
            _clear_rules(sheet, area)
        for cell in sheet._cells.values():  # noqa: SLF001 - iter_rows goes through every blank cell of a sparse sheet
            if cell.comment:
                _clear_note(cell)
        sheet._images = []  # type: ignore[attr-defined]  # noqa: SLF001 - kept only where Pillow happens to be there; a copy is the same everywhere


def _clear_rules(sheet: Worksheet, area: Any) -> None:
    rules = list(area.rules)
    if any(map(_is_ours, rules)):
        del sheet.conditional_formatting[str(area.sqref)]
        for rule in (one for one in rules if not _is_ours(one)):
            sheet.conditional_formatting.add(str(area.sqref), rule)


def _is_ours(rule: Any) -> bool:
    fill = rule.dxf.fill if rule.dxf else None
    always = rule.formula and rule.formula[0] in ("TRUE", "1")  # the latter as LibreOffice saves it
    return bool(always and fill and str(fill.bgColor.rgb).endswith(MARK_FILL))


def _clear_note(cell: Any) -> None:
    note = cell.comment
    own = "" if note.text.startswith(OPENING) else note.text.split(BELOW)[0]
    cell.comment = _sized(Comment(own, note.author)) if own else None


def _open_at(book: Book, front: Worksheet) -> None:
    """Have the workbook open at its first sheet, with no other selected: Excel types into all that are."""
    book.active = front
    for view in book.views:
        view.firstSheet = 0
    for sheet in book.worksheets:
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is front
    book.calculation.fullCalcOnLoad = True  # openpyxl drops the results of formulas


def _dates(book: Book, package: zipfile.ZipFile) -> tuple[Any, Any]:
    """When the original was made and last saved; openpyxl would put today in the place of what is not there."""
    core = package.read(CORE) if CORE in package.namelist() else b""
    for name in ("created", "modified"):
        if f"dcterms:{name}".encode() not in core:
            setattr(book.properties, name, FIXED_TIME)
    return book.properties.created, book.properties.modified


def _holds(copy: bytes, book: Book) -> bool:
    """Whether the copy, opened again, has every cell of the sender's sheets as it was loaded."""
    again = load_workbook(io.BytesIO(copy), rich_text=True)
    return all(_cells(sheet) == _cells(again[sheet.title]) for sheet in book.worksheets[1:])


def _cells(sheet: Worksheet) -> dict[tuple[int, int], Any]:
    filled = {place: cell.value for place, cell in sheet._cells.items()}  # noqa: SLF001 - as above
    return {
        place: vars(value) if hasattr(value, "__dict__") and not isinstance(value, str | list) else value
        for place, value in filled.items()
        if value not in (None, "")
    }
