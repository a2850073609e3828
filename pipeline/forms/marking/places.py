"""Cells by their names, such as ``B5``, and areas of them."""

from __future__ import annotations

import re

CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
Place = tuple[int, int]  # row and column, both from 1
MOST = 20_000  # areas of merged cells on a sheet, of which each query's cells may be one


def place_of(cell: str) -> Place:
    """The row and the column of a cell; raises ValueError for what is no cell."""
    found = CELL.fullmatch(cell.upper())
    if found is None:
        raise ValueError("no cell has such a name")
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


class Areas:
    """The merged cells of a sheet, to be asked which of them a cell is one of."""

    def __init__(self, references: list[str]) -> None:
        """``references`` as the file has them, such as ``B5:D6``."""
        if len(references) > MOST:
            raise ValueError("no return has so many merged cells")
        self._areas = []
        for reference in references:
            first, _, last = reference.partition(":")
            self._areas.append((place_of(first), place_of(last or first), reference))

    def of(self, cell: str) -> str:
        """The area that the cell is in, or the cell itself."""
        row, column = place_of(cell)
        for (top, left), (bottom, right), reference in self._areas:
            if top <= row <= bottom and left <= column <= right:
                return reference
        return cell
