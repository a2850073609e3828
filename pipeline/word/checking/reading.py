"""A template's bytes → its lines in the order of the file, each with its place as a Word user sees it."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from msgspec import Struct, field

from pipeline.model import replace
from pipeline.word.changes import accept_changes, changes
from pipeline.word.checking.flaws import BODY, Line, shortened
from pipeline.word.stories import stories
from pipeline.word.tags import words_of

BOX = qn("w:txbxContent")
COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box for old programs
TYPES = {"first": " (first page)", "even": " (even pages)", "default": ""}
NOTE = {RELATIONSHIP_TYPE.FOOTNOTES: "footnote", RELATIONSHIP_TYPE.ENDNOTES: "endnote"}


class Read(Struct, frozen=True):
    """A template as it is checked. ``changed`` is the first line of each text with tracked changes."""

    lines: tuple[Line, ...]
    changed: tuple[Line, ...] = ()
    styles: Mapping[str, str] = field(default_factory=dict)


def read_template(data: bytes) -> Read:
    """The template's lines as if its tracked changes had been accepted, and its styles' names by their ids."""
    document = Document(io.BytesIO(data))
    styles = {style.style_id: style.name or "" for style in document.styles}
    lines: list[Line] = []
    changed: list[Line] = []
    for story, part in stories(document):
        was_changed = {_paragraph(one) for one in changes(story)}
        placed = list(
            _Placing(story, _part_names(document, part), styles).lines(story is document.element.body)
        )
        changed += [line for line in placed if line.element in was_changed][:1]
        accept_changes(story)
        lines += [
            replace(line, words=words_of(line.element), order=len(lines) + number)
            for number, line in enumerate(placed)
            if line.element is story or next(line.element.iterancestors(story.tag), None) is not None
        ]
    return Read(tuple(lines), tuple(changed), styles)


def _paragraph(change: Any) -> Any:
    """The paragraph of a change: around it, or the first within it."""
    around = next(change.iterancestors(qn("w:p")), None)
    return next((change.getparent() if around is None else around).iter(qn("w:p")), None)


def _part_names(document: Any, part: Any) -> dict[str, str]:
    """What people call a part of the file; of notes, each by its id; '' for the whole part."""
    if part is document.part:
        return {"": BODY}
    relation = next(
        one for one in document.part.rels.values() if not one.is_external and one.target_part is part
    )
    if relation.reltype in NOTE:
        kind = NOTE[relation.reltype]
        references = document.element.body.iter(qn(f"w:{kind}Reference"))
        return {one.get(qn("w:id")): f"{kind} {number}" for number, one in enumerate(references, 1)} | {
            "": f"{kind}s"
        }
    return {"": _margin_name(document, relation.rId)}


def _margin_name(document: Any, relation: str) -> str:
    """Which header or footer it is: of which section, and of which pages."""
    sections = list(document.element.body.iter(qn("w:sectPr")))
    for number, section in enumerate(sections, 1):
        for reference in section:
            if reference.get(qn("r:id")) == relation:
                kind = reference.tag.partition("}")[2].removesuffix("Reference")
                of = f" of section {number}" if len(sections) > 1 else ""
                return f"{kind}" + of + TYPES.get(reference.get(qn("w:type"), "default"), "")
    return "header or footer that no section uses"


class _Placing:
    """The places of one text's lines. Tables count as people count them: those inside a cell by themselves."""

    def __init__(self, story: Any, names: Mapping[str, str], styles: Mapping[str, str]) -> None:
        """Number the tables, rows and cells of a text."""
        self.story, self.names, self.styles = story, names, styles
        self.elements = list(story.iter())  # keeps each element one object
        self.numbers: dict[Any, int] = {}
        for tag, owners in (
            ("w:tbl", (qn("w:tc"), BOX)), ("w:tr", (qn("w:tbl"),)), ("w:tc", (qn("w:tr"),)),
        ):  # fmt: skip
            counts: Counter[Any] = Counter()
            for element in story.iter(qn(tag)):
                if not _copied(element):
                    owner = next(element.iterancestors(*owners), None)
                    counts[owner] += 1
                    self.numbers[element] = counts[owner]

    def lines(self, body: bool) -> Iterator[Line]:
        """Every line of the text, in order; the copies that text boxes hold for old programs are passed over."""
        heading = ""
        numbers: dict[Any, int] = {}
        for number, paragraph in enumerate(self.story.iter(qn("w:p"))):
            if _copied(paragraph):
                continue
            words = words_of(paragraph)
            if self.is_heading(paragraph) and words.strip():
                heading = _title(words)
                place = f"heading “{heading}”"
            else:
                place = self.place(paragraph, heading)
            numbers[paragraph] = number
            holder = next(iter(paragraph.iterancestors(qn("w:p"))), paragraph)
            yield Line(
                self.part(paragraph), place, words, paragraph, self.story, numbers[holder] if body else -1
            )

    def part(self, paragraph: Any) -> str:
        """The part of the file that a paragraph stands in, in words."""
        note = next(paragraph.iterancestors(qn("w:footnote"), qn("w:endnote")), None)
        number = "" if note is None else note.get(qn("w:id"), "")
        return self.names.get(number) or self.names[""]

    def place(self, paragraph: Any, heading: str) -> str:
        """Where in its part a paragraph stands."""
        box = next(paragraph.iterancestors(BOX), None)
        if box is not None:
            anchor = next(box.iterancestors(qn("w:p")), None)
            around = "" if anchor is None else f" at {self.place(anchor, heading)}"
            inside = self.in_tables(paragraph, box)
            return f"text box{around}" + (f", {inside}" if inside else "")
        inside = self.in_tables(paragraph, None)
        under = f"under the heading “{heading}”" if heading else ""
        if inside or under:
            return f"{inside}, {under}".strip(", ") if inside else f"paragraph {under}"
        return "paragraph before the first heading" if self.names[""] == BODY else ""

    def in_tables(self, paragraph: Any, box: Any) -> str:
        """Table, row and cell, from the outermost table to the innermost."""
        said: list[str] = []
        for parent in paragraph.iterancestors(qn("w:tbl"), qn("w:tr"), qn("w:tc"), BOX):
            if parent is box:
                break
            kind = {qn("w:tbl"): "table", qn("w:tr"): "row", qn("w:tc"): "cell"}.get(parent.tag, "")
            inner = (
                "inner "
                if kind == "table" and next(parent.iterancestors(qn("w:tc"), BOX), box) is not box
                else ""
            )
            said.append(f"{inner}{kind} {self.numbers.get(parent, 1)}")
        return ", ".join(reversed(said))

    def is_heading(self, paragraph: Any) -> bool:
        """Whether a paragraph is a heading or the title, by the name of its style."""
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else self.styles.get(style.get(qn("w:val"), ""), "")
        outside = next(paragraph.iterancestors(qn("w:tc"), BOX), None) is None
        return outside and re.match(r"(?i)(heading \d|title$)", name) is not None


def _copied(element: Any) -> bool:
    return next(element.iterancestors(COPY), None) is not None


def _title(words: str) -> str:
    """A heading without the tags that print nothing."""
    return shortened(re.sub(r"\{%.*?%\}", "", words).strip() or words, 60)
