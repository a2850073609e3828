"""Numbers and figures with a unit, as Excel holds them and as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.model import Cell, Column, Figure, Problem

# Commas part thousands: elsewhere they stand for another country's decimal point, and 12,5 is not 125.
DIGITS = r"[-−+]?(?:\d{1,3}(?:,\d{3})+(?![,\d])|\d+)(?:\.\d+)?"
PLAIN = re.compile(DIGITS)
FIGURE = re.compile(
    rf"(?:(?P<less>[-−](?=£\s*\d))?(?P<pound>£))?\s*(?P<number>{DIGITS})\s*"
    r"(?:(?P<scale>k|m|mn|million|bn|billion)\b\s*)?(?P<unit>%|per cent|percent|(?:weeks?|wks?|people|persons?)\b)?",
    re.IGNORECASE,
)
SCALES = {
    "k": 10**3,
    **dict.fromkeys(("m", "mn", "million"), 10**6),
    **dict.fromkeys(("bn", "billion"), 10**9),
}
UNITS = {
    **dict.fromkeys(("%", "per cent", "percent"), "per cent"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "weeks"),
    **dict.fromkeys(("people", "person", "persons"), "people"),
}
RAISED = re.compile("^[¹²³⁰⁴-⁹]+")  # a footnote's number; behind a bare figure it could be a power
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def number(cell: Cell, column: Column) -> Decimal | Problem:
    """A number, within the column's bounds where it has them."""
    value = cell.number
    if value is None:
        match = PLAIN.fullmatch(cell.typed)
        if not match:
            return Problem.NOT_A_NUMBER
        value = _decimal(match[0])
    low, high = column.lowest, column.highest
    if (low is not None and value < low) or (high is not None and value > high):
        return Problem.OUT_OF_RANGE
    return value


def _decimal(typed: str) -> Decimal:
    return Decimal(typed.replace(",", "").replace("−", "-"))


def figure(cell: Cell, column: Column) -> Figure | str | Problem:
    """A number with its unit and a note: “38.4% YTD”, “17 (North)”, “£1.2m”, “-£40,000”.

    Two numbers, such as a range or a rate, are text: shown as typed and never compared. Words without a
    number are not a figure. A bare fraction where per cent is wanted could be itself or a hundred times it.
    """
    if cell.number is not None:
        return _held(cell, cell.number, column.unit)
    match = FIGURE.match(cell.typed)
    if not match or not _alone(match, cell.typed[match.end() :]):
        return cell.typed if re.search(r"\d", cell.typed) else Problem.NOT_A_NUMBER
    value = _decimal(match["number"]) * SCALES.get((match["scale"] or "").casefold(), 1)
    if match["less"]:
        value = -value
    return Figure(value, _unit(match, column.unit), cell.typed[match.end() :].strip(), cell.typed)


def _held(cell: Cell, value: Decimal, unit: str) -> Figure | Problem:
    if cell.percent:
        return Figure(value * 100, "per cent", "", cell.typed)
    if unit == "per cent" and 0 < abs(value) <= 1:
        return Problem.PER_CENT_UNCLEAR
    return Figure(value, unit, "", cell.typed)


def _alone(match: re.Match[str], rest: str) -> bool:
    """Whether the number stands for the whole: nothing glued to it, no scale without a currency, no second number."""
    if match["scale"] and not match["pound"]:
        return False  # “5m” could be metres, months or millions
    rest = RAISED.sub("", rest) if match["unit"] else rest
    glued = re.match(r"[\w/,]|\.(?!\s*$)", rest) or re.match(r"\s*(?:per\b|/|to\b|[-–—]\s*\d)", rest)
    return not glued and not re.search(r"\d", BRACKETED.sub("", rest))


def _unit(match: re.Match[str], usual: str) -> str:
    return "pounds" if match["pound"] else UNITS.get((match["unit"] or "").casefold(), usual)
