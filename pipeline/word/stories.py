"""The texts of a Word file that hold tags: the body, every header and footer, the notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import XmlPart
from docx.oxml import parse_xml

MARGINS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def stories(document: Any) -> Iterator[tuple[Any, Any]]:
    """The body, every header and footer, and the notes, each with the part that its links belong to."""
    yield document.element.body, document.part
    for relation in list(document.part.rels.values()):
        if relation.reltype in MARGINS:
            yield relation.target_part.element, relation.target_part
        elif relation.reltype in NOTES:
            yield parse_xml(relation.target_part.blob), relation.target_part


def store(changed: Iterable[tuple[Any, Any]]) -> None:
    """Put the notes back into their part, which holds bytes; the other parts hold what was changed."""
    for story, part in changed:
        if not isinstance(part, XmlPart):
            part._blob = serialize_part_xml(story)  # noqa: SLF001 - python-docx has no other way in
