"""The workbook's own part: which sheets there are, in what order, and all that counts them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from lxml import etree
from msgspec import Struct

from pipeline.forms.marking.package import Package
from pipeline.forms.marking.trees import (
    child,
    children,
    dropped,
    have,
    new,
    relation_space,
    space_of,
    taken_out,
    written,
)

# ECMA-376 part 1, 18.2.27
ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
    "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
SHEET_IS = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
TITLES = ("HeadingPairs", "TitlesOfParts")  # of docProps/app.xml
OWN_PARTS = frozenset({"comments", "vmlDrawing", "printerSettings", "drawing", "threadedComment"})


class Listed(Struct, frozen=True):
    """A sheet as the workbook lists it."""

    title: str
    part: str
    element: etree._Element

    @property
    def is_hidden(self) -> bool:
        """Whether it is not seen."""
        return self.element.get("state", "visible") != "visible"


class Book:
    """The list of sheets, of which some may be taken away and one be put in front."""

    def __init__(self, package: Package) -> None:
        """The book of a package; raises ValueError when a sheet that it lists is not there."""
        self.package, self.part = package, workbook_of(package)
        self.root = package.tree(self.part)
        self.relations = package.relations(self.part)
        self.id = f"{{{relation_space(self.root)}}}id"
        listed = children(have(self.root, "sheets", ORDER), "sheet")
        self.sheets = [
            Listed(str(one.get("name")), self.relations.target(one.get(self.id)), one) for one in listed
        ]
        if not all(sheet.part in package for sheet in self.sheets):
            raise ValueError("a sheet is missing")

    def part_of_kind(self, kind: str) -> str:
        """The part that the workbook relates to as ``kind``; '' if there is none."""
        return next((part for part in self.relations.of_kind(kind) if part in self.package), "")

    def show(self, sheet: Listed) -> None:
        """Have a sheet be seen."""
        dropped(sheet.element, "state")

    def remove(self, sheet: Listed) -> None:
        """Take a sheet away, with what belongs to it alone."""
        at = self.sheets.index(sheet)
        self.sheets.remove(sheet)
        have(self.root, "sheets", ORDER).remove(sheet.element)
        own = [
            one.target
            for one in self.package.relations(sheet.part)
            if one.kind in OWN_PARTS and not one.external
        ]
        for part in (
            *own,
            sheet.part,
            *self.relations.of_kind("calcChain"),
        ):  # Excel makes a new chain by itself
            if part in self.package:
                self.package.leave_out(part)
        self.relations.forget(sheet.part, *self.relations.of_kind("calcChain"))
        self._renumber(lambda number: None if number == at else number - (number > at))

    def add_first(self, wanted: str) -> tuple[str, str]:
        """Put a new sheet in front, and open the workbook there; gives its title, which is free, and its part."""
        title = self.free_title(wanted)
        part = self.package.add("xl/worksheets/sheet", ".xml", SHEET_IS)
        self._renumber(lambda number: number + 1)
        sheets = have(self.root, "sheets", ORDER)
        taken = {one.get("sheetId") for one in children(sheets, "sheet")}
        number = next(free for one in count(1) if (free := str(one)) not in taken)
        id_ = self.relations.add("worksheet", part, relation_space(self.root))
        listed = new(sheets, "sheet", name=title, sheetId=number)
        listed.set(self.id, id_)
        sheets.insert(0, listed)
        self.sheets.insert(0, Listed(title, part, listed))
        return title, part

    def free_title(self, wanted: str) -> str:
        """The title, with a number behind it if a sheet has it already."""
        taken = {sheet.title.lower() for sheet in self.sheets}
        numbered = (f"{wanted}{number}" for number in range(1, len(taken) + 2))
        return next(title for title in (wanted, *numbered) if title.lower() not in taken)

    def repeat_when_printed(self, title: str, rows: str) -> None:
        """Have rows of the first sheet stand at the top of each of its pages."""
        names = have(self.root, "definedNames", ORDER)
        named = new(names, "definedName", name="_xlnm.Print_Titles", localSheetId="0")
        named.text = f"'{title}'!{rows}"
        names.insert(0, named)

    def save(self) -> None:
        """Put the part back, opening at the first sheet."""
        views = have(self.root, "bookViews", ORDER)
        if child(views, "workbookView") is None:
            new(views, "workbookView")
        for view in children(views, "workbookView"):
            for place in ("activeTab", "firstSheet"):
                dropped(view, place)
        names = child(self.root, "definedNames")
        if names is not None and not len(names):
            self.root.remove(names)
        properties = child(self.root, "workbookPr")
        if properties is not None:
            dropped(
                properties, "updateLinks"
            )  # links to other workbooks are followed when somebody agrees, not before
        self.package.put(self.part, written(self.root))
        _forget_titles(self.package)

    def _renumber(self, now: Callable[[int], int | None]) -> None:
        """Give names that hold on one sheet the sheet's new place; one whose sheet has none goes."""
        names = child(self.root, "definedNames")
        for name in children(names, "definedName") if names is not None else ():
            held = name.get("localSheetId")
            if held is None:
                continue
            place = now(int(held))
            if place is None:
                taken_out(name)
            else:
                name.set("localSheetId", str(place))


def workbook_of(package: Package) -> str:
    """The part that is the workbook; raises ValueError where there is none."""
    found = next((one for one in package.relations("").of_kind("officeDocument") if one in package), "")
    if not found:
        raise ValueError("there is no workbook")
    return found


def _forget_titles(package: Package) -> None:
    """Take the list of sheets out of the file's properties, where it would be wrong now; Excel makes a new one."""
    for part in package.relations("").of_kind("extended-properties"):
        if part not in package:
            continue
        root = package.tree(part)
        gone = [one for title in TITLES for one in root.iterchildren(f"{{{space_of(root)}}}{title}")]
        for one in gone:
            root.remove(one)
        if gone:
            package.put(part, written(root))
