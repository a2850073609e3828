"""``Form`` → the blank workbook that a partnership fills in."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook as NewWorkbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.colour import ink
from pipeline.model import Column, Form, FormTable, Period, RatingScheme

BLANK_ROWS = 20
HEADER_ROW = 4
FIXED_TIME = datetime(2019, 1, 1)  # noqa: DTZ001 - same form, same bytes: no clock
WIDTHS = {
    "long_text": 52,
    "text": 30,
    "rating": 16,
    "choice": 14,
    "date": 19,
    "month": 19,
    "figure": 17,
    "reference": 9,
}
FONT = "Arial"
NAVY, PALE, GREY = "003087", "E8EDF4", "595959"
TITLE = Font(name=FONT, size=16, bold=True, color=NAVY)
HEADING = Font(name=FONT, size=11, bold=True, color="FFFFFF")
BODY = Font(name=FONT, size=11)
STRONG = Font(name=FONT, size=11, bold=True)
HINT = Font(name=FONT, size=10, italic=True, color=GREY)
WRAP = Alignment(wrap_text=True, vertical="top")
EDGE = Side(style="thin", color="A6B1C2")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)


def blank_form(form: Form, subject: str, period: Period) -> bytes:
    """The workbook of ``form`` for one sender. ``subject`` is the partnership's (or paper's) name."""
    book = NewWorkbook()
    start = book.active
    if not isinstance(start, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    _start_here(start, form, subject, period)
    _about(book.create_sheet("About this return"), form, subject, period)
    for number, table in enumerate(form.tables, 1):
        _table_sheet(book.create_sheet(table.sheet), table, number)
    schemes = {c.scheme.id: c.scheme for table in form.tables for c in table.columns if c.scheme}
    if schemes:
        _ratings(book.create_sheet("Ratings"), list(schemes.values()))
    for sheet in book.worksheets:
        _printable(sheet, f"{form.id}, version {form.version}")
    book.properties.title = f"{form.title}: {subject}, {period.title}"
    book.properties.creator = form.id
    book.properties.created = book.properties.modified = FIXED_TIME
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _start_here(sheet: Worksheet, form: Form, subject: str, period: Period) -> None:
    sheet.title = "Start here"
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 90
    sheet["A1"], sheet["A1"].font = form.title, TITLE
    sheet["A2"], sheet["A2"].font = f"{subject}, {period.title}", STRONG
    sheet["A4"], sheet["A4"].font = "How to fill it in", STRONG
    sheet["B4"].value = form.introduction
    rows = [("About this return", "Who sends it, who approved it, and what it says in single answers.")]
    rows += [(table.sheet, table.guidance) for table in form.tables]
    if any(column.scheme for table in form.tables for column in table.columns):
        rows.append(("Ratings", "What each rating means. Nothing to fill in."))
    for row, (name, guidance) in enumerate(rows, 6):
        link = sheet.cell(row, 1, name)
        link.hyperlink = f"#{quote_sheetname(name)}!A1"
        link.font = Font(name=FONT, size=11, underline="single", color="0B4F9E")
        sheet.cell(row, 2, guidance).font = BODY
    for line in sheet.iter_rows(min_row=4, max_row=5 + len(rows)):
        for cell in line:
            cell.alignment = WRAP
    sheet["B4"].font = BODY


def _about(sheet: Worksheet, form: Form, subject: str, period: Period) -> None:
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (38, 60, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A1"].font = "About this return", TITLE
    known: dict[str, str | int] = {form.subject: subject, "period": period.title, "version": 1}
    for row, field in enumerate(form.fields, 3):
        label, answer, hint = (
            sheet.cell(row, 1, field.header),
            sheet.cell(row, 2),
            sheet.cell(row, 3, field.guidance),
        )
        answer.value = known.get(field.id)
        label.font, answer.font, hint.font = STRONG, BODY, HINT
        label.fill = PatternFill("solid", fgColor=PALE)
        answer.border = label.border = BOX
        label.alignment = answer.alignment = hint.alignment = Alignment(
            wrap_text=True, vertical="top", horizontal="left"
        )
        if field.kind == "long_text":
            sheet.row_dimensions[row].height = 90
        _validate(sheet, field, f"B{row}")
        if field.kind == "date":
            answer.number_format = "d mmmm yyyy"
    last = 3 + len(form.fields)
    sheet.cell(last, 1, "Form").font = HINT
    sheet.cell(last, 2, f"{form.id}, version {form.version}").font = HINT
    sheet.cell(last, 3, "Please leave this line as it is: it tells us which form this is.").font = HINT
    sheet.freeze_panes = "A3"


def _table_sheet(sheet: Worksheet, table: FormTable, number: int) -> None:
    """Title, guidance, a line of hints, then a real Excel table whose first row is the example."""
    sheet.sheet_view.showGridLines = False
    sheet["A1"], sheet["A1"].font = table.title, TITLE
    sheet["A2"], sheet["A2"].font = table.guidance, BODY
    last = HEADER_ROW + 1 + BLANK_ROWS
    for index, column in enumerate(table.columns, 1):
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = WIDTHS.get(column.kind, 13)
        hint = sheet.cell(HEADER_ROW - 1, index, column.guidance)
        hint.font, hint.alignment = HINT, WRAP
        head = sheet.cell(HEADER_ROW, index, column.header)
        head.font, head.fill, head.border = HEADING, PatternFill("solid", fgColor=NAVY), BOX
        head.alignment = Alignment(wrap_text=True, vertical="center")
        first = sheet.cell(HEADER_ROW + 1, index, _example(column))
        for row in range(HEADER_ROW + 1, last + 1):
            place = sheet.cell(row, index)
            place.font, place.alignment, place.border = BODY, WRAP, BOX
            if column.kind == "date":
                place.number_format = "d mmmm yyyy"
        first.font = HINT
        _validate(sheet, column, f"{letter}{HEADER_ROW + 1}:{letter}{last + 200}")
    sheet.row_dimensions[HEADER_ROW - 1].height = 78
    sheet.row_dimensions[HEADER_ROW].height = 32
    area = f"A{HEADER_ROW}:{get_column_letter(len(table.columns))}{last}"
    excel_table = ExcelTable(displayName=f"Table{number}_{table.id}", ref=area)
    excel_table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(excel_table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _example(column: Column) -> str | int:
    return int(column.example) if column.kind == "number" and column.example.isdecimal() else column.example


def _validate(sheet: Worksheet, column: Column, cells: str) -> None:
    """The dropdown or check that Excel offers while somebody types; the program checks again on reading."""
    words = [rating.word for rating in column.scheme.ratings] if column.scheme else list(column.choices)
    if column.kind == "yes_no":
        words = ["Yes", "No"]
    check = None
    if words:
        check = DataValidation(type="list", formula1='"' + ",".join(words) + '"', allow_blank=True)
        check.error = "Please choose one of: " + ", ".join(words)
    elif column.kind == "number" and column.lowest is not None and column.highest is not None:
        check = DataValidation(
            type="whole",
            operator="between",
            formula1=str(column.lowest),
            formula2=str(column.highest),
            allow_blank=True,
        )
        check.error = f"Please type a whole number from {column.lowest} to {column.highest}."
    elif column.max_length and column.kind in ("text", "long_text", "reference"):
        check = DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(column.max_length), allow_blank=True
        )
        check.errorStyle = "warning"
        check.error = f"The paper has room for {column.max_length} characters here."
    if check is None:
        return
    check.showErrorMessage = True
    check.errorTitle = column.header[:32]
    sheet.add_data_validation(check)
    check.add(cells)
    for rating in column.scheme.ratings if column.scheme else ():
        fill = PatternFill("solid", bgColor=rating.fill)
        font = Font(color=ink(rating.fill))
        sheet.conditional_formatting.add(
            cells,
            CellIsRule(  # type: ignore[no-untyped-call]
                operator="equal", formula=[f'"{rating.word}"'], fill=fill, font=font
            ),
        )


def _ratings(sheet: Worksheet, schemes: list[RatingScheme]) -> None:
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (18, 14, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A1"].font = "What each rating means", TITLE
    row = 3
    for scheme in schemes:
        sheet.cell(row, 1, scheme.title).font = STRONG
        for row, rating in enumerate(scheme.ratings, row + 1):  # noqa: B020 - the row counts on from scheme to scheme
            word = sheet.cell(row, 1, rating.word)
            word.fill, word.border = PatternFill("solid", fgColor=rating.fill), BOX
            word.font = Font(name=FONT, size=11, bold=True, color=ink(rating.fill))
            banded = rating.lowest_score is not None and rating.highest_score is not None
            sheet.cell(
                row, 2, f"{rating.lowest_score} to {rating.highest_score}" if banded else None
            ).font = BODY
            sheet.cell(row, 3, rating.meaning).font = BODY
            sheet.cell(row, 3).alignment = WRAP
        row += 2


def _printable(sheet: Worksheet, identity: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4, ECMA-376 part 1, 18.3.1.63
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(identity), right=_HeaderFooterPart("&A, page &P of &N")
    )
