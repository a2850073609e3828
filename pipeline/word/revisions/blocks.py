"""The paragraphs, tables, rows and cells of a text, and what is drawn in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from pipeline.word.revisions.reading import PARAGRAPH

TABLE, ROW, CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
BOX, FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
AROUND_BLOCKS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml")}


def blocks(container: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, cell, header or note, those inside content controls too."""
    yield from _within(container, {PARAGRAPH, TABLE})


def rows(table: Any) -> Iterator[Any]:
    """The rows of a table."""
    yield from _within(table, {ROW})


def cells(row: Any) -> Iterator[Any]:
    """The cells of a row."""
    yield from _within(row, {CELL})


def _within(parent: Any, wanted: set[str]) -> Iterator[Any]:
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag in AROUND_BLOCKS:
            yield from _within(child, wanted)


def boxes(paragraph: Any) -> list[Any]:
    """The text boxes that are anchored in a paragraph, without their copies for old programs."""
    return [box for box in paragraph.iter(BOX) if next(box.iterancestors(FALLBACK), None) is None]


def pictures(element: Any) -> list[Any]:
    """The pictures and other objects that were drawn in a part, without their copies for old programs."""
    drawn = element.iter(qn("w:drawing"), qn("w:pict"), qn("w:object"))
    return [one for one in drawn if next(one.iterancestors(FALLBACK), None) is None]
