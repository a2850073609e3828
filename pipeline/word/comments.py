"""Comments that people leave in a template in Word: meant for those who work on it, and not for its papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.oxml.ns import qn

REFERENCE = qn("w:commentReference")
MARKS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), REFERENCE)


def without_comments(document: Any, texts: Sequence[Any]) -> None:
    """Take every comment out of a document and of its texts."""
    _unmark(texts, None)
    relations = document.part.rels
    for name in [name for name, one in relations.items() if "/comments" in one.reltype]:
        del relations[name]


def forget_comments(document: Any, author: str) -> None:
    """Take one author's comments out of the body; those of others stay."""
    comments = document.part._comments_part.element  # noqa: SLF001 - python-docx cannot delete comments
    old = [one for one in comments.findall(qn("w:comment")) if one.get(qn("w:author")) == author]
    for one in old:
        comments.remove(one)
    _unmark([document.element.body], {one.get(qn("w:id")) for one in old})


def _unmark(texts: Iterable[Any], ids: set[Any] | None) -> None:
    """Take out what ties comments to their places; without ``ids``, of all of them."""
    for text in texts:
        for mark in list(text.iter(*MARKS)):
            if ids is None or mark.get(qn("w:id")) in ids:
                gone = mark.getparent() if mark.tag == REFERENCE else mark
                gone.getparent().remove(gone)
