"""Cells' names as positions and back: ``D7`` is row 7, column 4."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.intake.xlsx.limits import DamagedPartError
from pipeline.model import Position

DIGITS = "0123456789"
COLUMN = re.compile(r"\$?([A-Za-z]{1,7})\$?")
CORNER = re.compile(r"\$?([A-Za-z]{1,7})?\$?([0-9]{1,9})?")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
REMEMBERED = 8_192  # positions, and as many names: the same cells come again in every return


def column_number(letters: str) -> int:
    """``A`` → 1, ``AA`` → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1024)
def column_letters(number: int) -> str:
    """1 → ``A``, 27 → ``AA``."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


@lru_cache(REMEMBERED)
def cell_name(at: Position) -> str:
    """The name of the cell at a position: row 7, column 4 → ``D7``."""
    return f"{column_letters(at[1])}{at[0]}"


@lru_cache(REMEMBERED)
def position(name: str) -> Position:
    """The row and column of a cell by its name; damage when it names none."""
    letters = name.rstrip(DIGITS)
    row = name[len(letters) :]
    if not 0 < len(row) < 10 or row.startswith("0"):
        raise DamagedPartError
    return int(row), _named_column(letters)


@lru_cache(maxsize=1024)
def _named_column(letters: str) -> int:
    """The column of a cell's name without its row: ``D``, ``$D$``."""
    match = COLUMN.fullmatch(letters)
    if not match:
        raise DamagedPartError
    return column_number(match[1])


def corners(area: str) -> tuple[Position, Position]:
    """The first and last cell of a range: ``B2:D7``, a single ``B2``, whole columns ``B:D`` or rows ``2:7``."""
    first, _, last = area.partition(":")
    one, other = _corner(first, (1, 1)), _corner(last or first, (LAST_ROW, LAST_COLUMN))
    return (min(one[0], other[0]), min(one[1], other[1])), (max(one[0], other[0]), max(one[1], other[1]))


def _corner(name: str, otherwise: Position) -> Position:
    """A corner of a range; what its name leaves open (a row, a column) is as ``otherwise``."""
    match = CORNER.fullmatch(name.strip())
    if not match or not (match[1] or match[2]):
        raise DamagedPartError
    return int(match[2] or otherwise[0]), column_number(match[1] or "") or otherwise[1]
