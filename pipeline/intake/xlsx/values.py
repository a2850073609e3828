"""What the value of a cell shows: numbers under their format, dates of both systems, truth values, errors."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from pipeline.intake.xlsx.formats import NumberFormat, Shows
from pipeline.intake.xlsx.text import Seen, legible
from pipeline.model import in_words

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,4})?")
ISO_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*)?")
ISO_TIME = re.compile(r"T?([0-9]{2}:[0-9]{2})(?::[0-9.]+)?Z?")
DAY_ZERO = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}  # noqa: DTZ001 - cells know no time zone
LAST_SERIAL = {False: 2_958_466, True: 2_957_004}  # the day after 31 December 9999


def plain(number: Decimal) -> str:
    """A number without exponent or needless zeros: 38.40 → ``38.4``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def seen_number(typed: str, shown_by: NumberFormat, *, since_1904: bool) -> Seen | None:
    """What a number shows under its format; None when ``typed`` is no number.

    The number is the shortest decimal that means the same to a computer: Excel writes 38.4% as
    0.38400000000000001.
    """
    typed = typed.strip()
    if not NUMBER.fullmatch(typed) or not math.isfinite(approximate := float(typed)):
        return None
    number = Decimal(typed) if typed.lstrip("-").isdigit() else Decimal(repr(approximate))
    number = number or Decimal(0)  # a computer knows -0, a person does not
    shows = shown_by.shows(approximate)
    if shows is Shows.PERCENT:
        return Seen(f"{plain(number * 100)}%", number, percent=True)
    if shows is Shows.ELAPSED:
        return Seen(_elapsed(approximate))
    day = _seen_day(approximate, since_1904=since_1904) if shows is Shows.DATE else None
    return day or Seen(plain(number), number)


def _elapsed(days: float) -> str:
    """Hours and minutes that may pass 24: 1.5 → ``36:00``."""
    minutes = round(abs(days) * 1440)
    return f"{'-' if days < 0 else ''}{minutes // 60}:{minutes % 60:02}"


def _seen_day(serial: float, *, since_1904: bool) -> Seen | None:
    """A day or time of day by its serial number; None for one outside Excel's calendar (ECMA-376 part 1, 18.17.4).

    In the 1900 system serial 60 is 29 February 1900, a day that never was, kept for Lotus 1-2-3's sake:
    what stands before it is counted one day further, and it is itself no date.
    """
    if not 0 <= serial < LAST_SERIAL[since_1904]:
        return None
    whole = math.floor(serial)
    moment = DAY_ZERO[since_1904] + timedelta(whole, milliseconds=round((serial - whole) * 86_400_000))
    if serial < 1 and not (since_1904 and whole == serial):
        return Seen(f"{moment:%H:%M}")
    if not since_1904 and whole == 60:
        return Seen("29 February 1900")
    day = (moment + timedelta(1 if whole < 60 and not since_1904 else 0)).date()
    return Seen(in_words(day), day=day)


def seen_iso_date(typed: str) -> Seen | None:
    """A date written as in ISO 8601 (``t="d"``, ECMA-376 part 1, 18.18.11); None when it is none."""
    typed = typed.strip()
    if match := ISO_TIME.fullmatch(typed):
        return Seen(match[1])
    match = ISO_DAY.fullmatch(typed)
    try:
        day = date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
    return Seen(in_words(day), day=day) if day else None


def seen_truth(typed: str) -> Seen | None:
    """Yes or No; None when it is neither."""
    word = {"1": "Yes", "true": "Yes", "0": "No", "false": "No"}.get(typed.strip().lower())
    return Seen(word) if word else None


def seen_error(typed: str) -> Seen:
    """An error as the cell shows it: ``#REF!``."""
    return Seen(legible(typed), error=True)
