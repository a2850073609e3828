"""How one line of text differs from another, by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from pipeline.word.revisions.reading import OBJECT

# A word with the marks inside it (don’t, 38.4%, 10,000), a stretch of spaces, or one sign.
WORD = re.compile(rf"\w+(?:[.,:/'’-]\w+)*%?|[^\S\n\t]+|{OBJECT}|.", re.DOTALL)
MOST = 1_000_000  # pairs of words that are compared; a longer change is one deletion and one insertion
IN_COMMON = 0.3  # the share of words below which a line was written anew


class Change(Struct, frozen=True):
    """From ``start`` to ``end`` of the old line stands what the new one has from ``new_start`` to ``new_end``."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def turned(self) -> Change:
        """The same change, the other way round."""
        return Change(self.new_start, self.new_end, self.start, self.end)


class Words(Struct, frozen=True):
    """A line's words, each with where it begins; objects are compared by what they show."""

    keys: tuple[str, ...]
    starts: tuple[int, ...]

    @classmethod
    def of(cls, text: str, shown: Sequence[str] | None) -> Words:
        """The words of a line; without ``shown``, objects are passed over."""
        keys, starts, objects = [], [], iter(shown or ())
        for match in WORD.finditer(text):
            if match[0] != OBJECT:
                keys.append(match[0])
            elif shown is not None:
                keys.append(OBJECT + next(objects, ""))
            else:
                continue
            starts.append(match.start())
        return cls(tuple(keys), (*starts, len(text)))


def changes(old: Words, new: Words) -> list[Change]:
    """The changes from one line to another, in order, each of whole words."""
    found = [
        Change(old.starts[i], _end(old, i, k), new.starts[j], _end(new, j, m))
        for i, k, j, m in _opcodes(old.keys, new.keys)
    ]
    return [one for one in found if one.end > one.start or one.new_end > one.new_start]


def _end(words: Words, first: int, after: int) -> int:
    """Where a stretch of words ends; nothing between it and the next word belongs to it."""
    if after == first:
        return words.starts[first]
    key = words.keys[after - 1]
    return words.starts[after - 1] + (1 if key.startswith(OBJECT) else len(key))


Opcode = tuple[int, int, int, int]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
    """The stretches of words that differ: from, to in the old line; from, to in the new one."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    mine, its = old[head : len(old) - tail], new[head : len(new) - tail]
    if not mine and not its:
        return []
    whole = [(head, head + len(mine), head, head + len(its))]
    if not mine or not its or len(mine) * len(its) > MOST:
        return whole
    matcher = SequenceMatcher(None, mine, its, autojunk=False)
    found = [
        (head + i, head + k, head + j, head + m)
        for tag, i, k, j, m in matcher.get_opcodes()
        if tag != "equal"
    ]
    telling = sum(block.size for block in matcher.get_matching_blocks()) + head + tail
    if 2 * telling < IN_COMMON * (len(old) + len(new)):
        return whole
    return _joined(found, old)


def _joined(found: list[Opcode], old: Sequence[str]) -> list[Opcode]:
    """Changes with nothing but spaces and signs between them, as one: nobody reads by the comma."""
    joined: list[Opcode] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and not any(_is_word(key) for key in old[last[1] : one[0]]):
            joined[-1] = (last[0], one[1], last[2], one[3])
        else:
            joined.append(one)
    return joined


def _is_word(key: str) -> bool:
    return any(sign.isalnum() for sign in key) or key.startswith(OBJECT) or key in "\n\t"
