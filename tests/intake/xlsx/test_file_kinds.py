"""What is no workbook is refused, and told what it is and what to do."""

import pytest
from raw_workbook import PACKAGE, TYPES, compound_file, packed_as, parts, read, refusal, relationships, zipped

SAVE_AS = (
    "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” as the type, and send that file."
)
FILL_IN = "Fill in the return form in Excel, save it as “Excel Workbook (*.xlsx)”, and send that file."


@pytest.mark.parametrize(
    ("data", "rule", "message", "remedy"),
    [
        (
            b"", "file-empty", "north.xlsx is empty (0 bytes).",
            "It may not have come down from OneDrive or SharePoint yet: open it in Excel, save it, and try again. If it is empty there too, ask the sender for it.",
        ),
        (
            compound_file("Workbook"), "file-old-excel", "north.xlsx is saved in the old Excel format (Excel 97-2003).",
            SAVE_AS,
        ),
        (compound_file("Book"), "file-old-excel", "north.xlsx is saved in the old Excel format (Excel 97-2003).", SAVE_AS),
        (
            compound_file("EncryptedPackage"), "file-password", "north.xlsx is protected by a password, so it cannot be opened.",
            "In Excel choose File › Info › Protect Workbook › Encrypt with Password, clear the password, press OK, and save.",
        ),
        (
            compound_file("WordDocument"), "file-not-a-workbook", "north.xlsx is an old Word document, not an Excel workbook.",
            FILL_IN,
        ),
        (
            packed_as("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"),
            "file-binary-workbook", "north.xlsx is saved as an Excel Binary Workbook.", SAVE_AS,
        ),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "file-open-document", "north.xlsx is saved as an OpenDocument spreadsheet.", SAVE_AS,
        ),
        (
            packed_as("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "word/document.xml"),
            "file-not-a-workbook", "north.xlsx is a Word document, not an Excel workbook.", FILL_IN,
        ),
        (
            packed_as("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "ppt/p.xml"),
            "file-not-a-workbook", "north.xlsx is a PowerPoint presentation, not an Excel workbook.", FILL_IN,
        ),
        (
            zipped({"notes.txt": "Call the ward"}), "file-not-a-workbook",
            "north.xlsx is a zip folder of other files, not an Excel workbook.", FILL_IN,
        ),
        (b"%PDF-1.7 ...", "file-not-a-workbook", "north.xlsx is a PDF, not an Excel workbook.", FILL_IN),
        (b"\x89PNG\r\n...", "file-not-a-workbook", "north.xlsx is a picture, not an Excel workbook.", FILL_IN),
        (
            bytes(100), "file-not-a-workbook", "north.xlsx is a file of another program, not an Excel workbook.", FILL_IN,
        ),
        (
            "Réf,Status\r\nN1,Green\r\n".encode("cp1252"), "file-plain-text",
            "north.xlsx is plain text (such as CSV), not an Excel workbook.", FILL_IN,
        ),
        (
            "Ref\tStatus".encode("utf-16"), "file-plain-text",
            "north.xlsx is plain text (such as CSV), not an Excel workbook.", FILL_IN,
        ),
        (
            b"\xef\xbb\xbf\n<html><table>", "file-web-page",
            "north.xlsx is a web page or XML file that was given an Excel name.", SAVE_AS,
        ),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "file-web-page",
            "north.xlsx is a web page or XML file that was given an Excel name.", SAVE_AS,
        ),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told(data: bytes, rule: str, message: str, remedy: str) -> None:
    """Each kind of file has its own sentence, whatever its name, with steps to take in Excel."""
    assert refusal(data) == (rule, message, remedy)


@pytest.mark.parametrize(
    "content_type",
    [
        f"{TYPES}.sheet.main+xml",
        f"{TYPES}.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    ],
)
def test_a_workbook_is_known_by_its_content_type(content_type: str) -> None:
    """Without relationships of the package the content type finds the workbook, whatever its part is called."""
    contents = parts()
    del contents["_rels/.rels"]
    contents["odd/Book-1.xml"] = contents.pop("xl/workbook.xml")
    contents["odd/_rels/Book-1.xml.rels"] = relationships(rId1=("worksheet", "/XL\\worksheets/Sheet1.xml"))
    del contents["xl/_rels/workbook.xml.rels"]
    contents["[Content_Types].xml"] = (
        f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/odd/Book-1.xml" ContentType="{content_type}"/></Types>'
    )
    assert [sheet.name for sheet in read(contents).sheets] == ["Programmes"]


def test_a_workbook_is_known_by_its_usual_name() -> None:
    """Without content types and relationships of the package the usual name finds the workbook."""
    contents = parts()
    del contents["_rels/.rels"]
    del contents["[Content_Types].xml"]
    assert [sheet.name for sheet in read(contents).sheets] == ["Programmes"]


def test_a_phrase_in_a_cell_of_an_old_workbook_is_no_password() -> None:
    """Only a directory entry says that a file is locked, not text that reads like one."""
    data = compound_file("Workbook") + "xxx EncryptedPackage\0".encode("utf-16-le")
    assert refusal(data)[0] == "file-old-excel"
