"""The ids of things in a filled document: each its own, though loops have copied them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from docx.oxml.ns import nsmap, qn

WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PARAGRAPH_ID, TEXT_ID = f"{WORD_2010}paraId", f"{WORD_2010}textId"
DRAWN = f"{{{nsmap['wp']}}}docPr"


def make_unique(roots: Iterable[Any]) -> None:
    """Number drawings through; the first keeps the id of a paragraph or control, as copies need none."""
    drawings = count(1)
    known = set[tuple[str, str]]()
    for root in roots:
        for drawing in root.iter(DRAWN):
            drawing.set("id", str(next(drawings)))
        for line in root.iter(qn("w:p"), qn("w:tr")):
            if _again("line", line.get(PARAGRAPH_ID), known):
                line.attrib.pop(PARAGRAPH_ID)
                line.attrib.pop(TEXT_ID, None)
        for control in list(root.iter(qn("w:sdtPr"))):
            id_ = control.find(qn("w:id"))
            if id_ is not None and _again("control", id_.get(qn("w:val")), known):
                control.remove(id_)


def _again(kind: str, id_: str | None, known: set[tuple[str, str]]) -> bool:
    """Whether an id was seen before; it is from now on."""
    seen = (kind, id_ or "") in known
    known.add((kind, id_ or ""))
    return seen and bool(id_)
