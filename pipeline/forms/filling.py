"""Puts what was last reported into the cells of the next form, so that it reads back as the same."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from openpyxl.cell.cell import Cell, MergedCell

from pipeline.forms.look import LINK
from pipeline.forms.writing import put_whole
from pipeline.links import web_address
from pipeline.model import Column, Figure, Value

DATE_FORMAT = "d mmmm yyyy"
# Typed into other cells, “- First point” is taken for a formula and “1-2” for a date.
TEXT_FORMAT = "@"
FORMATS = {"date": DATE_FORMAT, **dict.fromkeys(("text", "long_text", "reference"), TEXT_FORMAT)}
FIRST_DAY = date(1900, 3, 1)  # before it, Excel's days are one off
PLAIN = re.compile(
    r"-?(?:0|[1-9]\d{0,11})(?:\.\d{0,2}[1-9])?"
)  # a number that Excel holds and shows as it is typed


def format_of(column: Column) -> str:
    """The number format of a column's cells; '' for the usual one."""
    return FORMATS.get(column.kind, "")


def fill(cell: Cell | MergedCell, value: Value) -> None:
    """Write a value as a person would have typed it: days as days, plain numbers as numbers, the rest as text."""
    content = value.content
    if isinstance(content, date) and content >= FIRST_DAY:
        cell.value = content
        cell.number_format = DATE_FORMAT
    elif isinstance(content, Decimal | Figure) and PLAIN.fullmatch(value.typed):
        cell.value = Decimal(value.typed)
    else:
        put_whole(cell, value.typed, value.runs)
    if address := web_address(value.link):
        cell.hyperlink = address
        cell.font = LINK
