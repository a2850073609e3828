"""What a workbook holds: raw cells with their addresses, as the file has them; no meaning yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from pipeline.model.findings import Address


class Run(Struct, frozen=True, gc=False):
    """A stretch of a cell's text that is set differently from the rest."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False


class Cell(NamedTuple):
    """A cell as the file has it. ``typed`` is its text as a person would read it, '' when blank.

    ``formula``: the value shown is what a formula last gave. ``hidden``: its row, column or sheet is hidden.
    ``struck``: all its text is struck through. ``fill`` is RRGGBB, '' without one. ``runs`` are there only where
    bold, italic or struck text changes within the cell; joined they give ``typed``. ``link`` leads out of the file.
    """

    address: Address
    typed: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    error: bool = False
    uncalculated: bool = False
    formula: bool = False
    hidden: bool = False
    struck: bool = False
    fill: str = ""
    runs: tuple[Run, ...] = ()
    link: str = ""
    comment: str = ""


Position = tuple[int, int]  # row and column, both from 1


class Visibility(StrEnum):
    """Whether a person can see a sheet; one that is very hidden cannot even be unhidden from Excel's menus."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very hidden"


class Sheet(Struct, frozen=True):
    """A worksheet's cells that show something, by row and column (both from 1).

    ``blanks`` are the cells that show nothing and yet carry something: a fill, a comment, a link, a space, a
    formula that gives an empty text. ``merged`` has the first and last position of each merged range.
    """

    name: str
    cells: Mapping[Position, Cell]
    blanks: Mapping[Position, Cell] = field(default_factory=dict)
    visibility: Visibility = Visibility.VISIBLE
    merged: tuple[tuple[Position, Position], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    drawings: bool = False


class Workbook(Struct, frozen=True):
    """A whole file: its worksheets in order. ``macros``: it holds some; they are never run.

    ``saved``: when it was last saved, in UTC, as the file itself says.
    """

    file: str
    sheets: tuple[Sheet, ...]
    macros: bool = False
    saved: datetime | None = None
