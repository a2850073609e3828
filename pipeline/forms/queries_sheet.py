"""The sheet at the front of a return handed back: every query in the letter's order, with a link to each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.look import BODY, BOX, HEADING, LINK, MARGIN, NAVY, STRONG, TITLE, WRAP
from pipeline.forms.rows import fit_height
from pipeline.forms.sheets import A_CELL, QUERIES_FIRST_CELL, Reply
from pipeline.forms.writing import put
from pipeline.model import Address, Query

COLUMNS = (("No.", 7), ("Kind", 18), ("Where", 26), ("What was found", 62), ("What is wanted", 56))
HEADER_ROW, TAB = 9, "FFC000"
HOW = (
    "Each row is one of the queries in the letter, under the same number. Click a place to go there.",
    "The cells in question are pale yellow with a dark edge. Rest the pointer on one to read its query.",
    "Correct them here or in your own file. The last row says how to number the corrected return. Then send it back.",
    "Nothing on this sheet is read, so it may stay. The same goes for the marks and the notes.",
)
LOST = "This copy cannot hold everything that your own file holds. Not here: {lost}."


def write_queries(
    sheet: Worksheet, queries: Sequence[Query], reply: Reply, remarks: Mapping[Address, str]
) -> None:
    """Fill in the sheet. ``remarks`` say, by cell, what else to know about the place."""
    put(sheet["A1"], QUERIES_FIRST_CELL).font = TITLE
    put(sheet["A2"], reply.whose).font = STRONG
    for row, line in enumerate(HOW, 3):
        put(sheet.cell(row, 1), line).font = BODY
    for number, (heading, width) in enumerate(COLUMNS, 1):
        cell = put(sheet.cell(HEADER_ROW, number), heading)
        cell.font, cell.fill, cell.border = HEADING, PatternFill("solid", fgColor=NAVY), BOX
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (address, words) in enumerate(_rows(queries, reply, remarks), HEADER_ROW + 1):
        for number, text in enumerate(words, 1):
            cell = put(sheet.cell(row, number), text)
            cell.font, cell.alignment, cell.border = BODY, WRAP, BOX
        _link(sheet, row, address)
        fit_height(sheet, row)
    _printable(sheet)


def say_lost(sheet: Worksheet, lost: Sequence[str]) -> None:
    """Say what the copy does not hold."""
    put(sheet.cell(HEADER_ROW - 2, 1), LOST.format(lost=", ".join(lost))).font = STRONG


def _rows(
    queries: Sequence[Query], reply: Reply, remarks: Mapping[Address, str]
) -> Iterator[tuple[Address, tuple[str, str, str, str, str]]]:
    """One row for each cell of each query; the words stand at its first cell."""
    for query in queries:
        found, wanted = query.found, query.wanted or "Please look at it."
        for address in dict.fromkeys(query.addresses):
            place = address.within or "The whole file"
            words = " ".join(part for part in (found, remarks.get(address, "")) if part)
            yield address, (str(query.number), query.heading, place, words, wanted)
            found, wanted = f"The same as above: query {query.number}.", "The same as above."
    if reply.version_at:
        place = reply.version_at.within
        typed = f"Version is {reply.version_now}." if reply.version_now else "Version is blank."
        yield reply.version_at, (
            "Last", "Before you send it", place, typed, f"Type {reply.version_next}, so that this return takes the place of the one before."
        )  # fmt: skip


def _link(sheet: Worksheet, row: int, address: Address) -> None:
    """Make the place a link, if the workbook has the sheet."""
    if sheet.parent is None or address.sheet not in sheet.parent.sheetnames:
        return
    cell = sheet.cell(row, 3)
    target = address.cell if A_CELL.fullmatch(address.cell) else "A1"
    location = f"{quote_sheetname(address.sheet)}!{target}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=location)
    cell.font = LINK


def _printable(sheet: Worksheet) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = TAB
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = (
        "landscape",
        9,
    )  # A4, ECMA-376 part 1, 18.3.1.63
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(MARGIN, MARGIN, MARGIN, MARGIN)
