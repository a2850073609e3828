"""What a file is, by its content and never by its name, so that one that is no workbook is told what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

from pipeline.intake.xlsx.limits import DamagedPartError, RefusedError
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.relations import of_kind, relations_of
from pipeline.model import Level, Rule

SAVE_AS = (
    "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” as the type, and send that file."
)
EMPTY = Rule(
    "file-empty", Level.ERROR, "{file} is empty (0 bytes).",
    "It may not have come down from OneDrive or SharePoint yet: open it in Excel, save it, and try again. If it is empty there too, ask the sender for it.",
    asks="Please open it in Excel and see that it still holds what you typed; then save it and send it again.",
    why="Files of 0 bytes come from uploads and synchronisation that broke off. Nothing can be read from one, and its sender may not know.",
)  # fmt: skip
OLD_EXCEL = Rule(
    "file-old-excel",
    Level.ERROR,
    "{file} is saved in the old Excel format (Excel 97-2003).",
    SAVE_AS,
    why="The old format holds 65,536 rows and loses what goes beyond: in 2020 Public Health England missed 15,841 Covid-19 cases that way. It is also not the open format that this program reads.",
)
PASSWORD = Rule(
    "file-password", Level.ERROR, "{file} is protected by a password, so it cannot be opened.",
    "In Excel choose File › Info › Protect Workbook › Encrypt with Password, clear the password, press OK, and save.",
    why="An encrypted workbook cannot be read without its password, and passwords do not belong in a run that nobody watches.",
)  # fmt: skip
BINARY = Rule(
    "file-binary-workbook", Level.ERROR, "{file} is saved as an Excel Binary Workbook.", SAVE_AS,
    why="Excel's binary format (.xlsb) is not the open standard (ECMA-376) that this program reads.",
)  # fmt: skip
OPEN_DOCUMENT = Rule(
    "file-open-document", Level.ERROR, "{file} is saved as an OpenDocument spreadsheet.", SAVE_AS,
    why="On the way from Excel to OpenDocument and back a form can lose its dropdowns and checks, so the format is not read.",
)  # fmt: skip
WEB_PAGE = Rule(
    "file-web-page", Level.ERROR, "{file} is a web page or XML file that was given an Excel name.", SAVE_AS,
    why="Some systems export a web page and give it an Excel name. Excel opens it after a warning; its cells are not what a workbook's are.",
)  # fmt: skip
PLAIN_TEXT = Rule(
    "file-plain-text", Level.ERROR, "{file} is plain text (such as CSV), not an Excel workbook.",
    "Fill in the return form in Excel, save it as “Excel Workbook (*.xlsx)”, and send that file.",
    why="A CSV file has one sheet and no form: its dates, long numbers and line breaks are changed by each program that opens it.",
)  # fmt: skip
NOT_A_WORKBOOK = Rule(
    "file-not-a-workbook", Level.ERROR, "{file} is {kind}, not an Excel workbook.",
    "Fill in the return form in Excel, save it as “Excel Workbook (*.xlsx)”, and send that file.",
    why="What a file is called does not tell what it is. A Word document, a PDF or a picture named like a workbook is told for what it is.",
)  # fmt: skip

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2, [MS-CFB] 2.2
STREAM, ENTRY_BYTES = 2, 128  # [MS-CFB] 2.6.1: type and size of an entry in its directory
STARTS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Word document (rich text)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a packed folder (RAR)"),
    (b"7z\xbc\xaf", "a packed folder (7-Zip)"),
)
MARKUP = re.compile(
    r"<(?:\?xml|!doctype|!--|html|head|body|table|style|meta|div|\w*:?workbook)\b|mime-version:",
    re.IGNORECASE,
)
BYTE_ORDERS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"))
UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
MAIN_TYPES = re.compile(
    r".*(?:spreadsheetml|ms-excel)\.(?:sheet|template|addin)(?:\.macroenabled)?\.main\+xml"
)
USUAL_NAME = "xl/workbook.xml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OTHER_TYPES = {
    "wordprocessingml": "a Word document",
    "ms-word": "a Word document",
    "presentationml": "a PowerPoint presentation",
    "ms-powerpoint": "a PowerPoint presentation",
}


def refuse_unless_zip(data: bytes) -> None:
    """Refuse what no workbook starts with, and say what it is instead."""
    if not data:
        raise RefusedError(EMPTY)
    if data.startswith(b"PK\x03\x04"):
        return
    if data.startswith(COMPOUND_FILE):
        raise _compound_file(data)
    for start, kind in STARTS:
        if data.startswith(start):
            raise RefusedError(NOT_A_WORKBOOK, kind=kind)
    raise _text_file(data[:4096])


def _compound_file(data: bytes) -> RefusedError:
    """What an OLE2 file is, by the streams that its directory lists."""
    if _has_stream(data, "EncryptedPackage"):  # [MS-OFFCRYPTO] 2.3.4.4
        return RefusedError(PASSWORD)
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):  # [MS-XLS] 2.1.2, and Excel 5
        return RefusedError(OLD_EXCEL)
    word = _has_stream(data, "WordDocument")
    return RefusedError(NOT_A_WORKBOOK, kind="an old Word document" if word else "a file of another program")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry of that name is there: entries stand at multiples of their size."""
    entry = f"{name}\0".encode("utf-16-le")
    at = data.find(entry)
    while at >= 0:
        if at % ENTRY_BYTES == 0 and data[at + 64 : at + 67] == bytes((len(entry), 0, STREAM)):
            return True
        at = data.find(entry, at + 1)
    return False


