"""A return handed back with its queries marked."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from filled_form import FilledForm
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment

from pipeline.forms.marked import mark
from pipeline.forms.marking.styles import MARK_FILL
from pipeline.forms.sheets import AUTHOR, Marked, Reply
from pipeline.model import Address, Query, replace

FILE = "north.xlsx"
REPLY = Reply("North, November 2019", Address(FILE, "About this return", "B5"), "1", "2")


def query(
    *places: str, number: int = 1, found: str = "“Ambr” is not a rating.", wanted: str = "Choose one."
) -> Query:
    """A query at places such as ``Risks!B5``."""
    addresses = tuple(Address(FILE, *place.split("!")) for place in places)
    return Query(number, "To be put right", FILE, "", found, wanted, addresses)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, body: bytes) -> bytes:
    """The package with one part in place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, body if part == name else old.read(part))
    return out.getvalue()


def small(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A workbook with one sheet, Risks, as a test changes it."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Risks"
    sheet["B5"] = "Ambr"
    change(sheet)
    return saved(book)


def made(data: bytes, *queries: Query) -> Marked:
    """The marked copy, which can be made."""
    marked = mark(data, queries or (query("Risks!B5"),), REPLY)
    assert marked is not None
    return marked


def opened(data: bytes, *queries: Query) -> Any:
    """The marked copy, opened again."""
    return load_workbook(io.BytesIO(made(data, *queries).data), rich_text=True)


def marks(sheet: Any) -> list[str]:
    """The cells that a sheet marks."""
    return [
        str(area.sqref)
        for area in sheet.conditional_formatting
        for rule in area.rules
        if rule.dxf and rule.dxf.fill and str(rule.dxf.fill.bgColor.rgb).endswith(MARK_FILL)
    ]


def test_a_cell_in_question_is_coloured_and_annotated(form: FilledForm) -> None:
    """Its cells have dark words on yellow within an edge, before all other colours, and a note of ours."""
    sheet = opened(form.data(), query("Risks!B5", "Risks!D5"))["Risks"]
    assert marks(sheet) == ["B5 D5"]
    [rule] = [rule for area in sheet.conditional_formatting for rule in area.rules if rule.priority == 1]
    assert rule.dxf.fill.bgColor.rgb.endswith(MARK_FILL)
    assert rule.dxf.font.color.rgb.endswith("1A1A1A")
    assert rule.dxf.border.left.style == "thin"
    assert sheet["B5"].comment.author == AUTHOR
    assert (
        sheet["B5"].comment.text == "Report author's queries:\nQuery 1: “Ambr” is not a rating.\nChoose one."
    )


def test_nothing_else_of_the_return_changes(form: FilledForm) -> None:
    """Values, formats, widths, dropdowns, tables and the cells' own colours are those of the original."""
    data = form.data()
    before, after = load_workbook(io.BytesIO(data)), opened(data, query("Programmes!E5"))
    assert after.sheetnames == ["Queries", *before.sheetnames]
    for sheet in before.worksheets:
        copy = after[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                twin = copy[cell.coordinate]
                assert (twin.value, twin.number_format, twin.fill.fgColor.rgb, twin.font.b) == (
                    cell.value, cell.number_format, cell.fill.fgColor.rgb, cell.font.b,
                )  # fmt: skip
        assert len(copy.data_validations.dataValidation) == len(sheet.data_validations.dataValidation)
        assert list(copy.tables) == list(sheet.tables)
        assert copy.freeze_panes == sheet.freeze_panes
        assert {k: d.width for k, d in copy.column_dimensions.items()} == {
            k: d.width for k, d in sheet.column_dimensions.items()
        }


def test_the_original_is_not_touched(form: FilledForm) -> None:
    """The bytes that came are the same afterwards, and the copy is another file."""
    data = form.data()
    kept = bytes(data)
    assert made(data).data != kept
    assert data == kept


def test_same_inputs_same_bytes() -> None:
    """Two copies of one file are alike, and when the sender's file was made and saved stays as it was."""
    data = small()
    first = made(data).data
    assert first == made(data).data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml") == old.read("docProps/core.xml")


def test_the_sheet_of_queries_is_the_only_one_selected(form: FilledForm) -> None:
    """The copy opens at the queries; no other sheet is selected with it, so typing changes one sheet."""
    book = opened(form.data())
    assert book.active.title == "Queries"
    assert [sheet.title for sheet in book.worksheets if sheet.sheet_view.tabSelected] == ["Queries"]


def test_a_note_of_the_senders_stays_above_ours() -> None:
    """Ours is appended to theirs, which keeps its author."""

    def annotate(sheet: Any) -> None:
        sheet["B5"].comment = Comment("Agreed with finance.", "Sam's office")

    note = opened(small(annotate), query("Risks!B5"), query("Risks!B5", number=2, found="Two."))["Risks"][
        "B5"
    ].comment
    assert note.author == "Sam's office"
    assert note.text == (
        "Agreed with finance.\n\nReport author's queries:\n"
        "Query 1: “Ambr” is not a rating.\nChoose one.\n\nQuery 2: Two.\nChoose one."
    )


def test_a_copy_that_came_back_is_marked_anew() -> None:
    """Of an earlier round nothing is left: neither its sheet, its colours nor its notes; the sender's own stay."""

    def annotate(sheet: Any) -> None:
        sheet["C5"].comment = Comment("Mine.", "Sender")

    first = made(small(annotate), query("Risks!B5", "Risks!C5")).data
    book = opened(first, query("Risks!D9", found="New."))
    assert book.sheetnames == ["Queries", "Risks"]
    assert marks(book["Risks"]) == ["D9"]
    assert book["Risks"]["B5"].comment is None
    assert book["Risks"]["C5"].comment.text == "Mine."
    assert book["Risks"]["D9"].comment.text == "Report author's queries:\nQuery 1: New.\nChoose one."


def test_a_copy_saved_by_libreoffice_is_known_again() -> None:
    """LibreOffice forgets a note's author and writes “always” as 1; the marks are cleared all the same."""
    book = load_workbook(io.BytesIO(made(small()).data))
    sheet: Any = book["Risks"]
    sheet["B5"].comment = Comment(sheet["B5"].comment.text, " ")
    for area in sheet.conditional_formatting:
        area.rules[0].formula = ["1"]
    copy = opened(saved(book), query("Risks!D9"))["Risks"]
    assert marks(copy) == ["D9"]
    assert copy["B5"].comment is None


def test_a_sheet_of_the_senders_own_named_queries_stays() -> None:
    """Ours then takes the next free name."""
    book = Workbook()
    book.create_sheet("Queries")["A1"] = "Our own questions"
    copy = opened(saved(book), query("Sheet!A1"))
    assert copy.sheetnames == ["Queries1", "Sheet", "Queries"]
    assert copy["Queries"]["A1"].value == "Our own questions"


def test_merged_cells_are_marked_as_one() -> None:
    """A query on any of the merged cells marks the whole and annotates its first."""
    sheet = opened(small(lambda s: s.merge_cells("B5:D6")), query("Risks!C6"))["Risks"]
    assert marks(sheet) == ["B5:D6"]
    assert sheet["B5"].comment.text.startswith("Report author's queries:\nQuery 1")


def hide_sheet(sheet: Any) -> None:
    """Hide the sheet."""
    sheet.parent.create_sheet("Other")
    sheet.sheet_state = "veryHidden"


def hide_row(sheet: Any) -> None:
    """Hide the row."""
    sheet.row_dimensions[5].hidden = True


def hide_columns(sheet: Any) -> None:
    """Hide columns A to C as one group."""
    sheet.column_dimensions.group("A", "C", hidden=True)


def protect(sheet: Any) -> None:
    """Protect the sheet."""
    sheet.protection.enable()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (hide_sheet, "The sheet is hidden in your file; this copy shows it."),
        (hide_row, "The row or column is hidden in your file; this copy shows it."),
        (hide_columns, "The row or column is hidden in your file; this copy shows it."),
        (protect, "The sheet is protected: choose Review › Unprotect Sheet first, and tell us if you lack the password."),
    ],
)  # fmt: skip
def test_a_place_can_be_reached(change: Callable[[Any], None], said: str) -> None:
    """What is hidden is shown in the copy, and that is said; so is a protection that stands in the way."""
    book = opened(small(change))
    sheet = book["Risks"]
    assert book["Queries"]["D10"].value == f"“Ambr” is not a rating. {said}"
    assert sheet.sheet_state == "visible"
    assert not sheet.row_dimensions[5].hidden
    assert not any(column.hidden for column in sheet.column_dimensions.values())


