"""What a form is issued with: the rows and answers last reported, and beside each rating the one last given.

What was last given stands in grey columns of its own, which are known again by their headings and never read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from pipeline.model import Column, Partnership, Period, Return, Value

SCORE = "score"  # the number that is judged anew each time, as ratings are
LAST_HINT = "For comparison. It is not read: please fill in the column to its right."


class StartingRow(Struct, frozen=True):
    """A row of the next form: what stands in it, and the ``last`` ratings shown in grey, both by column id."""

    values: Mapping[str, Value]
    last: Mapping[str, str]


class Start(Struct, frozen=True):
    """What the return of an earlier ``period`` leaves to the next form, by the ids of fields and tables.

    ``ratings`` are the last ones of single answers; ``left_out`` names the rows that were finished.
    """

    period: Period
    answers: Mapping[str, Value] = field(default_factory=dict)
    rows: Mapping[str, tuple[StartingRow, ...]] = field(default_factory=dict)
    ratings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


class Issued(Struct, frozen=True):
    """A form: whose it is, the file, the return that it was filled from, and the finished rows that it leaves out."""

    sender: Partnership
    is_cover: bool
    file: str
    source: Return | None = None
    left_out: tuple[str, ...] = ()

    @property
    def period(self) -> Period | None:
        """The period of the return that it was filled from; None for a blank form."""
        return self.source.period if self.source else None


def judged(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that are filled in anew each time beside what was last given.

    Where a form asks for the last rating itself, in a column that is carried from another, nothing is shown twice.
    """
    sources = {column.carried_from for column in columns}
    return tuple(
        column
        for column in columns
        if (column.kind == "rating" or column.id == SCORE)
        and not column.carried_from
        and column.id not in sources
    )


def last_heading(header: str, period: Period) -> str:
    """What stands above a grey column: ``Project status in November 2019``."""
    return f"{header} in {period.title}"


def last_answer(word: str, period: Period) -> str:
    """What stands in grey beside a single answer: ``In November 2019: Amber``."""
    return f"In {period.title}: {word}"
