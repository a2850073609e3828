"""What a cell means: one reader for each kind of column. Nothing is guessed; doubt becomes a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from pipeline.colour import is_grey
from pipeline.intake.comparing import DASHES, absence, key
from pipeline.intake.dates import day, month
from pipeline.intake.figures import figure, number
from pipeline.intake.prose import prose
from pipeline.model import Cell, Column, Content, Problem, Rating, Run, Value, replace

Read = Content | Problem | tuple[Content | Problem, bool]  # with whether it was inferred
# The kinds in which a word such as n/a stands for the value; elsewhere it is a word like others.
MAY_BE_ABSENT = frozenset({"number", "figure", "date", "month"})
NEVER_DATES = frozenset({"number", "figure", "reference", "rating", "choice", "yes_no"})
LINE_END = re.compile(r"(?<!\s)\s*\n\s*")  # from where space starts: long gaps cost no time
EARLIER = re.compile(r"^\W*(?:was|were|previously|formerly|from|last (?:month|period|quarter|time))\b")


def understand(cell: Cell, column: Column) -> Value:
    """The value of ``cell`` as ``column`` has it; what is not understood carries its problem."""
    if cell.runs:
        cell = cell._replace(runs=tuple(_emphasised(cell.runs)))
    content, problem, inferred = None, _unreadable(cell, column), False
    typed = "" if problem is Problem.UNCALCULATED else cell.typed
    if typed and not problem:
        read = _read(cell, column)
        found, inferred = read if isinstance(read, tuple) else (read, False)
        content, problem = (None, found) if isinstance(found, Problem) else (found, None)
    return Value(cell.address, typed, content, problem, inferred and not problem, cell.runs, cell.link)


def _read(cell: Cell, column: Column) -> Read:
    absent = absence(cell.typed) if column.kind in MAY_BE_ABSENT else None
    return absent or READERS[column.kind](cell, column)


def _emphasised(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs without what holds for all of them: a cell in italics, like the form's examples, stresses nothing by it."""
    bold, italic = all(run.bold for run in runs), all(run.italic for run in runs)
    for run in runs:
        yield replace(run, bold=run.bold and not bold, italic=run.italic and not italic)


def _unreadable(cell: Cell, column: Column) -> Problem | None:
    """What keeps a cell from meaning anything, whatever its column."""
    if cell.error:
        return Problem.CELL_ERROR
    if cell.uncalculated:
        return Problem.UNCALCULATED
    if cell.struck or any(run.struck for run in cell.runs):
        return Problem.STRUCK
    if _is_dash(cell.typed):
        return Problem.DASH
    if cell.day and column.kind in NEVER_DATES:
        return Problem.TURNED_INTO_DATE
    coloured = column.scheme and not cell.typed and cell.fill and not is_grey(cell.fill)
    return Problem.FILL_ONLY if coloured else None


def _is_dash(typed: str) -> bool:
    if not typed or typed[0].isalnum():  # most begin with a letter or digit, and need no further look
        return False
    return key(typed) in DASHES or not typed.strip("-–—")


def text(cell: Cell, _: Column) -> Read:
    """Short text, on one line."""
    return LINE_END.sub(" ", cell.typed) if "\n" in cell.typed else cell.typed


def rating(cell: Cell, column: Column) -> Read:
    """A word of the column's scheme, or one of its aliases; what stood there earlier may follow.

    “Red (was amber)” and “Green - on plan” are Red and Green, inferred. “Amber/Green” is neither.
    """
    words = dict(_words(column))
    if exact := words.get(key(cell.typed)):
        return exact
    head, rest = _parted(cell.typed)
    found = words.get(key(head))
    if found is None or (not EARLIER.match(rest) and _names_a_rating(rest, words)):
        return Problem.NOT_A_RATING
    return found, True


def _words(column: Column) -> Iterator[tuple[str, Rating]]:
    for candidate in column.scheme.ratings if column.scheme else ():
        yield from ((key(word), candidate) for word in (candidate.word, *candidate.aliases))


def _parted(typed: str) -> tuple[str, str]:
    """A text cut before its first bracket, comma, colon, spaced dash or “was”."""
    match = re.search(r"\s*[(\[,;:\n]|\s+[-–—]\s|\s+(?=was\b|previously\b)", typed)
    return (typed[: match.start()], typed[match.end() :].casefold()) if match else (typed, "")


def _names_a_rating(rest: str, words: dict[str, Rating]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", rest) for word in words if len(word) > 1)


def choice(cell: Cell, column: Column) -> Read:
    """One of the column's choices."""
    return next((word for word in column.choices if key(word) == key(cell.typed)), Problem.NOT_A_CHOICE)


def yes_no(cell: Cell, _: Column) -> Read:
    """Yes or no."""
    return {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(
        key(cell.typed), Problem.NOT_YES_OR_NO
    )


READERS: dict[str, Callable[[Cell, Column], Read]] = {
    "text": text,
    "reference": text,
    "long_text": lambda cell, _: prose(cell),
    "rating": rating,
    "choice": choice,
    "yes_no": yes_no,
    "number": number,
    "figure": figure,
    "date": lambda cell, _: day(cell),
    "month": lambda cell, _: month(cell),
}
