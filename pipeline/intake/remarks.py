"""What a return carries besides its values, and that no paper shows: comments, pictures, links of odd kinds."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.forms.sheets import OPENING as OURS
from pipeline.links import web_address
from pipeline.model import Address, Finding, Level, Rule, Sheet, Workbook

COMMENT = Rule(
    "cell-comment",
    Level.NOTE,
    "The cell carries a comment; comments are not part of the paper.",
    "Nothing to do, unless the paper should say it: then type it into the cell.",
    why="Comments are often notes among colleagues. None reaches the paper, and the sender should know.",
)
DRAWINGS = Rule(
    "sheet-drawings",
    Level.NOTE,
    "The sheet “{sheet}” holds pictures, shapes or charts; they are not part of the paper.",
    "Nothing to do, unless the paper should say what they show: then type it into the form.",
    why="A picture or chart cannot be checked or read aloud, so it is not taken over. It is noted, in case it says something that no cell does.",
)
LINK_NOT_KEPT = Rule(
    "link-not-kept",
    Level.NOTE,
    "The cell links to something that readers of a paper cannot open; its words are shown without the link.",
    "Nothing to do, or link to a web page.",
    why="A link to a drive or an inner page leads members and the public nowhere, and gives away names of servers and folders.",
)


def remarks(workbook: Workbook) -> Iterator[Finding]:
    """A note for each comment, each sheet with drawings, and each link that is not kept."""
    for sheet in workbook.sheets:
        if sheet.drawings:
            yield DRAWINGS.found(Address(workbook.file, sheet.name), sheet=sheet.name)
        yield from _on_cells(sheet)


def _on_cells(sheet: Sheet) -> Iterator[Finding]:
    for at in sorted({**sheet.cells, **sheet.blanks}):
        cell = sheet.cells.get(at) or sheet.blanks[at]
        if cell.comment and not cell.comment.startswith(OURS.strip()):
            yield COMMENT.found(cell.address)
        if cell.link and not cell.link.startswith("#") and not web_address(cell.link):
            yield LINK_NOT_KEPT.found(cell.address)
