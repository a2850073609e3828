"""Blocks of a template that a table tears apart: opened in one cell, row or table and closed in another.

docxtpl merges cells and rows in silence there, and drops what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import qn

from pipeline.model import Address, Finding, Level, Rule

TORN = Rule(
    "template-block-torn",
    Level.ERROR,
    "“{tag}” has no partner in the same {container}.",
    "Put both tags of the pair into the same {container}. To repeat whole rows write {{%tr for ... %}}, and for columns {{%tc for ... %}}.",
)
TAG = re.compile(r"\{%[-+]?\s*(?:(tr|tc|p|r)\s+)?(\w+)[^%]*%\}")
OPENING = ("for", "if", "macro", "call", "filter", "with", "autoescape")
CONTAINERS = {"tr": "table", "tc": "row"}


def torn_blocks(root: Any, file: str) -> list[Finding]:
    """Each block in a table under ``root`` whose tags do not all stand in the same cell, row or table."""
    opening: list[Finding] = []
    closing: list[Finding] = []
    for container, words, at in _containers(root):
        tags = [match for match in TAG.finditer(words) if CONTAINERS.get(match[1], "cell") == container]
        for match in _left_over(tags):
            found = TORN.found(Address(file, "", at), tag=match[0], container=container)
            (opening if match[2] in OPENING else closing).append(found)
    return opening or closing  # the closing tags of torn blocks are their echo


def _containers(root: Any) -> Iterator[tuple[str, str, str]]:
    """Each table, row and cell: what it is, its words, and where it is."""
    for number, table in enumerate(root.iter(qn("w:tbl")), 1):
        rows = table.findall(qn("w:tr"))
        yield "table", "".join(map(_words, rows)), f"table {number}"
        for row_number, row in enumerate(rows, 1):
            at = f"table {number}, row {row_number}"
            yield "row", _words(row), at
            for cell_number, cell in enumerate(row.findall(qn("w:tc")), 1):
                yield "cell", _words(cell), f"{at}, cell {cell_number}"


def _words(container: Any) -> str:
    """The words of a row's or cell's own paragraphs, without those of tables inside a cell."""
    path = f"{qn('w:tc')}/{qn('w:p')}" if container.tag == qn("w:tr") else qn("w:p")
    return "".join(
        text.text or "" for paragraph in container.iterfind(path) for text in paragraph.iter(qn("w:t"))
    )


def _left_over(tags: Iterable[re.Match[str]]) -> list[re.Match[str]]:
    """The tags without a partner among these."""
    opened: list[re.Match[str]] = []
    closing: list[re.Match[str]] = []
    for match in tags:
        if match[2] in OPENING:
            opened.append(match)
        elif match[2].removeprefix("end") in OPENING:
            if opened and opened[-1][2] == match[2].removeprefix("end"):
                opened.pop()
            else:
                closing.append(match)
    return closing + opened
