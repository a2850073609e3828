"""Puts each value in the place of its token: real paragraphs, real lists, filled rating cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import accumulate
from typing import Any

from docx.oxml import OxmlElement

from pipeline.model import Paragraph, Run, Shown
from pipeline.word.cells import cell_of, shade
from pipeline.word.qualified import qn
from pipeline.word.rendering import CLOSE, OPEN
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
    spots: list[Spot] = []
    for paragraph in list(root.iter(qn("w:p"))):
        words = _words(paragraph)
        if OPEN in words:
            spots += _place_in(paragraph, words, tokens, styles, links)
    return spots


def _place_in(
    paragraph: Any, words: str, tokens: Sequence[Shown], styles: frozenset[str], links: Links
) -> Iterator[Spot]:
    alone = bool(TOKEN.fullmatch(words.strip()))
    values = [tokens[int(number)] for number in TOKEN.findall(words)]
    bulleted = any(line.level for value in values for line in value.paragraphs)
    bullets = _bullet_styles(paragraph, styles) if bulleted else []
    longer = any(len(value.paragraphs) > 1 for value in values)
    plain = _paragraph_properties(paragraph) if longer else None
    last = paragraph
    for run in list(own_runs(paragraph)):
        for at, value in _fill(run, tokens, links, paragraph):
            first, *further = value.paragraphs or (Paragraph(""),)
            yield Spot(paragraph, at, first.text, value)
            if alone and first.level and bullets:
                _restyle(paragraph, bullets, first.level)
            if alone and value.fill:
                shade(paragraph, value.fill)
            for line in further:
                last = _add_after(last, line, _like(run, plain), bullets, links)
                yield Spot(last, 0, line.text, value)
    _keep_section_break_last(paragraph, last)


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for run in own_runs(paragraph) for text in run.iterchildren(TEXT))


def _fill(run: Any, tokens: Sequence[Shown], links: Links, paragraph: Any) -> list[tuple[int, Shown]]:
    """Put the first line of each value in the place of its token; give the values, each with where it begins."""
    values: list[tuple[int, Shown]] = []
    for text in list(run.iterchildren(TEXT)):
        words = TOKEN.split(text.text or "")
        if len(words) > 1:
            found = [tokens[int(number)] for number in words[1::2]]
            pieces = [Piece((Run(literal),)) for literal in words]
            pieces[1::2] = [_first(value) for value in found]
            begins = list(
                accumulate((len(piece.text) for piece in pieces), initial=length_before(text, paragraph))
            )
            write(text, pieces, links)
            values += zip(begins[1::2], found, strict=False)
    return values


def _first(value: Shown) -> Piece:
    """The first line of a value; on the fill of a rating a link could not be read."""
    return as_piece(value.paragraphs[0], linked=not value.fill) if value.paragraphs else Piece(())


# --- further paragraphs -----------------------------------------------------------------------


def _paragraph_properties(paragraph: Any) -> Any:
    """A copy of a paragraph's properties for those that follow it; a section break stays single."""
    properties = deepcopy(paragraph.find(qn("w:pPr")))
    if properties is not None:
        for section in properties.findall(qn("w:sectPr")):
            properties.remove(section)
    return properties


def _like(run: Any, properties: Any) -> Any:
    """An empty paragraph with those properties, and one run formatted like ``run``."""
    made, made_run = OxmlElement("w:p"), OxmlElement("w:r")
    if properties is not None:
        made.append(deepcopy(properties))
    made.append(made_run)
    if run.find(qn("w:rPr")) is not None:
        made_run.append(deepcopy(run.find(qn("w:rPr"))))
    return made


def _add_after(last: Any, line: Paragraph, added: Any, bullets: Sequence[str], links: Links) -> Any:
    """Put a line into the paragraph ``added`` and that below ``last``."""
    text = OxmlElement("w:t")
    added.find(qn("w:r")).append(text)
    write(text, [as_piece(line)], links)
    if line.level and bullets:
        _restyle(added, bullets, line.level)
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
    for paragraph in root.iter(qn("w:p")):
        yield from re.findall(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", _words(paragraph))
