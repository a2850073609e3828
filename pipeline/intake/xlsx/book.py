"""The workbook: which sheets it has, what they share, and what of it could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

from msgspec import Struct, field

from pipeline.intake.xlsx.alike import read_alike
from pipeline.intake.xlsx.cells import Shared
from pipeline.intake.xlsx.comments import Comments, read_comments
from pipeline.intake.xlsx.limits import TOO_MANY_SHEETS, DamagedPartError, RefusedError
from pipeline.intake.xlsx.package import DAMAGED, Package
from pipeline.intake.xlsx.palette import OFFICE_THEME, read_theme
from pipeline.intake.xlsx.parts import Attributes, Element, is_true, read_part, relation_id
from pipeline.intake.xlsx.properties import saved_on
from pipeline.intake.xlsx.relations import Relation, Relations, of_kind, relations_of
from pipeline.intake.xlsx.sheet import Listed, SheetReader
from pipeline.intake.xlsx.styles import CellStyles, read_styles
from pipeline.intake.xlsx.text import Seen, legible, read_shared_strings
from pipeline.model import Address, Finding, Level, Rule, Sheet, Visibility, Workbook

SHEET_DAMAGED = Rule(
    "sheet-damaged", Level.ERROR, "The sheet “{sheet}” is damaged and could not be read; sheets that are sound were.",
    "Open the file in Excel, let Excel repair it if it offers to, check the sheet, save and send it again.",
    why="One damaged sheet should not cost the others their place in the paper, and it must not vanish without a word.",
)  # fmt: skip
SHEET_MISSING = Rule(
    "sheet-not-in-file", Level.ERROR, "The sheet “{sheet}” is listed in the workbook, but the file does not hold it.",
    "Open the file in Excel, check that the sheet is there, save and send it again.",
    why="The list of sheets names one that the file lacks: what stood there is lost, and the sender should know.",
)  # fmt: skip
NOT_A_WORKSHEET = Rule(
    "sheet-not-a-worksheet", Level.NOTE, "“{sheet}” is {kind}, not a sheet of cells, and was not read.",
    "Nothing to do, unless the paper should say something that stands there: then type it into the form.",
    why="A chart has no cells to read. It is named, because the sender may believe that the committee will see it.",
)  # fmt: skip
COMMENTS_DAMAGED = Rule(
    "sheet-comments-damaged", Level.WARNING, "The comments and links on the sheet “{sheet}” are damaged and could not be read; its cells were.",
    "Open the file in Excel, check the comments and links, save and send it again.",
    why="The cells are sound and are read. Comments and links are lost, and a link may have been meant for the paper.",
)  # fmt: skip
MACROS = Rule(
    "file-has-macros", Level.NOTE, "{file} holds macros. They were not run.",
    "Nothing to do. If you did not expect macros, ask the sender why they are there.",
    why="A macro is a program inside a workbook. None is ever run here; a return has no need of any.",
)  # fmt: skip

OTHER_KINDS = {
    "chartsheet": "a chart sheet",
    "dialogsheet": "a dialogue sheet",
    "xlMacrosheet": "a macro sheet",
    "xlIntlMacrosheet": "a macro sheet",
}
MACRO_PARTS = {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"}
VISIBILITY = {"hidden": Visibility.HIDDEN, "veryHidden": Visibility.VERY_HIDDEN}


class _Contents(Struct):
    """What the workbook part says: its date system, and its sheets with the relationship of each."""

    most: int
    since_1904: bool = False
    sheets: list[tuple[str, Visibility, str]] = field(default_factory=list)

    def properties(self, attributes: Attributes) -> None:
        self.since_1904 = is_true(attributes, "date1904")

    def sheet(self, attributes: Attributes) -> None:
        if len(self.sheets) >= self.most:
            raise RefusedError(TOO_MANY_SHEETS, limit=self.most)
        name = legible(attributes.get("name", "")) or f"Sheet {len(self.sheets) + 1}"
        visibility = VISIBILITY.get(attributes.get("state", ""), Visibility.VISIBLE)
        self.sheets.append((name, visibility, relation_id(attributes)))


def read_book(
    package: Package, part: str, types: Mapping[str, str], file: str
) -> tuple[Workbook, tuple[Finding, ...]]:
    """The workbook whose main part is ``part``, and what of it could not be read.

    ``types`` are the content types: they find a part that programs other than Excel forget to relate.
    A fault in a part that all sheets need (list of sheets, texts, styles) refuses the file: half of its cells would
    be wrong.
    """
    try:
        contents, relations = read_alike(package, part, _contents), relations_of(package, part)
        related = _Related(package, relations, types)
        shared = Shared(file, package, _styles(related), _strings(related), contents.since_1904)
    except DamagedPartError:
        raise RefusedError(DAMAGED) from None
    macros = any(relation.kind in MACRO_PARTS for relation in relations.values())
    reader, sheets = SheetReader(shared), list[Sheet]()
    findings = [MACROS.found(Address(file), file=file)] if macros else []
    for name, visibility, relation_id_ in contents.sheets:
        sheet, found = _sheet(name, visibility, relations.get(relation_id_), shared, reader)
        sheets += [sheet] if sheet else []
        findings += found
    return Workbook(file, tuple(sheets), macros, saved_on(package)), tuple(findings)


def _contents(package: Package, part: str) -> _Contents:
    contents = _Contents(package.meter.limits.sheets)
    elements = {
        "workbook/workbookPr": Element(contents.properties),
        "workbook/sheets/sheet": Element(contents.sheet),
    }
    read_part(package, part, elements)
    if not contents.sheets:
        raise DamagedPartError
    return contents


class _Related(NamedTuple):
    """The parts that belong to a workbook as a whole."""

    package: Package
    relations: Relations
    types: Mapping[str, str]

    def part(self, kind: str) -> str:
        """The part of that kind, by relationship or else by content type; '' when the file holds none."""
        typed = (
            name for name, content_type in self.types.items() if content_type.endswith(f".{kind}+xml".lower())
        )
        return next((name for name in (*of_kind(self.relations, kind), *typed) if name in self.package), "")


def _styles(related: _Related) -> CellStyles:
    colours = OFFICE_THEME
    if theme := related.part("theme"):
        with suppress(DamagedPartError):  # fills are then shown in the colours of Office's own theme
            colours = read_alike(related.package, theme, read_theme)
    part = related.part("styles")
    return read_alike(related.package, part, read_styles, colours) if part else CellStyles([])


def _strings(related: _Related) -> list[Seen]:
    part = related.part("sharedStrings")
    return read_shared_strings(related.package, part) if part else []


def _sheet(
    name: str, visibility: Visibility, relation: Relation | None, shared: Shared, reader: SheetReader
) -> tuple[Sheet | None, list[Finding]]:
    """One sheet of the list; None and the reason when it is no worksheet or cannot be read."""
    here = Address(shared.file, name)
    if relation and relation.kind in OTHER_KINDS:
        return None, [NOT_A_WORKSHEET.found(here, sheet=name, kind=OTHER_KINDS[relation.kind])]
    if relation is None or relation.external or relation.target not in shared.package:
        return None, [SHEET_MISSING.found(here, sheet=name)]
    relations, comments, found = _belongings(shared.package, relation.target, here)
    try:
        sheet, odd = reader.read(Listed(name, relation.target, visibility, relations, comments))
    except DamagedPartError:
        return None, [SHEET_DAMAGED.found(here, sheet=name)]
    return sheet, [*found, *odd]


def _belongings(package: Package, part: str, here: Address) -> tuple[Relations, Comments, list[Finding]]:
    """The relationships of a sheet and the comments on its cells; a finding when they cannot be read."""
    relations: Relations = {}
    try:
        relations = relations_of(package, part)
        return relations, read_comments(package, relations), []
    except DamagedPartError:
        return relations, {}, [COMMENTS_DAMAGED.found(here, sheet=here.sheet)]
