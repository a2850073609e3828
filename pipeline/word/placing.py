"""Puts each value in the place of its token: real paragraphs, real lists, filled rating cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from itertools import accumulate
from typing import Any

from lxml import etree
from msgspec import Struct

from pipeline.model import Paragraph, Shown
from pipeline.word.cells import cell_of, shade
from pipeline.word.children import child, leading
from pipeline.word.environment import CLOSE, OPEN
from pipeline.word.qualified import qn
from pipeline.word.runs import Links, Piece, as_piece, write
from pipeline.word.trace import Spot, length_before

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
PARAGRAPH, RUN, TEXT = qn("w:p"), qn("w:r"), qn("w:t")
PROPERTIES, RUN_PROPERTIES = qn("w:pPr"), qn("w:rPr")
STYLE, SECTION, VALUE = qn("w:pStyle"), qn("w:sectPr"), qn("w:val")
BULLET_STYLE, TABLE_BULLET_STYLE = "ListBullet", "TableBullet"
TEMPLATES = 16  # whose styles for bullets are known, in text and in tables


def place(root: Any, tokens: Sequence[Shown], styles: frozenset[str], links: Links) -> list[Spot]:
    """Replace every token under ``root``; where each line of a value was put.

    ``styles`` are the ids of the template's paragraph styles.
    """
    filling = _Filling(tokens, styles, links)
    spots: list[Spot] = []
    for paragraph, texts in _texts(root).items():
        words = "".join([text.text or "" for text in texts])
        if OPEN in words:
            spots += _place_in(paragraph, texts, words, filling)
    return spots


class _Filling(Struct, frozen=True):
    """What the tokens of a text stand for, and what the template and its part have for them."""

    tokens: Sequence[Shown]
    styles: frozenset[str]
    links: Links

    def bullets(self, paragraph: Any) -> Sequence[str]:
        """The template's styles for bullets where a paragraph stands, one for each level that it has."""
        return _bullet_styles(self.styles, in_table=cell_of(paragraph) is not None)


def _place_in(paragraph: Any, texts: Sequence[Any], words: str, filling: _Filling) -> Iterator[Spot]:
    alone = bool(TOKEN.fullmatch(words.strip()))
    last = paragraph
    for text in texts:
        run = text.getparent()
        patterns: dict[int, Any] = {}
        for at, value in _fill(text, paragraph, filling) if OPEN in (text.text or "") else ():
            first, *further = value.paragraphs or (Paragraph(""),)
            yield Spot(paragraph, at, first.text, value)
            if alone and value.fill:
                shade(paragraph, value.fill)
            for line in further:
                if line.level not in patterns:
                    patterns[line.level] = _pattern(paragraph, run, filling, line.level)
                last = _add_after(last, line, patterns[line.level], filling.links)
                yield Spot(last, 0, line.text, value)
            if alone and first.level:  # after what is made like the paragraph
                _restyle(paragraph, filling.bullets(paragraph), first.level)
    if last is not paragraph:
        _keep_section_break_last(paragraph, last)


def _texts(root: Any) -> dict[Any, list[Any]]:
    """Every paragraph under ``root`` with the elements that hold its own words, in order."""
    texts: dict[Any, list[Any]] = {}
    for node in root.iter(PARAGRAPH, TEXT):
        if node.tag == PARAGRAPH:
            texts[node] = []
        elif node.getparent().tag == RUN:
            texts.get(next(node.iterancestors(PARAGRAPH), None), []).append(node)
    return texts


def _fill(text: Any, paragraph: Any, filling: _Filling) -> list[tuple[int, Shown]]:
    """Put the first line of each value in the place of its token; give the values, each with where it begins."""
    words = TOKEN.split(text.text)
    found = [filling.tokens[int(number)] for number in words[1::2]]
    pieces: list[Piece | str] = list(words)
    pieces[1::2] = map(_first, found)
    lengths = [len(piece if isinstance(piece, str) else piece.text) for piece in pieces]
    begins = list(accumulate(lengths, initial=length_before(text, paragraph)))
    write(text, pieces, filling.links)
    return list(zip(begins[1::2], found, strict=False))


def _first(value: Shown) -> Piece | str:
    """The first line of a value; on the fill of a rating a link could not be read."""
    return as_piece(value.paragraphs[0], linked=not value.fill) if value.paragraphs else ""


# --- further paragraphs -----------------------------------------------------------------------


def _pattern(paragraph: Any, run: Any, filling: _Filling, level: int) -> Any:
    """A paragraph without words, set like another, with one run formatted like ``run``; a section break stays single."""
    made = run.makeelement(PARAGRAPH)
    for properties in paragraph.iterchildren(PROPERTIES):
        made.append(deepcopy(properties))
        for section in list(made[0].iterchildren(SECTION)):
            made[0].remove(section)
    made_run = etree.SubElement(made, RUN)
    made_run.extend([deepcopy(properties) for properties in run.iterchildren(RUN_PROPERTIES)])
    etree.SubElement(made_run, TEXT)
    if level:
        _restyle(made, filling.bullets(paragraph), level)
    return made


def _add_after(last: Any, line: Paragraph, pattern: Any, links: Links) -> Any:
    """Put a line into a paragraph made after ``pattern``, and that below ``last``."""
    added = deepcopy(pattern)
    write(next(added.iter(TEXT)), [as_piece(line)], links)
    last.addnext(added)
    return added


def _keep_section_break_last(paragraph: Any, last: Any) -> None:
    """A section ends with its last paragraph: move the break there from the one that had the tag."""
    properties = child(paragraph, PROPERTIES)
    section = None if properties is None else child(properties, SECTION)
    if section is not None:
        child(last, PROPERTIES).append(section)


# --- lists ------------------------------------------------------------------------------------


@lru_cache(2 * TEMPLATES)
def _bullet_styles(styles: frozenset[str], *, in_table: bool) -> Sequence[str]:
    """The template's styles for bullets, one for each level that it has; tables may have their own."""
    families = (TABLE_BULLET_STYLE, BULLET_STYLE) if in_table else (BULLET_STYLE,)
    family = next((family for family in families if family in styles), "")
    deeper = [f"{family}{level}" for level in range(2, 10)]
    return [family, *(style for style in deeper if style in styles)] if family else []


def _restyle(paragraph: Any, bullets: Sequence[str], level: int) -> None:
    """Make a paragraph a bullet in the template's own list style, as deep as the template goes, if it has one."""
    if bullets:
        style = leading(leading(paragraph, PROPERTIES), STYLE)
        style.set(VALUE, bullets[min(level, len(bullets)) - 1])


def remaining(root: Any) -> Iterator[str]:
    """Template tags still standing, looked for while values are tokens and cannot be mistaken for tags."""
    if not any("{" in (text.text or "") for text in root.iter(TEXT)):
        return
    for texts in _texts(root).values():
        words = "".join(text.text or "" for text in texts)
        yield from re.findall(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", words)
