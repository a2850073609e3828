"""Which round of which loop of the template each part of a filled document comes from.

A bookmark in a loop comes out once for each round, and what refers to it means the one of its own round.
Processing instructions mark the rounds while the template is filled; they are read and taken out right after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

Round = tuple[
    tuple[int, int], ...
]  # from the outermost loop: its number in the template, and the round's serial

LOOP = re.compile(r"\{%[-+]?\s*(for|endfor)\b.*?%\}", re.DOTALL)
MARK, END = "committee-papers-round", "end"
BOOKMARK = "<w:bookmarkStart"


def mark(xml: str) -> str:
    """The XML of a template with a mark at the start of every round of the loops that hold bookmarks."""
    wanted = {
        start: text for number, loop in enumerate(_loops(xml), 1) for start, text in _marks(xml, loop, number)
    }
    marked, last = [], 0
    for at in sorted(wanted):
        marked += [xml[last:at], wanted[at]]
        last = at
    return "".join([*marked, xml[last:]])


def _loops(xml: str) -> Iterator[tuple[int, int, int]]:
    """Each loop: where its opening tag ends, and where its closing tag begins and ends."""
    opened: list[int] = []
    for tag in LOOP.finditer(xml):
        if tag[1] == "for":
            opened.append(tag.end())
        elif opened:
            yield opened.pop(), tag.start(), tag.end()


def _marks(xml: str, loop: tuple[int, int, int], number: int) -> Iterator[tuple[int, str]]:
    inside, until, after = loop
    if BOOKMARK in xml[inside:until]:
        yield inside, f"<?{MARK} {number}?>"
        yield after, f"<?{MARK} {number} {END}?>"


def take_rounds(root: Any) -> dict[Any, Round]:
    """The round of each bookmark, field and link under ``root`` that a loop has made; the marks are taken out."""
    if next(root.iter(etree.PI), None) is None:
        return {}
    wanted = {qn("w:bookmarkStart"), qn("w:fldChar"), qn("w:fldSimple"), qn("w:hyperlink")}
    found: dict[Any, Round] = {}
    now: list[tuple[int, int]] = []
    marks = []
    for serial, node in enumerate(root.iter()):
        if node.tag is etree.PI and node.target == MARK:
            number, *end = node.text.split()
            while int(number) in {loop for loop, _ in now}:
                now.pop()
            now += [] if end else [(int(number), serial)]
            marks.append(node)
        elif now and node.tag in wanted:
            found[node] = tuple(now)
    for node in marks:
        _take_out(node)
    return found


def _take_out(node: Any) -> None:
    """Remove a mark, and keep the words that follow it."""
    before, parent = node.getprevious(), node.getparent()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def same_round(one: Round, other: Round) -> int:
    """How many loops two places share a round of; -1 where they stand in different rounds of one loop."""
    shared = 0
    for mine, its in zip(one, other, strict=False):
        if mine == its:
            shared += 1
        else:
            return -1 if mine[0] == its[0] else shared
    return shared
