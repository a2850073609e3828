"""What would act, or claims what no longer holds, does not go back; that is said. All else does, byte for byte."""

import pytest
from sent_workbook import FILE, Parts, call, copied, opened, put_in, relate, sent, tried, zipped

from pipeline.intake.workbook import read_workbook
from pipeline.limits import Limits

MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
MADE_FROM = (
    "[Content_Types].xml", "docProps/app.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
)  # fmt: skip
COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OBJECTS = f"""<oleObjects><mc:AlternateContent xmlns:mc="{COMPATIBLE}"><mc:Choice Requires="x14">\
<oleObject progId="Package" shapeId="1030" r:id="rId1"><objectPr/></oleObject></mc:Choice><mc:Fallback>\
<oleObject progId="Package" shapeId="1030" r:id="rId1"/></mc:Fallback></mc:AlternateContent></oleObjects>\
<mc:AlternateContent xmlns:mc="{COMPATIBLE}"><mc:Choice Requires="x14"><controls><control shapeId="1031" r:id="rId2"/>\
<control shapeId="1032" r:id="rId3"/></controls></mc:Choice></mc:AlternateContent>"""


def lost(parts: Parts) -> tuple[str, ...]:
    """What the copy says that it does not hold, there and on its first sheet."""
    marked = tried(parts)
    assert marked is not None
    told = opened(copied(parts))["Queries"]["A7"].value
    words = f"This copy cannot hold everything that your own file holds. Not here: {', '.join(marked.lost)}."
    assert told == (words if marked.lost else None)
    return marked.lost


@pytest.mark.parametrize(
    ("part", "start", "kind", "said"),
    [
        ("xl/vbaProject.bin", "xl/workbook.xml", f"{MICROSOFT}/vbaProject", "macros"),
        ("customUI/customUI.xml", "", f"{MICROSOFT}/ui/extensibility", "macros"),
        ("_xmlsignatures/origin.sigs", "", "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin", "the signature"),
        ("xl/webextensions/taskpanes.xml", "", "http://schemas.microsoft.com/office/2011/relationships/webextensiontaskpanes", "add-ins that open with the file"),
        ("xl/revisions/revisionHeaders.xml", "xl/workbook.xml", "revisionHeaders", "the list of changes of a shared workbook"),
    ],
)  # fmt: skip
def test_what_does_not_go_back_is_told(part: str, start: str, kind: str, said: str) -> None:
    """It is gone with all that led to it, and the sheet of queries names it."""
    parts = sent()
    parts[part] = b"<x/>"
    call(parts, part, "application/x")
    relate(parts, start, kind, f"/{part}", "rId99")
    assert lost(parts) == (said,)
    copy = copied(parts)
    assert part not in copy
    assert not [name for name, body in copy.items() if part.rpartition("/")[2].encode() in body]


@pytest.mark.parametrize(
    "main", ["sheet.macroEnabled", "template", "template.macroEnabled", "addin.macroEnabled"]
)
def test_a_copy_is_a_plain_workbook(main: str) -> None:
    """Of whatever kind the sender's file is: Excel opens no .xlsx that says it is something else."""
    parts = sent()
    plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        plain, f"application/vnd.ms-excel.{main}.main+xml".encode()
    )
    assert plain in copied(parts)["[Content_Types].xml"]


