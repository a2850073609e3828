"""The words of a value as runs of a Word paragraph: line breaks, tabs, bold and italics, links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.shared import RGBColor
from docx.text.run import Run as WordRun
from msgspec import Struct

from pipeline.links import web_address
from pipeline.model import Paragraph, Run
from pipeline.word.qualified import qn

SPACE = qn("xml:space")
LINK_STYLE = "Hyperlink"
LINK_COLOUR = "0563C1"  # Word's own; 5.9 to 1 on white


class Piece(Struct, frozen=True):
    """Words as they are set, and the address that they lead to, '' for none."""

    runs: tuple[Run, ...]
    address: str = ""

    @property
    def text(self) -> str:
        """The words."""
        return "".join(run.text for run in self.runs)


class Links:
    """What makes a link in one part of the paper: the part, and the id of the template's style, '' for none."""

    def __init__(self, part: Any, style: str) -> None:
        """Links of ``part``; where its template leads already is known."""
        self.part, self.style = part, style
        self._known = {
            relation.target_ref: relation.rId
            for relation in part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.HYPERLINK and relation.is_external
        }

    def to(self, address: str) -> Any:
        """An empty hyperlink; the part has one relationship for each address."""
        if address not in self._known:
            self._known[address] = self._relate(address)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._known[address])
        link.set(qn("w:history"), "1")
        return link

    def _relate(self, address: str) -> str:
        """The id of a new relationship: the next number that is free (python-docx looks from 1 each time)."""
        relations = self.part.rels
        numbers = count(len(relations) + 1)
        name = next(name for name in map("rId{}".format, numbers) if name not in relations)
        relations.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
        return name

    def dress(self, run: Any) -> None:
        """Make a run look like a link. What the template says of its tag's style or colour stays."""
        if self.style and run.style is None:
            run.style = self.style
            return
        font = WordRun(run, self.part).font
        font.underline = True
        if font.color.type is None:
            font.color.rgb = RGBColor.from_string(LINK_COLOUR)


def as_piece(line: Paragraph, *, linked: bool = True) -> Piece | str:
    """A line of a value; its link only where it is harmless, its runs only where they are its words.

    Words that look like those around them come as they are, as nearly all do.
    """
    if not line.link and not line.runs:
        return line.text
    address = web_address(line.link) if linked and line.link else ""
    varied = any(run.bold or run.italic for run in line.runs)
    if not line.text or not (address or varied):
        return line.text
    piece = Piece(line.runs, address)
    return piece if piece.text == line.text else Piece((Run(line.text),), address)


def write(text: Any, pieces: Sequence[Piece | str], links: Links) -> None:
    """Put words in the place of a ``w:t``. Its run is split where they are set differently or linked."""
    words = [piece for piece in pieces if isinstance(piece, str)]
    if len(words) == len(pieces):
        _type(text, "".join(words))
        return
    run = text.getparent()
    rest = _like(run)
    rest.extend(list(text.itersiblings()))
    run.remove(text)
    made = [element for piece in pieces for element in _elements(piece, run, links)]
    for element in reversed([*made, rest]):
        run.addnext(element)
    for left in (run, rest):
        if all(child.tag == qn("w:rPr") for child in left):
            left.getparent().remove(left)


def _elements(piece: Piece | str, run: Any, links: Links) -> Iterator[Any]:
    """The runs of a piece, formatted like ``run``; inside a hyperlink where the piece is one.

    Within a link of the template, Word wants no link.
    """
    piece = Piece((Run(piece),)) if isinstance(piece, str) else piece
    made = [_set(one, run) for one in piece.runs if one.text]
    if not piece.address or not made or run.getparent().tag != qn("w:p"):
        yield from made
        return
    link = links.to(piece.address)
    for element in made:
        links.dress(element)
        link.append(element)
    yield link


def _set(one: Run, like: Any) -> Any:
    """A run with those words, formatted like another, and bold or italic where they are."""
    made = _like(like)
    text = OxmlElement("w:t")
    made.append(text)
    _type(text, one.text)
    font = WordRun(made, like).font
    if one.bold:
        font.bold = True
    if one.italic:
        font.italic = True
    return made


def _like(run: Any) -> Any:
    """An empty run formatted like another."""
    made = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _type(text: Any, words: str) -> None:
    """Set the words of a ``w:t``; line ends become line breaks and tabs tab stops."""
    text.set(SPACE, "preserve")
    if "\n" not in words and "\t" not in words:
        text.text = words
        return
    parts = re.split(r"(\n|\t)", words)
    text.text = parts[0]
    last = text
    for mark, words_after in zip(parts[1::2], parts[2::2], strict=True):
        sign = OxmlElement("w:br" if mark == "\n" else "w:tab")
        more = OxmlElement("w:t")
        more.text = words_after
        more.set(SPACE, "preserve")
        last.addnext(sign)
        sign.addnext(more)
        last = more
