"""Whatever the bytes, reading ends in a workbook or a finding; real workbooks read as openpyxl reads them."""

import io
import random
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from filled_form import FilledForm
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from raw_workbook import findings, parts, zipped

from pipeline.intake.workbook import legible, read_workbook
from pipeline.model import Position, in_words

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
INPUTS = sorted((Path(__file__).resolve().parents[2] / "inputs").rglob("*.xlsx"))


def shown(cell: Any) -> str:
    """What a cell shows, by openpyxl's reading of it."""
    value = cell.value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        percent = "%" in cell.number_format
        text = f"{Decimal(repr(value)) * (100 if percent else 1):f}"
        return (text.rstrip("0").rstrip(".") if "." in text else text) + ("%" if percent else "")
    if isinstance(value, datetime | date):
        return in_words(value.date() if isinstance(value, datetime) else value)
    return value.isoformat("minutes") if isinstance(value, time) else legible(str(value))


def by_openpyxl(data: bytes) -> dict[str, dict[Position, str]]:
    """Every cell that shows something, by sheet and position."""
    book = load_workbook(io.BytesIO(data), data_only=True)
    return {
        sheet.title: {
            (cell.row, cell.column): shown(cell)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and shown(cell)
        }
        for sheet in book.worksheets
    }


def by_us(data: bytes) -> dict[str, dict[Position, str]]:
    """The same, by our reading."""
    workbook, found = read_workbook(data, "north.xlsx")
    assert found == ()
    assert workbook is not None
    return {
        sheet.name: {at: cell.typed for at, cell in sheet.cells.items() if not cell.uncalculated}
        for sheet in workbook.sheets
    }


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_the_example_returns_read_as_openpyxl_reads_them(path: Path) -> None:
    """Cell for cell."""
    data = path.read_bytes()
    assert by_us(data) == by_openpyxl(data)


def test_a_form_reads_as_openpyxl_reads_it(form: FilledForm) -> None:
    """Cell for cell, from the blank form with its guidance and lists."""
    assert by_us(form.data()) == by_openpyxl(form.data())


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).filter(lambda text: not text.startswith("=")),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9),
    st.booleans(),
    st.dates(date(1900, 3, 1)),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
)  # fmt: skip


@FEW
@given(
    st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 40)), VALUES, max_size=12),
    st.sampled_from(["General", "0%", '0" days"', "d mmm yyyy", "[Red]0.0"]),
)
def test_generated_workbooks_read_as_openpyxl_reads_them(values: dict[Position, Any], code: str) -> None:
    """Texts, numbers, truth values, dates and times in any cell, numbers under several formats."""
    book = Workbook()
    sheet: Any = book.active
    for (row, column), value in values.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if (
            isinstance(value, int | float)
            and not isinstance(value, bool)
            and (code != "d mmm yyyy" or 61 < value < 1e6)
        ):
            cell.number_format = code
    out = io.BytesIO()
    book.save(out)
    assert by_us(out.getvalue()) == by_openpyxl(out.getvalue())


# --- whatever the bytes -----------------------------------------------------------------------


def rich_workbook() -> bytes:
    """A small workbook with something of everything."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["Ref", "Status", 0.384, date(2019, 11, 14), True, "=A1", "#REF!", "One\nTwo"])
    sheet["C1"].number_format = "0.0%"
    sheet["B1"].fill = PatternFill("solid", fgColor="FFC000")
    sheet["B1"].font = Font(strike=True)
    sheet["B1"].hyperlink = "https://example.org/"
    sheet.merge_cells("A3:C3")
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("Hidden").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


RICH = rich_workbook()
CONTENTS = {
    info.filename: zipfile.ZipFile(io.BytesIO(RICH)).read(info)
    for info in zipfile.ZipFile(io.BytesIO(RICH)).infolist()
} | {
    "xl/threads.xml": b'<ThreadedComments><threadedComment ref="A1"><text>Yes</text></threadedComment></ThreadedComments>'
}


def ends_well(data: bytes) -> None:
    """Reading gives a workbook, or says why not."""
    workbook, found = read_workbook(data, "north.xlsx")
    assert workbook is not None or len(found) == 1
    assert all(finding.message and finding.remedy for finding in found)


@FEW
@given(
    st.binary(max_size=300),
    st.sampled_from(
        [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<", b"\xff\xfe"]
    ),
)
def test_any_bytes_end_well(data: bytes, start: bytes) -> None:
    """Bytes of any kind never raise."""
    ends_well(start + data)


@FEW
@given(st.integers(0, len(RICH) - 1), st.binary(min_size=1, max_size=8), st.integers(0, 60))
def test_spliced_bytes_end_well(at: int, new: bytes, cut: int) -> None:
    """Bytes changed, put in or cut out anywhere never raise."""
    ends_well(RICH[:at] + new + RICH[at + cut :])


@FEW
@given(st.data())
def test_spoilt_directories_end_well(data: st.DataObject) -> None:
    """Figures changed in the zip's own records never raise."""
    stored = bytearray(zipped(CONTENTS, zipfile.ZIP_STORED))
    records = [match.start() for match in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06)", bytes(stored))]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.sampled_from(records)) + data.draw(st.integers(4, 45))
        stored[min(at, len(stored) - 1)] = data.draw(st.integers(0, 255))
    ends_well(bytes(stored))


def mutations(xml: bytes, chance: random.Random) -> Iterator[bytes]:
    """The XML of a part with something spoilt: values, tags left out, doubled or swapped, bytes."""
    tags = [match.span() for match in re.finditer(rb"<[^>]+>", xml)]
    values = [
        match.span(1) for match in re.finditer(rb'="([^"]*)"|>[^<]+(?=<)', xml) if match.span(1) != (-1, -1)
    ]
    odd = [
        b"",
        b"-1",
        b"0",
        b"99999999999",
        b"A1:XFD1048576",
        b"&#1;",
        b"&lt;",
        b"true",
        b"\xff",
        b"1e309",
        b"../../x",
    ]
    start, end = chance.choice(values)
    yield xml[:start] + chance.choice(odd) + xml[end:]
    start, end = chance.choice(tags)
    yield xml[:start] + xml[end:]
    yield xml[:end] + xml[start:]
    at = chance.randrange(len(xml))
    yield xml[:at] + bytes([chance.randrange(256)]) + xml[at + 1 :]


@FEW
@given(
    st.randoms(use_true_random=False),
    st.sampled_from([name for name in sorted(CONTENTS) if CONTENTS[name][:1] == b"<"]),
)
def test_spoilt_parts_end_well(chance: random.Random, name: str) -> None:
    """A sound zip with spoilt XML in it never raises."""
    for spoilt in mutations(CONTENTS[name], chance):
        ends_well(zipped({**CONTENTS, name: spoilt}))


@FEW
@given(st.text(max_size=60), st.text("<c r=\"A1' t&;/>v\n1", max_size=60))
def test_any_sheet_ends_well(text: str, markup: str) -> None:
    """Any text where a sheet should stand never raises."""
    for sheet in (text, f"<worksheet><sheetData><row>{markup}</row></sheetData></worksheet>"):
        found = findings(parts(sheet.encode("utf-8", "surrogatepass").decode("latin-1") or " "))
        assert all(finding.message for finding in found)
