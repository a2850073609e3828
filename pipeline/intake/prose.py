"""Long text: its paragraphs, its bullets by level, and what is bold or italic in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model import Cell, Paragraph, Prose, Run

BULLET = re.compile(
    r"^([\s\u00a0]*)([•‣▪■●◦○·\uf0b7\uf0a7]|[-–—*](?=[\s\u00a0])|o(?=[\s\u00a0]))[\s\u00a0]*(?=\S)"
)
# Lists pasted from Word lose their indents and keep the signs of its three usual levels.
WORDS_LEVELS = {**dict.fromkeys("•●·\uf0b7", 0), **dict.fromkeys("o○◦", 1), **dict.fromkeys("▪■\uf0a7", 2)}
SPACE = " \t\u00a0"


class _Line(NamedTuple):
    """A line of a cell: its text, its runs if the cell has any, and where its words start.

    ``depth`` is how deep its bullet is, by its indent, then by its sign where that is one of Word's; None without one.
    """

    text: str
    runs: tuple[Run, ...]
    start: int
    depth: tuple[int, int] | None


def prose(cell: Cell) -> Prose:
    """Long text: a paragraph for each line, a bullet for each line that starts with one."""
    lines = [line for line in _lines(cell) if line.text.strip(SPACE)]
    depths = sorted({line.depth for line in lines if line.depth})
    return Prose(tuple(_paragraph(line, depths, cell.link) for line in lines))


def _lines(cell: Cell) -> Iterator[_Line]:
    if cell.runs:
        runs = [tuple(line) for line in _runs_of_lines(cell.runs)]
        texts = ["".join(run.text for run in line) for line in runs]
    else:
        texts = cell.typed.split("\n")
        runs = [()] * len(texts)  # most cells are set in one way
    return map(_line, texts, runs)


def _line(text: str, runs: tuple[Run, ...]) -> _Line:
    bullet = BULLET.match(text)
    if bullet is None:
        return _Line(text, runs, len(text) - len(text.lstrip(SPACE)), None)
    depth = len(bullet[1].expandtabs(4)), WORDS_LEVELS.get(bullet[2], 0)
    return _Line(text, runs, bullet.end(), depth)


def _runs_of_lines(runs: Sequence[Run]) -> Iterator[list[Run]]:
    line: list[Run] = []
    for run in runs:
        first, *further = run.text.split("\n")
        line.append(_same(run, first))
        for text in further:
            yield line
            line = [_same(run, text)]
    yield line


def _same(run: Run, text: str) -> Run:
    return Run(text, run.bold, run.italic)


def _paragraph(line: _Line, depths: Sequence[tuple[int, int]], link: str) -> Paragraph:
    level = 1 + depths.index(line.depth) if line.depth else 0
    runs = tuple(_cut(line.runs, line.start, len(line.text.rstrip(SPACE)))) if line.runs else ()
    varied = any(run.bold or run.italic for run in runs)
    return Paragraph(line.text[line.start :].strip(SPACE), level, runs if varied else (), link)


def _cut(line: Sequence[Run], start: int, end: int) -> Iterator[Run]:
    """The runs of a line from one position to another."""
    position = 0
    for run in line:
        text = run.text[max(0, start - position) : max(0, end - position)]
        position += len(run.text)
        if text:
            yield _same(run, text)
