"""Where each value stands in a finished paper, and which cell of which return it comes from.

The trace is kept beside a published paper, so that a later run knows what stood where: whose value a change is of,
and whether what somebody edited in Word is a field of a return, a figure or a rating.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct

from pipeline.model import Address, Figure, Rating, Shown, replace
from pipeline.word.expanding import Expansion
from pipeline.word.revisions.reading import FIELD_MARK, KIND, PARAGRAPH, sign, text_of
from pipeline.word.tags import own_runs

FORMAT = 2  # of the trace as it is kept
QUICK = 1  # zlib makes a tenth of it even so
LARGEST = 2**27  # bytes of JSON: more than the trace of any paper that could be read
NUMBER = re.compile(r"[^\w]*\d[\d.,]*\s*(?:%|per cent)?[^\w]*")


class Kind(StrEnum):
    """What an edited value is, as far as it matters who changes it."""

    RATING = "rating"
    FIGURE = "figure"
    TEXT = "text"


class Origin(Struct, frozen=True):
    """What a value is in the terms of its return: the sender's name, the table, the row, the header.

    ``row`` is a digest of what names the row. A trace repeats nothing that was typed in a return.
    """

    partnership: str
    table: str = ""
    row: str = ""
    column: str = ""


NOWHERE = Origin("")


class Placed(Struct, frozen=True):
    """One line of a value in a paper: in which part and paragraph, and where in its text.

    ``address`` is the value's cell; None for what the program has worked out.
    """

    part: str
    paragraph: int
    start: int
    end: int
    kind: Kind
    address: Address | None = None
    origin: Origin = NOWHERE

    def covers(self, start: int, end: int) -> bool:
        """Whether a stretch of the paragraph touches the value; a place at its edge does."""
        return self.start <= end and start <= self.end


class Trace(Struct, frozen=True):
    """All values of a paper, in the order of its parts and of their text."""

    placed: tuple[Placed, ...] = ()

    def of(self, part: str) -> dict[int, list[Placed]]:
        """The values of one part, by the number of their paragraph."""
        found: dict[int, list[Placed]] = {}
        for one in self.placed:
            if one.part == part:
                found.setdefault(one.paragraph, []).append(one)
        return found

    def with_origins(self, origins: Mapping[Address, Origin]) -> Trace:
        """The trace with what each value is in the terms of its return."""
        known = ((one, origins.get(one.address) if one.address else None) for one in self.placed)
        return Trace(tuple(replace(one, origin=origin) if origin else one for one, origin in known))

    def as_bytes(self) -> bytes:
        """The trace as it is kept, the same for the same trace: packed JSON, a list for each value in the order of its fields."""
        values = [
            (
                one.part, one.paragraph, one.start, one.end, one.kind,
                (one.address.file, one.address.sheet, one.address.cell) if one.address else None,
                (one.origin.partnership, one.origin.table, one.origin.row, one.origin.column),
            )
            for one in self.placed
        ]  # fmt: skip
        told = json.dumps({"format": FORMAT, "placed": values}, ensure_ascii=False)
        return zlib.compress(told.encode(), QUICK)

    @classmethod
    def from_bytes(cls, data: bytes) -> Trace:
        """The trace that was kept so; an empty one where it is none that is understood."""
        try:
            read = json.loads(zlib.decompressobj().decompress(data, LARGEST))
            return cls(tuple(_placed(one) for one in read["placed"])) if read["format"] == FORMAT else cls()
        except (ValueError, KeyError, TypeError, zlib.error):
            return cls()


class Built(Struct, frozen=True):
    """A finished paper's bytes, as the program wrote them, and its trace as it is kept, which few runs look into."""

    package: bytes
    traced: bytes = b""

    @classmethod
    def of(cls, package: bytes, trace: Trace) -> Built:
        """A paper with its trace."""
        return cls(package, trace.as_bytes())

    @property
    def trace(self) -> Trace:
        """The trace; an empty one where none was kept, or none that is understood."""
        return Trace.from_bytes(self.traced)


