"""Whether a sheet is the list of queries that an earlier round put in front."""

from __future__ import annotations

from lxml import etree

from pipeline.forms.marking.book import Book, Listed
from pipeline.forms.marking.trees import space_of
from pipeline.forms.sheets import QUERIES, QUERIES_FIRST_CELL


def is_list_of_queries(book: Book, listed: Listed) -> bool:
    """Whether the sheet has our name and, in its first cell, our words."""
    if not listed.title.startswith(QUERIES):
        return False
    root = book.package.tree(listed.part)
    space = f"{{{space_of(root)}}}"
    first = root.find(f"{space}sheetData/{space}row/{space}c")
    if first is None or first.get("r", "A1") != "A1":
        return False
    return _text_of(book, first) == QUERIES_FIRST_CELL


def _text_of(book: Book, cell: etree._Element) -> str:
    """The text of a cell, which stands in it or, once Excel has saved it, in the list of all texts."""
    if cell.get("t") != "s":
        return "".join(one.text or "" for one in cell.iter("{*}t"))
    texts = book.package.tree(book.part_of_kind("sharedStrings"))
    number = int(cell.findtext("{*}v") or 0)
    found = list(texts.iterchildren("{*}si"))[number]
    return "".join(one.text or "" for one in found.iter("{*}t"))
