"""The blank workbook that a partnership fills in."""

import io
import re
import zipfile
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER
from openpyxl import load_workbook

from pipeline.colour import ink
from pipeline.forms.blank import HEADER_ROW, blank_form
from pipeline.intake.reading import read_return
from pipeline.model import Column, Form, Period, replace
from pipeline.rules.within_return import check

ALL_FORMS = ("highlight_targets", "highlight_update", "highlight_improvements", "cover")
NAME = "North Alderwick Care Partnership"


@pytest.fixture
def book(forms: dict[str, Form]) -> Any:
    """A blank form, opened again."""
    return load_workbook(io.BytesIO(blank_form(forms["highlight_improvements"], NAME, NOVEMBER)))


@pytest.mark.parametrize("name", ALL_FORMS)
def test_a_blank_form_reads_back_as_itself(forms: dict[str, Form], name: str) -> None:
    """Sent back untouched, a form is known by its name, whose it is and its period; it reports no row."""
    form = forms[name]
    submission = read_return(blank_form(form, NAME, NOVEMBER), "blank.xlsx", forms)
    assert submission.contents is not None
    assert submission.contents.form == form
    assert submission.contents.content(form.subject) == NAME
    assert submission.contents.content("period") == NOVEMBER
    assert all(not table.records for table in submission.contents.tables.values())
    assert {finding.rule for finding in submission.findings} <= {"example-row-left", "table-untouched"}
    assert {finding.rule for finding in check(submission.contents)} <= {"required-missing", "table-empty"}


def test_a_quarter_reads_back_too(forms: dict[str, Form]) -> None:
    """The form of a quarter comes back as of that quarter."""
    data = blank_form(forms["highlight_update"], NAME, Period(2019, quarter=3))
    contents = read_return(data, "blank.xlsx", forms).contents
    assert contents is not None
    assert contents.content("period") == Period(2019, quarter=3)


def test_the_same_form_has_the_same_bytes(forms: dict[str, Form]) -> None:
    """Two forms made alike are the same file: nothing in them tells when they were made."""
    first, second = (blank_form(forms["highlight_update"], NAME, NOVEMBER) for _ in range(2))
    assert first == second


def test_the_form_has_its_identity_inside(book: Any) -> None:
    """The form's id and version stand in a cell and in every sheet's footer."""
    about = book["About this return"]
    rows = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert rows["Form"] == "highlight_improvements, version 1"
    assert {sheet.oddFooter.left.text for sheet in book.worksheets} == {"highlight_improvements, version 1"}


def test_the_sheets_are_in_the_order_of_the_work(book: Any) -> None:
    """First how to fill it in, then the single answers, the tables, and the choices explained."""
    assert book.sheetnames == [
        "Start here", "About this return", "Programmes", "Risks", "Waiting times", "Measures", "Key actions", "Choices",
    ]  # fmt: skip


def test_each_table_is_a_real_one(book: Any, forms: dict[str, Form]) -> None:
    """Each table is an Excel table with its headings frozen and repeated on each printed page."""
    for definition in forms["highlight_improvements"].tables:
        sheet = book[definition.sheet]
        [table] = sheet.tables.values()
        assert table.ref.startswith(f"A{HEADER_ROW}:")
        assert sheet.freeze_panes == f"A{FIRST_ROW}"
        assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
        assert [cell.value for cell in sheet[HEADER_ROW]] == [column.header for column in definition.columns]
        assert all(cell.alignment.wrap_text for cell in sheet[FIRST_ROW])
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def offered(book: Any, sheet: str) -> list[list[str]]:
    """The words that each dropdown of a sheet offers."""
    checks = [check for check in book[sheet].data_validations.dataValidation if check.type == "list"]
    ranges = [check.formula1.split("!")[1].replace("$", "") for check in checks]
    return [[cell.value for (cell,) in book["Choices"][cells]] for cells in ranges]


def test_ratings_and_choices_are_dropdowns(book: Any) -> None:
    """A rating offers the words of its scheme, and a choice its choices, from cells that explain them."""
    assert offered(book, "Programmes") == [["Red", "Amber", "Yellow", "Green", "Complete"]]
    assert offered(book, "Risks") == [["Very high", "High", "Moderate", "Low"]]
    assert offered(book, "Measures") == [["Higher", "Lower"]]


def test_a_choice_may_hold_commas_and_many_words(forms: dict[str, Form]) -> None:
    """A dropdown is not bounded by what Excel allows in a list that is written out."""
    words = (*(f"Choice {number}, or nearly so" for number in range(40)), 'With "quotes"')
    column = Column("which", "Which", "choice", choices=words)
    form = replace(forms["cover"], fields=(*forms["cover"].fields, column))
    book = load_workbook(io.BytesIO(blank_form(form, NAME, NOVEMBER)))
    assert offered(book, "About this return")[-1] == list(words)
    [check] = [c for c in book["About this return"].data_validations.dataValidation if c.type == "list"]
    assert len(check.error) <= 255


def test_a_likelihood_takes_whole_numbers_in_bounds(book: Any) -> None:
    """Excel itself refuses a likelihood of 6."""
    checks = book["Risks"].data_validations.dataValidation
    check = next(check for check in checks if check.errorTitle == "Likelihood")
    assert (check.type, check.formula1, check.formula2) == ("whole", "1", "5")
    assert check.error == "Please type a whole number from 1 to 5."


def test_the_ratings_are_explained_in_words_and_colour(book: Any) -> None:
    """The last sheet has each word on its fill, in a readable colour, with its meaning."""
    sheet = book["Choices"]
    words = {cell.value: cell for cell in sheet["A"] if cell.value}
    red = words["Red"]
    assert red.fill.fgColor.rgb.endswith("C00000")
    assert red.font.color.rgb.endswith(ink("C00000"))
    assert sheet.cell(words["High"].row, 2).value == "8 to 12"
    assert sheet.cell(red.row, 3).value.startswith("Off track.")


def test_typing_a_dash_is_typing_text(book: Any) -> None:
    """Cells for words hold text, so that “- First point” is no formula and “1-2” no date."""
    sheet = book["Programmes"]
    formats = {cell.value: sheet.cell(FIRST_ROW, cell.column).number_format for cell in sheet[HEADER_ROW]}
    assert {formats[name] for name in ("Ref", "Key programme of work", "Progress to date")} == {"@"}
    assert book["Measures"].cell(FIRST_ROW, 2).number_format == "General"


def test_what_is_always_needed_says_so(book: Any) -> None:
    """The guidance of a cell that must be filled in ends in saying so."""
    hints = [cell.value for cell in book["Programmes"][HEADER_ROW - 1]]
    assert [hint.endswith("Always needed.") for hint in hints] == [True, True, True, True, True, False]


def test_a_row_of_a_form_grows_with_its_text(forms: dict[str, Form]) -> None:
    """No row for answers has a height fixed by hand, so that Excel fits it to what is typed."""
    data = blank_form(forms["highlight_improvements"], NAME, NOVEMBER)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    fixed = {row for sheet in sheets for row in re.findall(r'<row r="(\d+)"[^>]*customHeight="1"', sheet)}
    assert fixed == {str(HEADER_ROW)}


def test_links_to_the_sheets_lead_within_the_file(book: Any) -> None:
    """The first sheet's links name places in the workbook: a program that saves it again cannot make paths of them."""
    links = [cell.hyperlink for cell in book["Start here"]["A"] if cell.hyperlink]
    assert [link.location for link in links][:2] == ["'About this return'!A1", "'Programmes'!A1"]
    assert [link.target for link in links if link.target] == []
