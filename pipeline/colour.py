"""Which text colour can be read on a fill (WCAG 2.2, success criterion 1.4.3)."""

from __future__ import annotations

from functools import lru_cache

GREY_SPREAD = 32  # of 255, between the strongest and the weakest of red, green and blue
FILLS = 256  # of rating schemes, whose ink is known


def luminance(colour: str) -> float:
    """Relative luminance of RRGGBB, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(FILLS)
def ink(fill: str) -> str:
    """Black or white, whichever reads better on ``fill``; the better of the two always reaches 4.5:1."""
    return max(("000000", "FFFFFF"), key=lambda colour: contrast(colour, fill))


def is_grey(fill: str) -> bool:
    """Whether a fill is white, black or a grey: a shade of the sheet's look, and not a colour that says something."""
    parts = [int(fill[place : place + 2], 16) for place in (0, 2, 4)]
    return max(parts) - min(parts) < GREY_SPREAD