def _placed(one: Sequence[Any]) -> Placed:
    part, paragraph, start, end, kind, address, origin = one
    places = int(paragraph), int(start), int(end)
    return Placed(str(part), *places, Kind(kind), Address(*address) if address else None, Origin(*origin))


# --- making it --------------------------------------------------------------------------------


class Spot(Struct, frozen=True):
    """Where a line of a value was put: the paragraph, and how much text stood in it before."""

    paragraph: Any
    at: int
    words: str
    value: Shown


def length_before(text: Any, paragraph: Any) -> int:
    """How much text stands in a paragraph before an element of one of its runs; a field counts one."""
    length = depth = 0
    for run in own_runs(paragraph):
        for child in run:
            if child is text:
                return length
            if child.tag == FIELD_MARK:
                depth += {"begin": 1, "end": -1}.get(child.get(KIND), 0)
                length += child.get(KIND) == "end" and not depth
            elif not depth:
                length += len(sign(child))
    return length


def traced(
    spots: Iterable[Spot], stories: Sequence[tuple[Any, str]], expansions: Iterable[Expansion]
) -> Trace:
    """The trace of the values in a finished document; ``stories`` are its texts with the names of their parts.

    The first of them is the body, in which ``expansions`` have spelt out acronyms. A value is looked for from where
    it was put, for what a field before it shows has changed since.
    """
    by_paragraph: dict[Any, list[Spot]] = {}
    for spot in spots:
        by_paragraph.setdefault(spot.paragraph, []).append(spot)
    spelt: dict[int, list[Expansion]] = {}
    for one in expansions:
        spelt.setdefault(one.paragraph, []).append(one)
    placed: list[Placed] = []
    for root, part in stories:
        for number, paragraph in enumerate(root.iter(PARAGRAPH)):
            if paragraph in by_paragraph:
                placed += _found(
                    by_paragraph[paragraph], text_of(paragraph), part, number, spelt.get(number, [])
                )
        spelt = {}
    return Trace(tuple(placed))


def _found(
    spots: list[Spot], text: str, part: str, number: int, spelt: Sequence[Expansion]
) -> Iterator[Placed]:
    end = 0
    for spot in spots:
        expected = max(end, spot.at + _grown(spot.at, spelt))
        start, length = _standing(spot.words, text, (expected, end), spelt)
        end = start + length
        source = spot.value.source
        yield Placed(part, number, start, end, _kind(spot.value), source.address if source else None)


def _standing(words: str, text: str, places: Sequence[int], spelt: Sequence[Expansion]) -> tuple[int, int]:
    """Where a value's line begins in a text, looked for from each of ``places`` on, and how long it is there."""
    for at in places:
        for wording in _wordings(words, spelt) if spelt else (words,):
            start = text.find(wording, at)
            if start >= 0:
                return start, len(wording)
    return min(places[0], len(text)), 0


def _grown(at: int, spelt: Sequence[Expansion]) -> int:
    """How much longer a line has become before a place, by the acronyms that were spelt out there."""
    grown = 0
    for one in spelt:
        grown += len(one.before) + len(one.after) if one.start < at + grown else 0
    return grown


def _wordings(words: str, spelt: Sequence[Expansion]) -> list[str]:
    """A value's line as it may stand in the paper: with its acronyms spelt out, with one of them, or as it is."""
    every, single = words, []
    for one in spelt:
        full = one.before + one.acronym + one.after
        every = every.replace(one.acronym, full, 1)
        single.append(words.replace(one.acronym, full, 1))
    return list(dict.fromkeys((every, *single, words)))


def _kind(value: Shown) -> Kind:
    content = value.source.content if value.source else None
    if isinstance(content, Rating) or value.fill:
        return Kind.RATING
    return Kind.FIGURE if isinstance(content, Figure | Decimal) or NUMBER.fullmatch(str(value)) else Kind.TEXT
