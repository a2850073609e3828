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
Reader = Callable[[Cell], Read]
# The kinds in which a word such as n/a stands for the value; elsewhere it is a word like others.
MAY_BE_ABSENT = frozenset({"number", "figure", "date", "month"})
NEVER_DATES = frozenset({"number", "figure", "reference", "rating", "choice", "yes_no"})
LINE_END = re.compile(r"(?<!\s)\s*\n\s*")  # from where space starts: long gaps cost no time
WRITTEN = re.compile(r"[^\W_]")  # a letter or digit: what has one is no dash
EARLIER = re.compile(r"^\W*(?:was|were|previously|formerly|from|last (?:month|period|quarter|time))\b")


def understand(cell: Cell, column: Column) -> Value:
    """The value of ``cell`` as ``column`` has it; what is not understood carries its problem."""
    return Understanding(column)(cell)


class Understanding:
    """How the cells of one column are understood, worked out once for all of them."""

    def __init__(self, column: Column) -> None:
        """For the cells of ``column``."""
        self._column = column
        self._reader = READERS[column.kind](column)
        self._may_be_absent = column.kind in MAY_BE_ABSENT

    def __call__(self, cell: Cell) -> Value:
        """As :func:`understand` has it."""
        if cell.runs:
            cell = cell._replace(runs=tuple(_emphasised(cell.runs)))
        content, problem, inferred = None, _unreadable(cell, self._column), False
        typed = "" if problem is Problem.UNCALCULATED else cell.typed
        if typed and not problem:
            read = self._read(cell)
            found, inferred = read if isinstance(read, tuple) else (read, False)
            content, problem = (None, found) if isinstance(found, Problem) else (found, None)
        return Value(cell.address, typed, content, problem, inferred and not problem, cell.runs, cell.link)

    def _read(self, cell: Cell) -> Read:
        absent = absence(cell.typed) if self._may_be_absent else None
        return absent or self._reader(cell)


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
    if cell.struck or (cell.runs and any(run.struck for run in cell.runs)):
        return Problem.STRUCK
    if _is_dash(cell.typed):
        return Problem.DASH
    if cell.day and column.kind in NEVER_DATES:
        return Problem.TURNED_INTO_DATE
    coloured = column.scheme and not cell.typed and cell.fill and not is_grey(cell.fill)
    return Problem.FILL_ONLY if coloured else None


def _is_dash(typed: str) -> bool:
    if not typed or WRITTEN.search(typed):  # a paragraph may begin with a dash: it needs no further look
        return False
    return key(typed) in DASHES or not typed.strip("-–—")


def text(cell: Cell) -> Read:
    """Short text, on one line."""
    return LINE_END.sub(" ", cell.typed) if "\n" in cell.typed else cell.typed


def rating(column: Column) -> Reader:
    """A word of the column's scheme, or one of its aliases; what stood there earlier may follow.

    “Red (was amber)” and “Green - on plan” are Red and Green, inferred. “Amber/Green” is neither.
    """
    words = dict(_words(column))

    def read(cell: Cell) -> Read:
        if exact := words.get(key(cell.typed)):
            return exact
        head, rest = _parted(cell.typed)
        found = words.get(key(head))
        if found is None or (not EARLIER.match(rest) and _names_a_rating(rest, words)):
            return Problem.NOT_A_RATING
        return found, True

    return read


def _words(column: Column) -> Iterator[tuple[str, Rating]]:
    for candidate in column.scheme.ratings if column.scheme else ():
        yield from ((key(word), candidate) for word in (candidate.word, *candidate.aliases))


def _parted(typed: str) -> tuple[str, str]:
    """A text cut before its first bracket, comma, colon, spaced dash or “was”."""
    match = re.search(r"\s*[(\[,;:\n]|\s+[-–—]\s|\s+(?=was\b|previously\b)", typed)
    return (typed[: match.start()], typed[match.end() :].casefold()) if match else (typed, "")


def _names_a_rating(rest: str, words: dict[str, Rating]) -> bool:
    return any(re.search(rf"\b{re.escape(word)}\b", rest) for word in words if len(word) > 1)


def choice(column: Column) -> Reader:
    """One of the column's choices; of two that are alike the first."""
    choices = {key(word): word for word in reversed(column.choices)}
    return lambda cell: choices.get(key(cell.typed), Problem.NOT_A_CHOICE)


def yes_no(cell: Cell) -> Read:
    """Yes or no."""
    return {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(
        key(cell.typed), Problem.NOT_YES_OR_NO
    )


READERS: dict[str, Callable[[Column], Reader]] = {
    "text": lambda _: text,
    "reference": lambda _: text,
    "long_text": lambda _: prose,
    "rating": rating,
    "choice": choice,
    "yes_no": lambda _: yes_no,
    "number": lambda column: lambda cell: number(cell, column),
    "figure": lambda column: lambda cell: figure(cell, column),
    "date": lambda _: day,
    "month": lambda _: month,
}
