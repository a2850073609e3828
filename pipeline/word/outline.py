"""A filled document as its readers see it: paragraphs in order, which are headings, and their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.numbering import Number, numbers
from pipeline.word.styles import Styles

PARAGRAPH = qn("w:p")
SPACES = (qn("w:tab"), qn("w:br"), qn("w:cr"))
RUN, TEXT = qn("w:r"), qn("w:t")
HYPHEN = qn("w:noBreakHyphen")
BOX = qn("w:txbxContent")


class Outline(Struct, frozen=True):
    """The body of a document, its styles, and the number of each paragraph that has one."""

    body: Any
    styles: Styles
    numbers: Mapping[Any, Number]

    @classmethod
    def of(cls, document: Any) -> Outline:
        """The outline of a python-docx document."""
        styles = Styles(document.styles.element)
        relations = document.part.rels.values()
        numbering = [one.target_part for one in relations if one.reltype == RELATIONSHIP_TYPE.NUMBERING]
        body = document.element.body
        return cls(body, styles, numbers(body, styles, numbering[0].element if numbering else None))

    def headings(self) -> Iterator[tuple[Any, int]]:
        """Every paragraph with an outline level and some words, with its level."""
        for paragraph in self.body.iter(PARAGRAPH):
            level = self.styles.outline_level(paragraph)
            if level and words_of(paragraph):
                yield paragraph, level


def words_of(paragraph: Any) -> str:
    """The words of a paragraph on one line, without those of a text box that is anchored in it."""
    return " ".join("".join(_signs(paragraph)).split())


def words_between(start: Any, end: Any) -> str:
    """The words from one element of a paragraph to another."""
    paragraph = next(parent for parent in start.iterancestors() if parent.tag == PARAGRAPH)
    nodes = list(paragraph.iter())
    inside = set(nodes[nodes.index(start) : nodes.index(end)])
    return " ".join("".join(_signs(paragraph, inside)).split())


def _signs(paragraph: Any, inside: set[Any] | None = None) -> Iterator[str]:
    for node in paragraph.iter(TEXT, *SPACES, HYPHEN):
        run = node.getparent()
        own = run.tag == RUN and (run.getparent() is paragraph or _own(node, paragraph))
        if own and (inside is None or node in inside):
            yield " " if node.tag in SPACES else "-" if node.tag == HYPHEN else node.text or ""


def _own(node: Any, paragraph: Any) -> bool:
    return next(parent for parent in node.iterancestors() if parent.tag == PARAGRAPH) is paragraph
