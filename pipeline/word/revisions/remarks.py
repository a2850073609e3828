"""Comments that people have made in a paper in Word."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.revisions.reading import PARAGRAPH

ID, REFERENCE = qn("w:id"), qn("w:commentReference")
START = qn("w:commentRangeStart")


class Remark(Struct, frozen=True):
    """A comment: its words, whose it is, when it was made, as Word writes it, and the paragraph that it begins in."""

    words: str
    author: str
    time: str
    paragraph: Any


def remarks(document: Any) -> Iterator[Remark]:
    """The comments of a file in the order in which they stand in its body."""
    part = next(
        (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/comments")), None
    )
    if part is None:
        return
    known = {one.get(ID): one for one in part.element.iterchildren(qn("w:comment"))}
    for mark in document.element.body.iter(START, REFERENCE):
        comment = known.pop(mark.get(ID), None)
        if comment is not None:
            yield Remark(_words(comment), comment.get(qn("w:author"), ""), _time(comment), _paragraph(mark))


def _time(comment: Any) -> str:
    """When a comment was made; '' where the file says no real time: LibreOffice writes the year 0 for none."""
    time = str(comment.get(qn("w:date"), ""))
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return ""
    return time


def _words(comment: Any) -> str:
    lines = ("".join(text.text or "" for text in one.iter(qn("w:t"))) for one in comment.iter(PARAGRAPH))
    return "\n".join(line for line in lines if line.strip())


def _paragraph(mark: Any) -> Any:
    """The paragraph that a mark stands in; a mark between paragraphs belongs to the next one."""
    inside = next(mark.iterancestors(PARAGRAPH), None)
    if inside is not None:
        return inside
    return next((one for after in mark.itersiblings() for one in after.iter(PARAGRAPH)), None)
