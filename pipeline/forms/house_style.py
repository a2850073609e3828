"""The house's colours and sizes in workbooks, as plain values for all who write them."""

from __future__ import annotations

import math
from collections.abc import Iterable

FONT = "Arial"
SIZE = 11  # points, of the body's font
NAVY, PALE, GREY, LINK_BLUE, EDGE_GREY = "003087", "E8EDF4", "595959", "0B4F9E", "A6B1C2"
MARGIN = 0.5  # inches, of a printed page
LINE_HEIGHT = 14.5  # points, of a line of the body's font
LEAST_HEIGHT, MOST_HEIGHT = 20, 409  # points; no row of Excel's is higher


def height_of(texts: Iterable[tuple[str, float]], least: float = LEAST_HEIGHT) -> float:
    """About the height of a row of texts, each with its column's width, but at ``least`` that high."""
    lines = 1
    for text, width in texts:
        lines = max(lines, sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n")))
    return min(max(least, LINE_HEIGHT * lines), MOST_HEIGHT)
