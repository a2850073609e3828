"""XML is read as it streams past: any prefix, both namespaces, no declarations, within limits."""

import pytest
from raw_workbook import MAIN, OFFICE, STRICT, STRICT_OFFICE, cells, findings, only_cell, parts, refusal, rows

from pipeline.intake.workbook import Limits

SUSPECT = (
    "If you know the sender, ask them to open it in Excel, choose File › Save As, and send the copy. If not, do not "
    "open it; tell your IT service desk."
)
SLIM = (
    "In Excel delete what the form does not ask for (pictures, sheets of your own, rows and columns far below and "
    "beside the tables), save the workbook and send it again."
)
TEXT = '<c r="A1" t="inlineStr"><is><t>Ref</t></is></c>'


def test_strict_workbooks_are_read() -> None:
    """The namespaces of strict files mean the same as the usual ones."""
    strict = {
        name: str(content).replace(MAIN, STRICT).replace(OFFICE, STRICT_OFFICE)
        for name, content in parts().items()
    }
    assert only_cell(strict).typed == "Ref"


def test_prefixes_do_not_count() -> None:
    """A sheet may call its namespace as it likes."""
    sheet = (
        f'<q:worksheet xmlns:q="{MAIN}"><q:sheetData><q:row><q:c t="inlineStr"><q:is><q:t>Ref</q:t></q:is></q:c></q:row>'
        "</q:sheetData></q:worksheet>"
    )
    assert only_cell(parts(sheet)).typed == "Ref"


def test_a_sheet_in_another_encoding_is_read() -> None:
    """UTF-16 is as good as UTF-8."""
    sheet = '<?xml version="1.0" encoding="UTF-16"?>' + cells(TEXT.replace("Ref", "Réf"))
    assert only_cell({**parts(), "xl/worksheets/sheet1.xml": sheet.encode("utf-16")}).typed == "Réf"


def test_alternate_content_is_read_once() -> None:
    """Of the same content given twice only the first is read."""
    alternative = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><t>Ref</t></mc:Choice><mc:Choice Requires="x15"><t>Ref</t></mc:Choice>'
        "<mc:Fallback><t>Ref</t></mc:Fallback></mc:AlternateContent>"
    )
    assert only_cell(parts(cells(TEXT.replace("<t>Ref</t>", alternative)))).typed == "Ref"


def test_elements_of_others_are_passed_over() -> None:
    """What stands in a namespace of its own, or under an element that is not known, is no content."""
    stranger = f'<x:c xmlns:x="urn:x" r="B1"><x:v>1</x:v></x:c><ext>{TEXT.replace("A1", "C1")}</ext>'
    assert only_cell(parts(cells(TEXT + stranger))).typed == "Ref"


@pytest.mark.parametrize(
    "declaration",
    ["<!DOCTYPE worksheet>", '<!DOCTYPE a [<!ENTITY e "e">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">'],
)
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels", "[Content_Types].xml"]
)
def test_declarations_are_refused(declaration: str, part: str) -> None:
    """No part may declare a document type or an entity."""
    contents = parts()
    assert refusal({**contents, part: declaration + str(contents[part])}) == (
        "file-declares-entities",
        "north.xlsx holds declarations (a “document type”) that Excel never writes and harmful files do; it was not read.",
        SUSPECT,
    )


@pytest.mark.parametrize(
    ("sheet", "limits", "rule", "message"),
    [
        (
            cells("<a>" * 200 + "</a>" * 200), Limits(), "file-nested-too-deep",
            "north.xlsx is nested more than 100 levels deep, which Excel never does, and was not read.",
        ),
        (
            cells(f'<c r="A1" x="{"".join(chr(97 + n * n % 26) for n in range(300_000))}"/>'),
            Limits(tag_bytes=100_000, ratio=10_000), "file-tag-too-long",
            "north.xlsx holds a single piece of description longer than 100,000 characters, which Excel never writes, and was not read.",
        ),
        (
            cells("".join(f"<a{number}/>" for number in range(3_000))), Limits(), "file-too-many-names",
            "north.xlsx uses more than 2,000 kinds of description in one of its parts, which Excel never does, and was not read.",
        ),
    ],
)  # fmt: skip
def test_xml_that_exhausts_is_refused(sheet: str, limits: Limits, rule: str, message: str) -> None:
    """Depth, the length of a tag and the number of names are bounded."""
    assert refusal(parts(sheet), limits) == (rule, message, SUSPECT)


@pytest.mark.parametrize(
    ("sheet", "limits", "rule", "message"),
    [
        (
            rows("<row/>" * 100), Limits(marks=100), "file-too-much-formatting",
            "north.xlsx holds far more formatting or empty cells than a return needs and was not read.",
        ),
        (
            cells("<c><v>1</v></c>" * 20), Limits(items=20), "file-too-many-cells",
            "north.xlsx holds more than 20 filled cells, comments and merged ranges and was not read.",
        ),
        (
            cells(TEXT.replace("Ref", "Ref " * 100)), Limits(characters=300), "file-too-much-text",
            "north.xlsx holds more than 300 characters of text and was not read.",
        ),
    ],
)  # fmt: skip
def test_a_sheet_with_too_much_in_it_is_refused(sheet: str, limits: Limits, rule: str, message: str) -> None:
    """Tags, cells and characters are counted while reading; each limit has its own sentence."""
    assert refusal(parts(sheet), limits) == (
        rule,
        message,
        SLIM,
    )


def test_text_counts_wherever_it_is_shown() -> None:
    """One long text shown in many cells counts each time: it would cost as much later."""
    contents = parts(cells('<c t="s"><v>0</v></c>' * 10), strings=f"<si><t>{'Ref ' * 100}</t></si>")
    assert refusal(contents, Limits(characters=3_000))[0] == "file-too-much-text"
    assert findings(contents, Limits(characters=5_000)) == []
