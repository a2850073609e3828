"""What a copy loses, and what is carried over all the same."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from pipeline.forms.carrying import cells_to_hold, lost
from pipeline.forms.marked import mark
from pipeline.forms.sheets import Marked, Reply
from pipeline.model import Address, Query

QUERY = Query(1, "To be put right", "a.xlsx", "", "Blank.", "", (Address("a.xlsx", "Sheet", "B5"),))
X14 = """<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">\
<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">\
<x14:dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="Status" error="Choose one.">\
<x14:formula1><xm:f>Choices!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>B5:B20</xm:sqref></x14:dataValidation>\
</x14:dataValidations></ext></extLst></worksheet>"""


def book() -> bytes:
    """A workbook with a sheet and its choices."""
    made = Workbook()
    sheet: Any = made.active
    sheet["B5"] = "Ambr"
    made.create_sheet("Choices")["A1"] = "Red"
    return saved(made)


def saved(made: Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """The package with other parts, or more of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in [one for one in old.namelist() if one not in parts]:
            new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def made(data: bytes) -> Marked:
    """The marked copy."""
    marked = mark(data, [QUERY], Reply("A", None, "", "2"))
    assert marked is not None
    return marked


@pytest.mark.parametrize(
    ("part", "text", "said"),
    [
        ("xl/threadedComments/threadedComment1.xml", "<x/>", "threads of comments (their words stay, as notes)"),
        ("xl/slicers/slicer1.xml", "<x/>", "slicers"),
        ("xl/vbaProject.bin", "x", "macros"),
        ("xl/embeddings/oleObject1.bin", "x", "embedded files"),
        ("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:pic><a/></xdr:pic></xdr:wsDr>", "pictures"),
        ("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>", "shapes and text boxes"),
        ("docMetadata/LabelInfo.xml", "<x/>", "the sensitivity label"),
        ("_xmlsignatures/sig1.xml", "<x/>", "the signature"),
    ],
)  # fmt: skip
def test_what_a_copy_cannot_hold_is_told(part: str, text: str, said: str) -> None:
    """Whatever of the original is missing from the copy is named, on the sheet of queries too."""
    marked = made(with_parts(book(), {part: text}))
    assert marked.lost == (said,)
    told = load_workbook(io.BytesIO(marked.data))["Queries"]["A7"].value
    assert told == f"This copy cannot hold everything that your own file holds. Not here: {said}."


def test_a_plain_workbook_loses_nothing() -> None:
    """Where nothing is lost nothing is said."""
    marked = made(book())
    assert marked.lost == ()
    assert load_workbook(io.BytesIO(marked.data))["Queries"]["A7"].value is None


def test_a_chart_is_kept_but_may_look_different() -> None:
    """A chart is drawn anew in the copy, and that is said."""
    workbook = load_workbook(io.BytesIO(book()))
    sheet: Any = workbook["Sheet"]
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=5, max_row=6))
    sheet.add_chart(chart, "D1")
    marked = made(saved(workbook))
    assert marked.lost == ("the exact look of charts",)
    with zipfile.ZipFile(io.BytesIO(marked.data)) as parts:
        assert "xl/charts/chart1.xml" in parts.namelist()


def test_dropdowns_that_excel_keeps_apart_are_carried_over() -> None:
    """A dropdown that points at another sheet, as Excel itself saves it, still drops down in the copy."""
    with zipfile.ZipFile(io.BytesIO(book())) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode().replace("</worksheet>", X14)
    marked = made(with_parts(book(), {"xl/worksheets/sheet1.xml": sheet}))
    assert marked.lost == ()
    [check] = load_workbook(io.BytesIO(marked.data))["Sheet"].data_validations.dataValidation
    assert (check.type, check.formula1, str(check.sqref)) == ("list", "Choices!$A$1:$A$3", "B5:B20")
    assert (check.errorTitle, check.error, check.showErrorMessage) == ("Status", "Choose one.", True)


def test_a_strict_workbook_gets_no_copy() -> None:
    """For openpyxl it is empty; a copy would lose everything."""
    with zipfile.ZipFile(io.BytesIO(book())) as parts:
        workbook = parts.read("xl/workbook.xml").decode()
    strict = workbook.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert mark(with_parts(book(), {"xl/workbook.xml": strict}), [QUERY], Reply("A", None, "", "2")) is None


@pytest.mark.parametrize(
    "formula",
    ["=cmd|'/C calc'!A0", '=WEBSERVICE("https://example.org/?"&B5)', '=webservice ("x")', '=RTD("a",,"b")'],
)
def test_a_formula_that_reaches_out_gets_no_copy(formula: str) -> None:
    """What starts another program or asks another computer is not sent on under the report author's name."""
    workbook = load_workbook(io.BytesIO(book()))
    workbook["Choices"]["A2"] = formula
    assert mark(saved(workbook), [QUERY], Reply("A", None, "", "2")) is None


def test_formulas_of_a_return_are_carried_over() -> None:
    """A sum, a link that is written out, and a text with a bar in it do no harm."""
    workbook = load_workbook(io.BytesIO(book()))
    workbook["Choices"]["A2"], workbook["Choices"]["A3"] = "=SUM(B1:B2)", '=HYPERLINK("https://a.org","A")'
    workbook["Choices"]["A4"] = "Red | Amber!"
    assert made(saved(workbook)).lost == ()


def test_merged_areas_count_as_cells() -> None:
    """A workbook in memory holds a cell for each of those merged, so they count."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet["A1"] = "x"
    sheet.merge_cells("A1:J10")
    with zipfile.ZipFile(io.BytesIO(saved(workbook))) as parts:
        assert cells_to_hold(parts) >= 101
        assert lost(parts, parts) == ()
