"""Tracked changes of a template: the paper is made as if all of them had been accepted."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

GONE = (qn("w:del"), qn("w:moveFrom"))
THERE = (qn("w:ins"), qn("w:moveTo"))
# Where such an element marks a paragraph's end, a row or a number, and holds no words itself.
MARKED = (qn("w:rPr"), qn("w:trPr"), qn("w:numPr"), qn("w:tcPr"))
NOTED = [
    *map(qn, ("w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblPrExChange", "w:trPrChange")),
    *map(qn, ("w:tcPrChange", "w:tblGridChange", "w:numberingChange", "w:cellIns", "w:cellDel", "w:cellMerge")),
    *map(qn, ("w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd")),
]  # fmt: skip


def changes(root: Any) -> list[Any]:
    """Every insertion, deletion and move that waits for somebody's decision."""
    return list(root.iter(*GONE, *THERE))


def accept_changes(root: Any) -> None:
    """Carry out every tracked change under ``root`` and leave no trace of it."""
    if not changes(root) and next(root.iter(*NOTED), None) is None:
        return
    for row in [
        row for row in root.iter(qn("w:tr")) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
    ]:
        row.getparent().remove(row)
    for element in [one for one in root.iter(*GONE) if one.getparent().tag not in MARKED]:
        if element.getparent() is not None:
            element.getparent().remove(element)
    for element in [one for one in root.iter(*THERE) if one.getparent().tag not in MARKED]:
        _unwrap(element)
    for paragraph in list(root.iter(qn("w:p"))):
        if any(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{mark}") is not None for mark in GONE):
            _run_on(paragraph)
    for element in list(root.iter(*GONE, *THERE, *NOTED)):
        element.getparent().remove(element)


def _unwrap(element: Any) -> None:
    for child in list(element):
        element.addprevious(child)
    element.getparent().remove(element)


def _run_on(paragraph: Any) -> None:
    """Join a paragraph, whose end was deleted, to the one that follows it, which keeps its own format."""
    after = paragraph.getnext()
    if (
        after is None
        or after.tag != qn("w:p")
        or paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    ):
        return
    properties = after.find(qn("w:pPr"))
    for child in [child for child in reversed(paragraph) if child.tag != qn("w:pPr")]:
        if properties is None:
            after.insert(0, child)
        else:
            properties.addnext(child)
    paragraph.getparent().remove(paragraph)
