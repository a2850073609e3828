"""Captions of a filled document: each sequence, such as “Table 1”, counts anew in the order of the paper."""

from __future__ import annotations

from typing import Any

from pipeline.word.fields import Field, fields
from pipeline.word.number_formats import in_format
from pipeline.word.outline import PARAGRAPH, Outline, words_of
from pipeline.word.styles import DEEPEST

FORMATS = {
    "roman": "lowerRoman", "ROMAN": "upperRoman", "Roman": "upperRoman", "alphabetic": "lowerLetter",
    "ALPHABETIC": "upperLetter", "Alphabetic": "upperLetter", "ordinal": "ordinal", "Ordinal": "ordinal",
}  # fmt: skip


def number_captions(outline: Outline) -> None:
    """Work out every SEQ field of the body, and the chapter numbers that STYLEREF puts before them."""
    by_paragraph: dict[Any, list[Field]] = {}
    for field in fields(outline.body):
        if field.kind in {"SEQ", "STYLEREF"} and field.whole:
            by_paragraph.setdefault(field.paragraph, []).append(field)
    counting = _Counting(outline)
    for paragraph in outline.body.iter(PARAGRAPH) if by_paragraph else ():
        counting.pass_by(paragraph)
        for field in by_paragraph.get(paragraph, ()):
            words = counting.sequence(field) if field.kind == "SEQ" else counting.chapter(field)
            if words is not None:
                field.write(words)


class _Counting:
    """Where each sequence stands, and the last paragraph of each style, on the way through the body."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._counts: dict[str, int] = {}
        self._since: dict[str, set[int]] = {}  # the levels of the headings since each sequence last counted
        self._last: dict[str, Any] = {}

    def pass_by(self, paragraph: Any) -> None:
        """Note a paragraph."""
        self._last[self._outline.styles.name(paragraph)] = paragraph
        if level := self._outline.styles.heading_level(paragraph):
            for levels in self._since.values():
                levels.add(level)

    def sequence(self, field: Field) -> str | None:
        """The words of a SEQ field; None where it shows none."""
        name, switches = field.argument.lower(), field.switches
        chapter = _whole(switches.get("s", ""), 0)
        if chapter and any(level <= chapter for level in self._since.get(name, ())):
            self._counts[name] = 0
        step = 0 if "c" in switches else 1
        self._counts[name] = _whole(switches.get("r", ""), self._counts.get(name, 0) + step)
        self._since[name] = set()
        forms = [FORMATS[word] for word in switches.get("*", "").split() if word in FORMATS]
        return None if "h" in switches else in_format(self._counts[name], (forms or ["decimal"])[0])

    def chapter(self, field: Field) -> str | None:
        """The words of a STYLEREF field; None where no paragraph of that style stands before it."""
        wanted = field.argument.lower()
        style = f"heading {wanted}" if _whole(wanted, 0) in range(1, DEEPEST + 1) else wanted
        paragraph = self._last.get(style)
        if paragraph is None:
            return None
        number = self._outline.numbers.get(paragraph)
        asked = field.switches.keys() & set("nrsw")
        if not asked:
            return words_of(paragraph)
        if number is None:
            return "0"
        return number.bare.rstrip(".") if "s" in asked else number.whole if "w" in asked else number.alone


def _whole(words: str, otherwise: int) -> int:
    return int(words) if words.isdecimal() else otherwise
