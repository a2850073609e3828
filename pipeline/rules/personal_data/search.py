"""What each cell of a return holds of each kind of personal data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote
from weakref import finalize

from pipeline.identifiers import Span, may_identify
from pipeline.model import Column, Figure, Prose, Return, Value
from pipeline.people import bare_counts, counts_people, small_counts
from pipeline.rules.personal_data.kinds import IN_LINKS, KINDS, SMALL, Kind
from pipeline.rules.rows import values


class Hit(NamedTuple):
    """Personal data of one kind in one cell; ``spans`` say where in its text, ``linked`` what only its link holds."""

    kind: Kind
    column: Column
    value: Value
    spans: tuple[Span, ...]
    linked: tuple[str, ...] = ()

    def what(self, threshold: int) -> str:
        """What was found, in words; where it does not stand in the text, that it is in the link."""
        words = self.kind.what(len(self.spans) + len(self.linked), threshold)
        return words if self.spans else f"{words} in its link"

    @property
    def code(self) -> str:
        """Four hexadecimal digits, by SHA-256 from the rule's id, the place, the cell's text and what only its link holds.

        Short on purpose: it tells when the cell was changed, and thousands of texts share each code, so that
        none can be worked back from it. Where only a few values are possible (a count, a date of birth) even
        four digits would tell them apart; there the code is made with the values starred out.
        """
        text = self.value.typed
        for start, end in sorted(self.spans, reverse=True) if self.kind.guessable else ():
            text = f"{text[:start]}*{text[end:]}"
        known = "\0".join((self.kind.rule.id, str(self.value.address), text, *self.linked))
        return hashlib.sha256(known.encode()).hexdigest()[:4]


ALL = (*KINDS, SMALL)
# The number of the kind among all, then the rest of a hit.
Kept = tuple[int, Column, Value, tuple[Span, ...], tuple[str, ...]]
# What was found in each return, as long as it lives: each is asked for it half a dozen times. A return is frozen.
_FOUND: dict[tuple[int, int], tuple[Hit, ...]] = {}


def hits(contents: Return, threshold: int) -> tuple[Hit, ...]:
    """Each kind of personal data in each cell of a return."""
    found = _FOUND.get((id(contents), threshold))
    return _know(contents, threshold, _search(contents, threshold)) if found is None else found


def to_keep(contents: Return, threshold: int) -> list[Kept]:
    """What was found in a return, in types that can be kept with it."""
    return [(ALL.index(hit.kind), *hit[1:]) for hit in hits(contents, threshold)]


def found_before(contents: Return, threshold: int, kept: Iterable[Kept]) -> None:
    """Take as found what was kept with a return, so that it need not be searched again."""
    found = (Hit(ALL[kind], column, value, spans, linked) for kind, column, value, spans, linked in kept)
    _know(contents, threshold, found)


def _know(contents: Return, threshold: int, found: Iterable[Hit]) -> tuple[Hit, ...]:
    known = id(contents), threshold
    _FOUND[known] = tuple(found)
    finalize(contents, _FOUND.pop, known, None).atexit = False
    return _FOUND[known]


def _search(contents: Return, threshold: int) -> Iterator[Hit]:
    for column, value, row in values(contents):
        if not value.typed and not value.link:
            continue
        links = _links(value)
        if links or may_identify(value.typed, column.header):
            yield from _identifiers(column, value, links)
        if counts := _counts(column, value, row, threshold):
            yield Hit(SMALL, column, value, tuple(counts))


def _identifiers(column: Column, value: Value, links: str) -> Iterator[Hit]:
    """What a cell and the addresses it leads to hold of each kind."""
    for kind in KINDS:
        spans = tuple(kind.find(value.typed, column.header))
        linked = _linked(kind, column, value, links, spans) if links and kind.rule in IN_LINKS else ()
        if spans or linked:
            yield Hit(kind, column, value, spans, linked)


def _linked(kind: Kind, column: Column, value: Value, links: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """What ``links`` hold of a kind. An address that the text shows and the link repeats is found once."""
    shown = {value.typed[start:end].casefold() for start, end in spans}
    found = (links[start:end] for start, end in kind.find(links, column.header))
    return tuple(one for one in found if one.casefold() not in shown)


def _links(value: Value) -> str:
    """The addresses that a value leads to, each once, with their per cents as the signs that they stand for."""
    if not isinstance(value.content, Prose):
        return unquote(value.link)
    links = [value.link, *(line.link for line in value.content.paragraphs)]
    return "\n".join(dict.fromkeys(unquote(link) for link in links if link))


def _counts(column: Column, value: Value, row: str, threshold: int) -> list[Span]:
    """Small counts: any small number where a column or measure counts people, elsewhere by the words around it.

    A target is no count of anybody.
    """
    if column.id == "target":
        return []
    unit = value.content.unit if isinstance(value.content, Figure) else column.unit
    if unit == "people" or (not unit and column.kind == "figure" and counts_people(row)):
        return bare_counts(value.typed, threshold)
    return small_counts(value.typed, threshold)
