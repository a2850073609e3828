"""Puts text into cells: never a formula, never an escape that Excel decodes, and nothing that XML forbids."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.forms.cell_text import FORMULA_SIGNS, cell_text, safe
from pipeline.forms.house_style import FONT, SIZE
from pipeline.model import Run


def put(cell: Cell | MergedCell, text: str) -> Cell:
    """Write text that is never a formula, that any page can hold, and that Excel does not decode as an escape."""
    held = _cell(cell)
    held.value = cell_text(text)
    return _as_text(held, text)


def put_whole(cell: Cell | MergedCell, text: str, runs: Sequence[Run] = ()) -> Cell:
    """Write text just as it is, however long, and what is bold or italic in it; a formula it never is.

    A text that came out of a workbook is no longer than a cell holds.
    """
    held = _cell(cell)
    held.value = CellRichText([_run(run) for run in runs] if runs else [safe(text)])
    return _as_text(held, text)


def _run(run: Run) -> TextBlock | str:
    if not run.bold and not run.italic:
        return safe(run.text)
    return TextBlock(InlineFont(rFont=FONT, sz=SIZE, b=run.bold, i=run.italic), safe(run.text))


def _as_text(cell: Cell, text: str) -> Cell:
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    return cell


def _cell(cell: Cell | MergedCell) -> Cell:
    if isinstance(cell, MergedCell):
        raise TypeError("a new sheet has no merged cells")
    return cell
