"""Two versions of a paper side by side: which paragraph, table and row of one is which of the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct, field

from pipeline.word.revisions.aligning import Part, align
from pipeline.word.revisions.blocks import CELL, ROW, TABLE, blocks, boxes, cells, rows
from pipeline.word.revisions.reading import OBJECT, PARAGRAPH, Line

Pair = tuple[Any, Any]  # an element of the old version and of the new one; None where there is none
Names = Mapping[Any, str]  # what record a row is of, where that is known


class Level(Struct, frozen=True):
    """The parts of one container in both versions, in order: blocks of a text or a cell, or the rows of a table."""

    old: Any
    new: Any
    pairs: Sequence[Pair]


class Comparison(Struct):
    """All levels of two versions, outermost first and in order; ``partners`` give the new version of each old part."""

    levels: list[Level] = field(default_factory=list)
    partners: dict[Any, Any] = field(default_factory=dict)


class Comparing:
    """Compares texts of two versions; ``exact``: what objects show counts too, such as the results of fields."""

    def __init__(self, old_names: Names, new_names: Names, *, exact: bool) -> None:
        """Names of rows in each version, by row."""
        self._names = {**old_names, **new_names}
        self._exact = exact
        self._says: dict[Any, str] = {}
        self.found = Comparison()

    def compare(self, old: Any, new: Any) -> None:
        """Compare two containers of blocks."""
        mine, its = list(blocks(old)), list(blocks(new))
        pairs = _ends_paired(self._paired(mine, its))
        self._note(old, new, pairs)
        for one, other in pairs:
            if one is not None and other is not None:
                (self._tables if one.tag == TABLE else self._boxes)(one, other)

    def _tables(self, old: Any, new: Any) -> None:
        pairs = self._paired(list(rows(old)), list(rows(new)))
        self._note(old, new, pairs)
        for one, other in pairs:
            if one is not None and other is not None and self.says(one) != self.says(other):
                for mine, its in zip(cells(one), cells(other), strict=True):
                    self.compare(mine, its)
            elif one is not None and other is not None:
                self._note_all(one, other)

    def _note_all(self, old: Any, new: Any) -> None:
        """Tie all parts of two rows that say the same."""
        mine, its = (list(row.iter(PARAGRAPH, TABLE, ROW, CELL)) for row in (old, new))
        if [one.tag for one in mine] == [one.tag for one in its]:
            self.found.partners |= zip(mine, its, strict=True)

    def _boxes(self, old: Any, new: Any) -> None:
        mine, its = boxes(old), boxes(new)
        if len(mine) == len(its):
            for one, other in zip(mine, its, strict=True):
                self.compare(one, other)

    def _note(self, old: Any, new: Any, pairs: list[Pair]) -> None:
        self.found.levels.append(Level(old, new, pairs))
        self.found.partners[old] = new
        self.found.partners |= {one: other for one, other in pairs if one is not None and other is not None}

    def _paired(self, old: list[Any], new: list[Any]) -> list[Pair]:
        aligned = align([self._part(one) for one in old], [self._part(one) for one in new])
        return [(None if i is None else old[i], None if j is None else new[j]) for i, j in aligned]

    # --- what is compared ---------------------------------------------------------------------

    def says(self, element: Any) -> str:
        """The contents of a part, so that equal parts need no further look."""
        if element not in self._says:
            self._says[element] = "\x1e".join(self._contents(element))
        return self._says[element]

    def _contents(self, element: Any) -> Iterator[str]:
        if element.tag == PARAGRAPH:
            line = Line(element)
            yield line.text if self._exact else " ".join(line.text.replace(OBJECT, "").split())
            yield from line.shown if self._exact else ()
            for box in boxes(element):
                yield from (self.says(block) for block in blocks(box))
        elif element.tag == TABLE:
            yield from (self.says(row) for row in rows(element))
        else:
            for cell in cells(element):
                yield "\x1d"
                yield from (self.says(block) for block in blocks(cell))

    def _part(self, element: Any) -> Part:
        says = self.says(element)
        return Part(self._kind(element), says, self._name(element), Counter(says.split()))

    def _kind(self, element: Any) -> str:
        """What may be paired: rows of as many cells; headings and other paragraphs."""
        if element.tag == ROW:
            return f"row of {sum(1 for _ in cells(element))}"
        return "table" if element.tag == TABLE else "paragraph"

    def _name(self, element: Any) -> str:
        if element.tag == ROW:
            first = next((self.says(block) for cell in cells(element) for block in blocks(cell)), "")
            return self._names.get(element, first)
        return self.says(next(rows(element), element)) if element.tag == TABLE else ""


def _ends_paired(pairs: list[Pair]) -> list[Pair]:
    """The last paragraph of a container, and one before a table, cannot go: there, two without a partner are one."""
    settled: list[Pair] = []
    gap: list[Pair] = []
    for pair in [*pairs, (None, None)]:
        if None in pair and pair != (None, None):
            gap.append(pair)
            continue
        settled += _paired_last(gap) if _ends_a_text(pair) else gap
        gap = []
        settled += [] if pair == (None, None) else [pair]
    return settled


def _ends_a_text(pair: Pair) -> bool:
    return pair == (None, None) or bool(pair[1].tag == TABLE)


def _paired_last(gap: list[Pair]) -> list[Pair]:
    old = [one for one, _ in gap if one is not None]
    new = [other for _, other in gap if other is not None]
    if not old or not new or not old[-1].tag == new[-1].tag == PARAGRAPH or _ends_section(new[-1]):
        return gap
    return [*((one, None) for one in old[:-1]), *((None, other) for other in new[:-1]), (old[-1], new[-1])]


def _ends_section(paragraph: Any) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