def test_objects_with_files_or_code_are_left_out() -> None:
    """With the shapes that show them; a button that Excel itself draws stays."""
    parts = sent()
    sheet = "xl/worksheets/sheet1.xml"
    put_in(parts, sheet, "</worksheet>", '<legacyDrawing r:id="rId4"/>' + OBJECTS)
    parts[sheet] = parts[sheet].replace(
        b"<worksheet ",
        b'<worksheet xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ',
    )
    relate(parts, sheet, "oleObject", "../embeddings/oleObject1.bin", "rId1")
    relate(parts, sheet, "control", "../activeX/activeX1.xml", "rId2")
    relate(parts, sheet, "ctrlProp", "../ctrlProps/ctrlProp1.xml", "rId3")
    relate(parts, sheet, "vmlDrawing", "../drawings/vmlDrawing1.vml", "rId4")
    relate(parts, "xl/activeX/activeX1.xml", f"{MICROSOFT}/activeXControlBinary", "activeX1.bin", "rId1")
    for part in ("xl/embeddings/oleObject1.bin", "xl/activeX/activeX1.xml", "xl/activeX/activeX1.bin"):
        parts[part] = b"<x/>"
    parts["xl/ctrlProps/ctrlProp1.xml"] = b"<formControlPr/>"
    shapes = "".join(f'<v:shape id="_x0000_s{number}"><br></v:shape>' for number in (1030, 1031, 1032))
    parts["xl/drawings/vmlDrawing1.vml"] = (
        f'<xml xmlns:v="urn:schemas-microsoft-com:vml">{shapes}</xml>'.encode()
    )
    assert lost(parts) == ("controls with code of their own", "embedded files")
    copy = copied(parts)
    assert not [name for name in copy if name.startswith(("xl/embeddings", "xl/activeX"))]
    assert [number for number in (b"1030", b"1031", b"1032") if number in copy[sheet]] == [b"1032"]
    assert b"oleObjects" not in copy[sheet]
    drawing = copy["xl/drawings/vmlDrawing1.vml"]
    assert [number for number in (b"_s1030", b"_s1031", b"_s1032") if number in drawing] == [b"_s1032"]


@pytest.mark.parametrize(
    "part",
    [
        "xl/media/image1.png", "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/ctrlProps/ctrlProp1.xml",
        "xl/slicers/slicer1.xml", "xl/pivotTables/pivotTable1.xml", "xl/richData/rdrichvalue.xml", "xl/metadata.xml",
        "docMetadata/LabelInfo.xml", "customXml/item1.xml", "xl/printerSettings/printerSettings1.bin",
    ],
)  # fmt: skip
def test_all_else_goes_back_byte_for_byte(part: str) -> None:
    """Nothing of it is understood, so nothing of it can be spoilt."""
    parts = sent()
    parts[part] = b"<x>\r\n<!-- as it came -->  </x>"
    copy = copied(parts)
    assert lost(parts) == ()
    assert {name for name, body in parts.items() if copy.get(name) != body} <= set(MADE_FROM)


def test_a_file_packed_anew_on_a_mac_is_marked() -> None:
    """A Mac puts a part of its own beside each of the file's, named alike, and some programs leave one empty."""
    parts = sent()
    left = {
        f"__MACOSX/{folder}._{name}": b"\x00\x05\x16\x07\x00"
        for folder, name in (("_rels/", ".rels"), ("xl/", "a.xml"))
    }
    assert copied({**parts, **left, "xl/empty.xml": b""}).items() >= left.items()


def test_dropdowns_that_excel_keeps_apart_stay() -> None:
    """A dropdown that points at another sheet, as Excel itself saves it, is where it was."""
    checks = """<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">\
<x14:dataValidations xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">\
<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Choices!$A$1:$A$3</xm:f></x14:formula1>\
<xm:sqref>B5:B20</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"""
    parts = sent()
    put_in(parts, "xl/worksheets/sheet1.xml", "</worksheet>", checks)
    sheet = copied(parts)["xl/worksheets/sheet1.xml"]
    assert b"<xm:f>Choices!$A$1:$A$3</xm:f>" in sheet
    assert sheet.index(b"<conditionalFormatting") < sheet.index(b"<extLst")


def test_a_copy_is_read_as_the_return_is() -> None:
    """The intake's own reader finds in the copy each cell of the sender's, and the list in front."""
    parts = sent(lambda sheet: sheet.append(["=1+1", 3, True, "two\nlines"]))
    before, _ = read_workbook(zipped(parts), FILE, Limits())
    after, _ = read_workbook(zipped(copied(parts)), FILE, Limits())
    assert before is not None
    assert after is not None
    assert [sheet.name for sheet in after.sheets] == ["Queries", "Risks", "Choices"]
    for old, new in zip(before.sheets, after.sheets[1:], strict=True):
        assert {at: cell.typed for at, cell in old.cells.items()} == {
            at: cell.typed for at, cell in new.cells.items()
        }
