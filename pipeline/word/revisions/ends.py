"""Which ends of paragraphs and which places in a text come or go with the paragraphs of one version."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree
from msgspec import Struct

from pipeline.word.revisions.blocks import TABLE
from pipeline.word.revisions.reading import PARAGRAPH, PROPERTIES
from pipeline.word.revisions.tracked import DELETED, INSERTED, Tracker

SECTION = f"{qn('w:pPr')}/{qn('w:sectPr')}"


class Woven(Struct, frozen=True):
    """A part of a text with two versions in it; ``kind`` says whether it came or went, '' where it is in both.

    ``minute`` is the time of the change.
    """

    element: Any
    kind: str = ""
    author: str = ""
    minute: int = 0

    @property
    def changed_paragraph(self) -> bool:
        """Whether it is a paragraph that came or went."""
        return bool(self.kind) and self.element.tag == PARAGRAPH


def mark_ends(woven: Sequence[Woven], tracker: Tracker) -> None:
    """Mark the ends of the paragraphs that came or went.

    An end that goes joins its paragraph to the next. Where no paragraph follows, the end of the paragraph before
    goes instead, and the last one's stays: so does Word.
    """
    for number, one in enumerate(woven):
        if not one.changed_paragraph:
            continue
        tracker.minute = one.minute
        before = _before(woven, number)
        if before is None:
            tracker.mark(one.element, one.kind, one.author)
            continue
        if one.kind == DELETED:
            _take_properties(one.element, before)
        tracker.mark(before, one.kind, one.author)


def _before(woven: Sequence[Woven], number: int) -> Any:
    """The paragraph whose end is marked in the place of this one's; None where this one's own is."""
    first = number
    while first and woven[first - 1].changed_paragraph and woven[first - 1].kind == woven[number].kind:
        first -= 1
    before = woven[first - 1] if first else None
    if (
        before is None
        or before.kind
        or before.element.tag != PARAGRAPH
        or before.element.find(SECTION) is not None
    ):
        return None
    last = number
    while (
        last + 1 < len(woven)
        and woven[last + 1].changed_paragraph
        and woven[last + 1].kind == woven[number].kind
    ):
        last += 1
    following = woven[last + 1].element if last + 1 < len(woven) else None
    if following is None or following.tag == TABLE or _typed_on(before.element, woven[first : last + 1]):
        return woven[number - 1].element
    return None


def _typed_on(before: Any, added: Sequence[Woven]) -> bool:
    """Whether new paragraphs continue what is new at the end of the one before them, as when somebody types on.

    Then Word marks the ends so, and LibreOffice can reject them only so.
    """
    alike = {_look(one.element) for one in added} == {_look(before)}
    return added[0].kind == INSERTED and alike and len(before) > 0 and before[-1].tag == qn(INSERTED)


def _look(paragraph: Any) -> bytes:
    """The properties of a paragraph but for those of its end."""
    properties = deepcopy(paragraph.find(qn("w:pPr")))
    for end in [] if properties is None else properties.findall(PROPERTIES):
        properties.remove(end)
    return (
        b"" if properties is None or not len(properties) else bytes(etree.tostring(properties, method="c14n"))
    )


def _take_properties(paragraph: Any, source: Any) -> None:
    """Give a paragraph the properties of another, which it takes the place of."""
    for old in paragraph.findall(qn("w:pPr")):
        paragraph.remove(old)
    for properties in source.findall(qn("w:pPr")):
        paragraph.insert(0, deepcopy(properties))


def put(element: Any, before: Any, after: Any, container: Any) -> None:
    """Put an element between two neighbours of a container, either of which may be None or in a content control."""
    if before is not None and (
        after is None or before.getparent() is after.getparent() or before.getparent() is container
    ):
        before.addnext(element)
    elif after is not None:
        while after.getparent() is not container and after.getparent() is not None:
            after = after.getparent()
        after.addprevious(element)
    else:
        container.append(element)
        section = container.find(qn("w:sectPr"))
        if section is not None:
            container.append(section)
