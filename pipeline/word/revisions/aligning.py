"""Which parts of one version are which parts of another: by what they say, by their name, then by likeness.

Parts that occur once in each version with the same contents are tied first, then those with the same name; only
what is left in between is compared part with part, in pieces of bounded size, so that the work grows with the
length of a paper and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct, field

Pair = tuple[
    int | None, int | None
]  # the number of a part in the old and in the new version; None where it has none
MOST = 60  # parts of each version that are compared all with all
ALIKE = 0.4  # the share of words that two versions of a part have in common
RENAMED = 0.6  # the share where their names differ


class Part(Struct, frozen=True):
    """A paragraph, a row or a table, as far as it is compared. Parts of different kinds are never paired."""

    kind: str
    says: str
    name: str = ""
    words: Counter[str] = field(default_factory=Counter)

    def likeness(self, other: Part) -> float:
        """From 0 to 1: how much of the words of both is in both; 0 where that is too little to be the same part."""
        if self.kind != other.kind:
            return 0.0
        whole = self.words.total() + other.words.total()
        alike = 2 * (self.words & other.words).total() / whole if whole else 1.0
        renamed = self.name and other.name and self.name != other.name
        return alike if alike >= (RENAMED if renamed else ALIKE) else 0.0


def align(old: Sequence[Part], new: Sequence[Part]) -> list[Pair]:
    """Every part of both versions once, in order; in a gap those of the old come first."""
    pairs = _align(old, new, (0, len(old)), (0, len(new)))
    return _filled(pairs, len(old), len(new))


Span = tuple[int, int]


def _align(old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span) -> list[tuple[int, int]]:
    """The pairs within a stretch of each version."""
    start, end, tied = mine[0], mine[1], its[0]
    head, tail = [], []
    until = its[1]
    while start < end and tied < until and _same(old[start], new[tied]):
        head.append((start, tied))
        start, tied = start + 1, tied + 1
    while start < end and tied < until and _same(old[end - 1], new[until - 1]):
        end, until = end - 1, until - 1
        tail.append((end, until))
    return [*head, *_between(old, new, (start, end), (tied, until)), *reversed(tail)]


def _same(one: Part, other: Part) -> bool:
    return (one.kind, one.says, one.name) == (other.kind, other.says, other.name)


def _between(old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span) -> list[tuple[int, int]]:
    if mine[0] == mine[1] or its[0] == its[1]:
        return []
    for by_name in (False, True):
        anchors = _anchors(old, new, mine, its, by_name=by_name)
        if anchors:
            return _around(old, new, mine, its, anchors)
    return _by_likeness(old, new, mine, its)


def _around(
    old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span, anchors: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    pairs, left, right = [], mine[0], its[0]
    for one, other in [*anchors, (mine[1], its[1])]:
        pairs += _align(old, new, (left, one), (right, other))
        if one < mine[1]:
            pairs.append((one, other))
        left, right = one + 1, other + 1
    return pairs


def _anchors(
    old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span, *, by_name: bool
) -> list[tuple[int, int]]:
    """Parts that are there once in each stretch, in the longest order that both have in common."""
    once = _once(old, mine, by_name=by_name)
    other = _once(new, its, by_name=by_name)
    return _rising([(at, other[key]) for key, at in once.items() if key in other])


def _once(parts: Sequence[Part], span: Span, *, by_name: bool) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    count: Counter[tuple[str, str]] = Counter()
    for at in range(*span):
        key = (parts[at].kind, parts[at].name if by_name else parts[at].says)
        found[key] = at
        count[key] += 1
    return {key: at for key, at in found.items() if key[1] and count[key] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest rising sequence of pairs that are sorted by their first number (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, (_, number) in enumerate(pairs):
        pile = bisect_left(ends, number)
        ends[pile : pile + 1] = [number]
        tops[pile : pile + 1] = [at]
        before.append(tops[pile - 1] if pile else -1)
    found, at = [], tops[-1] if tops else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _by_likeness(old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span) -> list[tuple[int, int]]:
    """The pairs that are most alike in all; a long stretch is taken in pieces."""
    pieces = -(-max(mine[1] - mine[0], its[1] - its[0]) // MOST)
    found = []
    for piece in range(pieces):
        found += _most_alike(old, new, _piece(mine, piece, pieces), _piece(its, piece, pieces))
    return found


def _piece(span: Span, piece: int, pieces: int) -> Span:
    length = span[1] - span[0]
    return span[0] + length * piece // pieces, span[0] + length * (piece + 1) // pieces


def _most_alike(old: Sequence[Part], new: Sequence[Part], mine: Span, its: Span) -> list[tuple[int, int]]:
    height, width = mine[1] - mine[0], its[1] - its[0]
    alike = [[old[mine[0] + i].likeness(new[its[0] + j]) for j in range(width)] for i in range(height)]
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            tied = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], tied)
    found, i, j = [], 0, 0
    while i < height and j < width:
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((mine[0] + i, its[0] + j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _filled(pairs: list[tuple[int, int]], height: int, width: int) -> list[Pair]:
    """The pairs with what stands between them."""
    filled: list[Pair] = []
    i = j = 0
    for one, other in [*pairs, (height, width)]:
        filled += [(at, None) for at in range(i, one)] + [(None, at) for at in range(j, other)]
        filled += [(one, other)] if one < height else []
        i, j = one + 1, other + 1
    return filled
