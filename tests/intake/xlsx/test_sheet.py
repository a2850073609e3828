"""Where cells stand, what is hidden, merged, linked or remarked on, and cells that stand where none should."""

import pytest
from raw_workbook import cells, findings, parts, read, read_sheet, relationships, rows, worksheet, zipped

from pipeline.intake.workbook import Limits, read_workbook
from pipeline.model import Level, Visibility

COMMENTS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"


def numbers(inside: str) -> dict[tuple[int, int], str]:
    """The cells of a sheet with these rows."""
    return {at: cell.typed for at, cell in read_sheet(parts(rows(inside))).cells.items()}


@pytest.mark.parametrize(
    ("inside", "at"),
    [
        ('<row r="7"><c r="D7"><v>1</v></c></row>', [(7, 4)]),
        ("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", [(1, 1), (1, 2), (2, 1)]),
        ('<row r="3"><c r="B3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>', [(3, 2), (3, 3), (4, 1)]),
        ('<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>', [(2, 1), (9, 1)]),
        ('<row r="1"><c r="C1"><v>1</v></c><c r="A1"><v>2</v></c></row>', [(1, 1), (1, 3)]),
        ('<row r="1"><c r="B7"><v>1</v></c></row>', [(7, 2)]),
        ('<row r="1"><c r="$aa$1"><v>1</v></c></row>', [(1, 27)]),
    ],
)  # fmt: skip
def test_cells_stand_where_the_file_puts_them(inside: str, at: list[tuple[int, int]]) -> None:
    """By name, or next to the one before; a cell's own name counts more than its row's; order does not count."""
    assert list(numbers(inside)) == at


def test_a_dimension_that_lies_is_ignored() -> None:
    """What a sheet declares about its size counts for nothing."""
    sheet = worksheet('<dimension ref="A1"/><sheetData><row r="5"><c r="B5"><v>1</v></c></row></sheetData>')
    assert list(read_sheet(parts(sheet)).cells) == [(5, 2)]


def test_of_two_contents_the_last_counts() -> None:
    """A cell given twice is read as given last, and told; a blank one takes nothing away."""
    data = zipped(parts(cells('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c><c r="A1"/>')))
    workbook, [finding] = read_workbook(data, "north.xlsx")
    assert workbook is not None
    assert workbook.sheets[0].cells[1, 1].typed == "2"
    assert (finding.rule, finding.message, finding.remedy) == (
        "cell-given-twice",
        "The file gives two contents for A1 on “Programmes”; the last one was read.",
        "Open the file in Excel, check what stands there, and save it again.",
    )


def test_a_cell_far_away_is_told_and_the_rest_read() -> None:
    """A stray cell beyond the limits is named, not read; blank ones out there are not worth a word."""
    inside = '<row r="1"><c r="A1"><v>1</v></c><c r="GS1"><v>1</v></c><c r="XFD1" s="1"/></row>'
    inside += "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in (20_001, 1_048_576, 9_999_999)
    )
    data = zipped(parts(rows(inside)))
    workbook, [finding] = read_workbook(data, "north.xlsx")
    assert workbook is not None
    assert list(workbook.sheets[0].cells) == [(1, 1)]
    assert (finding.rule, finding.address.within) == ("cell-far-away", "Programmes!GS1")
    assert finding.message == (
        "On “Programmes” something stands far away from the rest, in GS1, A20001, A1048576 and 1 more, and was not read."
    )
    assert finding.remedy == "Delete it, or move it to where the form asks for it."


def test_cells_at_the_very_limit_are_read() -> None:
    """The last row and column within the limits count."""
    assert list(numbers('<row r="20000"><c r="GR20000"><v>1</v></c></row>')) == [(20_000, 200)]


@pytest.mark.parametrize("name", ["A0", "A", "1", "AAAAAAAA1", "A1:B1", "É1", "A01"])
def test_a_cell_of_no_name_spoils_its_sheet(name: str) -> None:
    """Where a cell stands must be certain."""
    assert [finding.rule for finding in findings(parts(cells(f'<c r="{name}"><v>1</v></c>')))] == [
        "sheet-damaged"
    ]


def test_what_is_hidden_is_told() -> None:
    """Rows and columns hidden outright or without height or width, and the cells in them."""
    sheet = read_sheet(
        parts(
            worksheet(
                '<cols><col min="2" max="2" hidden="1"/><col min="4" max="16384" width="0"/></cols><sheetData>'
                "<row><c><v>1</v></c><c><v>2</v></c></row>"
                '<row hidden="true"><c><v>3</v></c></row><row ht="0"><c><v>4</v></c></row></sheetData>'
            )
        )
    )
    assert {at: cell.hidden for at, cell in sheet.cells.items()} == {
        (1, 1): False, (1, 2): True, (2, 1): True, (3, 1): True,
    }  # fmt: skip
    assert sheet.hidden_rows == {2, 3}
    assert sheet.hidden_columns == {2, *range(4, 201)}


@pytest.mark.parametrize(
    ("state", "visibility"),
    [("visible", Visibility.VISIBLE), ("hidden", Visibility.HIDDEN), ("veryHidden", Visibility.VERY_HIDDEN)],
)
def test_a_hidden_sheet_is_read_and_told(state: str, visibility: Visibility) -> None:
    """So are its cells."""
    sheet = read_sheet(parts(state=state))
    assert sheet.visibility is visibility
    assert sheet.cells[1, 1].hidden is (visibility is not Visibility.VISIBLE)


