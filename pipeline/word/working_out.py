"""What Word works out only when asked, worked out: numbers of captions, cross-references, tables of contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from pipeline.model import Finding
from pipeline.word.bookmarks import Bookmarks
from pipeline.word.captions import number_captions
from pipeline.word.contents import fill_contents
from pipeline.word.contents_place import clear_contents
from pipeline.word.fields import fields
from pipeline.word.outline import Outline
from pipeline.word.references import Naming, References
from pipeline.word.rounds import Round

DIRTY = qn("w:dirty")
FIELD_MARKS = (qn("w:fldChar"), qn("w:fldSimple"))
LINK, ANCHOR = qn("w:hyperlink"), qn("w:anchor")


def work_out(
    document: Any, roots: Sequence[Any], rounds: Mapping[Any, Round], file: str, naming: Naming
) -> list[Finding]:
    """Work out what the fields of a filled document show, so that nobody is asked to; ``roots`` are its parts."""
    marks = [mark for root in roots for mark in root.iter(*FIELD_MARKS, LINK)]
    _nothing_to_ask(document, marks)
    places = clear_contents(document.element.body)
    bookmarks = Bookmarks(roots, rounds)
    if not places and all(mark.tag == LINK and not mark.get(ANCHOR) for mark in marks):
        return []
    if places:
        bookmarks.drop("_Toc", _led_to(roots))
    outline = Outline.of(document)
    number_captions(outline)
    findings = References(outline, bookmarks, rounds, file).settle(roots, naming)
    fill_contents(places, outline, bookmarks)
    return findings


def _nothing_to_ask(document: Any, marks: Iterable[Any]) -> None:
    """Let Word ask nothing on opening: no field is marked as out of date, nor all of them."""
    for mark in marks:
        if mark.tag != LINK:
            mark.attrib.pop(DIRTY, None)
    settings = document.settings.element
    for asking in settings.findall(qn("w:updateFields")):
        settings.remove(asking)


def _led_to(roots: Sequence[Any]) -> set[str]:
    """The names that links and references lead to."""
    links = {link.get(ANCHOR, "") for root in roots for link in root.iter(LINK)}
    asked = {
        name
        for root in roots
        for field in fields(root)
        for name in (field.argument, field.switches.get("l", ""))
    }
    return links | asked
