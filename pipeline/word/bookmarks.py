"""Bookmarks of a filled document: one name and one id for each, whatever loops have copied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.word.outline import PARAGRAPH, words_between
from pipeline.word.rounds import Round, same_round

START, END = qn("w:bookmarkStart"), qn("w:bookmarkEnd")
ID, NAME = qn("w:id"), qn("w:name")
LONGEST = 40  # signs that Word allows in a name
LAST_EDIT = "_goback"  # where the cursor stood


class Bookmark(Struct, frozen=True):
    """A place that something may refer to, from ``start`` to ``end``; ``round`` is that of the loops around it."""

    start: Any
    end: Any
    round: Round = ()

    @property
    def name(self) -> str:
        """Its name in the finished paper."""
        return str(self.start.get(NAME))

    @property
    def paragraph(self) -> Any:
        """The paragraph that it begins in; None between paragraphs."""
        return next((parent for parent in self.start.iterancestors() if parent.tag == PARAGRAPH), None)

    @property
    def words(self) -> str | None:
        """Its words; None where it is more than a part of one paragraph."""
        here = self.paragraph
        if here is None or not any(parent is here for parent in self.end.iterancestors()):
            return None
        return words_between(self.start, self.end)


class Bookmarks:
    """The bookmarks of all parts of a document, by the name that the template gives them."""

    def __init__(self, roots: Iterable[Any], rounds: Mapping[Any, Round]) -> None:
        """Every bookmark under ``roots``, made unique; ends and beginnings that have lost each other are taken out."""
        self._copies: dict[str, list[Bookmark]] = {}
        self._ids = count(1)
        for root in roots:
            for start, end in _paired(root):
                copies = self._copies.setdefault(start.get(NAME, "").lower(), [])
                copies.append(Bookmark(start, end, rounds.get(start, ())))
        self._in_round = {
            (name, copy.round): copy for name, copies in self._copies.items() for copy in reversed(copies)
        }
        self._names = set(self._copies)
        for copies in self._copies.values():
            for number, copy in enumerate(copies, 1):
                self._number(copy.start, copy.end)
                if number > 1:
                    copy.start.set(NAME, self._free(copy.name, number))

    def meant(self, name: str, round_: Round) -> Bookmark | None:
        """The bookmark that a place in that round means: its own round's, else the first; None where left out."""
        here = self._in_round.get((name.lower(), round_))
        if here and round_:
            return here
        shared = [(same_round(copy.round, round_), copy) for copy in self._copies.get(name.lower(), ())]
        nearest = max((loops for loops, _ in shared), default=-1)
        return None if nearest < 0 else next(copy for loops, copy in shared if loops == nearest)

    def add(self, paragraph: Any, name: str) -> str:
        """Make a bookmark of the words of a paragraph; its name."""
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        self._number(start, end)
        name = name if name.lower() not in self._names else self._free(name, 2)
        self._names.add(name.lower())
        start.set(NAME, name)
        paragraph.insert(0 if paragraph.find(qn("w:pPr")) is None else 1, start)
        paragraph.append(end)
        return name

    def drop(self, prefix: str, kept: set[str]) -> None:
        """Take out the bookmarks to which the template gives names that start so, but those of ``kept``."""
        wanted = {name.lower() for name in kept}
        for name in [one for one in self._copies if one.startswith(prefix.lower()) and one not in wanted]:
            for copy in self._copies.pop(name):
                self._names.discard(copy.name.lower())
                for element in (copy.start, copy.end):
                    element.getparent().remove(element)

    def _number(self, start: Any, end: Any) -> None:
        id_ = str(next(self._ids))
        start.set(ID, id_)
        end.set(ID, id_)

    def _free(self, name: str, number: int) -> str:
        """A name that no bookmark has: the template's, with a number."""
        endings = (f"_{ending}" for ending in count(number))
        made = (name[: LONGEST - len(ending)] + ending for ending in endings)
        free = next(one for one in made if one.lower() not in self._names)
        self._names.add(free.lower())
        return free


def _paired(root: Any) -> list[tuple[Any, Any]]:
    """Every beginning with its end, in order; what has no partner is taken out."""
    opened: dict[str, list[Any]] = {}
    ends: dict[Any, Any] = {}
    nodes = list(root.iter(START, END))
    for node in nodes:
        if node.tag == START:
            opened.setdefault(node.get(ID), []).append(node)
        elif opened.get(node.get(ID)):
            ends[opened[node.get(ID)].pop()] = node
    pairs = [(start, end) for start, end in ends.items() if start.get(NAME, "").lower() != LAST_EDIT]
    paired = {one for pair in pairs for one in pair}
    for node in nodes:
        if node not in paired:
            node.getparent().remove(node)
    order = {node: at for at, node in enumerate(nodes)}
    return sorted(pairs, key=lambda pair: order[pair[0]])
