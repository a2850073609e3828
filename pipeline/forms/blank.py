"""``Form`` → the workbook that a partnership fills in, blank or started from what it last reported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from openpyxl import Workbook as NewWorkbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.choices import Dropdowns, write_choices
from pipeline.forms.filling import fill, format_of
from pipeline.forms.front_sheets import write_about, write_start
from pipeline.forms.house_style import GREY, MARGIN, NAVY
from pipeline.forms.look import (
    BODY,
    BOX,
    HEADING,
    HINT,
    PAST,
    PAST_FILL,
    PAST_HEADING,
    PAST_STRONG,
    TITLE,
    WRAP,
)
from pipeline.forms.rows import fit_height, set_widths
from pipeline.forms.saving import saved
from pipeline.forms.sheets import ABOUT
from pipeline.forms.start import LAST_HINT, Start, StartingRow, judged, last_heading
from pipeline.forms.writing import put
from pipeline.model import Column, Form, FormTable, Period

BLANK_ROWS = 15
SPARE_ROWS = 5  # blank ones that stand at least below those carried forward
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
NOT_READ = "This is what you gave in {period}. It is not read: please fill in the column to its right."


class _Slot(Struct, frozen=True):
    """A column of a sheet: one of the table's, or in grey what was last given in it, in ``period``."""

    column: Column
    letter: str
    period: Period | None = None

    @property
    def heading(self) -> str:
        header = self.column.header
        return last_heading(header, self.period) if self.period else header


def blank_form(form: Form, subject: str, period: Period, start: Start | None = None) -> bytes:
    """The workbook of ``form`` for one sender. ``subject`` is the partnership's (or paper's) name.

    With ``start`` it holds what the sender last reported; without it is blank.
    """
    book = NewWorkbook()
    first = book.active
    if not isinstance(first, Worksheet):
        raise TypeError("a new workbook has a worksheet")
    about = book.create_sheet(ABOUT)
    tables = [book.create_sheet(table.sheet) for table in form.tables]
    dropdowns = write_choices(book, form)
    write_start(first, form, f"{subject}, {period.title}", bool(dropdowns.ranges), start)
    known: dict[str, str | int] = {form.subject: subject, "period": period.title, "version": 1}
    write_about(about, form, known, dropdowns, start)
    for number, (sheet, table) in enumerate(zip(tables, form.tables, strict=True), 1):
        _table_sheet(sheet, table, number, dropdowns, start)
    for sheet in book.worksheets:
        _printable(sheet, f"{form.id}, version {form.version}")
    book.properties.title = f"{form.title}: {subject}, {period.title}"
    book.properties.creator = form.id
    return saved(book)


def _table_sheet(
    sheet: Worksheet, table: FormTable, number: int, dropdowns: Dropdowns, start: Start | None
) -> None:
    """Title, guidance, a line of hints, then a real Excel table: the rows that are known, or an example."""
    sheet["A1"], sheet["A1"].font = table.title, TITLE
    sheet["A2"], sheet["A2"].font = table.guidance, BODY
    rows = start.rows.get(table.id, ()) if start else ()
    slots = tuple(_slots(table, start.period if start and rows else None))
    set_widths(sheet, *(WIDTHS.get(slot.column.kind, NARROW) for slot in slots))
    last_row = HEADER_ROW + max(BLANK_ROWS + 1, len(rows) + SPARE_ROWS)
    for slot in slots:
        _heading(sheet, slot)
        _cells(sheet, slot, last_row)
        checked = f"{slot.letter}{HEADER_ROW + 1}:{slot.letter}{last_row + ROWS_CHECKED - BLANK_ROWS - 1}"
        if slot.period:
            _refuse_typing(sheet, slot.period, checked)
        else:
            dropdowns.check(sheet, slot.column, checked)
    if rows:
        _carried(sheet, slots, rows)
    else:
        _example(sheet, table, slots)
    sheet.row_dimensions[HEADER_ROW].height = 48 if any(slot.period for slot in slots) else 32
    for row in (HEADER_ROW - 1, *range(HEADER_ROW + 1, last_row + 1)):
        fit_height(sheet, row)
    _excel_table(sheet, f"Table{number}_{table.id}", f"A{HEADER_ROW}:{slots[-1].letter}{last_row}")
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _slots(table: FormTable, since: Period | None) -> Iterator[_Slot]:
    """The sheet's columns; what was last given stands to the left of what is to be given."""
    beside = judged(table.columns) if since else ()
    number = 0
    for column in table.columns:
        for period in (since, None) if column in beside else (None,):
            number += 1
            yield _Slot(column, get_column_letter(number), period)