def test_a_protected_sheet_stays_protected() -> None:
    """The sender's protection is theirs to lift."""
    assert opened(small(protect))["Risks"].protection.sheet


def test_rich_text_and_formulas_are_kept() -> None:
    """Bold words inside a cell stay bold; a formula stays one."""
    rich = CellRichText("plain ", TextBlock(InlineFont(b=True), "bold"))

    def change(sheet: Any) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"] = rich, "=1+1", date(2019, 11, 14)

    book = opened(small(change))
    assert book["Risks"]["A1"].value == rich
    assert (book["Risks"]["A2"].value, book["Risks"]["A2"].data_type) == ("=1+1", "f")
    assert book["Risks"]["A3"].value == datetime(2019, 11, 14)  # noqa: DTZ001


def test_a_very_long_note_is_shortened() -> None:
    """A note holds what its box can show."""
    note = opened(small(), query("Risks!B5", found="x" * 30_000))["Risks"]["B5"].comment
    assert len(note.text) < 2_040
    assert note.text.endswith("Choose one.")


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken"])
def test_what_cannot_be_opened_gets_no_copy(data: bytes) -> None:
    """A file that no reader opens has no copy, and nothing falls."""
    assert mark(data, [query("Risks!B5")], REPLY) is None


def test_a_very_large_workbook_gets_no_copy() -> None:
    """Beyond 40 million bytes of XML on one sheet no copy is tried."""
    with zipfile.ZipFile(io.BytesIO(small())) as old:
        sheet = old.read("xl/worksheets/sheet1.xml").replace(
            b"</sheetData>", b"</sheetData>" + b" " * 40_000_000
        )
    assert mark(with_part(small(), "xl/worksheets/sheet1.xml", sheet), [query("Risks!B5")], REPLY) is None


