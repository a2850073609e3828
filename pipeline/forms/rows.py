"""Heights of rows and widths of columns, by what stands in them."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.house_style import LEAST_HEIGHT, height_of


class GrowingRow(RowDimension):
    """A row with a height to start from, which Excel still fits to what is typed."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - the attribute's name in the file
        """That nobody fixed the height by hand."""
        return False


def fit_height(sheet: Worksheet, row: int, least: float = LEAST_HEIGHT) -> None:
    """Start a row at about the height that its texts take in their columns, but at ``least`` that high."""
    letters = (get_column_letter(index) for index, _ in enumerate(sheet[row], 1))
    widths = (sheet.column_dimensions[letter].width for letter in letters)
    height = height_of(zip((str(cell.value or "") for cell in sheet[row]), widths, strict=True), least)
    sheet.row_dimensions[row] = GrowingRow(sheet, index=row, ht=height)


def set_widths(sheet: Worksheet, *widths: int) -> None:
    """Give the first columns their widths, on a sheet without grid lines."""
    sheet.sheet_view.showGridLines = False
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