def _heading(sheet: Worksheet, slot: _Slot) -> None:
    hint = sheet[f"{slot.letter}{HEADER_ROW - 1}"]
    hint.value = LAST_HINT if slot.period else slot.column.hint
    hint.font, hint.alignment = HINT, WRAP
    head = sheet[f"{slot.letter}{HEADER_ROW}"]
    head.value = slot.heading
    head.font, head.border = PAST_STRONG if slot.period else HEADING, BOX
    head.fill = PatternFill("solid", fgColor=PAST_HEADING if slot.period else NAVY)
    head.alignment = Alignment(wrap_text=True, vertical="center")


def _cells(sheet: Worksheet, slot: _Slot, last_row: int) -> None:
    for row in range(HEADER_ROW + 1, last_row + 1):
        place = sheet[f"{slot.letter}{row}"]
        place.font, place.alignment, place.border = PAST if slot.period else BODY, WRAP, BOX
        place.number_format = format_of(slot.column) or place.number_format
        if slot.period:
            place.fill = PatternFill("solid", fgColor=PAST_FILL)


def _refuse_typing(sheet: Worksheet, period: Period, cells: str) -> None:
    """Have Excel refuse what is typed into ``cells``.

    Protecting the sheet would do that too, but then no row could be added or deleted, and no table would grow.
    """
    check = DataValidation(type="custom", formula1="FALSE", allow_blank=False)
    check.showErrorMessage, check.error = True, NOT_READ.format(period=period.title)
    check.errorTitle = "For comparison"
    sheet.add_data_validation(check)
    check.add(cells)


def _carried(sheet: Worksheet, slots: Sequence[_Slot], rows: Sequence[StartingRow]) -> None:
    """Write the rows that were last reported."""
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for slot in slots:
            cell = sheet[f"{slot.letter}{number}"]
            value = row.values.get(slot.column.id)
            if slot.period:
                put(cell, row.last.get(slot.column.id, ""))
            elif value:
                fill(cell, value)


def _example(sheet: Worksheet, table: FormTable, slots: Sequence[_Slot]) -> None:
    """Write the example, printed as a hint for as long as it is that, and like any other row once typed over."""
    row = HEADER_ROW + 1
    for slot in slots:
        example = slot.column.example
        whole = slot.column.kind == "number" and example.isdecimal()
        sheet[f"{slot.letter}{row}"].value = int(example) if whole else example
    held = [
        f"${slot.letter}${row}={_quoted(slot.column.example)}"
        for slot in slots
        if slot.column in table.telling
    ]
    if not held:
        return
    formula = held[0] if len(held) == 1 else f"AND({','.join(held)})"
    rule = FormulaRule([formula], font=Font(italic=True, color=GREY))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"A{row}:{slots[-1].letter}{row}", rule)


def _quoted(words: str) -> str:
    """A text as a formula has it."""
    return '"' + words.replace('"', '""') + '"'


def _excel_table(sheet: Worksheet, name: str, area: str) -> None:
    made = ExcelTable(displayName=name, ref=area)
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(made)


def _printable(sheet: Worksheet, identity: str) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4, ECMA-376 part 1, 18.3.1.63
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 1 if sheet.title == ABOUT else 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(MARGIN, MARGIN, MARGIN, 1.5 * MARGIN)
    sheet.oddFooter = HeaderFooterItem(
        left=_HeaderFooterPart(identity), right=_HeaderFooterPart("&A, page &P of &N")
    )
