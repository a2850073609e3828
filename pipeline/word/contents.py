"""Tables of contents of a filled document: the headings that it has, with their numbers, as links to them.

Page numbers are known only once the pages are laid out. Rather than show those of the template, a table of
contents is told to have none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.bookmarks import Bookmarks
from pipeline.word.contents_place import Place
from pipeline.word.fields import Field, fields, plain_run
from pipeline.word.outline import PARAGRAPH, Outline, words_of
from pipeline.word.styles import DEEPEST

BOOKMARK = "_Toc{:09}"
LEVEL_INDENT, NUMBER_WIDTH = 220, 440  # twentieths of a point for each level, as in Word's own
FIGURES = "table of figures"  # Word's style for lists of tables and figures


class Entry(Struct, frozen=True):
    """A line of a table of contents: the paragraph that it leads to, its level (0: a caption), and its words."""

    paragraph: Any
    level: int
    number: str
    words: str


def fill_contents(places: list[Place], outline: Outline, bookmarks: Bookmarks) -> None:
    """Fill every table of contents, of figures or of tables with what the paper has."""
    if not places:
        return
    names = _Names(bookmarks)
    for place in places:
        listed = list(entries(place.field, outline))
        lines = [_line(entry, names.of(entry.paragraph), outline) for entry in listed]
        place.fill(lines, without_pages(place.field))


class _Names:
    """The bookmark of each paragraph that a table of contents leads to, made when it is first wanted."""

    def __init__(self, bookmarks: Bookmarks) -> None:
        self._bookmarks = bookmarks
        self._known: dict[Any, str] = {}
        self._serials = count(1)

    def of(self, paragraph: Any) -> str:
        """The name of a paragraph's bookmark."""
        if paragraph not in self._known:
            self._known[paragraph] = self._bookmarks.add(paragraph, BOOKMARK.format(next(self._serials)))
        return self._known[paragraph]


# --- what it lists ----------------------------------------------------------------------------


def entries(field: Field, outline: Outline) -> Iterator[Entry]:
    """The lines of a table of contents, by the switches of its field."""
    if field.switches.keys() & set("ac"):
        yield from _captions(field, outline)
        return
    level_of = _levels(field, outline)
    for paragraph in outline.body.iter(PARAGRAPH):
        level = level_of(paragraph)
        words = words_of(paragraph) if level else ""
        if words:
            number = outline.numbers.get(paragraph)
            yield Entry(paragraph, level, number.text.strip() if number else "", words)


def _levels(field: Field, outline: Outline) -> Callable[[Any], int]:
    """What gives the level of a paragraph in a table of contents; 0 for what it does not list."""
    asked, styles = field.switches, outline.styles
    named = _named_styles(asked.get("t", ""))
    headings = "o" in asked or not asked.keys() & set("otu")
    span = _span(asked.get("o", "")) if headings or "u" in asked else range(0)

    def level(paragraph: Any) -> int:
        heading = styles.heading_level(paragraph) if headings else 0
        heading = heading or (styles.outline_level(paragraph) if "u" in asked else 0)
        return named.get(styles.name(paragraph), 0) or (heading if heading in span else 0)

    return level


def _span(words: str) -> range:
    """The levels of ``1-3``; all of them for ''."""
    match = re.fullmatch(r"\s*([1-9])\s*(?:-\s*([1-9]))?\s*", words)
    return range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(1, DEEPEST + 1)


def _named_styles(words: str) -> dict[str, int]:
    """The levels of ``Annex,1,Annex part,2``; some computers divide lists by semicolons."""
    parts = [part.strip() for part in re.split("[;,]", words)]
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return {name.lower(): int(level) for name, level in pairs if re.fullmatch("[1-9]", level)}


def _captions(field: Field, outline: Outline) -> Iterator[Entry]:
    """The captions of a sequence; with the switch ``a``, without their label and number."""
    wanted = (field.switches.get("c") or field.switches.get("a") or "").lower()
    for one in fields(outline.body):
        if one.kind == "SEQ" and one.argument.lower() == wanted and "h" not in one.switches:
            words = words_of(one.paragraph)
            if "a" in field.switches:
                words = words.partition(one.text)[2].lstrip(" :.–—-")
            yield Entry(one.paragraph, 0, "", words)


# --- what it looks like -----------------------------------------------------------------------


def _line(entry: Entry, name: str, outline: Outline) -> Any:
    """A paragraph that leads to another, in the style of its level."""
    paragraph: Any = OxmlElement("w:p")
    link = OxmlElement("w:hyperlink")
    properties = paragraph.get_or_add_pPr()
    properties.get_or_add_pStyle().val = _style(entry.level, outline)
    link.set(qn("w:anchor"), name)
    link.set(qn("w:history"), "1")
    if entry.number:
        properties.append(_tab_stop(NUMBER_WIDTH * entry.level))
        tab = OxmlElement("w:r")
        tab.append(OxmlElement("w:tab"))
        link.extend([plain_run(entry.number), tab])
    link.append(plain_run(entry.words))
    paragraph.append(link)
    return paragraph


def _tab_stop(position: int) -> Any:
    stops, stop = OxmlElement("w:tabs"), OxmlElement("w:tab")
    stop.set(qn("w:val"), "left")
    stop.set(qn("w:pos"), str(position))
    stops.append(stop)
    return stops


def _style(level: int, outline: Outline) -> str:
    """The id of the style of a level, made as Word has it where the template lacks it."""
    name = f"toc {level}" if level else FIGURES
    indent = LEVEL_INDENT * max(level - 1, 0)
    return outline.styles.id_named(name) or outline.styles.add(
        name, f"TOC{level}" if level else "TableofFigures", indent
    )


def without_pages(field: Field) -> str:
    """What the field asks for, without page numbers and with links."""
    words = re.sub(r"""\\n(\s+["“]?\d(-\d)?["”]?)?(?=\s|$)""", "", field.instruction, flags=re.IGNORECASE)
    more = ["\\n"] + (["\\h"] if "h" not in field.switches else [])
    return f" {' '.join([*words.split(), *more])} "
