"""What is found in a template, with its place in Word; the echoes of one mistake are one finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from pipeline.model import Address, Finding, Rule
from pipeline.yaml_source import nearest

BODY = "body"  # the part of a template that goes without saying
QUOTED = 90  # characters of the template that a message quotes
LISTED = 12  # names that a remedy lists


class Flaw(Finding, frozen=True):
    """A finding in a template that knows its paragraph: its number in the body; -1 for anywhere else."""

    paragraph: int = -1


class Line(Struct, frozen=True, eq=False):
    """A paragraph of a template.

    ``part`` and ``place`` say in words where it is; ``number`` is its number in the body (in a
    text box, that of the paragraph which holds the box), -1 elsewhere.
    ``order`` is its number among all lines.
    """

    part: str
    place: str
    words: str
    element: Any
    story: Any
    number: int = -1
    order: int = 0


class Mistake(Struct, frozen=True):
    """A rule, the line at fault and the values of the wording; ``line`` is None where the whole file is.

    ``start`` is where in the line the mistake stands.
    """

    rule: Rule
    line: Line | None
    values: Mapping[str, object] = field(default_factory=dict)
    start: int = 0


def flaws(mistakes: Iterable[Mistake], file: str) -> list[Flaw]:
    """The mistakes in the order of the template, those that say the same as one at the first of their places."""
    groups: dict[Finding, list[Mistake]] = {}
    for one in sorted(mistakes, key=_order):
        groups.setdefault(one.rule.found(Address(file), **one.values), []).append(one)
    return [_flaw(said, file, alike) for said, alike in groups.items()]


def _order(mistake: Mistake) -> tuple[int, int]:
    return (mistake.line.order, mistake.start) if mistake.line else (-1, 0)


def _flaw(said: Finding, file: str, alike: list[Mistake]) -> Flaw:
    first, line = alike[0], alike[0].line
    if line is None:
        return Flaw(said.rule, said.level, said.address, said.message, said.remedy)
    message = said.message + _around(said.message, around(line.words, first.start), len(alike) - 1)
    address = Address(file, "", ", ".join(filter(None, ("" if line.part == BODY else line.part, line.place))))
    return Flaw(said.rule, said.level, address, message, said.remedy, paragraph=line.number)


def _around(message: str, words: str, more: int) -> str:
    """The words around a mistake, unless the message says them, and how often it stands elsewhere."""
    others = f"{more} other place{'s' if more > 1 else ''}" if more else ""
    if words and words not in message:
        return f" It stands in “{words}”" + (f" and in {others}." if others else ".")
    return f" It stands in {others}, too." if others else ""


def around(words: str, start: int) -> str:
    """The words of a line on one line, of a long one those around a place in it."""
    before, after = shortened(words[:start][::-1], QUOTED // 3)[::-1], words[start:]
    gap = " " if words[:start].endswith(tuple(" \n\t")) else ""
    return shortened(before + gap + after, QUOTED)


def shortened(words: str, limit: int = QUOTED) -> str:
    """Words on one line, cut where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 3].rstrip() + "..."


def suggestion(word: str, choices: Sequence[str], whole: str = "") -> str:
    """A remedy that names the nearest right word, else those that may stand there; ``whole`` comes before each."""
    near = nearest(word, list(choices))
    if near:
        return f"Did you mean {whole}{near}?"
    more = " and others" if len(choices) > LISTED else ""
    return f"Possible: {', '.join(f'{whole}{one}' for one in choices[:LISTED])}{more}."
