"""The most that reading one workbook may cost, counted while reading and never taken from what it declares."""

from __future__ import annotations

from msgspec import Struct

from pipeline.limits import Limits
from pipeline.model import Address, Finding, Level, Rule

SLIM = (
    "In Excel delete what the form does not ask for (pictures, sheets of your own, rows and columns far below and "
    "beside the tables), save the workbook and send it again."
)
SUSPECT = (
    "If you know the sender, ask them to open it in Excel, choose File › Save As, and send the copy. If not, do not "
    "open it; tell your IT service desk."
)
RESAVE = "Please open it in Excel, choose File › Save As, and send the copy."  # what a suspect file's sender is asked
TOO_LARGE = Rule(
    "file-too-large",
    Level.ERROR,
    "{file} is larger than {limit} MB and was not read.",
    SLIM,
    why="A return is far below a megabyte. A cap keeps one file, sent by mistake or with intent, from holding up the whole paper.",
)
UNPACKS_TOO_LARGE = Rule(
    "file-unpacks-too-large", Level.ERROR, "{file} holds more than {limit} MB when unpacked and was not read.",
    SLIM,
    why="A workbook is a zip file. A small one can unpack to more than a computer's memory, by mistake or with intent (a “zip bomb”).",
)  # fmt: skip
TOO_MANY_ITEMS = Rule(
    "file-too-many-cells", Level.ERROR, "{file} holds more than {limit} filled cells, comments and merged ranges and was not read.",
    SLIM,
    why="A return has some hundred filled cells. A workbook with hundreds of thousands is something else, and would hold up every other return.",
)  # fmt: skip
TOO_MANY_MARKS = Rule(
    "file-too-much-formatting", Level.ERROR, "{file} holds far more formatting or empty cells than a return needs and was not read.",
    SLIM,
    why="Formatting or borders pulled down whole columns leave millions of empty cells, which take long to read and say nothing.",
)  # fmt: skip
TOO_MUCH_TEXT = Rule(
    "file-too-much-text", Level.ERROR, "{file} holds more than {limit} characters of text and was not read.",
    SLIM,
    why="No paper could show so much text, and it would hold up every other return.",
)  # fmt: skip
TOO_MANY_STRINGS = Rule(
    "file-too-many-texts", Level.ERROR, "{file} holds more than {limit} different texts and was not read.",
    SLIM,
    why="The list of texts that a workbook's cells share is held in memory, so its length is capped, like everything that is counted.",
)  # fmt: skip
TOO_MANY_SHEETS = Rule(
    "file-too-many-sheets", Level.ERROR, "{file} has more than {limit} sheets and was not read.",
    "Delete the sheets that do not belong to the form, save the workbook and send it again.",
    why="A return has fewer than ten sheets. One with hundreds is something else, or was made to exhaust whatever opens it.",
)  # fmt: skip


class RefusedError(Exception):
    """Nothing of the file is read. Never leaves the reader: it becomes the finding of its rule."""

    def __init__(self, rule: Rule, **values: object) -> None:
        """Refuse by ``rule``, whose wording is filled from ``values`` and the file's name."""
        super().__init__(rule.id)
        self._rule, self._values = rule, values

    def finding(self, file: str) -> Finding:
        """The refusal in words."""
        return self._rule.found(Address(file), file=file, **self._values)


class DamagedPartError(Exception):
    """One part of the file is not sound. Whoever asked for the part says what is lost with it."""


class Meter(Struct):
    """What has been spent. Each method counts something more and refuses the file at its limit."""

    limits: Limits
    _unpacked: int = 0
    _items: int = 0
    _marks: int = 0
    _characters: int = 0

    def add(self, other: Meter) -> None:
        """What another meter counted."""
        self.unpack(other._unpacked)
        self.keep(other._items)
        self.pass_marks(other._marks)
        self.read_text(other._characters)

    def unpack(self, count: int) -> None:
        """Bytes that came out of the zip."""
        self._unpacked += count
        if self._unpacked > self.limits.unpacked_bytes:
            raise RefusedError(UNPACKS_TOO_LARGE, limit=self.limits.unpacked_bytes // 1_000_000)

    def keep(self, count: int = 1) -> None:
        """Things kept in memory: cells, comments, links, merged ranges, styles, relationships."""
        self._items += count
        if self._items > self.limits.items:
            raise RefusedError(TOO_MANY_ITEMS, limit=f"{self.limits.items:,}")

    def pass_marks(self, count: int) -> None:
        """Tags and attributes passed, or positions of a range walked through."""
        self._marks += count
        if self._marks > self.limits.marks:
            raise RefusedError(TOO_MANY_MARKS)

    def read_text(self, count: int) -> None:
        """Characters read from a part, or shown in a cell."""
        self._characters += count
        if self._characters > self.limits.characters:
            raise RefusedError(TOO_MUCH_TEXT, limit=f"{self.limits.characters:,}")
