"""What a cell can mean, or why it could not be understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from pipeline.model.findings import Address
from pipeline.model.periods import Period
from pipeline.model.ratings import Rating
from pipeline.model.workbook import Run


class Paragraph(Struct, frozen=True, gc=False):
    """A line of prose. ``level`` is 0 for running text, 1 and more for bullets and nested bullets.

    ``runs`` are there only where bold or italic text changes within the line; joined they give ``text``.
    ``link`` is the web or mail address that the line leads to.
    """

    text: str
    level: int = 0
    runs: tuple[Run, ...] = ()
    link: str = ""


class Prose(Struct, frozen=True, gc=False):
    """A long text: its paragraphs and bullets in order."""

    paragraphs: tuple[Paragraph, ...]


class Figure(Struct, frozen=True, gc=False):
    """A number with its unit (``per cent``, ``weeks``, ``pounds``, ``people``, or '') and the words that follow it."""

    number: Decimal
    unit: str
    note: str
    shown: str


class Absent(StrEnum):
    """Said instead of a value: that there is nothing to report, or that the question does not arise."""

    NIL = "nil"
    NOT_APPLICABLE = "not applicable"


Content = str | Prose | Rating | date | Period | Decimal | Figure | bool | Absent


class Problem(StrEnum):
    """Why a typed value could not be understood."""

    NOT_A_RATING = "not a rating"
    NOT_A_CHOICE = "not a choice"
    NOT_A_DATE = "not a date"
    IMPOSSIBLE_DATE = "impossible date"
    NOT_A_MONTH = "not a month"
    NOT_A_NUMBER = "not a number"
    OUT_OF_RANGE = "out of range"
    NOT_YES_OR_NO = "not yes or no"
    DATE_WITHOUT_YEAR = "date without day or year"
    PER_CENT_UNCLEAR = "per cent or its hundredth"
    DASH = "dash"
    TURNED_INTO_DATE = "date that Excel made"
    CELL_ERROR = "cell error"
    UNCALCULATED = "formula without a value"
    STRUCK = "struck through"
    FILL_ONLY = "colour without a word"
    HIDDEN = "hidden"
    MERGED = "merged with another cell"


class Value(Struct, frozen=True, gc=False):
    """What stands in a cell and what it means. Blank: ``typed`` is ''. Not understood: ``problem`` says why.

    ``inferred``: the content follows from what was typed by a stated rule, and not word for word. ``merged`` are
    the merged cells, such as ``E5:E6``, that cover it.
    """

    address: Address
    typed: str
    content: Content | None = None
    problem: Problem | None = None
    inferred: bool = False
    runs: tuple[Run, ...] = ()
    link: str = ""
    merged: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed (and no formula awaits its value)."""
        return not self.typed and self.problem is None
