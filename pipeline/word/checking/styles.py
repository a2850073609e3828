"""The styles that a paper wants and its template lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docx.oxml.ns import qn

from pipeline.model import Level, Rule
from pipeline.word.cells import cell_of
from pipeline.word.checking.flaws import Line, Mistake
from pipeline.word.checking.ratings import Printed
from pipeline.word.placing import BULLET_STYLE, TABLE_BULLET_STYLE
from pipeline.word.runs import LINK_STYLE

WANTED = Rule(
    "template-style-missing",
    Level.WARNING,
    "The template has no style “{style}”, {what}.",
    "In Word, give any words the style {style} (press Ctrl+Shift+S and type its name), delete the words, and save.",
    why="Bullets and links are set in the template's own styles; without them they look like the text around.",
)
UNDEFINED = Rule(
    "template-style-undefined",
    Level.WARNING,
    "A paragraph has a style (“{style}”) that the template does not define.",
    "In Word, click into the paragraph and choose its style again (Home › Styles).",
    why="Word shows such a paragraph in its plain style, whatever it was meant to look like.",
)
LONG = "long text"
BULLET, TABLE_BULLET = "List Bullet", "Table Bullet"


def missing_styles(
    printed: Sequence[Printed], lines: Sequence[Line], styles: Mapping[str, str], wanted: Sequence[str]
) -> Iterator[Mistake]:
    """What the bullets and links of the printed values want, what ``wanted`` names, what paragraphs use."""
    known = {*styles, *styles.values()}
    for style, what in _needed(printed, frozenset(styles), wanted):
        if style not in known:
            yield Mistake(WANTED, None, {"style": style, "what": what})
    for line in lines:
        used = line.element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if used is None else used.get(qn("w:val"), "")
        if name and name not in styles:
            yield Mistake(UNDEFINED, line, {"style": name})


def _needed(
    printed: Sequence[Printed], ids: frozenset[str], wanted: Sequence[str]
) -> Iterator[tuple[str, str]]:
    long = [one.tag.line.element for one in printed if one.ref.name.kind == LONG]
    in_tables = [element for element in long if cell_of(element) is not None]
    if len(long) > len(in_tables):
        yield BULLET, "which the bullets of long texts are set in"
    elif in_tables and not ids & {TABLE_BULLET_STYLE, BULLET_STYLE}:
        yield TABLE_BULLET, "which the bullets of long texts in tables are set in"
    if any(one.ref.name.reported or one.ref.name.kind == LONG for one in printed):
        yield LINK_STYLE, "which links are set in"
    for style in wanted:
        yield style, "which the paper wants"