def _text_file(start: bytes) -> RefusedError:
    """What a file is that starts with neither sign: a web page, text, or nothing that is known."""
    encoding = next((name for mark, name in BYTE_ORDERS if start.startswith(mark)), "cp1252")
    text = start.decode(encoding, errors="replace" if encoding == "utf-16" else "ignore")
    if MARKUP.match(text.lstrip()):
        return RefusedError(WEB_PAGE)
    if UNPRINTABLE.search(text):
        return RefusedError(NOT_A_WORKBOOK, kind="a file of another program")
    return RefusedError(PLAIN_TEXT)


def workbook_part(package: Package, types: Mapping[str, str]) -> str:
    """The name of the part that holds the workbook: by relationship, content type or, failing both, usual name.

    Refuses a zip that is something else, and says what.
    """
    try:
        related = list(of_kind(relations_of(package, ""), "officeDocument"))
    except DamagedPartError:
        related = []
    typed = [name for name, kind in types.items() if MAIN_TYPES.fullmatch(kind)]
    for name in [*related, *typed, *([] if types else [USUAL_NAME])]:
        if name in package and not name.endswith(".bin") and not _other_kind(types.get(name.lower(), "")):
            return name
    raise _other_zip(package, set(types.values()))


def _other_kind(content_type: str) -> str:
    return next((kind for sign, kind in OTHER_TYPES.items() if sign in content_type), "")


def _other_zip(package: Package, types: set[str]) -> RefusedError:
    """What a zip is that holds no workbook."""
    names = set(package.names())
    if any("sheet.binary" in kind for kind in types) or "xl/workbook.bin" in names:
        return RefusedError(BINARY)
    if "mimetype" in names and ODS_TYPE in _start_of(package, "mimetype"):
        return RefusedError(OPEN_DOCUMENT)
    if "word/document.xml" in names:
        return RefusedError(NOT_A_WORKBOOK, kind="a Word document")
    kinds = sorted(filter(None, map(_other_kind, types)))
    return RefusedError(NOT_A_WORKBOOK, kind=kinds[0] if kinds else "a zip folder of other files")


def _start_of(package: Package, name: str) -> str:
    return b"".join(islice(package.unpack(name), 1)).decode("ascii", errors="replace")
