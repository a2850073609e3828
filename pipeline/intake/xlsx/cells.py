"""One cell: its value, its style and what the workbook shares, made into a ``Cell``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.intake.xlsx.formulas import links, plain_link
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.positions import cell_name
from pipeline.intake.xlsx.remarks import LINK_WORKED_OUT, NOT_AS_MARKED, TEXT_MISSING, VERY_LONG, Remarks
from pipeline.intake.xlsx.styles import CellStyles, Style
from pipeline.intake.xlsx.text import NOTHING, Seen, legible
from pipeline.intake.xlsx.values import seen_error, seen_iso_date, seen_number, seen_truth
from pipeline.model import Address, Cell, Position


class Shared(NamedTuple):
    """What all sheets of a workbook share."""

    file: str
    package: Package
    styles: CellStyles
    strings: Sequence[Seen]
    since_1904: bool


class RawCell(NamedTuple):
    """A ``c`` element (ECMA-376 part 1, 18.3.1.4): its place, type and style, its value, text and formula.

    A formula that is written out in another cell is '' here, unless it makes a link; None is none.
    """

    at: Position
    kind: str
    style: Style
    value: str | None
    text: Seen | None
    formula: str | None

    @property
    def uncalculated(self) -> bool:
        """Whether its formula has no value yet; an empty text (``t="str"``) is one."""
        return self.formula is not None and not self.value and not self.text and self.kind != "str"


class CellMaker:
    """Makes the cells of one sheet."""

    def __init__(self, shared: Shared, sheet: str, remarks: Remarks) -> None:
        """For the sheet of that name; what is odd about its cells goes to ``remarks``."""
        self._shared, self._sheet, self._remarks = shared, sheet, remarks
        self._meter = shared.package.meter

    def blank(self, at: Position) -> Cell:
        """A cell that shows nothing."""
        self._meter.keep()
        return Cell(Address(self._shared.file, self._sheet, cell_name(at)), "")

    def cell(self, raw: RawCell, *, hidden: bool) -> Cell:
        """The cell as a person sees it; what is odd about it goes to the remarks."""
        style, uncalculated = raw.style, raw.uncalculated
        seen = NOTHING if uncalculated else self._seen(raw)
        typed = seen.typed
        meter = self._meter
        meter.read_text(len(typed))
        if len(typed) > meter.limits.cell_characters:
            self._remarks.add(VERY_LONG, raw.at)
        struck, runs = seen.set_in(style.font) if seen.runs else (style.font.struck, ())
        meter.keep(1 + len(runs))
        return Cell(
            Address(self._shared.file, self._sheet, cell_name(raw.at)),
            typed, seen.number, seen.day, seen.percent, seen.error, uncalculated, raw.formula is not None, hidden,
            struck and bool(typed), style.fill, runs, self._link(raw, typed) if raw.formula else "",
        )  # fmt: skip

    def filled(self, at: Position, fill: str, *, hidden: bool) -> Cell:
        """A cell that shows nothing but its fill."""
        return self.blank(at)._replace(fill=fill, hidden=hidden)

    def _link(self, raw: RawCell, typed: str) -> str:
        """The link that the cell's formula makes, if it is written out and the cell says its words; else ''."""
        if raw.uncalculated or not raw.formula or not links(raw.formula):
            return ""
        address, words = plain_link(raw.formula) or ("", "")
        if not address or legible(words) != typed:
            self._remarks.add(LINK_WORKED_OUT, raw.at)
            return ""
        return address

    def _seen(self, raw: RawCell) -> Seen:
        """What the cell's value shows, read as its type has it (18.18.11)."""
        value = raw.value or ""
        if raw.kind == "s":
            return self._shared_text(value, raw.at)
        if raw.kind == "inlineStr" and raw.text:
            return raw.text
        if raw.kind in {"str", "inlineStr"}:
            return Seen(legible(value))
        if raw.kind == "e":
            return seen_error(value)
        return self._marked(raw, value) or self._as_text(value, raw.at)

    def _marked(self, raw: RawCell, value: str) -> Seen | None:
        """A number, date or truth value; None when the value is not what its type says."""
        if raw.kind == "n":
            return seen_number(value, raw.style.format, since_1904=self._shared.since_1904)
        if raw.kind == "b":
            return seen_truth(value)
        return seen_iso_date(value) if raw.kind == "d" else None

    def _as_text(self, value: str, at: Position) -> Seen:
        self._remarks.add(NOT_AS_MARKED, at)
        return Seen(legible(value))

    def _shared_text(self, number: str, at: Position) -> Seen:
        """The text of that number in the workbook's list of texts."""
        number = number.strip()
        index = int(number) if len(number) < 10 and number.isascii() and number.isdigit() else -1
        if 0 <= index < len(self._shared.strings):
            return self._shared.strings[index]
        self._remarks.add(TEXT_MISSING, at)
        return NOTHING
