"""One sheet of the sender's: the rule that colours its cells in question, and what hides or locks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from lxml import etree

from pipeline.forms.marking.package import Package
from pipeline.forms.marking.places import Areas, place_of
from pipeline.forms.marking.trees import (
    child,
    children,
    dropped,
    is_on,
    name_of,
    new,
    placed,
    relation_space,
    space_of,
    written,
)

# ECMA-376 part 1, 18.3.1.99
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing",
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts",
    "extLst",
)  # fmt: skip
ALWAYS = ("TRUE", "1")  # the latter as LibreOffice saves it
HIDDEN_SHEET = "The sheet is hidden in your file; this copy shows it."
HIDDEN_LINE = "The row or column is hidden in your file; this copy shows it."
PROTECTED = (
    "The sheet is protected: choose Review › Unprotect Sheet first, and tell us if you lack the password."
)
LEAST_SEEN = 1.0  # of a width or height; what is narrower is as good as hidden


class SheetPart:
    """The part that a sheet is; unless something on it changes, it stays byte for byte."""

    def __init__(self, package: Package, part: str) -> None:
        """``part`` is its name in the package."""
        self.package, self.part = package, part
        self.root = package.tree(part)
        self.relations = package.relations(part)
        self.changed = False
        self._cells: dict[int, dict[int, etree._Element]] = {}  # by row and column

    @property
    def holds_cells(self) -> bool:
        """Whether it is a sheet of cells, and none of a chart or a dialogue."""
        return name_of(self.root) == "worksheet"

    def save(self) -> None:
        """Put the part back, if something on it changed."""
        if self.changed:
            self.package.put(self.part, written(self.root))

    def unselect(self) -> None:
        """Have another sheet alone be the one in front: Excel types into all that are selected."""
        views = child(self.root, "sheetViews")
        for view in children(views, "sheetView") if views is not None else ():
            self.changed |= dropped(view, "tabSelected")

    def area(self, cell: str) -> str:
        """The cell, or the merged cells that it is one of."""
        return self._merged.of(cell)

    # --- the colour rule ----------------------------------------------------------------------

    def clear(self, marks: set[str]) -> None:
        """Take away the rules that an earlier round left; ``marks`` are the looks that it gave."""
        for area in children(self.root, "conditionalFormatting"):
            for rule in children(area, "cfRule"):
                formula = child(rule, "formula")
                if rule.get("dxfId") in marks and formula is not None and formula.text in ALWAYS:
                    area.remove(rule)
                    self.changed = True
            if child(area, "cfRule") is None:
                self.root.remove(area)

    def colour(self, areas: Iterable[str], look: str) -> None:
        """Put a rule on them that always holds and comes before all others."""
        self._give_way()
        places = " ".join(dict.fromkeys(areas))
        rules = placed(self.root, "conditionalFormatting", ORDER, sqref=places)
        new(new(rules, "cfRule", type="expression", dxfId=look, priority="1"), "formula").text = "TRUE"
        self.changed = True

    def _give_way(self) -> None:
        """Have all rules come later, if one of them comes first; pivot tables know their own by when they come."""
        rules = list(self.root.iter("{*}cfRule"))
        if min((int(one.get("priority", "2")) for one in rules), default=2) > 1:
            return
        for part in self.relations.of_kind("pivotTable"):
            root = self.package.tree(part)
            if formats := list(root.iter(f"{{{space_of(root)}}}conditionalFormat")):
                _put_later(formats)
                self.package.put(part, written(root))
        _put_later(rules)

    # --- what stands in the way -----------------------------------------------------------------

    def show(self, cell: str) -> bool:
        """See that the cell's row and column are seen; say whether they were not."""
        row, column = place_of(cell)
        hidden = [line for line in self._lines(row, column) if is_on(line, "hidden")]
        for line in hidden:
            del line.attrib["hidden"]
            for size, fixed in (("width", "customWidth"), ("ht", "customHeight")):
                if float(line.get(size, LEAST_SEEN)) < LEAST_SEEN:
                    del line.attrib[size]
                    dropped(line, fixed)
        self.changed |= bool(hidden)
        return bool(hidden)

    @property
    def is_protected(self) -> bool:
        """Whether what is locked cannot be typed into."""
        return is_on(child(self.root, "sheetProtection"), "sheet")

    def look_of(self, cell: str) -> str | None:
        """The number of the look that a cell has of its own, or from its row or column."""
        row, column = place_of(cell)
        line = self._rows.get(row)
        if line is not None and row not in self._cells:
            self._cells[row] = dict(_cells(line))
        if line is not None and column in self._cells[row]:
            return self._cells[row][column].get("s")
        if line is not None and is_on(line, "customFormat"):
            return line.get("s")
        return next((one.get("style") for one in self._columns(column)), None)

    def _lines(self, row: int, column: int) -> Iterator[etree._Element]:
        """The row and the columns, where the sheet says something of them."""
        if row in self._rows:
            yield self._rows[row]
        yield from self._columns(column)

    def _columns(self, column: int) -> Iterator[etree._Element]:
        return (one for first, last, one in self._spans if first <= column <= last)

    @cached_property
    def _spans(self) -> list[tuple[int, int, etree._Element]]:
        """The columns of which something is said, from the first to the last."""
        columns = child(self.root, "cols")
        found = children(columns, "col") if columns is not None else ()
        return [(int(one.get("min", 0)), int(one.get("max", 0)), one) for one in found]

    @cached_property
    def _rows(self) -> dict[int, etree._Element]:
        """The rows by number; one without a number comes after the one before."""
        found, number = {}, 0
        data = child(self.root, "sheetData")
        for row in children(data, "row") if data is not None else ():
            number = int(row.get("r", number + 1))
            found[number] = row
        return found

    @cached_property
    def _merged(self) -> Areas:
        merged = child(self.root, "mergeCells")
        found = children(merged, "mergeCell") if merged is not None else ()
        return Areas([str(one.get("ref")) for one in found])

    def hang(self, kind: str, part: str) -> None:
        """Have the sheet hold a legacy drawing, the boxes of its notes."""
        id_ = self.relations.add(kind, part, relation_space(self.root))
        drawing = placed(self.root, "legacyDrawing", ORDER)
        drawing.set(f"{{{relation_space(self.root)}}}id", id_)
        self.changed = True


def _put_later(rules: Iterable[etree._Element]) -> None:
    for rule in rules:
        if rule.get("priority") is not None:
            rule.set("priority", str(int(rule.get("priority", "1")) + 1))


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row with their columns; one without a name stands right of the one before."""
    column = 0
    for cell in children(row, "c"):
        named = cell.get("r")
        column = place_of(named)[1] if named else column + 1
        yield column, cell
