"""A workbook's bytes → ``Workbook``: every cell with its address, and no meaning yet."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from pipeline.model import Address, Cell, Finding, Level, Rule, Sheet, Workbook, in_words
from pipeline.printable import printable

NOT_A_WORKBOOK = Rule(
    "file-not-a-workbook",
    Level.ERROR,
    "{file} cannot be read as an Excel workbook.",
    "Open it in Excel and save it again as “Excel Workbook (*.xlsx)”, without a password.",
)
ENCRYPTED = Rule(
    "file-password",
    Level.ERROR,
    "{file} is protected by a password, or saved in the old Excel format.",
    "In Excel choose File › Info › Protect Workbook › Encrypt, clear the password, and save as “Excel Workbook (*.xlsx)”.",
)
COMPOUND_FILE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2, [MS-CFB] 2.2: what encrypted workbooks and .xls start with
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_workbook(data: bytes, file: str) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """The workbook in ``data``; None and a finding when it cannot be read."""
    if data.startswith(COMPOUND_FILE):
        return None, (ENCRYPTED.found(Address(file), file=file),)
    try:
        return _read(data, file), ()
    except Exception:  # noqa: BLE001 - the reader raises undocumented errors on damaged files; none may stop a run
        return None, (NOT_A_WORKBOOK.found(Address(file), file=file),)


def _read(data: bytes, file: str) -> Workbook:
    book = load_workbook(io.BytesIO(data), data_only=True)
    formulas = load_workbook(io.BytesIO(data)) if _has_formulas(data) else None
    return Workbook(file, tuple(_sheet(sheet, formulas, file) for sheet in book.worksheets))


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = (name for name in parts.namelist() if name.startswith("xl/worksheets/"))
        return any(re.search(rb"<(\w+:)?f[ >/]", parts.read(name)) for name in sheets)


def _sheet(sheet: Any, formulas: Any, file: str) -> Sheet:
    cells = {}
    for row in sheet.iter_rows():
        for found in row:
            uncalculated = (
                found.value is None
                and formulas is not None
                and formulas[sheet.title].cell(found.row, found.column).data_type == "f"
            )
            if found.value is None and not uncalculated:
                continue
            address = Address(file, sheet.title, f"{get_column_letter(found.column)}{found.row}")
            cells[found.row, found.column] = _cell(found, address, uncalculated)
    return Sheet(sheet.title, cells)


def _cell(found: Any, address: Address, uncalculated: bool) -> Cell:
    value = found.value
    if uncalculated:
        return Cell(address, "", uncalculated=True)
    if isinstance(value, bool):
        return Cell(address, "Yes" if value else "No")
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        percent = "%" in str(found.number_format)
        return Cell(
            address, plain(number * 100) + "%" if percent else plain(number), number=number, percent=percent
        )
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell(address, in_words(day), day=day)
    if isinstance(value, time):
        return Cell(address, value.isoformat("minutes"))
    return Cell(address, legible(str(value)), error=found.data_type == "e")


def plain(number: Decimal) -> str:
    """A number without exponent or needless zeros: 38.40 → ``38.4``."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def legible(text: str) -> str:
    """Text as a person sees it: Excel's escapes (ECMA-376 part 1, 22.9.2.19) decoded, and no blank edges."""
    return printable(ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)).strip(" \t\n\u00a0")
