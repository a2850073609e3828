"""Heights of rows and widths of columns, by what stands in them."""

from __future__ import annotations

import math

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

LINE_HEIGHT = 14.5  # points, of a line of the body's font
LEAST_HEIGHT, MOST_HEIGHT = 20, 409  # points; no row of Excel's is higher


class GrowingRow(RowDimension):
    """A row with a height to start from, which Excel still fits to what is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the attribute's name in the file
        """That nobody fixed the height by hand."""
        return False


def fit_height(sheet: Worksheet, row: int, least: float = LEAST_HEIGHT) -> None:
    """Start a row at about the height that its texts take in their columns, but at ``least`` that high."""
    lines = 1
    for index, cell in enumerate(sheet[row], 1):
        width = sheet.column_dimensions[get_column_letter(index)].width
        typed = str(cell.value or "").split("\n")
        lines = max(lines, sum(max(1, math.ceil(len(line) / width)) for line in typed))
    height = min(max(least, LINE_HEIGHT * lines), MOST_HEIGHT)
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)


def set_widths(sheet: Worksheet, *widths: int) -> None:
    """Give the first columns their widths, on a sheet without grid lines."""
    sheet.sheet_view.showGridLines = False
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
