"""What a workbook's copy can carry over and what it loses, told from the two packages themselves."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation

SHEETS, DRAWINGS = r"xl/worksheets/[^/]+\.xml", r"xl/drawings/[^/]+\.xml"
# What a person would miss: how to say it, the parts that hold it, and what to count in them ('' counts parts).
FEATURES: tuple[tuple[str, str, bytes], ...] = (
    ("pictures", DRAWINGS, rb"<(?:\w+:)?pic[ >]"),
    ("background pictures", SHEETS, rb"<(?:\w+:)?picture "),
    ("pictures in headers and footers", SHEETS, rb"<(?:\w+:)?legacyDrawingHF "),
    ("shapes and text boxes", DRAWINGS, rb"<(?:\w+:)?(?:sp|cxnSp)[ >]"),
    ("charts", r"xl/charts/chart(?:Ex)?\d+\.xml", b""),
    ("diagrams", r"xl/diagrams/data\d+\.xml", b""),
    ("buttons and other controls", r"xl/(?:ctrlProps|activeX)/[^/]+\.xml", b""),
    ("embedded files", r"xl/embeddings/.+", b""),
    ("macros", r"xl/vbaProject\.bin", b""),
    ("threads of comments (their words stay, as notes)", r"xl/threadedComments/.+", b""),
    ("slicers", r"xl/slicers/.+", b""),
    ("timelines", r"xl/timelines/.+", b""),
    ("pivot tables", r"xl/pivotTables/[^/]+\.xml", b""),
    ("sparklines", SHEETS, rb"<(?:\w+:)?sparkline>"),
    ("colour rules of newer kinds", SHEETS, rb"<\w+:cfRule "),
    ("dropdowns and checks on what is typed", SHEETS, rb"<(?:\w+:)?dataValidation "),
    ("links to other workbooks", r"xl/externalLinks/[^/]+\.xml", b""),
    ("connections to data elsewhere", r"xl/(?:connections\.xml|queryTables/[^/]+\.xml)", b""),
    ("linked data types", r"xl/richData/rdrichvalue\.xml", b""),
    ("cells that fill their neighbours with results", r"xl/metadata\.xml", b""),
    ("spoken-language guides to characters", r"xl/sharedStrings\.xml", rb"<(?:\w+:)?rPh "),
    ("the signature", r"_xmlsignatures/.+\.xml", b""),
    ("the sensitivity label", r"docMetadata/.+\.xml", b""),
)  # fmt: skip
MERGED = re.compile(rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?\bref=[\"']([A-Z]+\d+:[A-Z]+\d+)[\"']")
CELL = re.compile(rb"<(?:\w+:)?c[ >/]")
FORMULA = re.compile(
    rb"<(?:\w+:)?(?:f|formula[12]?|definedName|calculatedColumnFormula)(?:\s[^>]*)?>([^<]+)<", re.IGNORECASE
)
# Starting another program (DDE: program|topic!item) or sending what cells say to another computer.
REACHES_OUT = re.compile(rb"\|[^<]*!|\b(?:WEBSERVICE|RTD|DDE|CALL|REGISTER(?:\.ID)?)\s*\(", re.IGNORECASE)
STRICT = b"purl.oclc.org/ooxml"  # ISO/IEC 29500 strict: openpyxl shows such a workbook as empty
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"  # [MS-XLSX] 2.3.3
XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CHECK_WORDS = ("type", "operator", "errorStyle", "errorTitle", "error", "promptTitle", "prompt")
CHECK_FLAGS = ("allowBlank", "showErrorMessage", "showInputMessage", "showDropDown")


def lost(original: zipfile.ZipFile, copy: zipfile.ZipFile) -> tuple[str, ...]:
    """What the original holds more of than its copy, in words."""
    before, after = _features(original), _features(copy)
    gone = [name for name, count in before.items() if count > after[name]]
    if before["charts"] and "charts" not in gone:
        gone.append("the exact look of charts")
    return tuple(gone)


def _features(package: zipfile.ZipFile) -> dict[str, int]:
    counts = dict.fromkeys((name for name, _, _ in FEATURES), 0)
    for part in package.namelist():
        wanted = [(name, sign) for name, parts, sign in FEATURES if re.fullmatch(parts, part)]
        data = package.read(part) if any(sign for _, sign in wanted) else b""
        for name, sign in wanted:
            counts[name] += len(re.findall(sign, data)) if sign else 1
    return counts


def cells_to_hold(package: zipfile.ZipFile) -> int:
    """How many cells a workbook makes openpyxl hold: those written, and all that are merged or linked as areas."""
    count = 0
    for part in (name for name in package.namelist() if re.fullmatch(SHEETS, name)):
        data = package.read(part)
        count += sum(1 for _ in CELL.finditer(data))
        count += sum(_area(found[1].decode()) for found in MERGED.finditer(data))
    return count


def _area(reference: str) -> int:
    left, top, right, bottom = (edge or 1 for edge in range_boundaries(reference))
    return (right - left + 1) * (bottom - top + 1)


def reaches_out(package: zipfile.ZipFile) -> bool:
    """Whether a formula starts another program, or asks another computer, as harmful workbooks do when opened."""
    parts = (package.read(name) for name in package.namelist() if name.lower().endswith(".xml"))
    return any(REACHES_OUT.search(found[1]) for part in parts for found in FORMULA.finditer(part))


def is_strict(package: zipfile.ZipFile) -> bool:
    """Whether a workbook is saved as “Strict Open XML Spreadsheet”."""
    return STRICT in package.read("xl/workbook.xml")


def newer_checks(package: zipfile.ZipFile) -> Iterator[tuple[str, DataValidation]]:
    """The checks that Excel 2010 and later keep apart because they point at another sheet, with their sheet's name.

    openpyxl drops them on loading, so a copy gets them back as checks of the plain kind, which may point there too.
    """
    for name, part in _sheet_parts(package).items():
        root = _parsed(package.read(part)) if b"dataValidation " in package.read(part) else None
        for found in root.iter(f"{X14}dataValidation") if root is not None else ():
            yield name, _check(found)


def _check(found: etree._Element) -> DataValidation:
    words = {word: found.get(word) for word in CHECK_WORDS if found.get(word)}
    flags = {flag: found.get(flag) in ("1", "true") for flag in CHECK_FLAGS}
    formulas = [found.findtext(f"{X14}formula{number}/{XM}f") for number in (1, 2)]
    where = found.findtext(f"{XM}sqref") or ""
    return DataValidation(formula1=formulas[0], formula2=formulas[1], sqref=where, **words, **flags)  # type: ignore[arg-type]


def _sheet_parts(package: zipfile.ZipFile) -> Mapping[str, str]:
    """The part of each worksheet, by the sheet's name."""
    relations = {
        relation.get("Id"): str(relation.get("Target", ""))
        for relation in _parsed(package.read("xl/_rels/workbook.xml.rels"))
    }
    parts = {}
    for sheet in _parsed(package.read("xl/workbook.xml")).iter("{*}sheet"):
        target = relations.get(sheet.get(REL), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in package.namelist():
            parts[str(sheet.get("name"))] = part
    return parts


def _parsed(data: bytes) -> etree._Element:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
