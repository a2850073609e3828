"""Puts text into cells: never a formula, never an escape that Excel decodes, and nothing that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.forms.look import FONT
from pipeline.forms.sheets import shortened
from pipeline.model import Run

CELL_LIMIT = 32_000  # characters, of the 32,767 that a cell of Excel holds
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
SIZE = 11  # points, of the body's font


def put(cell: Cell | MergedCell, text: str) -> Cell:
    """Write text that is never a formula, that any page can hold, and that Excel does not decode as an escape."""
    held = _cell(cell)
    held.value = shortened(_safe(text), CELL_LIMIT)
    return _as_text(held, text)


def put_whole(cell: Cell | MergedCell, text: str, runs: Sequence[Run] = ()) -> Cell:
    """Write text just as it is, however long, and what is bold or italic in it; a formula it never is.

    A text that came out of a workbook is no longer than a cell holds.
    """
    held = _cell(cell)
    held.value = CellRichText([_run(run) for run in runs] if runs else [_safe(text)])
    return _as_text(held, text)


def _run(run: Run) -> TextBlock | str:
    if not run.bold and not run.italic:
        return _safe(run.text)
    return TextBlock(InlineFont(rFont=FONT, sz=SIZE, b=run.bold, i=run.italic), _safe(run.text))


def _safe(text: str) -> str:
    return ESCAPE.sub("_x005F_", NOT_XML.sub("\ufffd", text))


def _as_text(cell: Cell, text: str) -> Cell:
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_SIGNS)
    return cell


def _cell(cell: Cell | MergedCell) -> Cell:
    if isinstance(cell, MergedCell):
        raise TypeError("a new sheet has no merged cells")
    return cell
