"""A worksheet's cells, with what is said about them elsewhere in its part (ECMA-376 part 1, 18.3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from pipeline.intake.xlsx.cells import CellMaker, RawCell, Shared
from pipeline.intake.xlsx.comments import Comments
from pipeline.intake.xlsx.formulas import links
from pipeline.intake.xlsx.parts import (
    Attributes,
    Element,
    Elements,
    is_true,
    read_part,
    relation_id,
    tree,
    whole_number,
)
from pipeline.intake.xlsx.positions import corners, position
from pipeline.intake.xlsx.relations import Relations
from pipeline.intake.xlsx.remarks import FAR_AWAY, GIVEN_TWICE, UNDER_MERGED, Remarks
from pipeline.intake.xlsx.text import TextReader
from pipeline.model import Cell, Finding, Position, Sheet, Visibility

Range = tuple[Position, Position]
CELL = "worksheet/sheetData/row/c"


class Listed(NamedTuple):
    """A worksheet as the workbook lists it: its name, part and visibility, and what belongs to it."""

    name: str
    part: str
    visibility: Visibility
    relations: Relations
    comments: Comments


class SheetReader:
    """Reads the worksheets of a workbook, one after the other, each while its part streams past."""

    def __init__(self, shared: Shared) -> None:
        """For the workbook whose parts are ``shared``."""
        self._shared = shared
        self._styles = shared.styles
        self._meter = shared.package.meter
        self._text = TextReader(self._meter)
        self._tree = tree(self._elements())

    def read(self, listed: Listed) -> tuple[Sheet, tuple[Finding, ...]]:
        """The sheet and what is odd about single cells; raises ``DamagedPartError`` when its part is not sound.

        Cells and rows without a name stand next to the one before. A cell beyond the limits is not read but named.
        Of two contents given for one cell the last counts. The dimension that a sheet declares is ignored.
        """
        self._begin(listed)
        read_part(self._shared.package, listed.part, self._tree)
        return self._sheet(), tuple(self._remarks.findings())

    def _begin(self, listed: Listed) -> None:
        self._remarks = Remarks(self._shared.file, listed.name)
        self._listed = listed
        self._maker = CellMaker(self._shared, listed.name, self._remarks)
        self._cells: dict[Position, Cell] = {}
        self._blanks: dict[Position, Cell] = {}
        self._merged: list[Range] = []
        self._links: list[tuple[Range, str]] = []
        self._arrays: list[Range] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._drawings = False
        self._row = self._column = 0
        self._last = (0, 0)
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._group = ""
        self._shared_links: dict[str, str] = {}
        self._inline = False

    def _elements(self) -> Elements:
        """The elements of a worksheet that matter, each with its reader."""
        drawn = Element(self._drawn)
        return {
            "worksheet/cols/col": Element(self._columns),
            "worksheet/sheetData/row": Element(self._start_row),
            CELL: Element(self._start_cell, end=self._end_cell),
            f"{CELL}/v": Element(text=self._take_value),
            f"{CELL}/f": Element(self._start_formula, self._take_formula),
            f"{CELL}/is": Element(self._start_inline),
            **self._text.elements(f"{CELL}/is"),
            "worksheet/mergeCells/mergeCell": Element(self._merge),
            "worksheet/hyperlinks/hyperlink": Element(self._link),
            "worksheet/drawing": drawn,
            "worksheet/picture": drawn,
            "worksheet/oleObjects": drawn,
        }

    def _sheet(self) -> Sheet:
        """The sheet as gathered, with what the end of its part and other parts say about its cells."""
        places = (*self._cells, *self._blanks)
        self._last = (max(map(itemgetter(0), places), default=0), max(map(itemgetter(1), places), default=0))
        for area in self._merged:
            self._uncover(area)
        for area in self._arrays:
            self._note(self._filled(area), formula=True)
        for area, link in self._links:
            self._note(self._linked(area), link=link)
        for at, comment in self._listed.comments.items():
            self._note([at], comment=comment)
        return Sheet(
            self._listed.name,
            dict(sorted(self._cells.items(), key=itemgetter(0))),
            dict(sorted(self._blanks.items(), key=itemgetter(0))),
            self._listed.visibility,
            tuple(self._merged),
            frozenset(self._hidden_rows),
            frozenset(self._hidden_columns),
            self._drawings,
        )

    # --- rows, columns and cells --------------------------------------------------------------

    def _columns(self, attributes: Attributes) -> None:
        if _is_hidden(attributes, "width"):
            first, last = whole_number(attributes, "min"), whole_number(attributes, "max")
            self._hidden_columns |= set(range(first, min(last, self._meter.limits.columns) + 1))

    def _start_row(self, attributes: Attributes) -> None:
        self._row, self._column = whole_number(attributes, "r", self._row + 1), 0
        if self._row <= self._meter.limits.rows and _is_hidden(attributes, "ht"):
            self._hidden_rows.add(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._attributes = attributes
        self._value, self._formula, self._inline = None, None, False

    def _take_value(self, text: str) -> None:
        self._value = text

    def _start_formula(self, attributes: Attributes) -> None:
        self._group = attributes.get("si", "")
        if attributes.get("t") == "array" and "ref" in attributes:
            self._meter.keep()
            self._arrays.append(corners(attributes["ref"]))

    def _take_formula(self, text: str) -> None:
        """Take a formula; cells that were filled with the same one name its group instead (18.3.1.40)."""
        self._formula = text or self._shared_links.get(self._group, "")
        if self._group and links(text):
            self._meter.keep()
            self._shared_links[self._group] = text

    def _start_inline(self, attributes: Attributes) -> None:
        self._inline = True
        self._text.start(attributes)

    def _end_cell(self) -> None:
        attributes = self._attributes
        at = position(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        self._column = at[1]
        style = self._styles[attributes.get("s", "")]
        if self._value or self._inline or self._formula is not None:
            text = self._text.text() if self._inline else None
            self._keep(RawCell(at, attributes.get("t", "n"), style, self._value, text, self._formula))
        elif style.fill and at not in self._cells and not self._is_far(at):
            self._put(at, self._maker.filled(at, style.fill, hidden=self._hides(at)))

    def _keep(self, raw: RawCell) -> None:
        if self._is_far(raw.at):
            self._remarks.add(FAR_AWAY, raw.at)
            return
        if raw.at in self._cells:
            self._remarks.add(GIVEN_TWICE, raw.at)
        self._put(raw.at, self._maker.cell(raw, hidden=self._hides(raw.at)))

    def _put(self, at: Position, cell: Cell) -> None:
        """Keep a cell where it belongs: among those that show something, or the blanks."""
        shows = cell.typed or cell.uncalculated
        to, other = (self._cells, self._blanks) if shows else (self._blanks, self._cells)
        other.pop(at, None)
        to[at] = cell

    def _is_far(self, at: Position) -> bool:
        return at[0] > self._meter.limits.rows or at[1] > self._meter.limits.columns

    def _hides(self, at: Position) -> bool:
        return (
            at[0] in self._hidden_rows
            or at[1] in self._hidden_columns
            or self._listed.visibility is not Visibility.VISIBLE
        )

    # --- what else the part says --------------------------------------------------------------

    def _drawn(self, _: Attributes) -> None:
        self._drawings = True

    def _merge(self, attributes: Attributes) -> None:
        self._meter.keep()
        self._merged.append(corners(attributes.get("ref", "")))

    def _uncover(self, area: Range) -> None:
        """Leave out what lies under a merged range, where nobody sees it."""
        for at in [at for at in self._filled(area) if at != area[0] and at in self._cells]:
            self._remarks.add(UNDER_MERGED, at)
            del self._cells[at]

    def _link(self, attributes: Attributes) -> None:
        relation = self._listed.relations.get(relation_id(attributes))
        if relation and relation.external and relation.target:
            self._meter.keep()
            place = attributes.get("location")
            target = f"{relation.target}#{place}" if place else relation.target
            self._links.append((corners(attributes.get("ref", "")), target))

    def _linked(self, area: Range) -> Iterable[Position]:
        """The cells to which a link belongs: a single one, even blank, or those of a range that hold something."""
        first, last = area
        return [first] if first == last else self._filled(area)

    def _filled(self, area: Range) -> Iterator[Position]:
        """The positions in a range that hold something; a range may reach far below and beside them."""
        (top, left), (bottom, right) = area
        bottom, right = min(bottom, self._last[0]), min(right, self._last[1])
        for row in range(top, bottom + 1):
            self._meter.pass_marks(max(0, right + 1 - left))
            for column in range(left, right + 1):
                if (row, column) in self._cells or (row, column) in self._blanks:
                    yield row, column

    def _note(self, places: Iterable[Position], **facts: Any) -> None:
        """Add facts to the cells at ``places``."""
        for at in places:
            if self._is_far(at):
                self._remarks.add(FAR_AWAY, at)
            else:
                cell = self._cells.get(at) or self._blanks.get(at)
                cell = cell or self._maker.blank(at)._replace(hidden=self._hides(at))
                self._put(at, cell._replace(**facts))


def _is_hidden(attributes: Attributes, size: str) -> bool:
    """Whether a row or column is hidden, outright or by having no height or width."""
    nothing = attributes.get(size, "").strip() in {"0", "0.0"}
    return nothing or is_true(attributes, "hidden")
