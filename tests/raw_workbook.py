"""Workbooks written part by part, as Excel and other programs write them, sound or spoilt."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from pipeline.intake.workbook import Limits, read_workbook
from pipeline.model import Cell, Finding, Sheet, Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Parts = dict[str, str | bytes]


def worksheet(inside: str, namespace: str = MAIN) -> str:
    """A worksheet part with these elements in it."""
    return f'<worksheet xmlns="{namespace}" xmlns:r="{OFFICE}">{inside}</worksheet>'


def rows(inside: str) -> str:
    """A worksheet part with these rows."""
    return worksheet(f"<sheetData>{inside}</sheetData>")


def cells(inside: str) -> str:
    """A worksheet part with these cells in row 1."""
    return rows(f'<row r="1">{inside}</row>')


def relationships(**targets: tuple[str, str]) -> str:
    """A part of relationships: id = (last word of the type, target); a web address leads out of the file."""
    inside = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if '://' in target else ''}/>"
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def parts(
    sheet: str = "", styles: str = "", strings: str = "", properties: str = "", state: str = "visible"
) -> Parts:
    """The parts of a workbook with one sheet, “Programmes”."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": relationships(rId1=("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>'
        f'<sheet name="Programmes" sheetId="1" state="{state}" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            rId1=("worksheet", "worksheets/sheet1.xml"),
            rId2=("styles", "styles.xml"),
            rId3=("sharedStrings", "sharedStrings.xml"),
            rId4=("theme", "theme/theme1.xml"),
        ),
        "xl/worksheets/sheet1.xml": sheet or cells('<c r="A1" t="inlineStr"><is><t>Ref</t></is></c>'),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
    }


def zipped(contents: Mapping[str, str | bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as package:
        for name, content in contents.items():
            package.writestr(zipfile.ZipInfo(name), content, packing)
    return out.getvalue()


def unzipped(data: bytes) -> Parts:
    """The parts of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def patched(data: bytes, sign: bytes, at: int, value: bytes) -> bytes:
    """The file with bytes replaced in the first record that starts with ``sign``."""
    start = data.index(sign) + at
    return data[:start] + value + data[start + len(value) :]


def overlapping(contents: Mapping[str, str | bytes]) -> bytes:
    """The parts as one file, with two more that share the same bytes, each with its own name in place."""
    inner = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 33, zlib.crc32(b"x"), 1, 1, 1, 0) + b"bx"
    data = zipped({**contents, "a": inner, "b": "x"}, zipfile.ZIP_STORED)
    entry = data.rindex(b"PK\x01\x02")
    return data[: entry + 42] + struct.pack("<L", data.index(inner)) + data[entry + 46 :]


def compound_file(stream: str) -> bytes:
    """An OLE2 file whose directory lists one stream."""
    name = f"{stream}\0".encode("utf-16-le")
    entry = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), 2, 0)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entry.ljust(128, b"\0")


def packed_as(content_type: str, name: str) -> bytes:
    """A zip whose main part is of that type."""
    types = f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relationships(rId1=("officeDocument", name)),
            name: "<document/>",
        }
    )


def read(contents: Mapping[str, str | bytes] | bytes, limits: Limits | None = None) -> Workbook:
    """The workbook in a file that is read without any finding."""
    data = contents if isinstance(contents, bytes) else zipped(contents)
    workbook, findings = read_workbook(data, "north.xlsx", limits or Limits())
    assert findings == ()
    assert workbook is not None
    return workbook


def read_sheet(contents: Mapping[str, str | bytes]) -> Sheet:
    """The one sheet of a workbook that is read without any finding."""
    [sheet] = read(contents).sheets
    return sheet


def only_cell(contents: Mapping[str, str | bytes]) -> Cell:
    """The one cell of a workbook that is read without any finding."""
    [cell] = read_sheet(contents).cells.values()
    return cell


def findings(data: Mapping[str, str | bytes] | bytes, limits: Limits | None = None) -> list[Finding]:
    """What reading finds."""
    data = data if isinstance(data, bytes) else zipped(data)
    return list(read_workbook(data, "north.xlsx", limits or Limits())[1])


def refusal(data: Mapping[str, str | bytes] | bytes, limits: Limits | None = None) -> tuple[str, str, str]:
    """Why a file is refused: rule, message and remedy of its one finding."""
    data = data if isinstance(data, bytes) else zipped(data)
    workbook, found = read_workbook(data, "north.xlsx", limits or Limits())
    assert workbook is None
    [finding] = found
    return finding.rule, finding.message, finding.remedy
