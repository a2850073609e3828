"""A copy of a finished paper for printing, whose tables of contents give the page of each heading.

LibreOffice works out references to pages while it lays them out, but not those inside of a field for a table of
contents. So the copy has the lines of the table without the field around them.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.word.fields import Field, field_part, fields, plain_run
from pipeline.word.outline import PARAGRAPH
from pipeline.word.packed import packed

ANCHOR, LINK = qn("w:anchor"), qn("w:hyperlink")


def with_page_numbers(package: bytes) -> bytes:
    """The file with a page number behind each line of its tables of contents; the same file where it has none."""
    document = Document(io.BytesIO(package))
    body = document.element.body
    tables = [field for field in fields(body) if field.kind == "TOC" and not field.simple]
    if not tables:
        return package
    for field in tables:
        for paragraph in _lines(field, body):
            _number(paragraph, _text_width(paragraph, body))
        _unwrap(field, body)
    return packed(document)


def _lines(field: Field, body: Any) -> list[Any]:
    """The paragraphs of a table of contents that lead to a heading."""
    nodes = list(body.iter())
    inside = nodes[nodes.index(field.begin) : nodes.index(field.end)]
    links = [node for node in inside if node.tag == LINK and node.get(ANCHOR)]
    return [next(link.iterancestors(PARAGRAPH)) for link in links]


def _number(paragraph: Any, width: int) -> None:
    """Put a row of dots and the page of the heading at the end of a line."""
    link = paragraph.find(LINK)
    properties = paragraph.get_or_add_pPr()
    stops = properties.find(qn("w:tabs"))
    if stops is None:
        stops = properties._add_tabs()  # noqa: SLF001 - python-docx puts it at its place in this way alone
    stop = OxmlElement("w:tab")
    for name, value in (("val", "right"), ("leader", "dot"), ("pos", str(width))):
        stop.set(qn(f"w:{name}"), value)
    stops.append(stop)
    asks, text, tab = OxmlElement("w:r"), OxmlElement("w:instrText"), OxmlElement("w:r")
    text.text = f" PAGEREF {link.get(ANCHOR)} \\h "
    text.set(qn("xml:space"), "preserve")
    asks.append(text)
    tab.append(OxmlElement("w:tab"))
    link.extend([tab, field_part("begin"), asks, field_part("separate"), plain_run("0"), field_part("end")])


def _text_width(paragraph: Any, body: Any) -> int:
    """How wide the text is where a paragraph stands, in twentieths of a point."""
    nodes = list(body.iter())
    section = next(one for one in nodes[nodes.index(paragraph) :] if one.tag == qn("w:sectPr"))
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    taken = (int(margins.get(qn(f"w:{side}"))) for side in ("left", "right"))
    return int(size.get(qn("w:w"))) - sum(taken)


def _unwrap(field: Field, body: Any) -> None:
    """Take out what makes the lines a field."""
    nodes = list(body.iter(qn("w:r")))
    for run in (*nodes[nodes.index(field.begin) : nodes.index(field.separator) + 1], field.end):
        run.getparent().remove(run)