def test_a_build_that_marks_copies_loads_no_openpyxl(project: Path) -> None:
    """It takes longer to load than a copy takes to make."""
    code = "import sys, pipeline.build, pipeline.forms.marked; print('openpyxl' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=project
    )
    assert found.stdout.strip() == "False"


def test_a_broken_part_gets_no_copy(form: FilledForm) -> None:
    """A workbook whose styles are broken has no copy, and nothing falls."""
    data = with_part(form.data(), "xl/styles.xml", b"<styleSheet")
    assert mark(data, [query("Risks!B5")], REPLY) is None


DANGEROUS = st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "'", "_x003D_"])
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=40, deadline=None)
@given(DANGEROUS, WORDS)
def test_what_we_write_is_never_a_formula(start: str, words: str) -> None:
    """Whatever a finding quotes, the sheet of queries holds it as text, and every link leads inside."""
    queries = [query("Risks!B5", found=start + words, wanted=start + words)]
    book = load_workbook(io.BytesIO(made(small(), *queries).data))
    for row in book["Queries"].iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n", "inlineStr")
            assert cell.value is None or isinstance(cell.value, str)
            if cell.value and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")):
                assert cell.quotePrefix
            assert cell.hyperlink is None or (cell.hyperlink.location and not cell.hyperlink.target)


@settings(max_examples=40, deadline=None)
@given(
    DANGEROUS,
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60),
)
def test_typed_text_survives_in_the_copy(start: str, words: str) -> None:
    """Text that a sender typed is the same text in the copy, and text that looks like a formula stays text."""

    def change(sheet: Any) -> None:
        sheet["A1"].value = start.strip("\t\r") + words
        sheet["A1"].data_type = "s"

    data = small(change)
    before = load_workbook(io.BytesIO(data))["Risks"]["A1"]
    after = load_workbook(io.BytesIO(made(data).data))["Risks"]["A1"]
    assert after.value == before.value
    assert after.data_type != "f"


def test_a_query_on_a_sheet_that_is_not_there_is_listed() -> None:
    """What cannot be marked is listed, without a link."""
    book = opened(small(), query("Gone!B5"), replace(query("Risks!B5", number=2), addresses=(Address(FILE),)))
    sheet = book["Queries"]
    assert [(sheet.cell(row, 3).value, sheet.cell(row, 3).hyperlink) for row in (10, 11)] == [
        ("Gone!B5", None),
        ("The whole file", None),
    ]
