"""The texts of two versions of a Word file that belong together: body with body, header with header, note with note."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.packed import packed
from pipeline.word.revisions.aligning import Part, align
from pipeline.word.revisions.reading import PARAGRAPH, words_of
from pipeline.word.stories import store

NOTES = {RELATIONSHIP_TYPE.FOOTNOTES: "footnote", RELATIONSHIP_TYPE.ENDNOTES: "endnote"}
FORMER = qn("w:sectPrChange")  # holds what a section was before a tracked change of it
MARGINS = ("header", "footer")
PAGES = ("default", "first", "even")
REFERENCE = {"header": qn("w:headerReference"), "footer": qn("w:footerReference")}


class Story(Struct, frozen=True):
    """A text of a Word file: its root, the name of its part, and where a reader finds it ('' for the body)."""

    root: Any
    part: str
    place: str = ""


class Version:
    """One version of a Word file: its body, its notes, and the headers and footers that its sections show."""

    def __init__(self, document: Any) -> None:
        """``document`` is python-docx's."""
        self.document = document
        self.body = Story(document.element.body, _name(document.part))
        self.margins = dict(_margins(document))
        relations = [one for one in document.part.rels.values() if one.reltype in NOTES]
        self._notes = [(parse_xml(one.target_part.blob), one.target_part) for one in relations]
        self.notes = {
            NOTES[one.reltype]: Story(root, _name(part), NOTES[one.reltype])
            for one, (root, part) in zip(relations, self._notes, strict=True)
        }

    @property
    def stories(self) -> list[Story]:
        """Every text once."""
        roots = {one.root: one for one in (self.body, *self.margins.values(), *self.notes.values())}
        return list(roots.values())

    def saved(self) -> bytes:
        """The file with all that was changed in its texts; the same bytes for the same contents."""
        store(self._notes)
        return packed(self.document)

    def in_order(self, kind: str) -> list[Any]:
        """The foot- or endnotes in the order in which the body refers to them."""
        if kind not in self.notes:
            return []
        by_id = {note.get(qn("w:id")): note for note in self.notes[kind].root.iterchildren(qn(f"w:{kind}"))}
        asked = [mark.get(qn("w:id")) for mark in self.body.root.iter(qn(f"w:{kind}Reference"))]
        return [by_id[one] for one in dict.fromkeys(asked) if one in by_id]


def side_by_side(old: Version, new: Version) -> Iterator[tuple[Any, Any]]:
    """The containers of both versions that are compared with each other; the bodies first."""
    yield old.body.root, new.body.root
    seen = set[Any]()
    for place, story in new.margins.items():
        before = old.margins.get(place)
        if before is not None and story.root not in seen:
            seen.add(story.root)
            yield before.root, story.root
    for kind in NOTES.values():
        mine, its = old.in_order(kind), new.in_order(kind)
        for i, j in align([_note(one) for one in mine], [_note(one) for one in its]):
            if i is not None and j is not None:
                yield mine[i], its[j]


def _note(note: Any) -> Part:
    says = "\n".join(words_of(paragraph) for paragraph in note.iter(PARAGRAPH))
    return Part("note", says)


def _margins(document: Any) -> Iterator[tuple[tuple[int, str, str], Story]]:
    """What each section shows at the head and foot of its pages; a section without its own shows that before it."""
    known: dict[tuple[str, str], Story] = {}
    sections = [one for one in document.element.body.iter(qn("w:sectPr")) if one.getparent().tag != FORMER]
    for number, properties in enumerate(sections):
        for margin in MARGINS:
            for reference in properties.iterchildren(REFERENCE[margin]):
                part = document.part.related_parts[reference.get(qn("r:id"))]
                known[margin, reference.get(qn("w:type"), "default")] = Story(
                    part.element, _name(part), margin
                )
            for pages in PAGES:
                if (margin, pages) in known and _used(document, properties, pages):
                    yield (number, margin, pages), known[margin, pages]


def _used(document: Any, properties: Any, pages: str) -> bool:
    """Whether a section has pages of that kind."""
    if pages == "first":
        return properties.find(qn("w:titlePg")) is not None
    return pages == "default" or bool(document.settings.odd_and_even_pages_header_footer)


def _name(part: Any) -> str:
    return str(part.partname).lstrip("/")
