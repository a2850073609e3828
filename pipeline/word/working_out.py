"""What Word works out only when asked, worked out: numbers of captions, cross-references, tables of contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def work_out(
    document: Any, roots: Sequence[Any], rounds: Mapping[Any, Round], file: str, naming: Naming
) -> list[Finding]:
    """Work out what the fields of a filled document show, so that nobody is asked to; ``roots`` are its parts."""
    _nothing_to_ask(document, roots)
    places = clear_contents(document.element.body)
    bookmarks = Bookmarks(roots, rounds)
    if not places and not any(_concerned(root) for root in roots):
        return []
    if places:
        bookmarks.drop("_Toc", _led_to(roots))
    outline = Outline.of(document)
    number_captions(outline)
    findings = References(outline, bookmarks, rounds, file).settle(roots, naming)
    fill_contents(places, outline, bookmarks)
    return findings


def _nothing_to_ask(document: Any, roots: Sequence[Any]) -> None:
    """Let Word ask nothing on opening: no field is marked as out of date, nor all of them."""
    for root in roots:
        for field in root.iter(*FIELD_MARKS):
            field.attrib.pop(DIRTY, None)
    settings = document.settings.element
    for asking in settings.findall(qn("w:updateFields")):
        settings.remove(asking)


def _concerned(root: Any) -> bool:
    """Whether a part has fields, or links within the paper."""
    links = root.iter(qn("w:hyperlink"))
    return next(root.iter(*FIELD_MARKS), None) is not None or any(link.get(qn("w:anchor")) for link in links)


def _led_to(roots: Sequence[Any]) -> set[str]:
    """The names that links and references lead to."""
    links = {link.get(qn("w:anchor"), "") for root in roots for link in root.iter(qn("w:hyperlink"))}
    asked = {
        name
        for root in roots
        for field in fields(root)
        for name in (field.argument, field.switches.get("l", ""))
    }
    return links | asked
