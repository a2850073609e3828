"""The place of a table of contents in a document: emptied before it is worked out, and filled afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.word.fields import Field, field_part, fields
from pipeline.word.outline import PARAGRAPH

PROPERTIES, SECTION = qn("w:pPr"), f"{qn('w:pPr')}/{qn('w:sectPr')}"
REMAINS = {PROPERTIES, qn("w:bookmarkStart"), qn("w:bookmarkEnd"), qn("w:proofErr")}


class Place:
    """Where a table of contents stood: its lines are put before ``_after``, the paragraph in which it ended."""

    def __init__(self, field: Field) -> None:
        """Take out what the field shows, and the field; what the template has around it stays."""
        self.field = field
        first, last = field.paragraph, _end(field)
        begin = _child(first, field.begin)
        end = begin if field.simple else _child(last, field.end)
        if first is last:
            self._after = _split(first, begin, end)
        else:
            self._after = last
            _cut(first, begin, first[-1])
            while first.getnext() is not last:
                first.getparent().remove(first.getnext())
            _cut(last, next(child for child in last if child.tag != PROPERTIES), end)
        if _bare(first):
            first.getparent().remove(first)

    def fill(self, lines: Sequence[Any], instruction: str) -> None:
        """Put the lines of a table of contents there, as a field that asks for them."""
        for line in lines:
            self._after.addprevious(line)
        self._lead(lines[0] if lines else self._after, instruction)
        if lines and _bare(self._after):
            self._after.getparent().remove(self._after)
            lines[-1].append(field_part("end"))
        else:
            start = 0 if self._after.find(PROPERTIES) is None else 1
            self._after.insert(start if lines else start + 3, field_part("end"))

    @staticmethod
    def _lead(paragraph: Any, instruction: str) -> None:
        """Put the beginning of the field before the words of a paragraph."""
        asks, text = OxmlElement("w:r"), OxmlElement("w:instrText")
        text.text = instruction
        text.set(qn("xml:space"), "preserve")
        asks.append(text)
        start = 0 if paragraph.find(PROPERTIES) is None else 1
        for at, part in enumerate([field_part("begin"), asks, field_part("separate")], start):
            paragraph.insert(at, part)


def clear_contents(body: Any) -> list[Place]:
    """Every table of contents of the body, taken out; those inside of others go with them."""
    places = []
    for field in fields(body):
        attached = any(parent is body for parent in field.begin.iterancestors())
        if attached and field.kind == "TOC" and _side_by_side(field):
            places.append(Place(field))
    return places


def _side_by_side(field: Field) -> bool:
    """Whether the field begins and ends in paragraphs that stand beside each other."""
    first, last = field.paragraph, _end(field)
    return first is last or any(one is last for one in first.itersiblings())


def _end(field: Field) -> Any:
    """The paragraph that the field ends in."""
    if field.simple:
        return field.paragraph
    return next(parent for parent in field.end.iterancestors() if parent.tag == PARAGRAPH)


def _child(paragraph: Any, element: Any) -> Any:
    """The child of a paragraph that an element stands in."""
    while element.getparent() is not paragraph:
        element = element.getparent()
    return element


def _split(paragraph: Any, begin: Any, end: Any) -> Any:
    """Take a stretch out of a paragraph; what followed it, and the end of a section, go into a new one below."""
    below = OxmlElement("w:p")
    below.extend(list(end.itersiblings()))
    _cut(paragraph, begin, end)
    properties = paragraph.find(PROPERTIES)
    if properties is not None:
        below.insert(0, deepcopy(properties))
        for section in properties.findall(qn("w:sectPr")):
            properties.remove(section)
    paragraph.addnext(below)
    return below


def _cut(paragraph: Any, first: Any, last: Any) -> None:
    """Remove the children of a paragraph from one to another."""
    children = list(paragraph)
    for child in children[children.index(first) : children.index(last) + 1]:
        paragraph.remove(child)


def _bare(paragraph: Any) -> bool:
    """Whether a paragraph holds nothing, and ends no section."""
    return paragraph.find(SECTION) is None and all(child.tag in REMAINS for child in paragraph)
