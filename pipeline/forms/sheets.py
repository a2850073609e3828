"""What the sheets of a form and of a marked copy are known by, to those who write them and those who read them.

It stands apart from what writes workbooks, so that a build that writes none does not load openpyxl.
"""

from __future__ import annotations

import re

from msgspec import Struct

from pipeline.model import Address, Column

ABOUT = "About this return"
FORM_ROW_HINT = "Please leave this line as it is: it tells us which form this is."
QUERIES, QUERIES_FIRST_CELL = "Queries", "Queries on this return"
AUTHOR = "Report author's queries"
OPENING = f"{AUTHOR}:\n"  # how our words in a note are known again: LibreOffice forgets who wrote it
A_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
YES_OR_NO = ("Yes", "No")


class Reply(Struct, frozen=True):
    """What a reply needs: whose return it is and of when; where its version stands, as what, and what it becomes."""

    whose: str
    version_at: Address | None
    version_now: str
    version_next: str


class Marked(Struct, frozen=True):
    """A marked copy, and what of the original it does not hold."""

    data: bytes
    lost: tuple[str, ...]


def choices_of(column: Column) -> tuple[str, ...]:
    """The words that a column allows; none when it is free."""
    if column.scheme:
        return tuple(rating.word for rating in column.scheme.ratings)
    return YES_OR_NO if column.kind == "yes_no" else column.choices


def shortened(text: str, limit: int) -> str:
    """A long text without its middle."""
    half = limit // 2
    return text if len(text) <= limit else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"
