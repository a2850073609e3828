"""What a form lets people choose from: the sheet that explains it, and the dropdowns that point there.

A dropdown points at cells, because Excel repairs a file whose written-out list has more than 255
characters, and cannot tell a comma in a choice from the comma between two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from openpyxl import Workbook as NewWorkbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.colour import ink
from pipeline.forms.house_style import FONT
from pipeline.forms.look import BODY, BOX, STRONG, TITLE, WRAP
from pipeline.forms.sheets import choices_of
from pipeline.model import Column, Form, Rating

SHEET = "Choices"
MESSAGE_LIMIT, TITLE_LIMIT = 255, 32  # characters that Excel allows in a check's message and its title


class Dropdowns(Struct, frozen=True):
    """Where each list of words stands, as a range of cells."""

    ranges: Mapping[tuple[str, ...], str]

    def check(self, sheet: Worksheet, column: Column, cells: str) -> None:
        """Have Excel offer or check what is typed into ``cells``; the program checks again on reading."""
        words = choices_of(column)
        check = _chosen(words, self.ranges[words]) if words else _counted(column) or _limited(column)
        if check is None:
            return
        check.error = (check.error or "")[:MESSAGE_LIMIT]
        check.showErrorMessage = True
        check.errorTitle = column.header[:TITLE_LIMIT]
        sheet.add_data_validation(check)
        check.add(cells)
        for rating in column.scheme.ratings if column.scheme else ():
            _colour(sheet, cells, rating)


def _chosen(words: Sequence[str], where: str) -> DataValidation:
    check = DataValidation(type="list", formula1=where, allow_blank=True)
    check.error = "Please choose one of: " + ", ".join(words)
    return check


def _counted(column: Column) -> DataValidation | None:
    low, high = column.lowest, column.highest
    if column.kind != "number" or low is None or high is None:
        return None
    check = DataValidation(
        type="whole", operator="between", formula1=str(low), formula2=str(high), allow_blank=True
    )
    check.error = f"Please type a whole number from {low} to {high}."
    return check


def _limited(column: Column) -> DataValidation | None:
    if not column.max_length or column.kind not in ("text", "long_text", "reference"):
        return None
    limit = str(column.max_length)
    check = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=limit, allow_blank=True)
    check.errorStyle = "warning"
    check.error = f"The paper has room for {limit} characters here."
    return check


def _colour(sheet: Worksheet, cells: str, rating: Rating) -> None:
    """Show a rating on its fill as soon as it is chosen."""
    fill, font = PatternFill("solid", bgColor=rating.fill), Font(color=ink(rating.fill))
    word = rating.word.replace('"', '""')
    rule = CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill, font=font)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(cells, rule)


def write_choices(book: NewWorkbook, form: Form) -> Dropdowns:
    """Add the sheet of choices, if the form has any; give the dropdowns that point into it."""
    columns = [*form.fields, *(column for table in form.tables for column in table.columns)]
    lists = {choices_of(column): column for column in columns if choices_of(column)}
    if not lists:
        return Dropdowns({})
    sheet = book.create_sheet(SHEET)
    sheet.sheet_view.showGridLines = False
    for letter, width in zip("ABC", (18, 14, 90), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet["A1"], sheet["A1"].font = "What may be chosen", TITLE
    ranges, row = {}, 3
    for words, column in lists.items():
        sheet.cell(row, 1, column.scheme.title if column.scheme else column.header).font = STRONG
        for number, line in enumerate(_lines(column), row + 1):
            _write(sheet, number, *line)
        ranges[words] = f"{SHEET}!$A${row + 1}:$A${row + len(words)}"
        row += len(words) + 2
    return Dropdowns(ranges)


def _lines(column: Column) -> Iterator[tuple[str, Rating | None]]:
    if column.scheme:
        yield from ((rating.word, rating) for rating in column.scheme.ratings)
    else:
        yield from ((word, None) for word in choices_of(column))


def _write(sheet: Worksheet, row: int, word: str, rating: Rating | None) -> None:
    cell = sheet.cell(row, 1, word)
    cell.font, cell.border = BODY, BOX
    if rating is None:
        return
    cell.fill = PatternFill("solid", fgColor=rating.fill)
    cell.font = Font(name=FONT, size=11, bold=True, color=ink(rating.fill))
    if rating.lowest_score is not None and rating.highest_score is not None:
        sheet.cell(row, 2, f"{rating.lowest_score} to {rating.highest_score}").font = BODY
    meaning = sheet.cell(row, 3, rating.meaning)
    meaning.font, meaning.alignment = BODY, WRAP
