"""Long text: its paragraphs, its bullets by level, and what is bold or italic in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.model import Cell, Paragraph, Prose, Run

BULLET = re.compile(
    r"^([\s\u00a0]*)([•‣▪■●◦○·\uf0b7\uf0a7]|[-–—*](?=[\s\u00a0])|o(?=[\s\u00a0]))[\s\u00a0]*(?=\S)"
)
# Lists pasted from Word lose their indents and keep the signs of its three usual levels.
WORDS_LEVELS = {**dict.fromkeys("•●·\uf0b7", 0), **dict.fromkeys("o○◦", 1), **dict.fromkeys("▪■\uf0a7", 2)}
SPACE = " \t\u00a0"


def prose(cell: Cell) -> Prose:
    """Long text: a paragraph for each line, a bullet for each line that starts with one."""
    lines = [line for line in _lines(cell) if _text(line).strip(SPACE)]
    depths = sorted({_depth(line) for line in lines if BULLET.match(_text(line))})
    return Prose(tuple(_paragraph(line, depths, cell.link) for line in lines))


def _lines(cell: Cell) -> Iterator[tuple[Run, ...]]:
    """The runs of each line."""
    line: list[Run] = []
    for run in cell.runs or (Run(cell.typed),):
        first, *further = run.text.split("\n")
        line.append(_same(run, first))
        for text in further:
            yield tuple(line)
            line = [_same(run, text)]
    yield tuple(line)


def _same(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic)


def _text(line: Sequence[Run]) -> str:
    return "".join(run.text for run in line)


def _depth(line: Sequence[Run]) -> tuple[int, int]:
    """How deep a bullet is: by its indent, then by its sign where that is one of Word's."""
    match = BULLET.match(_text(line))
    return (len(match[1].expandtabs(4)), WORDS_LEVELS.get(match[2], 0)) if match else (0, 0)


def _paragraph(line: Sequence[Run], depths: Sequence[tuple[int, int]], link: str) -> Paragraph:
    text = _text(line)
    match = BULLET.match(text)
    start = match.end() if match else len(text) - len(text.lstrip(SPACE))
    runs = tuple(_cut(line, start, len(text.rstrip(SPACE))))
    level = 1 + depths.index(_depth(line)) if match else 0
    varied = any(run.bold or run.italic for run in runs)
    return Paragraph(
        text.strip(SPACE) if not match else text[start:].strip(SPACE), level, runs if varied else (), link
    )


def _cut(line: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The runs of a line from one position to another."""
    position = 0
    for run in line:
        text = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if text:
            yield _same(run, text)
