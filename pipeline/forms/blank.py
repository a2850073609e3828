"""``Form`` → the blank workbook that a partnership fills in."""

from __future__ import annotations

import math

from openpyxl import Workbook as NewWorkbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.choices import SHEET as CHOICES
from pipeline.forms.choices import Dropdowns, write_choices
from pipeline.forms.look import BODY, BOX, GREY, HEADING, HINT, LINK, NAVY, PALE, STRONG, TITLE, WRAP
from pipeline.forms.saving import saved
from pipeline.model import Column, Form, FormTable, Period

ABOUT = "About this return"
FORM_ROW_HINT = "Please leave this line as it is: it tells us which form this is."
BLANK_ROWS = 15
HEADER_ROW = 4
ROWS_CHECKED = 220  # dropdowns and checks reach below the blank rows, for tables that grow
WIDTHS = {
    "long_text": 52,
    "text": 30,
    "rating": 16,
    "choice": 14,
    "date": 19,
    "month": 19,
    "figure": 17,
}
NARROW = 13
DATE_FORMAT = "d mmmm yyyy"
# Typed into other cells, “- First point” is taken for a formula and “1-2” for a date.
TEXT_FORMAT = "@"
FORMATS = {"date": DATE_FORMAT, **dict.fromkeys(("text", "long_text", "reference"), TEXT_FORMAT)}
LINE_HEIGHT = 14.5  # points, of a line of the body's font
LEAST_HEIGHT, LONG_HEIGHT = 20, 60  # points
MARGIN = 0.5  # inches


