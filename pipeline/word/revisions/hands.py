"""Who changed what in a file: as its own tracked changes say, else the one who saved it last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.changes import GONE, THERE, accept_changes, changes

AUTHOR = qn("w:author")
TEXTS = (qn("w:t"), qn("w:delText"))


class Hands(Struct, frozen=True):
    """The words of a file's tracked changes with their authors; ``saved_by`` stands for all other edits."""

    saved_by: str
    typed: tuple[tuple[str, str], ...] = ()
    struck: tuple[tuple[str, str], ...] = ()

    def of(self, old: str, new: str) -> str:
        """Who replaced one wording by another."""
        known = ((self.typed, new), (self.struck, old))
        found = (
            author
            for notes, words in known
            if words.strip()
            for author, part in notes
            if _within(part, words)
        )
        return next(found, self.saved_by)


def _within(part: str, words: str) -> bool:
    return part.strip() in words or words.strip() in part


def settle(roots: Iterable[Any], saved_by: str) -> Hands:
    """Note the tracked changes of the texts with their authors, and accept them: they are their authors' edits."""
    typed: list[tuple[str, str]] = []
    struck: list[tuple[str, str]] = []
    for root in roots:
        for change in changes(root):
            words = "".join(text.text or "" for text in change.iter(*TEXTS))
            if words.strip() and change.tag in THERE + GONE:
                (typed if change.tag in THERE else struck).append((change.get(AUTHOR, "") or saved_by, words))
        accept_changes(root)
    return Hands(saved_by, tuple(typed), tuple(struck))
