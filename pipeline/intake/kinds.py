"""What a cell means: one reader for each kind of column. Nothing is guessed; doubt becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from pipeline.model import MONTHS, Cell, Column, Content, Figure, Paragraph, Period, Problem, Prose, Value

Read = Content | Problem

BULLET = re.compile(
    r"^([\s\u00a0]*)(?:[•‣▪■●◦○·\uf0b7\uf0a7]|[-–—*](?=[\s\u00a0])|o(?=[\s\u00a0]))[\s\u00a0]*(?=\S)"
)
NUMBER = re.compile(
    r"(?P<pound>£)?\s*(?P<number>[-−]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%|per cent|percent|weeks?|wks?|people|persons?)?",
    re.IGNORECASE,
)
UNITS = {
    **dict.fromkeys(("%", "per cent", "percent"), "per cent"),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), "weeks"),
    **dict.fromkeys(("people", "person", "persons"), "people"),
}
SPREADSHEET_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 system as every serial after February 1900 counts
MONTH_NUMBERS = {name.casefold(): number for number, name in enumerate(MONTHS, 1)} | {
    name[:3].casefold(): number for number, name in enumerate(MONTHS, 1)
} | {"sept": 9}  # fmt: skip


def key(text: str) -> str:
    """Text for comparison: case, spaces (of any kind) and closing punctuation do not count."""
    folded = re.sub(r"[\s\u00a0\u200b\u200c\u200d\ufeff]+", " ", text.replace("\u2019", "'").casefold())
    return folded.strip(" :*.")


def understand(cell: Cell, column: Column) -> Value:
    """The value of ``cell`` as ``column`` has it; what is not understood carries its problem."""
    if cell.error:
        return Value(cell.address, cell.typed, problem=Problem.CELL_ERROR)
    if cell.uncalculated:
        return Value(cell.address, "", problem=Problem.UNCALCULATED)
    if not cell.typed:
        return Value(cell.address, "")
    read = READERS[column.kind](cell, column)
    if isinstance(read, Problem):
        return Value(cell.address, cell.typed, problem=read)
    return Value(cell.address, cell.typed, content=read)


def text(cell: Cell, _: Column) -> Read:
    """Short text, on one line."""
    return re.sub(r"\s*\n\s*", " ", cell.typed)


def prose(cell: Cell, _: Column) -> Prose:
    """Long text: a paragraph for each line, a bullet for each line that starts with one."""
    lines = [line for line in cell.typed.split("\n") if line.strip(" \t\u00a0")]
    indents = sorted({_indent(line) for line in lines if BULLET.match(line)})
    return Prose(tuple(_paragraph(line, indents) for line in lines))


def _indent(line: str) -> int:
    match = BULLET.match(line)
    return len(match[1].expandtabs(4)) if match else 0


def _paragraph(line: str, indents: list[int]) -> Paragraph:
    match = BULLET.match(line)
    if not match:
        return Paragraph(line.strip(" \t\u00a0"))
    return Paragraph(line[match.end() :].strip(" \t\u00a0"), 1 + indents.index(_indent(line)))


def rating(cell: Cell, column: Column) -> Read:
    """A word of the column's scheme, or one of its aliases."""
    for candidate in column.scheme.ratings if column.scheme else ():
        if key(cell.typed) in {key(word) for word in (candidate.word, *candidate.aliases)}:
            return candidate
    return Problem.NOT_A_RATING


def choice(cell: Cell, column: Column) -> Read:
    """One of the column's choices."""
    return next((word for word in column.choices if key(word) == key(cell.typed)), Problem.NOT_A_CHOICE)


def yes_no(cell: Cell, _: Column) -> Read:
    """Yes or no."""
    return {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(
        key(cell.typed), Problem.NOT_YES_OR_NO
    )


def number(cell: Cell, column: Column) -> Read:
    """A number, within the column's bounds where it has them."""
    value = cell.number
    if value is None:
        match = re.fullmatch(r"[-−]?\d[\d,]*(?:\.\d+)?", cell.typed)
        if not match:
            return Problem.NOT_A_NUMBER
        value = _decimal(match[0])
    low, high = column.lowest, column.highest
    if (low is not None and value < low) or (high is not None and value > high):
        return Problem.OUT_OF_RANGE
    return value


def _decimal(typed: str) -> Decimal:
    return Decimal(typed.replace(",", "").replace("−", "-"))


def figure(cell: Cell, column: Column) -> Read:
    """A number with its unit and a note: “38.4% YTD”, “17 (North)”. Two numbers are text, never a figure."""
    if cell.number is not None:
        value = cell.number * 100 if cell.percent else cell.number
        return Figure(value, "per cent" if cell.percent else column.unit, "", cell.typed)
    match = NUMBER.match(cell.typed)
    note = cell.typed[match.end() :].strip() if match else ""
    if (
        not match
        or re.match(r"[\w/.,]", cell.typed[match.end() : match.end() + 1])
        or re.match(r"per\b|/|to\b|-|–", note)
    ):
        return Problem.NOT_A_NUMBER
    unit = "pounds" if match["pound"] else UNITS.get((match["unit"] or "").casefold(), column.unit)
    return Figure(_decimal(match["number"]), unit, note, cell.typed)


def day(cell: Cell, _: Column) -> Read:
    """A calendar day: an Excel date, its serial number, or day, month and year typed out."""
    if cell.day:
        return cell.day
    if cell.number is not None:
        return _from_serial(cell.number)
    typed = key(re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", cell.typed, flags=re.IGNORECASE)).replace(",", "")
    match = re.fullmatch(r"(?:[a-z]+ )?(\d{1,2})[ -]([a-z]+)[ -](\d{4}|\d{2})", typed)
    if match and match[2] in MONTH_NUMBERS:
        return _checked(_year(match[3]), MONTH_NUMBERS[match[2]], int(match[1]))
    match = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", typed)
    if match:
        return _checked(_year(match[3]), int(match[2]), int(match[1]))
    match = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", typed)
    return _checked(int(match[1]), int(match[2]), int(match[3])) if match else Problem.NOT_A_DATE


def _from_serial(serial: Decimal) -> Read:
    # Serials from 1 January 2000 to 31 December 2099; other numbers are not dates that a return can mean.
    return SPREADSHEET_EPOCH + timedelta(days=int(serial)) if 36526 <= serial < 73051 else Problem.NOT_A_DATE


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 else 2000 + int(typed)


def _checked(year: int, month: int, day_of_month: int) -> Read:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        return Problem.IMPOSSIBLE_DATE


def month(cell: Cell, _: Column) -> Read:
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


READERS: dict[str, Callable[[Cell, Column], Read]] = {
    "text": text,
    "reference": text,
    "long_text": prose,
    "rating": rating,
    "choice": choice,
    "yes_no": yes_no,
    "number": number,
    "figure": figure,
    "date": day,
    "month": month,
}