class GrowingRow(RowDimension):
    """A row with a height to start from, which Excel still fits to what is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the attribute's name in the file
        """That nobody fixed the height by hand."""
        return False


def blank_form(form: Form, subject: str, period: Period) -> bytes:
    """The workbook of ``form`` for one sender. ``subject`` is the partnership's (or paper's) name."""
    book = NewWorkbook()
    start = book.active
    if not isinstance(start, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    about = book.create_sheet(ABOUT)
    tables = [book.create_sheet(table.sheet) for table in form.tables]
    dropdowns = write_choices(book, form)
    _start_here(start, form, f"{subject}, {period.title}", dropdowns)
    _about(about, form, {form.subject: subject, "period": period.title, "version": 1}, dropdowns)
    for number, (sheet, table) in enumerate(zip(tables, form.tables, strict=True), 1):
        _table_sheet(sheet, table, number, dropdowns)
    for sheet in book.worksheets:
        _printable(sheet, f"{form.id}, version {form.version}")
    book.properties.title = f"{form.title}: {subject}, {period.title}"
    book.properties.creator = form.id
    return saved(book)


def _start_here(sheet: Worksheet, form: Form, whose: str, dropdowns: Dropdowns) -> None:
    sheet.title = "Start here"
    _widths(sheet, 28, 90)
    sheet["A1"], sheet["A1"].font = form.title, TITLE
    sheet["A2"], sheet["A2"].font = whose, STRONG
    sheet["A4"], sheet["A4"].font = "How to fill it in", STRONG
    sheet["B4"].value, sheet["B4"].font = form.introduction, BODY
    rows = [(ABOUT, "Answers of one line or one paragraph each.")]
    rows += [(table.sheet, table.guidance) for table in form.tables]
    if dropdowns.ranges:
        rows.append((CHOICES, "What may be chosen, and what it means. Nothing to fill in."))
    for row, (name, guidance) in enumerate(rows, 6):
        link = sheet.cell(row, 1, name)
        link.hyperlink = f"#{quote_sheetname(name)}!A1"
        link.font = LINK
        sheet.cell(row, 2, guidance).font = BODY
    for line in sheet.iter_rows(min_row=4, max_row=5 + len(rows)):
        for cell in line:
            cell.alignment = WRAP


def _about(sheet: Worksheet, form: Form, known: dict[str, str | int], dropdowns: Dropdowns) -> None:
    """One row for each single answer: label, answer, guidance. ``known`` are answers already given, by field."""
    _widths(sheet, 38, 60, 60)
    sheet["A1"], sheet["A1"].font = ABOUT, TITLE
    for row, field in enumerate(form.fields, 3):
        _answer(sheet, row, field, known.get(field.id))
        dropdowns.check(sheet, field, f"B{row}")
    last = 3 + len(form.fields)
    identity = (
        "Form",
        f"{form.id}, version {form.version}",
        FORM_ROW_HINT,
    )
    for number, words in enumerate(identity, 1):
        sheet.cell(last, number, words).font = HINT
    sheet.freeze_panes = "A3"


def _answer(sheet: Worksheet, row: int, field: Column, known: str | int | None) -> None:
    label, answer, hint = (
        sheet.cell(row, number, value) for number, value in enumerate((field.header, known, field.hint), 1)
    )
    label.font, answer.font, hint.font = STRONG, BODY, HINT
    label.fill, label.border, answer.border = PatternFill("solid", fgColor=PALE), BOX, BOX
    for cell in (label, answer, hint):
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    if field.kind == "long_text":
        sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=LONG_HEIGHT)
    answer.number_format = FORMATS.get(field.kind, answer.number_format)


def _table_sheet(sheet: Worksheet, table: FormTable, number: int, dropdowns: Dropdowns) -> None:
    """Title, guidance, a line of hints, then a real Excel table whose first row is the example."""
    sheet["A1"], sheet["A1"].font = table.title, TITLE
    sheet["A2"], sheet["A2"].font = table.guidance, BODY
    widths = [WIDTHS.get(column.kind, NARROW) for column in table.columns]
    _widths(sheet, *widths)
    for index, column in enumerate(table.columns, 1):
        _heading(sheet, index, column)
        _blank_cells(sheet, index, column)
        letter = get_column_letter(index)
        dropdowns.check(sheet, column, f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + ROWS_CHECKED}")
    sheet.row_dimensions[HEADER_ROW].height = 32
    for row in (HEADER_ROW - 1, *range(HEADER_ROW + 1, HEADER_ROW + 2 + BLANK_ROWS)):
        fit_height(sheet, row)
    _excel_table(sheet, f"Table{number}_{table.id}", len(table.columns))
    _grey_example(sheet, table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _heading(sheet: Worksheet, index: int, column: Column) -> None:
    hint = sheet.cell(HEADER_ROW - 1, index, column.hint)
    hint.font, hint.alignment = HINT, WRAP
    head = sheet.cell(HEADER_ROW, index, column.header)
    head.font, head.fill, head.border = HEADING, PatternFill("solid", fgColor=NAVY), BOX
    head.alignment = Alignment(wrap_text=True, vertical="center")


def _blank_cells(sheet: Worksheet, index: int, column: Column) -> None:
    for row in range(HEADER_ROW + 1, HEADER_ROW + 2 + BLANK_ROWS):
        place = sheet.cell(row, index)
        place.font, place.alignment, place.border = BODY, WRAP, BOX
        place.number_format = FORMATS.get(column.kind, place.number_format)
    example = sheet.cell(HEADER_ROW + 1, index, column.example)
    if column.kind == "number" and column.example.isdecimal():
        example.value = int(column.example)


def _excel_table(sheet: Worksheet, name: str, columns: int) -> None:
    area = f"A{HEADER_ROW}:{get_column_letter(columns)}{HEADER_ROW + 1 + BLANK_ROWS}"
    made = ExcelTable(displayName=name, ref=area)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)


def _grey_example(sheet: Worksheet, table: FormTable) -> None:
    """Print the first row as a hint for as long as it is the example, and like any other once typed over."""
    row = HEADER_ROW + 1
    letters = {column.id: get_column_letter(number) for number, column in enumerate(table.columns, 1)}
    held = [f"${letters[one.id]}${row}={_quoted(one.example)}" for one in table.telling]
    if not held:
        return
    formula = held[0] if len(held) == 1 else f"AND({','.join(held)})"
    rule = FormulaRule([formula], font=Font(italic=True, color=GREY))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"A{row}:{get_column_letter(len(table.columns))}{row}", rule)


def _quoted(words: str) -> str:
    """A text as a formula has it."""
    return '"' + words.replace('"', '""') + '"'


def fit_height(sheet: Worksheet, row: int) -> None:
    """Start a row at about the height that its texts take in their columns."""
    lines = 1
    for index, cell in enumerate(sheet[row], 1):
        width = sheet.column_dimensions[get_column_letter(index)].width
        typed = str(cell.value or "").split("\n")
        lines = max(lines, sum(max(1, math.ceil(len(line) / width)) for line in typed))
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=max(LEAST_HEIGHT, LINE_HEIGHT * lines))


def _widths(sheet: Worksheet, *widths: int) -> None:
    sheet.sheet_view.showGridLines = False
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def _printable(sheet: Worksheet, identity: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4, ECMA-376 part 1, 18.3.1.63
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if sheet.title == ABOUT else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(MARGIN, MARGIN, MARGIN, 1.5 * MARGIN)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(identity), right=_HeaderFooterPart("&A, page &P of &N")
    )
