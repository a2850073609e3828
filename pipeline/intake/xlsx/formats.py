"""Whether a number format shows a date, a time, time elapsed or per cent (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from typing import NamedTuple


class Shows(Enum):
    """What a number looks like under a format."""

    NUMBER = auto()
    PERCENT = auto()
    DATE = auto()
    ELAPSED = auto()


# 18.8.30: the formats that a file may use by number without giving their code; 27 to 36 and 50 to 58 are East Asian dates
BUILT_IN = (
    dict.fromkeys((9, 10), Shows.PERCENT)
    | dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), Shows.DATE)
    | {46: Shows.ELAPSED}
)
LONGEST_CODE = 255  # Excel takes none longer
NOT_SHOWN = re.compile(
    r'"[^"]*"?|\\.?|[_*].?|General', re.IGNORECASE | re.DOTALL
)  # literal text, a space, a filler
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
BRACKETS = re.compile(r"\[[^\]]*\]?")
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)\]")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
Test = Callable[[float], bool]


class NumberFormat(NamedTuple):
    """A format's sections: for each, which numbers it shows, and as what."""

    sections: Sequence[tuple[Test, Shows]]

    def shows(self, number: float) -> Shows:
        """What ``number`` looks like: as the first section that takes it has it."""
        if len(self.sections) == 1:
            return self.sections[0][1]
        return next((shows for takes, shows in self.sections if takes(number)), Shows.NUMBER)


def _any(_: float) -> bool:
    return True


def built_in(number: int) -> NumberFormat:
    """The format that Excel knows by this number; a plain number when it knows none."""
    return NumberFormat(((_any, BUILT_IN.get(number, Shows.NUMBER)),))


def number_format(code: str) -> NumberFormat:
    """The format that a code describes: ``0.0%``, ``[Red]d mmm yyyy;@``."""
    sections = _sections(NOT_SHOWN.sub("", code[:LONGEST_CODE]))[:3]  # a fourth is for text
    tests = _tests(sections)
    return NumberFormat(tuple(zip(tests, map(_shows, sections), strict=True)))


def _sections(bare: str) -> list[str]:
    """The parts between semicolons; without literal text no semicolon means anything else."""
    parts = bare.split(";")
    return parts[:-1] if len(parts) > 1 and parts[-1].strip() == "@" else parts


def _tests(sections: Sequence[str]) -> list[Test]:
    """Which numbers each section takes: by its condition, else positive, negative and zero; the last takes the rest."""
    conditions = [CONDITION.search(section) for section in sections]
    if any(conditions):
        tests = [_condition(match) if match else _any for match in conditions]
    else:
        signs: tuple[Test, ...] = (lambda n: n > 0, lambda n: n < 0, _any)
        tests = list(signs if len(sections) == 3 else (lambda n: n >= 0, _any))[: len(sections)]
    return [*tests[:-1], _any]


def _condition(match: re.Match[str]) -> Test:
    compare, bound = COMPARE[match[1]], float(match[2])
    return lambda number: compare(number, bound)


def _shows(section: str) -> Shows:
    """What a section without its literal text shows."""
    if ELAPSED.search(section):
        return Shows.ELAPSED
    signs = BRACKETS.sub("", section)
    if "%" in signs:
        return Shows.PERCENT
    return Shows.DATE if re.search(r"[ymdhs]", signs, re.IGNORECASE) else Shows.NUMBER
