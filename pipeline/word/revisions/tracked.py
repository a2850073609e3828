"""Tracked changes as Word writes them: insertions and deletions of words, paragraphs and rows, each with its author."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.word.revisions.blocks import blocks, cells, rows
from pipeline.word.revisions.reading import PARAGRAPH, PROPERTIES, RUN, Atom, Line

INSERTED, DELETED = "w:ins", "w:del"
NUMBERED = [
    qn(f"w:{name}")
    for name in ("ins", "del", "moveFrom", "moveTo", "bookmarkStart", "rPrChange", "pPrChange")
]
ID = qn("w:id")
AS_DELETED = {qn("w:t"): qn("w:delText"), qn("w:instrText"): qn("w:delInstrText")}
# What must come after w:rPr in the properties of a paragraph (ECMA-376 part 1, 17.3.1.26).
AFTER_RUN_PROPERTIES = (qn("w:sectPr"), qn("w:pPrChange"))


class Tracker:
    """Writes tracked changes of one day; their ids are the document's own.

    Changes that do not belong together are a minute apart: of neighbouring changes of one author and time LibreOffice
    makes one, with the end of a paragraph between them that is no part of either.
    """

    def __init__(self, roots: Iterable[Any], day: date) -> None:
        """``roots`` are all texts of the document that the changes go into."""
        ids = [
            int(one.get(ID)) for root in roots for one in root.iter(*NUMBERED) if one.get(ID, "").isdecimal()
        ]
        self._last = self._first = max(ids, default=0)
        self._day = day
        self.minute = 0

    @property
    def used(self) -> bool:
        """Whether any change was written."""
        return self._last > self._first

    def tick(self) -> int:
        """Begin a change that does not belong to those before it; its time."""
        self.minute = (self.minute + 1) % (24 * 60)
        return self.minute

    def change(self, kind: str, author: str) -> Any:
        """An empty change."""
        self._last += 1
        made = OxmlElement(kind)
        hours, minutes = divmod(self.minute, 60)
        time = f"{self._day.isoformat()}T{hours:02}:{minutes:02}:00Z"
        for name, value in (("id", str(self._last)), ("author", author), ("date", time)):
            made.set(qn(f"w:{name}"), value)
        return made

    def wrap(self, elements: Sequence[Any], kind: str, author: str) -> None:
        """Mark runs that stand in a text as inserted or deleted."""
        last = None
        for element in [part for one in elements for part in _changeable(one)]:
            if last is None or element.getprevious() is not last:
                last = self.change(kind, author)
                element.addprevious(last)
            last.append(element)
            if kind == DELETED:
                as_deleted(element)

    def whole(self, block: Any, kind: str, author: str) -> None:
        """Mark all that a paragraph or table holds, every row and each mark of a paragraph in it."""
        if block.tag == PARAGRAPH:
            self.contents(block, kind, author)
            self.mark(block, kind, author)
            return
        for row in rows(block):
            self.row(row, kind, author)

    def row(self, row: Any, kind: str, author: str) -> None:
        """Mark a row with what stands in it."""
        properties = row.find(qn("w:trPr"))
        if properties is None:
            properties = OxmlElement("w:trPr")
            row.insert(1 if len(row) and row[0].tag == qn("w:tblPrEx") else 0, properties)
        properties.append(self.change(kind, author))
        for cell in cells(row):
            for block in blocks(cell):
                self.whole(block, kind, author)

    def contents(self, paragraph: Any, kind: str, author: str) -> None:
        """Mark all words and objects of a paragraph; fields that reach out of it stay."""
        line = Line(paragraph)
        self.wrap([element for atom in line.atoms if atom.text for element in atom.elements], kind, author)

    def mark(self, paragraph: Any, kind: str, author: str) -> None:
        """Mark the end of a paragraph, which joins it to the next when it goes."""
        properties = _run_properties(paragraph)
        properties.insert(0, self.change(kind, author))


def _run_properties(paragraph: Any) -> Any:
    """The properties of a paragraph's end; made where it has none."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = OxmlElement("w:pPr")
        paragraph.insert(0, properties)
    found = properties.find(PROPERTIES)
    if found is None:
        found = OxmlElement("w:rPr")
        behind = next((child for child in properties if child.tag in AFTER_RUN_PROPERTIES), None)
        properties.append(found) if behind is None else behind.addprevious(found)
    return found


def as_deleted(element: Any) -> None:
    """Let the words of a deleted run be what the schema wants them to be."""
    for child in element:
        child.tag = AS_DELETED.get(child.tag, child.tag)


def _changeable(element: Any) -> list[Any]:
    """What a change may hold: a field in one element is written out in runs first, as the schema wants."""
    if element.tag != qn("w:fldSimple"):
        return [element]
    asks = OxmlElement("w:instrText")
    asks.text = element.get(qn("w:instr"))
    asks.set(qn("xml:space"), "preserve")
    shown = list(element.iterchildren(RUN))
    made = [
        _run(_field_mark("begin")),
        _run(asks),
        _run(_field_mark("separate")),
        *shown,
        _run(_field_mark("end")),
    ]
    for run in made:
        element.addprevious(run)
    element.getparent().remove(element)
    return made


def _run(part: Any) -> Any:
    made = OxmlElement("w:r")
    made.append(part)
    return made


def _field_mark(kind: str) -> Any:
    made = OxmlElement("w:fldChar")
    made.set(qn("w:fldCharType"), kind)
    return made


def elements_of(atoms: Iterable[Atom]) -> list[Any]:
    """The elements that a stretch of a line stands in."""
    return [element for atom in atoms for element in atom.elements]
