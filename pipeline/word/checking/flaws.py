"""What is found in a template, with its place in Word; the echoes of one mistake are one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Address, Finding, Rule

QUOTED = 90  # characters of the template that a message quotes


@dataclass(frozen=True, slots=True)
class Flaw(Finding):
    """A finding in a template that knows its paragraph: its number in the body; -1 for anywhere else."""

    paragraph: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A paragraph of a template.

    ``part`` and ``place`` say in words where it is; ``number`` is its number in the body, -1 elsewhere.
    ``box``: it stands in a text box. ``order`` is its number among all lines.
    """

    part: str
    place: str
    words: str
    element: Any
    story: Any
    number: int = -1
    order: int = 0


@dataclass(frozen=True, slots=True)
class Mistake:
    """A rule, the line at fault and the values of the wording; ``line`` is None where the whole file is."""

    rule: Rule
    line: Line | None
    values: Mapping[str, object] = field(default_factory=dict)


def flaws(mistakes: Iterable[Mistake], file: str) -> list[Flaw]:
    """The mistakes in the order of the template, those that say the same as one at the first of their places."""
    groups: dict[Finding, list[Line]] = {}
    for one in sorted(mistakes, key=_order):
        said = one.rule.found(Address(file), **one.values)
        groups.setdefault(said, []).extend([one.line] if one.line else [])
    return [_flaw(said, file, lines) for said, lines in groups.items()]


def _order(mistake: Mistake) -> int:
    return mistake.line.order if mistake.line else -1


def _flaw(said: Finding, file: str, lines: list[Line]) -> Flaw:
    if not lines:
        return Flaw(said.rule, said.level, said.address, said.message, said.remedy)
    first = lines[0]
    message = said.message + _around(first.words, len(lines) - 1)
    address = Address(file, first.part, first.place)
    return Flaw(said.rule, said.level, address, message, said.remedy, paragraph=first.number)


def _around(words: str, more: int) -> str:
    """The words around a mistake, and how often it stands elsewhere."""
    elsewhere = f" and in {more} other place{'s' if more > 1 else ''}" if more else ""
    quoted = shortened(words)
    if quoted:
        return f" It stands in “{quoted}”{elsewhere}."
    return f" It is so in {more + 1} places." if more else ""


def shortened(words: str, limit: int = QUOTED) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 3].rstrip() + "..."
