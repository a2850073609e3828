"""Spells out each acronym where it first stands in the body of a paper, in reading order.

Words are only ever put in, around what stands there, and each place is noted: the proof takes them out again
before it looks for the values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.acronyms import Use, first_uses
from pipeline.model import Shown
from pipeline.word.cells import cell_of
from pipeline.word.fields import RUN, TEXT, Field, fields
from pipeline.word.outline import BOX, PARAGRAPH, words_of
from pipeline.word.styles import Styles

SIGNS = {qn("w:br"): "\n", qn("w:tab"): "\t"}
NO_PROSE = ("heading", "caption", "title", "toc ", "table of figures")  # styles whose names say so


class Expansion(Struct, frozen=True):
    """Words that were put around an acronym: in which paragraph of the body, and where in its finished text."""

    paragraph: int
    start: int
    before: str
    acronym: str
    after: str

    def undone(self, line: str) -> str:
        """The text of the paragraph as it was; unchanged where the words do not stand there."""
        words = self.before + self.acronym + self.after
        if not line.startswith(words, self.start):
            return line
        return line[: self.start] + self.acronym + line[self.start + len(words) :]


def expand(
    body: Any, styles: Styles, acronyms: Mapping[str, str], placed: Iterable[Shown]
) -> list[Expansion]:
    """Spell out the acronyms of the paper; ``placed`` are the values in it, of which ratings stay as they are."""
    if not acronyms:
        return []
    left, done = dict(acronyms), list[Expansion]()
    reading = Reading(body, styles, placed, acronyms)
    for number, paragraph in enumerate(body.iter(PARAGRAPH)):
        if not left:
            break
        pieces = list(_pieces(paragraph))
        text = "".join(words for _, words in pieces)
        if not any(acronym in text for acronym in left) or not reading.prose(paragraph):
            continue
        found = [use for use in first_uses(text, left) if reading.free(pieces, use)]
        done += _write(pieces, found, text, number)
        for use in found:
            del left[use.acronym]
    return done


class Reading:
    """Which words of a body are running text."""

    def __init__(
        self, body: Any, styles: Styles, placed: Iterable[Shown], acronyms: Mapping[str, str]
    ) -> None:
        """The reading of a filled body, in which the values ``placed`` stand."""
        self._body = body
        self._styles = styles
        self._acronyms = acronyms
        self._ratings = {str(value) for value in placed if value.fill}

    @cached_property
    def _fields(self) -> list[Field]:
        return fields(self._body)

    @cached_property
    def _captions(self) -> set[Any]:
        return {field.paragraph for field in self._fields if field.kind == "SEQ"}

    @cached_property
    def _in_fields(self) -> set[Any]:
        return _shown_by(self._fields, self._body)

    def prose(self, paragraph: Any) -> bool:
        """Whether a paragraph is no heading, caption, table header, rating, text box or entry of a glossary."""
        name = self._styles.name(paragraph)
        return not (
            any(word in name for word in NO_PROSE)
            or self._styles.outline_level(paragraph)
            or paragraph in self._captions
            or _in_header_row(paragraph)
            or (cell_of(paragraph) is not None and words_of(paragraph) in self._ratings)
            or self._listed(paragraph)
            or any(parent.tag == BOX for parent in paragraph.iterancestors())
            or next(paragraph.iter(BOX), None) is not None
        )

    def _listed(self, paragraph: Any) -> bool:
        """Whether a cell holds an acronym alone, and another cell of its row what it stands for."""
        cell = cell_of(paragraph)
        meaning = self._acronyms.get(words_of(paragraph), "") if cell is not None else ""
        return bool(meaning) and meaning in "".join(cell.getparent().itertext())

    def free(self, pieces: list[tuple[Any, str]], use: Use) -> bool:
        """Whether an acronym stands in the paper's own words, and not in what a field shows."""
        return not any(node in self._in_fields for node, _ in _spanned(pieces, use))


def _shown_by(found: list[Field], body: Any) -> set[Any]:
    """The words that fields show, in however many paragraphs."""
    begins, ends = {field.begin for field in found}, {field.end for field in found}
    shown = {text for field in found if field.simple for text in field.begin.iter(TEXT)}
    depth = 0
    for node in body.iter(TEXT, RUN):
        depth += (node in begins) - (node in ends)
        if depth and node.tag == TEXT:
            shown.add(node)
    return shown


def _in_header_row(paragraph: Any) -> bool:
    """Whether a paragraph stands in a row that is repeated as the head of its table."""
    rows = (parent for parent in paragraph.iterancestors() if parent.tag == qn("w:tr"))
    heads = (head for row in rows for head in row.iterfind(f"{qn('w:trPr')}/{qn('w:tblHeader')}"))
    return any(head.get(qn("w:val"), "1") not in {"0", "false", "off"} for head in heads)


def text_of(paragraph: Any) -> str:
    """The text of a paragraph, as the proof reads it."""
    return "".join(words for _, words in _pieces(paragraph))


def _pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements that make up the text of a paragraph, as the proof reads it."""
    for node in paragraph.iter(TEXT, *SIGNS):
        parent = node.getparent()
        plain = parent.tag == RUN and parent.getparent() is paragraph  # as nearly all are
        if plain or not any(parent.tag == qn("w:pPr") for parent in node.iterancestors()):
            yield node, SIGNS.get(node.tag) or node.text or ""


def _spanned(pieces: list[tuple[Any, str]], use: Use) -> list[tuple[Any, int]]:
    """The elements that a stretch of a paragraph's text lies in, each with the place at which its text begins."""
    found, at = [], 0
    for node, words in pieces:
        if at < use.end and at + len(words) > use.start:
            found.append((node, at))
        at += len(words)
    return found


def _write(pieces: list[tuple[Any, str]], uses: list[Use], text: str, number: int) -> list[Expansion]:
    """Put the words in, the last first, so that the places of the others hold."""
    done, shift = [], 0
    for use in uses:
        if use.before or use.after:
            done.append(
                Expansion(number, use.start + shift, use.before, text[use.start : use.end], use.after)
            )
            shift += len(use.before) + len(use.after)
    for use in reversed(uses):
        spanned = _spanned(pieces, use)
        _insert(*spanned[-1], use.end, use.after)
        _insert(*spanned[0], use.start, use.before)
    return done


def _insert(node: Any, begins: int, at: int, words: str) -> None:
    """Put words into the text of an element that begins at a place of its paragraph's text."""
    if words:
        node.text = node.text[: at - begins] + words + node.text[at - begins :]
        node.set(qn("xml:space"), "preserve")