def test_merged_cells_and_drawings_are_told() -> None:
    """Merged ranges by their corners; pictures and charts by a word."""
    inside = '<sheetData/><mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="B4:B3"/></mergeCells>'
    sheet = read_sheet(parts(worksheet(inside)))
    assert (sheet.merged, sheet.drawings) == ((((1, 1), (1, 3)), ((3, 2), (4, 2))), False)
    assert read_sheet(parts(worksheet(f'{inside}<drawing r:id="rId1"/>'))).drawings


def test_what_lies_under_merged_cells_is_told_and_not_read() -> None:
    """Of a merged range Excel shows the first cell; what another program left in the rest is named, rows and all."""
    filled = "".join(f'<c r="{name}{row}"><v>{row}</v></c>' for row in (1, 2) for name in "ABCD")
    inside = (
        f'<sheetData><row r="1">{filled[: len(filled) // 2]}</row><row r="2">{filled[len(filled) // 2 :]}</row></sheetData>'
        '<mergeCells><mergeCell ref="B1:C2"/><mergeCell ref="D1:D1"/><mergeCell ref="D2:F9"/></mergeCells>'
    )
    workbook, [found] = read_workbook(zipped(parts(worksheet(inside))), "north.xlsx")
    assert workbook
    assert sorted(workbook.sheets[0].cells) == [(1, 1), (1, 2), (1, 4), (2, 1), (2, 4)]
    assert (found.rule, found.level, found.address.cell) == ("cell-under-merged", Level.WARNING, "C1")
    assert found.message == (
        "On “Programmes” something lies under merged cells, in C1, B2 and C2, where Excel does not show it; "
        "it was not read."
    )


def test_a_merged_range_over_everything_costs_little() -> None:
    """A range is looked through only as far as the sheet is filled."""
    inside = (
        "<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>"
        + '<mergeCell ref="A1:XFD1048576"/>' * 500
    )
    assert list(read_sheet(parts(worksheet(f"{inside}</mergeCells>"))).cells) == [(1, 1)]


def with_belongings(inside: str, **more: str) -> dict[str, str | bytes]:
    """A workbook whose sheet has a link, and perhaps notes and threaded comments."""
    kinds = {"xl/comments1.xml": "comments", "xl/threads.xml": "threadedComment"}
    related = {f"rId{name}": (kinds[name], f"/{name}") for name in more}
    return {
        **parts(worksheet(inside)),
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(
            rId1=("hyperlink", "https://example.org/a?b=1"), rId4=("hyperlink", "inside.xml"), **related
        ),
        **more,
    }


def test_links_out_of_the_file_are_told() -> None:
    """With the place behind #; links within the file are none; a range links each of its cells."""
    inside = (
        "<sheetData><row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row></sheetData><hyperlinks>"
        '<hyperlink ref="A1" r:id="rId1" location="top"/><hyperlink ref="B1:D9" r:id="rId1"/>'
        '<hyperlink ref="A3" r:id="rId1"/><hyperlink ref="A4" location="Risks!A1"/><hyperlink ref="A5" r:id="rId4"/></hyperlinks>'
    )
    sheet = read_sheet(with_belongings(inside))
    link = "https://example.org/a?b=1"
    assert [cell.link for cell in sheet.cells.values()] == [f"{link}#top", link, link]
    assert {at: cell.link for at, cell in sheet.blanks.items()} == {(3, 1): link}


def test_comments_are_told() -> None:
    """A note comes with its cell, even a blank one; a thread counts instead of the note that stands in for it."""
    notes = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList>'
        '<comment ref="A1"><text><r><t>PMO:</t></r><r><t xml:space="preserve">\nplease check</t></r></text></comment>'
        '<comment ref="B2"><text><t>[Threaded comment] Your version of Excel ...</t></text></comment></commentList></comments>'
    )
    threads = (
        f'<ThreadedComments xmlns="{COMMENTS}"><threadedComment ref="B2"><text>Is this right?</text></threadedComment>'
        '<threadedComment ref="B2"><text>Yes</text></threadedComment></ThreadedComments>'
    )
    contents = with_belongings(
        "<sheetData><row><c><v>1</v></c></row></sheetData>",
        **{"xl/comments1.xml": notes, "xl/threads.xml": threads},
    )
    sheet = read_sheet(contents)
    assert sheet.cells[1, 1].comment == "PMO:\nplease check"
    assert {at: cell.comment for at, cell in sheet.blanks.items()} == {(2, 2): "Is this right?\nYes"}


def test_comments_that_cannot_be_read_are_told() -> None:
    """The cells are read all the same."""
    contents = with_belongings(
        "<sheetData><row><c><v>1</v></c></row></sheetData>", **{"xl/comments1.xml": "<comments>"}
    )
    workbook, [finding] = read_workbook(zipped(contents), "north.xlsx")
    assert workbook is not None
    assert workbook.sheets[0].cells[1, 1].typed == "1"
    assert (finding.rule, finding.message, finding.remedy) == (
        "sheet-comments-damaged",
        "The comments and links on the sheet “Programmes” are damaged and could not be read; its cells were.",
        "Open the file in Excel, check the comments and links, save and send it again.",
    )


def test_a_range_over_everything_costs_little() -> None:
    """A link on whole columns is taken to the cells that are there; too many of them are refused."""
    inside = (
        '<sheetData><row><c><v>1</v></c></row><row r="99"><c r="CV99"><v>1</v></c></row></sheetData>'
        "<hyperlinks>{}</hyperlinks>"
    )
    link = '<hyperlink ref="A:XFD" r:id="rId1"/>'
    assert all(cell.link for cell in read(with_belongings(inside.format(link))).sheets[0].cells.values())
    [finding] = findings(with_belongings(inside.format(link * 11)), Limits(marks=100_000))
    assert finding.rule == "file-too-much-formatting"
