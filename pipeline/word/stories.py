"""The texts of a Word file that hold tags: the body, every header and footer, the notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

MARGINS = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
NOTES = (RELATIONSHIP_TYPE.FOOTNOTES, RELATIONSHIP_TYPE.ENDNOTES)


def stories(document: Any) -> Iterator[tuple[Any, Any]]:
    """Each text with the part that its links belong to. What is done to a text while it is out, stays."""
    yield document.element.body, document.part
    for relation in list(document.part.rels.values()):
        if relation.reltype in MARGINS:
            yield relation.target_part.element, relation.target_part
        elif relation.reltype in NOTES:
            yield from _notes(relation.target_part)


def _notes(part: Any) -> Iterator[tuple[Any, Any]]:
    notes = parse_xml(part.blob)
    yield notes, part
    part._blob = serialize_part_xml(notes)  # noqa: SLF001 - python-docx has no other way in
