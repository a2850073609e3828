"""Puts each value in the place of its token: real paragraphs, real lists, filled rating cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from pipeline.colour import ink
from pipeline.model import Paragraph, Shown
from pipeline.word.rendering import CLOSE, OPEN

TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")
# What the schema wants before w:shd in w:tcPr (ECMA-376 part 1, 17.4.69: CT_TcPrBase is a sequence).
BEFORE_SHADING = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")
BULLET_STYLE, TABLE_BULLET_STYLE = "ListBullet", "TableBullet"


def place(root: Any, tokens: Sequence[Shown], styles: frozenset[str]) -> None:
    """Replace every token under ``root``. ``styles`` are the ids of the template's paragraph styles."""
    for paragraph in list(root.iter(qn("w:p"))):
        if any(OPEN in (text.text or "") for text in paragraph.iter(qn("w:t"))):
            _place_in(paragraph, tokens, styles)


def _place_in(paragraph: Any, tokens: Sequence[Shown], styles: frozenset[str]) -> None:
    following: list[Paragraph] = []
    fills: list[str] = []
    alone = bool(re.fullmatch(TOKEN, "".join(text.text or "" for text in paragraph.iter(qn("w:t"))).strip()))
    bullet = _bullet_style(paragraph, styles)
    plain = deepcopy(paragraph.find(qn("w:pPr")))
    for text in list(paragraph.iter(qn("w:t"))):
        pieces = TOKEN.split(text.text or "")
        if len(pieces) == 1:
            continue
        words = []
        for index, piece in enumerate(pieces):
            if index % 2 == 0:
                words.append(piece)
                continue
            value = tokens[int(piece)]
            first, *rest = value.paragraphs or (Paragraph(""),)
            words.append(first.text)
            following += rest
            if value.fill:
                fills.append(value.fill)
            if alone and first.level and bullet:
                _restyle(paragraph, bullet, first.level)
        _write(text, "".join(words))
    _add_after(paragraph, following, bullet, plain)
    if fills and alone:
        _shade(paragraph, fills[0])


def _bullet_style(paragraph: Any, styles: frozenset[str]) -> str:
    in_table = any(parent.tag == qn("w:tc") for parent in paragraph.iterancestors())
    wanted = (TABLE_BULLET_STYLE, BULLET_STYLE) if in_table else (BULLET_STYLE,)
    return next((style for style in wanted if style in styles), "")


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


def _add_after(paragraph: Any, following: Sequence[Paragraph], bullet: str, plain: Any) -> None:
    """Add a value's further paragraphs below its first, alike in all but their list level."""
    run = next(iter(paragraph.iter(qn("w:r"))), None)
    last = paragraph
    for entry in following:
        added = OxmlElement("w:p")
        if plain is not None:
            added.append(deepcopy(plain))
        new_run = etree.SubElement(added, qn("w:r"))
        if run is not None and run.find(qn("w:rPr")) is not None:
            new_run.append(deepcopy(run.find(qn("w:rPr"))))
        text = etree.SubElement(new_run, qn("w:t"))
        _write(text, entry.text)
        if entry.level and bullet:
            _restyle(added, bullet, entry.level)
        last.addnext(added)
        last = added


def _restyle(paragraph: Any, style: str, level: int) -> None:
    """Make a paragraph a bullet of the template's own list style; deeper levels by the list's own level."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = OxmlElement("w:pPr")
        paragraph.insert(0, properties)
    named = properties.find(qn("w:pStyle"))
    if named is None:
        named = OxmlElement("w:pStyle")
        properties.insert(0, named)
    named.set(qn("w:val"), style if level == 1 else f"{style}2")


def _shade(paragraph: Any, fill: str) -> None:
    """Fill the rating's cell and make its text black or white to suit; the word itself stays."""
    cell = next((parent for parent in paragraph.iterancestors() if parent.tag == qn("w:tc")), None)
    if cell is None:
        return
    properties = cell.find(qn("w:tcPr"))
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shading.set(qn(f"w:{name}"), value)
    before = [child for child in properties if etree.QName(child).localname in BEFORE_SHADING]
    before[-1].addnext(shading) if before else properties.insert(0, shading)
    for run in paragraph.iter(qn("w:r")):
        _colour(run, ink(fill))


def _colour(run: Any, colour: str) -> None:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        properties = OxmlElement("w:rPr")
        run.insert(0, properties)
    for old in properties.findall(qn("w:color")):
        properties.remove(old)
    shade = OxmlElement("w:color")
    shade.set(qn("w:val"), colour)
    # w:color follows the font, weight and case properties and precedes spacing and size (17.3.2.28).
    before = [
        c
        for c in properties
        if etree.QName(c).localname in ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps")
    ]
    before[-1].addnext(shade) if before else properties.insert(0, shade)


def fit_columns(root: Any) -> None:
    """Give each table whose columns came from a loop the widths of the cells in its first row."""
    for table in root.iter(qn("w:tbl")):
        first = table.find(qn("w:tr"))
        widths = [
            width.get(qn("w:w")) for width in first.iterfind(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcW')}")
        ]
        columns = table.find(qn("w:tblGrid")).findall(qn("w:gridCol"))
        if len(widths) == len(columns):
            for column, width in zip(columns, widths, strict=True):
                column.set(qn("w:w"), width)
            table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").set(qn("w:w"), str(sum(map(int, widths))))


def remaining(root: Any) -> Iterator[str]:
    """Template tags still standing, looked for while values are tokens and cannot be mistaken for tags."""
    for paragraph in root.iter(qn("w:p")):
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        yield from re.findall(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", words)
