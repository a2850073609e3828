"""Words for comparison: what people type in many ways and mean as one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pipeline.model import Absent, Column

INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u2060\ufeff]"
)  # soft hyphens, zero-width signs, marks of direction
STRAIGHT = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
ABSENCES = {
    **dict.fromkeys(("nil", "nil return", "none", "nothing to report", "nil to report"), Absent.NIL),
    **dict.fromkeys(("n/a", "na", "n.a", "not applicable"), Absent.NOT_APPLICABLE),
}
DASHES = frozenset({"-", "--", "---"})
SHORT = 100  # characters: labels and headings come again in every return, whole paragraphs hardly ever
REMEMBERED = 8_192  # of such texts, some hundred bytes each


def key(text: str) -> str:
    """Text for comparison: case, spaces (of any kind), width of letters and closing punctuation do not count."""
    return _remembered(text) if len(text) <= SHORT else _key(text)


def _key(text: str) -> str:
    if text.isascii():  # nothing in it to normalise
        folded = text.lower()
    else:
        folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().translate(STRAIGHT)
    return " ".join(folded.split()).strip(" :*.")


_remembered = lru_cache(REMEMBERED)(_key)


def absence(text: str) -> Absent | None:
    """Which absence a text states, if it states nothing else."""
    return ABSENCES.get(key(text))


def names_of(column: Column) -> set[str]:
    """The names by which a column or field is known, for comparison."""
    return {key(name) for name in (column.header, *column.aliases)}
