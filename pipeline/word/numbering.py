"""The numbers that Word gives to headings and lists: ``1.1``, ``(a)``, ``Appendix A``.

Word keeps none of them in a file: it works them out on opening, from the styles and the numbering part.
References and contents print them, so they are worked out here in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.number_formats import in_format, joined
from pipeline.word.styles import STYLE, VALUE, Styles, number, properties_of

LEVELS = 9
PARAGRAPH, BOX = qn("w:p"), qn("w:txbxContent")
NUMBERLESS = frozenset({"bullet", "none"})  # formats
NUMBERED = qn("w:numPr")  # what a paragraph or a style says of its list


class Number(Struct, frozen=True):
    """The number of a paragraph as Word shows it.

    ``bare`` is the number without the words around it; ``above`` are the numbers of the levels over it that its
    own does not repeat, as in the ``1`` and ``(a)`` over ``(i)``; ``list`` says in which list it counts.
    """

    text: str
    bare: str = ""
    above: tuple[str, ...] = ()
    list: str = ""

    @property
    def alone(self) -> str:
        """The number as a reference prints it, without a full stop at its end."""
        return self.text.rstrip(".")

    @property
    def whole(self) -> str:
        """The number with those over it: ``1(a)(i)``."""
        return joined((*self.above, self.text))

    def seen_from(self, other: Number | None) -> str:
        """The number with those over it, but for what a paragraph numbered ``other`` has in common with it."""
        if other is None or other.list != self.list:
            return self.whole
        mine, its = (*self.above, self.text), (*other.above, other.text)
        common = next((at for at, pair in enumerate(zip(mine, its, strict=False)) if pair[0] != pair[1]), 0)
        return joined(mine[common:])


class _List:
    """A list's levels, as its ``w:abstractNum`` has them or a ``w:num`` overrides them, and its starts."""

    def __init__(self, abstract: Any, num: Any) -> None:
        self.id = abstract.get(qn("w:abstractNumId"), "")
        self.levels = _by_level(abstract.iterchildren(qn("w:lvl")))
        overrides = _by_level(num.iterchildren(qn("w:lvlOverride")))
        self.starts = {
            level: number(start, 0)
            for level, override in overrides.items()
            if (start := override.find(qn("w:startOverride"))) is not None
        }
        self.levels |= {
            level: own for level, one in overrides.items() if (own := one.find(qn("w:lvl"))) is not None
        }

    @property
    def shows_numbers(self) -> bool:
        """Whether any level has numbers: most lists have bullets alone, and count for nobody."""
        return any(self.says(level, "numFmt", "decimal") not in NUMBERLESS for level in self.levels)

    def says(self, level: int, name: str, otherwise: str) -> str:
        """What a level says of ``name``: its format, its text."""
        found = self.levels[level].find(qn(f"w:{name}")) if level in self.levels else None
        return otherwise if found is None else str(found.get(VALUE, otherwise))

    def start(self, level: int) -> int:
        """The number that a level begins with."""
        found = self.levels[level].find(qn("w:start")) if level in self.levels else None
        return self.starts.get(level, number(found, 0))

    def restarts(self, level: int, after: int) -> bool:
        """Whether a level begins again after a number of the level ``after`` over it."""
        found = self.levels[level].find(qn("w:lvlRestart")) if level in self.levels else None
        return after < number(found, LEVELS)


def _by_level(elements: Any) -> dict[int, Any]:
    return {int(one.get(qn("w:ilvl"), 0)): one for one in elements}


