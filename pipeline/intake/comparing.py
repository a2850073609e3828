"""Words for comparison: what people type in many ways and mean as one."""

from __future__ import annotations

import re
import unicodedata

from pipeline.model import Absent

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


def key(text: str) -> str:
    """Text for comparison: case, spaces (of any kind), width of letters and closing punctuation do not count."""
    folded = unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).casefold().translate(STRAIGHT)
    return re.sub(r"\s+", " ", folded).strip(" :*.")


def absence(text: str) -> Absent | None:
    """Which absence a text states, if it states nothing else."""
    return ABSENCES.get(key(text))
