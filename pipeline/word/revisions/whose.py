"""Whose the values of a paper are, by the place where they stand, as its trace has it."""

from __future__ import annotations

from typing import Any

from pipeline.word.revisions.blocks import ROW
from pipeline.word.revisions.reading import PARAGRAPH
from pipeline.word.revisions.versions import Version
from pipeline.word.trace import Placed, Trace


class Whose:
    """Finds the values of a version by the elements that they stand in."""

    def __init__(self, version: Version, trace: Trace, otherwise: str = "") -> None:
        """The paragraphs must still be those of the finished paper: none come and none gone.

        ``otherwise`` is said to be the owner of what is no partnership's value.
        """
        self._otherwise = otherwise
        self._values: dict[Any, list[Placed]] = {}
        for story in version.stories:
            placed = trace.of(story.part)
            for number, paragraph in enumerate(story.root.iter(PARAGRAPH) if placed else ()):
                if number in placed:
                    self._values[paragraph] = placed[number]

    def values(self, paragraph: Any, start: int, end: int) -> list[Placed]:
        """The values that a stretch of a paragraph touches; those that it lies in or holds come first."""
        touched = [one for one in self._values.get(paragraph, ()) if one.covers(start, end)]
        return sorted(touched, key=lambda one: not (one.start < end and start < one.end))

    def partnership(self, element: Any, start: int, end: int) -> str:
        """The partnership whose value stands there, else the owner of all others."""
        if element.tag == PARAGRAPH:
            found = (one.origin.partnership for one in self.values(element, start, end))
        else:
            inside = (one for paragraph in element.iter(PARAGRAPH) for one in self._values.get(paragraph, ()))
            found = (one.origin.partnership for one in inside)
        return next(filter(None, found), self._otherwise)

    def rows(self) -> dict[Any, str]:
        """What record each row is of, where all of its values are of one."""
        found: dict[Any, set[tuple[str, str, str]]] = {}
        for paragraph, placed in self._values.items():
            row = next(paragraph.iterancestors(ROW), None)
            if row is not None:
                of = found.setdefault(row, set())
                of.update(
                    (o.origin.partnership, o.origin.table, o.origin.row) for o in placed if o.origin.row
                )
        return {row: "\x1f".join(next(iter(of))) for row, of in found.items() if len(of) == 1}
