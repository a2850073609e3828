"""How a value is shown on the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.model import Absent, Paragraph, Prose, Rating, Shown, Value
from pipeline.saying import said

NOT_GIVEN = "Not given"
NOT_RATED = "Not rated"
QUERIED = "[queried]"


def shown(value: Value | None, blank: str = NOT_GIVEN) -> Shown:
    """A value as the page shows it. What was not understood stands as typed, marked as queried."""
    if value is None or value.blank:
        return text(blank) if blank else Shown(())
    content = value.content
    if isinstance(content, Prose):
        return Shown(content.paragraphs, source=value)
    if content is None:
        return Shown((Paragraph(f"{value.typed} {QUERIED}".strip()),), source=value)
    if isinstance(content, str):
        return Shown(
            (Paragraph(value.typed if isinstance(content, Absent) else content, link=value.link),),
            source=value,
        )
    fill = content.fill if isinstance(content, Rating) else ""
    return Shown((Paragraph(said(content)),), fill, value)


def marked(value: Shown) -> Shown:
    """A value that others contradict, marked as queried; its fill stays."""
    last = value.paragraphs[-1]
    return replace(value, paragraphs=(*value.paragraphs[:-1], replace(last, text=f"{last.text} {QUERIED}")))


def rated(rating: Rating) -> Shown:
    """The word of a rating on its fill, where no return's cell stands behind it."""
    return Shown((Paragraph(rating.word),), rating.fill)


def text(*lines: str) -> Shown:
    """Lines of our own."""
    return Shown(tuple(Paragraph(line) for line in lines))


def bulleted(lines: Iterable[str], points: Iterable[str]) -> Shown:
    """Lines of our own with bullets below them."""
    return Shown((*map(Paragraph, lines), *(Paragraph(point, 1) for point in points)))


def counted(count: int, thing: str, things: str = "") -> str:
    """A count with its noun: ``1 programme``, ``2 programmes``."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"
