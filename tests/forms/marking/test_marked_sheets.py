"""What changes on a sheet and in the workbook's list of sheets, and that all else there stays."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from sent_workbook import FILE, Parts, copied, opened, put_in, sent, tried, unzipped, zipped

from pipeline.intake.workbook import read_workbook
from pipeline.limits import Limits

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"


def strict(parts: Parts) -> Parts:
    """The workbook as “Strict Open XML Spreadsheet”."""
    return {
        name: body.replace(MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            OFFICE, b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, body in parts.items()
    }


def prefixed(parts: Parts) -> Parts:
    """The workbook with a prefix on every element."""
    changed = dict(parts)
    for name in parts:
        if re.fullmatch(r"xl/(?:workbook|styles|worksheets/[^/]+)\.xml", name):
            text = re.sub(r"<(/?)(?![?!])(\w+)", r"<\1s:\2", parts[name].decode())
            changed[name] = text.replace("xmlns=", "xmlns:s=").encode()
    return changed


@pytest.mark.parametrize("kind", [strict, prefixed])
def test_a_workbook_in_another_notation_is_marked(kind: Any) -> None:
    """Strict workbooks and those with prefixes get the same copy in their own notation."""
    plain, other = (copied(parts) for parts in (sent(), kind(sent())))
    books = [read_workbook(zipped(parts), FILE, Limits())[0] for parts in (plain, other)]
    assert books[0] is not None
    assert books[1] is not None
    assert [sheet.name for sheet in books[1].sheets] == ["Queries", "Risks", "Choices"]
    for one, two in zip(books[0].sheets, books[1].sheets, strict=True):
        assert {at: (cell.typed, cell.comment) for at, cell in one.cells.items()} == {
            at: (cell.typed, cell.comment) for at, cell in two.cells.items()
        }
    assert kind is prefixed or not [name for name, body in other.items() if MAIN in body]


def test_a_cell_keeps_all_that_it_has() -> None:
    """Values, looks, rules, checks and merged cells are those of the sender's, cell for cell."""

    def change(sheet: Any) -> None:
        sheet["B5"].fill, sheet["C7"] = PatternFill("solid", fgColor="00FF00"), 12.5
        sheet["C7"].number_format = "0.00"
        sheet.merge_cells("E1:F3")
        for area in ("B1:B9", "C1:C9"):
            always = Rule(type="expression", formula=["TRUE"], dxf=DifferentialStyle(font=Font(bold=True)))
            sheet.conditional_formatting.add(area, always)
        sheet.add_data_validation(DataValidation("list", formula1='"Red,Amber"', sqref="B5:B9"))
        sheet.auto_filter.ref, sheet.freeze_panes = "A1:C9", "B2"

    parts = sent(change)
    before, after = opened(parts)["Risks"], opened(copied(parts))["Risks"]
    for row in before.iter_rows():
        for cell in row:
            twin = after[cell.coordinate]
            assert (twin.value, twin._style) == (cell.value, cell._style)
    assert str(after.merged_cells) == str(before.merged_cells)
    assert [rule.priority for area in after.conditional_formatting for rule in area.rules] == [2, 3, 1]
    assert [str(one.sqref) for one in after.data_validations.dataValidation] == ["B5:B9"]
    assert (after.auto_filter.ref, after.freeze_panes) == ("A1:C9", "B2")
    again = opened(copied(copied(parts)))["Risks"]
    assert [rule.priority for area in again.conditional_formatting for rule in area.rules] == [2, 3, 1]


def test_a_large_merged_area_is_marked_as_one_cell() -> None:
    """However many cells are merged, they cost nothing."""
    parts = sent()
    put_in(parts, SHEET, "<pageMargins", '<mergeCells count="1"><mergeCell ref="B4:ZZ90000"/></mergeCells>')
    copy = copied(parts)
    assert b'<conditionalFormatting sqref="B4:ZZ90000">' in copy[SHEET]
    assert b'ref="B4"' in copy["xl/comments1.xml"]


def test_names_that_hold_on_one_sheet_stay_with_it() -> None:
    """Names are known by the sheet's number, and a sheet in front changes all numbers; so does one taken away."""

    def change(sheet: Any) -> None:
        sheet.print_title_rows = "1:1"
        sheet.defined_names["Here"] = DefinedName("Here", attr_text="Risks!$B$5")
        sheet.parent.defined_names["All"] = DefinedName("All", attr_text="Choices!$A$1")

    for copy in (first := copied(sent(change)), copied(first)):
        book = opened(copy)
        assert book["Risks"].print_title_rows == "$1:$1"
        assert book["Risks"].defined_names["Here"].value == "Risks!$B$5"
        assert book["Queries"].print_title_rows == "$9:$9"
        assert list(book.defined_names) == ["All"]
        assert copy["xl/workbook.xml"].count(b"_xlnm.Print_Titles") == 2


