"""How a value is shown on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from pipeline.model import Absent, Paragraph, Prose, Rating, Run, Shown, Value, replace
from pipeline.saying import said

NOT_GIVEN = "Not given"
NOT_RATED = "Not rated"
QUERIED = "[queried]"
NOTHING = Shown(())
LINE_END = re.compile(r"(?<!\s)\s*\n\s*")  # with the space around it: it becomes one space in short text


def shown(value: Value | None, blank: str = NOT_GIVEN) -> Shown:
    """A value as the page shows it. What was not understood stands as typed, marked as queried."""
    if value is None or value.blank:
        return text(blank) if blank else NOTHING
    content = value.content
    if isinstance(content, Prose):
        return Shown(content.paragraphs, source=value)
    if content is None:
        return Shown((Paragraph(f"{value.typed} {QUERIED}".strip()),), source=value)
    if isinstance(content, Rating):  # on its fill a link could not be read
        return Shown((Paragraph(content.word),), content.fill, value)
    words = value.typed if isinstance(content, Absent) else said(content)
    return Shown((Paragraph(words, 0, _runs(value.runs, words), value.link),), source=value)


def _runs(runs: Sequence[Run], text: str) -> tuple[Run, ...]:
    """The runs of a short text; none where they are all alike, or the text is not word for word what was typed."""
    if not runs:
        return ()
    line = tuple(_on_one_line(runs))
    varied = len({(run.bold, run.italic) for run in line}) > 1
    return line if varied and "".join(run.text for run in line) == text else ()


def _on_one_line(runs: Sequence[Run]) -> Iterator[Run]:
    """Runs with each line end as a space, set like what stands before it."""
    typed = "".join(run.text for run in runs)
    signs = list(typed)
    for end in LINE_END.finditer(typed):
        signs[slice(*end.span())] = [" ", *[""] * (len(end[0]) - 1)]
    start = 0
    for run in runs:
        text = "".join(signs[start : start + len(run.text)])
        start += len(run.text)
        if text:
            yield Run(text, run.bold, run.italic)


def marked(value: Shown) -> Shown:
    """A value that others contradict, marked as queried; its fill stays."""
    last = value.paragraphs[-1]
    return replace(
        value,
        paragraphs=(*value.paragraphs[:-1], replace(last, text=f"{last.text} {QUERIED}", runs=(), link="")),
    )


def rated(rating: Rating) -> Shown:
    """The word of a rating on its fill, where no return's cell stands behind it."""
    return Shown((Paragraph(rating.word),), rating.fill)


@lru_cache(typed=True)  # most rows say the same of themselves: New, On target
def text(*lines: str) -> Shown:
    """Lines of our own."""
    return Shown(tuple(Paragraph(line) for line in lines))


def bulleted(lines: Iterable[str], points: Iterable[str]) -> Shown:
    """Lines of our own with bullets below them."""
    return Shown((*map(Paragraph, lines), *(Paragraph(point, 1) for point in points)))


def counted(count: int, thing: str, things: str = "") -> str:
    """A count with its noun: ``1 programme``, ``2 programmes``."""
    return f"{count} {thing if count == 1 else things or thing + 's'}"