class _Lists:
    """The lists of a document, by the id that paragraphs give."""

    def __init__(self, root: Any, styles: Styles) -> None:
        abstracts = {one.get(qn("w:abstractNumId")): one for one in root.iterchildren(qn("w:abstractNum"))}
        linked = {
            link.get(VALUE): one
            for one in abstracts.values()
            if (link := one.find(qn("w:styleLink"))) is not None
        }
        self._styles = styles
        self._by_style: dict[str, tuple[str, _List, int] | None] = {}
        self._lists: dict[str, _List] = {}
        for num in root.iterchildren(qn("w:num")):
            abstract = abstracts.get(num.find(qn("w:abstractNumId")).get(VALUE))
            link = None if abstract is None else abstract.find(qn("w:numStyleLink"))
            abstract = abstract if link is None else linked.get(link.get(VALUE), abstract)
            if abstract is not None and (found := _List(abstract, num)).shows_numbers:
                self._lists[num.get(qn("w:numId"))] = found

    def counting(self, body: Any) -> Iterator[Any]:
        """The paragraphs that may count in a list, by their own word or their style's, in order."""
        if self._of_style(self._styles.default):
            yield from body.iter(PARAGRAPH)
            return
        last = None
        for says in body.iter(STYLE, NUMBERED):
            paragraph = says.getparent().getparent()
            if paragraph is last or paragraph.tag != PARAGRAPH:  # not of what tracked changes have replaced
                continue
            if says.tag == NUMBERED or self._of_style(says.get(VALUE, "")):
                last = paragraph
                yield paragraph

    def of(self, paragraph: Any) -> tuple[str, _List, int] | None:
        """The id, list and level that a paragraph counts in; None where it counts in none."""
        own = properties_of(paragraph)
        if own is not None and next(own.iterchildren(NUMBERED), None) is not None:
            return self._found(self._styles.inherited(paragraph))
        return self._of_style(self._styles.style_id(paragraph))

    def _of_style(self, style: str) -> tuple[str, _List, int] | None:
        if style not in self._by_style:
            self._by_style[style] = self._found(self._styles.chain(style))
        return self._by_style[style]

    def _found(self, properties_of: Iterable[tuple[str, Any]]) -> tuple[str, _List, int] | None:
        level: int | None = None
        for style, properties in properties_of:
            says = properties.find(qn("w:numPr"))
            if says is None:
                continue
            own_level, own_list = says.find(qn("w:ilvl")), says.find(qn("w:numId"))
            level = number(own_level, 0) if level is None and own_level is not None else level
            if own_list is not None:
                found = self._lists.get(own_list.get(VALUE, ""))
                return (own_list.get(VALUE), found, self._level(found, level, style)) if found else None
        return None

    @staticmethod
    def _level(found: _List, level: int | None, style: str) -> int:
        """The level that is said, else the one that the list links to the style."""
        linked = (at for at in found.levels if style and found.says(at, "pStyle", "") == style)
        return next(linked, 0) if level is None else level


def numbers(body: Any, styles: Styles, numbering: Any) -> Mapping[Any, Number]:
    """The number of each paragraph of the body that Word numbers; ``numbering`` is the root of that part, or None."""
    if numbering is None:
        return {}
    lists = _Lists(numbering, styles)
    counts: dict[str, list[int | None]] = {}
    begun: set[tuple[str, int]] = set()
    found = {}
    boxes = next(body.iter(BOX), None) is not None
    for paragraph in lists.counting(body):
        place = None if boxes and _in_a_box(paragraph) else lists.of(paragraph)
        if place is None:
            continue
        id_, one, level = place
        count = counts.setdefault(one.id, [None] * LEVELS)
        _count(count, one, level, restart=level in one.starts and (id_, level) not in begun)
        begun |= {(id_, level)}
        if made := _number(count, one, level):
            found[paragraph] = made
    return found


def _count(count: list[int | None], one: _List, level: int, *, restart: bool) -> None:
    """Count a paragraph of that level: the levels over it have begun, and those under it begin again."""
    so_far = count[level]
    count[level] = one.start(level) if so_far is None or restart else so_far + 1
    for over in range(level):
        count[over] = one.start(over) if count[over] is None else count[over]
    for under in range(level + 1, LEVELS):
        if one.restarts(under, level):
            count[under] = None


def _number(count: list[int | None], one: _List, level: int) -> Number | None:
    """The number that a paragraph of that level shows; None for a bullet."""
    if one.says(level, "numFmt", "decimal") in NUMBERLESS:
        return None
    text = _shown(count, one, level, one.says(level, "lvlText", ""))
    bare = _shown(count, one, level, re.sub(r"(%\d)|[^\W\d_]|\s", r"\1", one.says(level, "lvlText", "")))
    return Number(text, bare, _above(count, one, level), one.id) if text.strip() else None


def _above(count: list[int | None], one: _List, level: int) -> tuple[str, ...]:
    """The numbers of the levels over one, from the deepest that its own number does not repeat."""
    repeated = {int(digit) - 1 for digit in re.findall(r"%(\d)", one.says(level, "lvlText", ""))}
    over = next((at for at in range(level - 1, -1, -1) if at not in repeated), None)
    if over is None or repeated & set(range(level)):
        return ()
    shown = _shown(count, one, over, one.says(over, "lvlText", ""))
    return (*_above(count, one, over), *([shown] if shown.strip() else []))


def _shown(count: list[int | None], one: _List, level: int, text: str) -> str:
    """A level's text with the numbers in it."""
    legal = one.levels[level].find(qn("w:isLgl")) is not None if level in one.levels else False

    def digits(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = one.says(at, "numFmt", "decimal")
        return in_format(count[at] or 0, "decimal" if legal and form != "none" else form)

    return re.sub(r"%([1-9])", digits, text)


def _in_a_box(paragraph: Any) -> bool:
    """Whether a paragraph stands in a text box, which counts for itself."""
    return any(parent.tag == BOX for parent in paragraph.iterancestors())