def test_links_to_other_workbooks_wait_for_somebody_to_agree() -> None:
    """A workbook may say that Excel is to follow them without asking; its copy does not say so."""
    parts = sent()
    parts["xl/workbook.xml"] = re.sub(
        rb"<workbookPr\b", b'<workbookPr updateLinks="always"', parts["xl/workbook.xml"]
    )
    assert b"updateLinks" not in copied(parts)["xl/workbook.xml"]


def test_looks_are_added_once() -> None:
    """A workbook that goes back and forth does not grow with each round."""
    first = copied(sent())
    again = copied(first)
    assert again["xl/styles.xml"] == first["xl/styles.xml"]
    assert sorted(again) == sorted(first)


def test_the_files_properties_list_no_sheets_wrongly() -> None:
    """Excel keeps a list of the sheets' names there too; it makes a new one."""
    parts = sent()
    lists = "<HeadingPairs><x/></HeadingPairs><TitlesOfParts><x/></TitlesOfParts><Company>North</Company>"
    put_in(parts, "docProps/app.xml", "</Properties>", lists)
    properties = copied(parts)["docProps/app.xml"]
    assert b"<Company>North</Company>" in properties
    assert b"TitlesOfParts" not in properties
    assert b"HeadingPairs" not in properties


def test_a_hidden_column_without_a_width_gets_one() -> None:
    """Excel often saves a hidden column as 0 wide; shown like that it could not be seen."""
    parts = sent()
    put_in(
        parts,
        SHEET,
        "<sheetData>",
        '<cols><col min="2" max="2" width="0" hidden="1" customWidth="1"/></cols>',
    )
    assert b'<col min="2" max="2"/>' in copied(parts)[SHEET]


@pytest.mark.parametrize("where", ["cell", "row", "column"])
def test_a_cell_that_may_be_typed_into_is_not_called_protected(where: str) -> None:
    """On a protected sheet too, whether the cell, its row or its column is unlocked."""

    def change(sheet: Any) -> None:
        sheet.protection.enable()
        line = {"cell": sheet["B6"], "row": sheet.row_dimensions[6], "column": sheet.column_dimensions["B"]}
        line[where].protection = Protection(locked=False)

    words = [
        opened(copied(sent(change), place))["Queries"]["D10"].value for place in ("Risks!B6", "Risks!F9")
    ]
    assert [("protected" in one) for one in words] == [False, True]


def test_a_sheet_that_is_not_there_gets_no_copy() -> None:
    """A workbook that lists a sheet and does not hold it is damaged."""
    parts = sent()
    del parts["xl/worksheets/sheet2.xml"]
    assert tried(parts) is None


def test_a_drawing_that_is_not_there_matters_where_notes_are_put() -> None:
    """A sheet that lacks its drawing gets no notes; on another sheet it is none of ours."""
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    parts = sent()
    put_in(parts, SHEET, "</worksheet>", f'<legacyDrawing {space} r:id="rId9"/>')
    assert tried(parts) is None
    assert tried(parts, "Choices!A1") is not None


def test_a_workbook_without_styles_is_marked() -> None:
    """Some programs write none; the copy gets those that it needs."""
    parts = sent()
    parts.pop("xl/styles.xml")
    held = "xl/_rels/workbook.xml.rels"
    parts[held] = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", parts[held])
    assert opened(copied(parts))["Queries"]["A1"].font.name == "Arial"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_an_odd_part_never_stops_a_build(data: st.DataObject) -> None:
    """Whatever one part is, there is a copy that opens or none; never an error, and never one that lost a part."""
    parts = sent()
    name = data.draw(st.sampled_from(sorted(parts)))
    body = parts[name]
    at, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    parts[name] = body[:at] + data.draw(st.binary(max_size=12)) + body[end:]
    marked = tried(parts)
    copy = unzipped(marked.data) if marked else {}
    for part in (name for name, body in copy.items() if parts.get(name) != body):
        assert etree.fromstring(copy[part]) is not None
    assert marked is None or set(copy) >= set(parts)
