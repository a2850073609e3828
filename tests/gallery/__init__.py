"""The gallery: files that provoke each rule, and the words that a user then sees.

``entry`` says what an entry is; ``making`` spoils returns; the others hold the entries, by the subjects of the
rulebook. ``layouts`` and ``ways_of_typing`` hold the messes: what people do to a form and the program understands.
"""

from __future__ import annotations

from collections.abc import Mapping

from gallery import (
    cells,
    files_that_come,
    layouts,
    lengths,
    other_programs,
    over_time,
    packages,
    papers,
    personal_data,
    sheets_and_rows,
    standing,
    understood,
    ways_of_typing,
    workbooks,
)
from gallery.entry import Entry

BY_SUBJECT: Mapping[str, tuple[Entry, ...]] = {
    "Files that come": (*files_that_come.ENTRIES, *packages.ENTRIES),
    "What a workbook holds": (*other_programs.ENTRIES, *workbooks.ENTRIES),
    "Sheets, headings and rows": sheets_and_rows.ENTRIES,
    "Which return counts": standing.ENTRIES,
    "What cells say": (*cells.ENTRIES, *understood.ENTRIES),
    "What changed over time": over_time.ENTRIES,
    "What a committee accepts": lengths.ENTRIES,
    "Personal data": personal_data.ENTRIES,
    "What a paper shows": papers.ENTRIES,
}
MESSES = (*layouts.MESSES, *ways_of_typing.MESSES)
ENTRIES = tuple(entry for entries in BY_SUBJECT.values() for entry in entries)


def examples() -> dict[str, str]:
    """What each rule says of its first entry, with the place, by the rule's id."""
    return {entry.rule: entry.said for entry in reversed(ENTRIES)}
