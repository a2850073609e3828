"""Puts each value in the place of its token: real paragraphs, real lists, filled rating cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.model import Paragraph, Shown
from pipeline.word.cells import cell_of, shade
from pipeline.word.rendering import CLOSE, OPEN

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
BULLET_STYLE, TABLE_BULLET_STYLE = "ListBullet", "TableBullet"


def place(root: Any, tokens: Sequence[Shown], styles: frozenset[str]) -> None:
    """Replace every token under ``root``. ``styles`` are the ids of the template's paragraph styles."""
    for paragraph in list(root.iter(qn("w:p"))):
        if OPEN in _words(paragraph):
            _place_in(paragraph, tokens, styles)


def _place_in(paragraph: Any, tokens: Sequence[Shown], styles: frozenset[str]) -> None:
    alone = bool(TOKEN.fullmatch(_words(paragraph).strip()))
    bullets = _bullet_styles(paragraph, styles)
    plain = _paragraph_properties(paragraph)
    last = paragraph
    for run in list(_runs(paragraph)):
        for value in _fill(run, tokens):
            first, *further = value.paragraphs or (Paragraph(""),)
            if alone and first.level and bullets:
                _restyle(paragraph, bullets, first.level)
            if alone and value.fill:
                shade(paragraph, value.fill)
            for line in further:
                last = _add_after(last, line, _like(run, plain), bullets)
    _keep_section_break_last(paragraph, last)


def _runs(paragraph: Any) -> Iterator[Any]:
    """The paragraph's own runs, not those of a text box that is anchored in it."""
    for run in paragraph.iter(qn("w:r")):
        if next(parent for parent in run.iterancestors() if parent.tag == qn("w:p")) is paragraph:
            yield run


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for run in _runs(paragraph) for text in run.iterchildren(qn("w:t")))


def _fill(run: Any, tokens: Sequence[Shown]) -> list[Shown]:
    """Put the first line of each value into the run; give the values."""
    values = []
    for text in list(run.iterchildren(qn("w:t"))):
        pieces = TOKEN.split(text.text or "")
        if len(pieces) > 1:
            found = [tokens[int(number)] for number in pieces[1::2]]
            lines = [value.paragraphs[0].text if value.paragraphs else "" for value in found]
            pieces[1::2] = lines
            _write(text, "".join(pieces))
            values += found
    return values


def _write(text: Any, words: str) -> None:
    """Set a run's text; line ends become line breaks and tabs tab stops."""
    parts = re.split(r"(\n|\t)", words)
    text.text = parts[0]
    text.set(qn("xml:space"), "preserve")
    last = text
    for mark, words_after in zip(parts[1::2], parts[2::2], strict=True):
        sign = OxmlElement("w:br" if mark == "\n" else "w:tab")
        more = OxmlElement("w:t")
        more.text = words_after
        more.set(qn("xml:space"), "preserve")
        last.addnext(sign)
        sign.addnext(more)
        last = more


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


def _add_after(last: Any, line: Paragraph, added: Any, bullets: Sequence[str]) -> Any:
    """Put a line into the paragraph ``added`` and that below ``last``."""
    text = OxmlElement("w:t")
    added.find(qn("w:r")).append(text)
    _write(text, line.text)
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
