"""The sheet that lists every query with a link to each cell."""

import io
from typing import Any

from openpyxl import Workbook, load_workbook

from pipeline.forms.marking.book import Book
from pipeline.forms.marking.package import Package
from pipeline.forms.marking.queries_sheet import QueriesSheet
from pipeline.forms.marking.styles import Styles
from pipeline.forms.marking.trees import space_of, written
from pipeline.forms.sheets import Reply, shortened
from pipeline.forms.writing import put
from pipeline.model import Address, Query

FILE = "north.xlsx"
AT = Address(FILE, "It's risks", "B5")
REPLY = Reply("North, November 2019", Address(FILE, "About this return", "B5"), "1", "2")
TITLES = ("It's risks", "About this return")


def sheet_of(
    *queries: Query,
    reply: Reply = REPLY,
    remarks: dict[Address, str] | None = None,
    lost: tuple[str, ...] = (),
) -> Any:
    """The sheet, in a workbook that has the sheets It's risks and About this return."""
    made, out = Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for name in TITLES:
        made.create_sheet(name)
    made.save(out)
    package = Package(out.getvalue())
    book = Book(package)
    styles = Styles(book)
    sheet = QueriesSheet(styles, space_of(book.root))
    sheet.write(queries, reply, remarks or {}, TITLES, lost)
    _, part = book.add_first("Queries")
    package.put(part, written(sheet.root))
    styles.save()
    book.save()
    return load_workbook(io.BytesIO(package.packed()))["Queries"]


def rows(sheet: Any) -> list[list[str]]:
    """The rows below the headings."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=10, max_col=5)]


def test_each_cell_has_a_row_and_the_version_comes_last() -> None:
    """The words stand at a query's first cell; the last row says how to number the reply."""
    query = Query(
        1, "To be put right", FILE, "", "Blank.", "Fill it in.", (AT, Address(FILE, "It's risks", "B9"))
    )
    sheet = sheet_of(query)
    assert sheet["A1"].value == "Queries on this return"
    assert sheet["A2"].value == "North, November 2019"
    assert [cell.value for cell in sheet[9]] == ["No.", "Kind", "Where", "What was found", "What is wanted"]
    assert rows(sheet) == [
        ["1", "To be put right", "It's risks!B5", "Blank.", "Fill it in."],
        ["1", "To be put right", "It's risks!B9", "The same as above: query 1.", "The same as above."],
        ["Last", "Before you send it", "About this return!B5", "Version is 1.", "Type 2, so that this return takes the place of the one before."],
    ]  # fmt: skip


def test_links_lead_to_the_cell_inside_the_file() -> None:
    """A link names its sheet in quotes; a query on a whole sheet leads to its first cell."""
    whole = Query(2, "Please check", FILE, "", "Odd.", "", (Address(FILE, "It's risks"),))
    sheet = sheet_of(Query(1, "To be put right", FILE, "", "Blank.", "", (AT,)), whole)
    assert sheet["C10"].hyperlink.location == "'It''s risks'!B5"
    assert sheet["C11"].hyperlink.location == "'It''s risks'!A1"
    assert sheet["E11"].value == "Please look at it."


def test_no_cell_of_the_list_is_empty() -> None:
    """Every cell of the list has words, also where a remark is all there is to say."""
    query = Query(1, "To be put right", FILE, "", "Blank.", "", (AT,))
    sheet = sheet_of(query, remarks={AT: "The row is hidden."})
    assert all(all(row) for row in rows(sheet))
    assert sheet["D10"].value == "Blank. The row is hidden."


def test_without_a_version_there_is_no_last_row() -> None:
    """A form that has no Version is not asked to raise it."""
    sheet = sheet_of(reply=Reply("North", None, "", "2"))
    assert (sheet.max_row, sheet["A9"].value) == (9, "No.")


def test_a_blank_version_is_said() -> None:
    """Who left Version empty is told so."""
    [last] = rows(sheet_of(reply=Reply("North", REPLY.version_at, "", "2")))
    assert last[3] == "Version is blank."


def test_what_is_lost_is_said_above_the_list() -> None:
    """One line names what only the sender's own file holds."""
    sheet = sheet_of(lost=("macros", "the signature"))
    assert sheet["A7"].value == (
        "This copy cannot hold everything that your own file holds. Not here: macros, the signature."
    )


def test_text_is_never_a_formula_nor_an_escape() -> None:
    """A sign that starts a formula stays a sign; an escape of Excel's and a control character stay visible."""
    sheet: Any = Workbook().active
    cell = put(sheet["A1"], "=1+1")
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert put(sheet["A2"], "_x0041_ \x07").value == "_x005F_x0041_ \ufffd"
    assert put(sheet["A3"], "plain").quotePrefix is False


def test_a_long_text_loses_its_middle() -> None:
    """Its beginning and its end stay."""
    assert shortened("abcdefghij", 10) == "abcdefghij"
    assert shortened("abcdefghijk", 10) == "abcde … ghijk"
