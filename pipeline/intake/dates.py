"""Days and reporting periods, as Excel holds them and as people type them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from pipeline.intake.comparing import key
from pipeline.model import MONTHS, Cell, Period, Problem

SPREADSHEET_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 system as every serial after February 1900 counts
# Serials from 1 January 2000 to 31 December 2099; other numbers are not dates that a return can mean.
SERIALS = range(36526, 73051)
MONTH_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)} | {
    name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)
} | {"sept": 9}  # fmt: skip


def day(cell: Cell) -> tuple[date | Problem, bool]:
    """A calendar day: an Excel date, its serial number, or day, month and year typed out.

    Gives with it whether the day was inferred: from a serial number, or from figures that would also be
    a day with the month first. Day before month, as everywhere in the United Kingdom.
    """
    if cell.day:
        return cell.day, False
    if cell.number is not None:
        return _from_serial(cell.number), True
    typed = key(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", cell.typed, flags=re.IGNORECASE)).replace(",", "")
    match = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})[ -]([a-z]+)[ -](\d{4}|\d{2})", typed)
    if match and match[2] in MONTH_NUMBERS:
        return _checked(_year(match[3]), MONTH_NUMBERS[match[2]], int(match[1])), False
    match = re.fullmatch(r"([a-z]+) (\d{1,2}) (\d{4})", typed)
    if match and match[1] in MONTH_NUMBERS:
        return _checked(int(match[3]), MONTH_NUMBERS[match[1]], int(match[2])), False
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", typed)
    if match:
        first, second = int(match[1]), int(match[2])
        return _checked(_year(match[3]), second, first), first <= 12 and first != second
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    if match:
        return _checked(int(match[1]), int(match[2]), int(match[3])), False
    return (Problem.DATE_WITHOUT_YEAR if _names_a_month(typed) else Problem.NOT_A_DATE), False


def _names_a_month(typed: str) -> bool:
    return any(word in MONTH_NUMBERS for word in re.findall(r"[a-z]+", typed))


def _from_serial(serial: Decimal) -> date | Problem:
    return SPREADSHEET_EPOCH + timedelta(days=int(serial)) if int(serial) in SERIALS else Problem.NOT_A_DATE


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _checked(year: int, month: int, day_of_month: int) -> date | Problem:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return Problem.IMPOSSIBLE_DATE


def month(cell: Cell) -> Period | Problem:
    """A reporting period: “November 2019”, “Nov-19”, “2019-11”, “Q3 2019”, or any date in the month."""
    if cell.day:
        return Period(cell.day.year, cell.day.month)
    typed = key(cell.typed)
    if period := Period.parse(typed.upper()):
        return period
    match = re.fullmatch(r"([a-z]+)[ -]'?(\d{4}|\d{2})", typed)
    if match and match[1] in MONTH_NUMBERS:
        return Period(_year(match[2]), MONTH_NUMBERS[match[1]])
    match = re.fullmatch(r"(?:q|quarter )([1-4])[ -](\d{4})", typed)
    if match:
        return Period(int(match[2]), quarter=int(match[1]))
    match = re.fullmatch(r"(0?[1-9]|1[0-2])/(\d{4})", typed)
    return Period(int(match[2]), int(match[1])) if match else Problem.NOT_A_MONTH
