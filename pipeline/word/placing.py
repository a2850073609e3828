"""Puts each value in the place of its token: real paragraphs, real lists, filled rating cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import accumulate
from typing import Any

from docx.oxml import OxmlElement
from msgspec import Struct

from pipeline.model import Paragraph, Shown
from pipeline.word.cells import cell_of, shade
from pipeline.word.environment import CLOSE, OPEN
from pipeline.word.qualified import qn
from pipeline.word.runs import Links, Piece, as_piece, write
from pipeline.word.tags import own_runs
from pipeline.word.trace import Spot, length_before

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
TEXT = qn("w:t")
BULLET_STYLE, TABLE_BULLET_STYLE = "ListBullet", "TableBullet"


def place(root: Any, tokens: Sequence[Shown], styles: frozenset[str], links: Links) -> list[Spot]:
    """Replace every token under ``root``; where each line of a value was put.

    ``styles`` are the ids of the template's paragraph styles.
    """
    filling = _Filling(tokens, styles, links)
    spots: list[Spot] = []
    for paragraph in list(root.iter(qn("w:p"))):
        texts = _texts(paragraph)
        words = "".join(text.text or "" for text in texts)
        if OPEN in words:
            spots += _place_in(paragraph, texts, words, filling)
    return spots


class _Filling(Struct, frozen=True):
    """What the tokens of a text stand for, and what the template and its part have for them."""

    tokens: Sequence[Shown]
    styles: frozenset[str]
    links: Links


def _place_in(paragraph: Any, texts: Sequence[Any], words: str, filling: _Filling) -> Iterator[Spot]:
    alone = bool(TOKEN.fullmatch(words.strip()))
    values = [filling.tokens[int(number)] for number in TOKEN.findall(words)]
    bulleted = any(line.level for value in values for line in value.paragraphs)
    bullets = _bullet_styles(paragraph, filling.styles) if bulleted else []
    longer = any(len(value.paragraphs) > 1 for value in values)
    plain = _paragraph_properties(paragraph) if longer else None
    last = paragraph
    for text in texts:
        run, patterns = text.getparent(), dict[int, Any]()
        for at, value in _fill(text, paragraph, filling) if OPEN in (text.text or "") else ():
            first, *further = value.paragraphs or (Paragraph(""),)
            yield Spot(paragraph, at, first.text, value)
            if alone and first.level and bullets:
                _restyle(paragraph, bullets, first.level)
            if alone and value.fill:
                shade(paragraph, value.fill)
            for line in further:
                if line.level not in patterns:
                    patterns[line.level] = _pattern(run, plain, bullets, line.level)
                last = _add_after(last, line, patterns[line.level], filling.links)
                yield Spot(last, 0, line.text, value)
    if longer:
        _keep_section_break_last(paragraph, last)


def _texts(paragraph: Any) -> list[Any]:
    """The elements that hold the paragraph's own words, in order."""
    return [text for run in own_runs(paragraph) for text in run.iterchildren(TEXT)]


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _fill(text: Any, paragraph: Any, filling: _Filling) -> list[tuple[int, Shown]]:
    """Put the first line of each value in the place of its token; give the values, each with where it begins."""
    words = TOKEN.split(text.text)
    found = [filling.tokens[int(number)] for number in words[1::2]]
    pieces: list[Piece | str] = list(words)
    pieces[1::2] = [_first(value) for value in found]
    lengths = (len(piece if isinstance(piece, str) else piece.text) for piece in pieces)
    begins = list(accumulate(lengths, initial=length_before(text, paragraph)))
    write(text, pieces, filling.links)
    return list(zip(begins[1::2], found, strict=False))


def _first(value: Shown) -> Piece | str:
    """The first line of a value; on the fill of a rating a link could not be read."""
    return as_piece(value.paragraphs[0], linked=not value.fill) if value.paragraphs else ""


# --- further paragraphs -----------------------------------------------------------------------


def _paragraph_properties(paragraph: Any) -> Any:
    """A copy of a paragraph's properties for those that follow it; a section break stays single."""
    properties = deepcopy(paragraph.find(qn("w:pPr")))
    if properties is not None:
        for section in properties.findall(qn("w:sectPr")):
            properties.remove(section)
    return properties


def _pattern(run: Any, properties: Any, bullets: Sequence[str], level: int) -> Any:
    """A paragraph without words, as lines of that level become: with those properties, and one run formatted like ``run``."""
    made, made_run = OxmlElement("w:p"), OxmlElement("w:r")
    if properties is not None:
        made.append(deepcopy(properties))
    made.append(made_run)
    if run.find(qn("w:rPr")) is not None:
        made_run.append(deepcopy(run.find(qn("w:rPr"))))
    made_run.append(OxmlElement("w:t"))
    if level and bullets:
        _restyle(made, bullets, level)
    return made


def _add_after(last: Any, line: Paragraph, pattern: Any, links: Links) -> Any:
    """Put a line into a paragraph made after ``pattern``, and that below ``last``."""
    added = deepcopy(pattern)
    write(next(added.iter(TEXT)), [as_piece(line)], links)
    last.addnext(added)
    return added


def _keep_section_break_last(paragraph: Any, last: Any) -> None:
    """A section ends with its last paragraph: move the break there from the one that had the tag."""
    properties = paragraph.find(qn("w:pPr"))
    section = None if properties is None else properties.find(qn("w:sectPr"))
    if section is not None and last is not paragraph:
        last.find(qn("w:pPr")).append(section)


# --- lists ------------------------------------------------------------------------------------


def _bullet_styles(paragraph: Any, styles: frozenset[str]) -> list[str]:
    """The template's styles for bullets there, one for each level that it has; tables may have their own."""
    families = (TABLE_BULLET_STYLE, BULLET_STYLE) if cell_of(paragraph) is not None else (BULLET_STYLE,)
    family = next((family for family in families if family in styles), "")
    deeper = [f"{family}{level}" for level in range(2, 10)]
    return [family, *(style for style in deeper if style in styles)] if family else []


def _restyle(paragraph: Any, bullets: Sequence[str], level: int) -> None:
    """Make a paragraph a bullet in the template's own list style, as deep as the template goes."""
    properties = paragraph.get_or_add_pPr()
    properties.get_or_add_pStyle().set(qn("w:val"), bullets[min(level, len(bullets)) - 1])


def remaining(root: Any) -> Iterator[str]:
    """Template tags still standing, looked for while values are tokens and cannot be mistaken for tags."""
    if not any("{" in (text.text or "") for text in root.iter(TEXT)):
        return
    for paragraph in root.iter(qn("w:p")):
        yield from re.findall(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", _words(paragraph))
