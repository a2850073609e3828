"""Text as a person sees it, and the runs of rich text (ECMA-376 part 1, 18.4)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct, field

from pipeline.intake.xlsx.limits import TOO_MANY_STRINGS, Meter, RefusedError
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.parts import Attributes, Element, read_part
from pipeline.intake.xlsx.styles import Font, FontReader
from pipeline.model import Run
from pipeline.printable import printable

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
PADDING = " \t\n\u00a0"


def legible(text: str) -> str:
    """Text as a person sees it.

    Excel's escapes (ECMA-376 part 1, 22.9.2.19) are decoded, line ends and vertical tabs become new
    lines, and a control character that no page can hold becomes its visible picture (U+2400 block).
    """
    return _decoded(text).strip(PADDING)


def _decoded(text: str) -> str:
    if "_x" in text:
        text = ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    # most are printable but for their new lines, which stay: a call and three searches less for each cell
    return text if text.replace("\n", "").isprintable() else printable(text)


class Seen(NamedTuple):
    """What a person sees of a value: its text, the number or day that it is, and the runs of rich text.

    Each run has its own font; None means the cell's.
    """

    typed: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    error: bool = False
    runs: tuple[tuple[str, Font | None], ...] = ()

    def set_in(self, font: Font) -> tuple[bool, tuple[Run, ...]]:
        """Rich text in a cell of that font: whether all of it is struck through, and its runs where they differ."""
        runs = _joined([(text, own or font) for text, own in self.runs])
        if len(runs) > 1:
            return False, tuple(Run(text, own.bold, own.italic, own.struck) for text, own in runs)
        return bool(runs) and runs[0][1].struck, ()


NOTHING = Seen("")


def _joined(runs: list[tuple[str, Font]]) -> list[tuple[str, Font]]:
    """Neighbours set alike as one; how a mere space is set cannot be seen, so it goes with what stands before it."""
    seen: list[tuple[str, Font]] = []
    font = next((own for text, own in runs if text.strip(PADDING)), None)
    for text, own in runs:
        font = own if text.strip(PADDING) or font is None else font
        seen.append((text, font))
    return [("".join(text for text, _ in group), own) for own, group in groupby(seen, lambda run: run[1])]


def _trimmed(runs: list[tuple[str, Font | None]]) -> tuple[tuple[str, Font | None], ...]:
    """Runs without the padding around the whole text."""
    shown = [(text, font) for text, font in runs if text]
    while shown and not (first := shown[0][0].lstrip(PADDING)):
        del shown[0]
    if shown:
        shown[0] = (first, shown[0][1])
    while shown and not (last := shown[-1][0].rstrip(PADDING)):
        del shown[-1]
    if shown:
        shown[-1] = (last, shown[-1][1])
    return tuple(shown)


class TextReader(Struct):
    """Gathers one text from ``t`` and ``r`` elements; phonetic guides (``rPh``) are none of it."""

    meter: Meter
    _texts: list[str] = field(default_factory=list)
    _set_in: list[Font | None] = field(default_factory=list)
    _font: Font | None = None
    _rich: bool = False
    _fonts: FontReader = field(default_factory=FontReader)

    def start(self, _: Attributes) -> None:
        """Begin another text."""
        self._texts, self._set_in, self._font, self._rich = [], [], None, False

    def text(self) -> Seen:
        """The text as gathered."""
        if not self._rich:
            return Seen(legible("".join(self._texts)))
        runs = _trimmed(list(zip(map(_decoded, self._texts), self._set_in, strict=True)))
        return Seen("".join(text for text, _ in runs), runs=runs)

    def elements(self, path: str) -> dict[str, Element]:
        """Readers of the elements of a text that stands at ``path``."""
        return {
            f"{path}/t": Element(text=self._add),
            f"{path}/r": Element(self._run),
            f"{path}/r/t": Element(text=self._add),
            f"{path}/r/rPr": Element(self._fonts.start, end=self._set),
            **self._fonts.elements(f"{path}/r/rPr"),
        }

    def _run(self, _: Attributes) -> None:
        self.meter.keep()
        self._font, self._rich = None, True

    def _set(self) -> None:
        self._font = self._fonts.font()

    def _add(self, text: str) -> None:
        self._texts.append(text)
        self._set_in.append(self._font)


def read_shared_strings(package: Package, name: str) -> list[Seen]:
    """The texts that cells name by number; raises ``DamagedPartError`` when the part is not sound."""
    texts: list[Seen] = []
    reader = TextReader(package.meter)

    def keep() -> None:
        if len(texts) >= package.meter.limits.strings:
            raise RefusedError(TOO_MANY_STRINGS, limit=f"{package.meter.limits.strings:,}")
        texts.append(reader.text())

    read_part(package, name, {"sst/si": Element(reader.start, end=keep), **reader.elements("sst/si")})
    return texts
