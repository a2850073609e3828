"""A workbook's bytes become a return; what is odd about it is told."""

import io
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER, FilledForm
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from raw_workbook import unzipped, zipped

from pipeline.forms.blank import HEADER_ROW, blank_form
from pipeline.forms.marked import mark
from pipeline.forms.sheets import Reply
from pipeline.intake.reading import read_return
from pipeline.intake.workbook import legible, read_workbook
from pipeline.merge import account_for_rows
from pipeline.model import (
    Address,
    Column,
    Figure,
    Finding,
    Form,
    FormTable,
    Level,
    Paragraph,
    Problem,
    Prose,
    Query,
    replace,
)
from pipeline.rules.within_return import check


def told(form: FilledForm) -> list[tuple[str, str, str]]:
    """What reading the form finds: rule, place and message."""
    return [(finding.rule, finding.address.within, finding.message) for finding in form.read().findings]


def only(form: FilledForm) -> Finding:
    """The one finding on reading the form."""
    [finding] = form.read().findings
    return finding


def test_a_sound_return_is_read_whole(form: FilledForm) -> None:
    """Every answer and every row arrives as what it means, each with its cell, and nothing is found."""
    submission = form.read()
    assert submission.findings == ()
    contents = submission.contents
    assert contents is not None
    assert contents.form.id == "highlight_improvements"
    assert contents.content("partnership") == "North Alderwick Care Partnership"
    assert contents.content("period") == NOVEMBER
    assert contents.content("approved_on") == date(2019, 11, 14)
    [programme] = contents.tables["programmes"].records
    assert programme.values["progress"].content == Prose(
        (Paragraph("Two clinics have opened", 1), Paragraph("A third is planned", 1))
    )
    assert str(programme.values["progress"].address) == f"north.xlsx › Programmes!C{FIRST_ROW}"
    [risk] = contents.tables["risks"].records
    assert risk.values["score"].content == Decimal(12)
    [wait] = contents.tables["waits"].records
    assert wait.values["longest"].content == Figure(Decimal(17), "weeks", "(North)", "17 (North)")


def test_columns_are_found_by_header_wherever_they_stand(form: FilledForm) -> None:
    """Columns in another order under other names, below a banner, read the same."""
    before = form.contents().tables["risks"].records[0]
    sheet: Any = form.book["Risks"]
    for table in list(sheet.tables):
        del sheet.tables[table]
    headings = [cell.value for cell in sheet[HEADER_ROW]]
    values = [sheet.cell(FIRST_ROW, column).value for column in range(1, len(headings) + 1)]
    renamed = {"Risk description": "Description of risk", "Likelihood": "likelihood (1-5):", "Ref": "ID"}
    sheet.delete_rows(1, FIRST_ROW)
    sheet["A1"] = "PART TWO"
    pairs = list(zip(headings, values, strict=True))[::-1]
    for column, (heading, value) in enumerate(pairs, 2):
        sheet.cell(7, column).value = renamed.get(heading, heading)
        sheet.cell(9, column).value = value
    submission = form.read()
    assert submission.contents is not None
    after = submission.contents.tables["risks"].records[0]
    assert {name: value.content for name, value in after.values.items()} == {
        name: value.content for name, value in before.values.items()
    }
    assert [(finding.rule, finding.address.within) for finding in submission.findings] == [
        ("text-above-table", "Risks!A1")
    ]


def test_the_forms_own_example_is_held_out(form: FilledForm) -> None:
    """An example row that was left in is not reported; it is told of and accounted for."""
    form.put("Programmes", "Key programme of work", "Example programme (please delete this row)")
    assert told(form) == [
        (
            "example-row-left",
            f"Programmes!A{FIRST_ROW}",
            "The form's own example row was left in; it is not reported.",
        )
    ]
    table = form.contents().tables["programmes"]
    assert (len(table.records), len(table.held_out), table.rows_in) == (0, 1, 1)


def test_a_row_named_from_a_list_is_no_example_because_of_its_name(form: FilledForm) -> None:
    """Where the example's name is one that real rows have, only a row that says all its short texts is the example."""
    table = FormTable(
        "dimensions",
        "Dimensions",
        "Dimensions",
        "dimension",
        (
            Column("dimension", "Dimension", "choice", choices=("Time", "Cost"), example="Time"),
            Column("why", "Why", "text", example="The survey took longer."),
        ),
    )
    short = replace(form.forms["highlight_update"], id="short", tables=(table,))
    blank = blank_form(short, "North Alderwick Care Partnership", NOVEMBER)
    made = FilledForm(load_workbook(io.BytesIO(blank)), {"short": short})
    left_in = made.contents().tables["dimensions"]
    assert (len(left_in.records), len(left_in.held_out)) == (0, 1)
    made.put("Dimensions", "Why", "A wall fell down.")
    [record] = made.contents().tables["dimensions"].records
    assert str(record.content("dimension")) == "Time"


def test_nil_beside_rows_is_told(form: FilledForm) -> None:
    """A row that says Nil under other rows is held out with a finding; the rows are reported."""
    form.put("Risks", "Risk description", "Nil return", FIRST_ROW + 1)
    assert told(form) == [
        (
            "nil-beside-rows",
            f"Risks!A{FIRST_ROW + 1}",
            "This row says Nil return, but the table has other rows; they are reported.",
        )
    ]
    table = form.contents().tables["risks"]
    assert (len(table.records), len(table.held_out), table.nil, table.rows_in) == (1, 1, False, 2)


def test_an_unknown_column_is_told(form: FilledForm) -> None:
    """A column that the form does not have is named, never silently passed over."""
    form.book["Key actions"].cell(HEADER_ROW, 4).value = "Cost code"
    assert only(form).message == "The column “Cost code” is not part of the form and was not read."


def test_text_beside_a_table_is_told(form: FilledForm) -> None:
    """Text under no heading is named with its cell."""
    form.book["Key actions"].cell(FIRST_ROW, 6).value = "Ask finance"
    finding = only(form)
    assert finding.message == "“Ask finance” stands beside the table, under no heading; it was not read."
    assert finding.address.within == f"Key actions!F{FIRST_ROW}"


@pytest.mark.parametrize("before", ["", "x" * 50 + " "])
@pytest.mark.parametrize("value", ["07700 900123", "jo@example.org", "3 stillbirths"])
def test_personal_data_beside_the_table_is_not_quoted(form: FilledForm, value: str, before: str) -> None:
    """What tells who somebody is is starred out before the text is cut to length."""
    form.book["Key actions"].cell(FIRST_ROW, 6).value = before + value
    said = only(form).message
    assert value[:3] not in said
    assert f"“{before}*" in said


def test_a_column_twice_is_told(form: FilledForm) -> None:
    """Of two columns under one heading the first is read, and that is told."""
    form.book["Key actions"].cell(HEADER_ROW, 4).value = "Due date"
    assert only(form).message == "Two columns are headed “Due date”; only the first was read."


def test_a_heading_that_was_deleted_is_asked_for_where_it_stood(form: FilledForm) -> None:
    """The cells under it are not told one by one: all that is wanted is the heading, needed or not."""
    for column, letter in (("Project status", "E"), ("Reason for status", "F")):
        form.put("Programmes", column, None, HEADER_ROW)
        finding = form.read().findings[-1]
        assert (finding.rule, finding.level) == ("column-missing", Level.ERROR)
        assert finding.message == (
            f"The column “{column}” was not found in the table; what stands in its place has no heading and was not read."
        )
        assert finding.remedy == f"Put the heading “{column}” back above its column."
        assert finding.address.within == f"Programmes!{letter}{HEADER_ROW}"
    assert len(form.read().findings) == 2


def test_a_heading_that_was_renamed_is_asked_for_once(form: FilledForm) -> None:
    """What stands in the place of a column that must be there is most likely that column."""
    form.put("Programmes", "Progress to date", "What we did", HEADER_ROW)
    finding = only(form)
    assert finding.message == (
        "The column “Progress to date” was not found in the table; "
        "“What we did” stands in its place and was not read."
    )
    assert finding.address.within == f"Programmes!C{HEADER_ROW}"


def test_a_column_that_may_be_empty_is_named_by_its_place(form: FilledForm) -> None:
    """A heading that the form lacks is told with the one that is gone from its place."""
    form.put("Programmes", "Reason for status", "Why?", HEADER_ROW)
    finding = only(form)
    assert finding.rule == "column-not-in-form"
    assert finding.remedy == (
        "Move what the paper should say into one of the form's columns, and delete this one unless a formula needs it. "
        "If it is “Reason for status”, put that heading above it instead."
    )


def test_a_heading_that_took_anothers_place_is_told_as_twice(form: FilledForm) -> None:
    """A column that has a heading, though the wrong one, is not said to have none."""
    form.put("Programmes", "Project status", "Ref", HEADER_ROW)
    assert [message for _, _, message in told(form)] == [
        "Two columns are headed “Ref”; only the first was read.",
        "The column “Project status” was not found in the table.",
    ]


def test_columns_in_another_order_keep_their_places(form: FilledForm) -> None:
    """Where a column of the form stands none is looked for, whatever order the sender has given them."""
    headings = [cell.value for cell in form.book["Measures"][HEADER_ROW]]
    values = [cell.value for cell in form.book["Measures"][FIRST_ROW]]
    for number, (heading, value) in enumerate(list(zip(headings, values, strict=True))[::-1], 1):
        form.book["Measures"].cell(HEADER_ROW, number).value = None if heading == "Better when" else heading
        form.book["Measures"].cell(FIRST_ROW, number).value = None if heading == "Better when" else value
    assert told(form) == []


def test_a_missing_column_is_told(form: FilledForm) -> None:
    """A column that was deleted is asked for on the row of headings."""
    sheet = form.book["Programmes"]
    for table in list(sheet.tables):
        del sheet.tables[table]
    sheet.delete_cols(3)
    finding = only(form)
    assert finding.message == "The column “Progress to date” was not found in the table."
    assert finding.address.within == f"Programmes!A{HEADER_ROW}"


def test_a_missing_table_is_told(form: FilledForm) -> None:
    """A table that must be there is asked for by its title and sheet."""
    del form.book["Programmes"]
    finding = only(form)
    assert finding.message == "The table “Programmes of work” was not found."
    assert finding.remedy == "Fill in the sheet “Programmes” of the form and keep its row of headings."


def test_a_table_twice_is_told(form: FilledForm) -> None:
    """A second sheet with the same table is not read, and that is told."""
    form.book.copy_worksheet(form.book["Key actions"])
    assert only(form).rule == "table-twice"


def test_a_sheet_of_ones_own_is_told(form: FilledForm) -> None:
    """A sheet that is not part of the form is named."""
    extra = form.book.create_sheet("Notes")
    extra["A1"] = "Call the ward"
    assert only(form).message == "The sheet “Notes” is not part of the form and was not read."


def test_nil_is_an_answer(form: FilledForm) -> None:
    """The word Nil in a table's first cell says that there is nothing; an empty table says nothing."""
    form.fill_row("Risks", {"Ref": "nil."})
    form.fill_row("Measures", {})
    tables = form.contents().tables
    assert (tables["risks"].nil, tables["risks"].records) == (True, ())
    assert (tables["measures"].nil, tables["measures"].records) == (False, ())


def test_an_unknown_form_is_read_by_the_one_that_fits(form: FilledForm) -> None:
    """A form of another name is read by the form with the most of its headings, and that is told."""
    form.answer("Form", "highlight_2018, version 3")
    assert only(form).rule == "form-not-known"
    assert form.contents().form.id == "highlight_improvements"


def test_cell_errors_and_unworked_formulas_are_problems(form: FilledForm) -> None:
    """A broken formula and one never worked out are neither blank nor text."""
    form.put("Risks", "Score", "=D5*E5")
    form.put("Measures", "Actual", "#REF!")
    contents = form.contents()
    assert contents.tables["risks"].records[0].values["score"].problem is Problem.UNCALCULATED
    actual = contents.tables["measures"].records[0].values["actual"]
    assert (actual.problem, actual.typed) == (Problem.CELL_ERROR, "#REF!")


def test_a_workbook_that_is_no_return_is_told(forms: dict[str, Form]) -> None:
    """A workbook without the form's headings has no contents and one finding."""
    out = io.BytesIO()
    Workbook().save(out)
    submission = read_return(out.getvalue(), "budget.xlsx", forms)
    assert submission.contents is None
    assert [finding.message for finding in submission.findings] == [
        "budget.xlsx is a workbook, but none of its sheets looks like a return form."
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a.xlsx is empty (0 bytes)."),
        (b"PK\x03\x04 half a file", "a.xlsx is cut off: its end is missing."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked",
            "a.xlsx is a file of another program, not an Excel workbook.",
        ),
    ],
)
def test_a_file_that_cannot_be_opened_is_told(forms: dict[str, Form], data: bytes, message: str) -> None:
    """A damaged or locked file is one finding, never a traceback."""
    submission = read_return(data, "a.xlsx", forms)
    assert submission.contents is None
    assert [finding.message for finding in submission.findings] == [message]


def test_a_truncated_return_is_told(form: FilledForm) -> None:
    """A file cut off in the middle is one finding, wherever the cut is."""
    data = form.data()
    for length in range(4, len(data), len(data) // 20):
        workbook, findings = read_workbook(data[:length], "a.xlsx")
        assert workbook is None
        assert [finding.rule for finding in findings] == ["file-cut-off"]


def test_what_reading_the_file_finds_comes_with_the_return(form: FilledForm) -> None:
    """A return that can be read keeps the findings on its file, before those on its contents."""
    form.book["Key actions"]["ZZ99"] = "Ask finance"
    submission = form.read()
    assert submission.contents is not None
    assert [finding.rule for finding in submission.findings] == ["cell-far-away"]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("One_x000D_\nTwo", "One\nTwo"),
        ("One\r\nTwo\x0bThree", "One\nTwo\nThree"),
        ("\u00a0 Padded \n", "Padded"),
        ("{{ 7*7 }} & <b> {% raw %}", "{{ 7*7 }} & <b> {% raw %}"),
        ("bell\x07", "bell\u2407"),
        ("Fine 😀", "Fine 😀"),
        ("half\ud83d", "half\ufffd"),
    ],
)
def test_text_is_what_a_person_sees(typed: str, seen: str) -> None:
    """Excel's escapes, line ends and control characters become what can be shown; all else stays."""
    assert legible(typed) == seen


@given(st.text())
def test_legible_text_holds_only_what_a_page_can(text: str) -> None:
    """Whatever was typed, the result is valid in XML 1.0."""
    for sign in legible(text):
        code = ord(sign)
        assert code in (9, 10) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def test_the_longest_cell_arrives_whole(form: FilledForm) -> None:
    """All 32,767 characters of the longest cell are there."""
    typed = ("word & <b> {{ 7*7 }} " * 1600)[:32766] + "!"
    form.put("Programmes", "Progress to date", typed)
    assert form.contents().tables["programmes"].records[0].values["progress"].typed == typed


def test_every_row_of_a_long_table_is_read(form: FilledForm) -> None:
    """Rows below the table's drawn end count too, and blank rows between do not end it."""
    for number in range(300):
        form.put("Key actions", "Action", f"Action {number}", FIRST_ROW + 2 * number)
    table = form.contents().tables["actions"]
    assert [record.values["action"].typed for record in table.records] == [f"Action {n}" for n in range(300)]
    account_for_rows(form.contents())


# --- what people do to a form -----------------------------------------------------------------


def merge(form: FilledForm, sheet: str, cells: str) -> None:
    """Merge cells as Excel does: only the first keeps what it says."""
    form.book[sheet].merge_cells(cells)


def test_headings_on_two_rows_are_read_as_one(form: FilledForm) -> None:
    """Project over status is the heading Project status."""
    sheet: Any = form.book["Programmes"]
    del sheet.tables["Table1_programmes"]
    sheet.insert_rows(HEADER_ROW)
    for cell in sheet[HEADER_ROW + 1]:
        words = str(cell.value).split(" ", 1)
        if len(words) == 2:
            sheet.cell(HEADER_ROW, cell.column).value, cell.value = words
    [record] = form.contents().tables["programmes"].records
    assert record.values["status"].typed == "Green"
    assert record.values["programme"].typed == "Care close to home"


@pytest.mark.parametrize(
    "typed", ["Project\nstatus", "Project\u00a0status", "Pro\u200bject status", "PROJECT STATUS *"]
)
def test_a_heading_is_known_however_it_is_set(form: FilledForm, typed: str) -> None:
    """Line breaks, spaces of any kind, invisible signs, capitals and a star do not matter."""
    heading = next(cell for cell in form.book["Programmes"][HEADER_ROW] if cell.value == "Project status")
    heading.value = typed
    assert told(form) == []


def test_two_tables_on_one_sheet_are_both_read(form: FilledForm) -> None:
    """Tables that stand one below the other are told apart by their headings."""
    upper: Any = form.book["Programmes"]
    lower: Any = form.book["Risks"]
    del upper.tables["Table1_programmes"]
    for row, source in ((20, HEADER_ROW), (21, FIRST_ROW)):
        for cell in lower[source]:
            upper.cell(row, cell.column).value = cell.value
    del form.book["Risks"]
    contents = form.contents()
    assert [len(contents.tables[name].records) for name in ("programmes", "risks")] == [1, 1]
    assert contents.tables["risks"].records[0].address.within == "Programmes!A21"
    assert told(form) == []


def test_a_hidden_row_is_held_out(form: FilledForm) -> None:
    """A row that a filter or a person has hidden is not published; it is told and accounted for."""
    form.fill_row("Risks", {"Ref": "NR2", "Risk description": "A second risk"}, FIRST_ROW + 1)
    form.book["Risks"].row_dimensions[FIRST_ROW + 1].hidden = True
    finding = only(form)
    assert (finding.rule, finding.level, finding.address.within) == ("row-hidden", Level.ERROR, "Risks!A6")
    table = form.contents().tables["risks"]
    assert (len(table.records), len(table.held_out), table.rows_in) == (1, 1, 2)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheets_rows_are_held_out(form: FilledForm, state: str) -> None:
    """What stands on a hidden sheet is not published."""
    sheet: Any = form.book["Risks"]
    sheet.sheet_state = state
    assert only(form).rule == "row-on-hidden-sheet"
    assert form.contents().tables["risks"].records == ()


def test_a_hidden_columns_values_are_queried(form: FilledForm) -> None:
    """A hidden column's values are not shown; a column that no paper shows may be hidden."""
    form.book["Risks"].column_dimensions["C"].hidden = True
    form.book["Risks"].column_dimensions["A"].hidden = True
    values = form.contents().tables["risks"].records[0].values
    assert (values["mitigation"].problem, values["mitigation"].typed) == (Problem.HIDDEN, "")
    assert values["reference"].typed == "NR1"


def test_a_hidden_sheet_of_ones_own_is_told(form: FilledForm) -> None:
    """A hidden sheet that is not the form's is named as hidden."""
    extra = form.book.create_sheet("Notes")
    extra["A1"], extra.sheet_state = "Call the ward", "hidden"
    assert only(form).message == "The sheet “Notes” (hidden) is not part of the form and was not read."


def test_merged_cells_are_queried_where_they_cover_a_row(form: FilledForm) -> None:
    """A status merged over two programmes counts for the first; the second is asked for."""
    form.fill_row("Programmes", {"Ref": "N2", "Key programme of work": "Another"}, FIRST_ROW + 1)
    merge(form, "Programmes", f"E{FIRST_ROW}:E{FIRST_ROW + 1}")
    first, second = form.contents().tables["programmes"].records
    assert first.values["status"].typed == "Green"
    assert (second.values["status"].problem, second.values["status"].address.cell) == (Problem.MERGED, "E6")


def test_a_merged_range_without_end_costs_nothing(form: FilledForm) -> None:
    """A range that reaches to the last cell of a sheet is looked at where the table has rows, and asked about once."""
    form.book["Programmes"].merged_cells.add(f"A{FIRST_ROW}:XFD1048576")
    begun = time.process_time()
    contents = form.contents()
    assert time.process_time() - begun < 5
    assert [finding.rule for finding in check(contents)].count("cells-merged") == 1


def test_nil_may_be_merged_across_a_table(form: FilledForm) -> None:
    """A row that says Nil over all its columns is no heading of a section."""
    for cell in form.book["Risks"][FIRST_ROW]:
        cell.value = None
    form.book["Risks"].cell(FIRST_ROW, 1).value = "Nil"
    merge(form, "Risks", f"A{FIRST_ROW}:G{FIRST_ROW}")
    risks = form.contents().tables["risks"]
    assert (risks.nil, risks.held_out) == (True, ())


def test_answers_on_a_lost_sheet_are_not_called_blank(form: FilledForm, forms: Mapping[str, Form]) -> None:
    """Where the sheet of answers could not be read, that is said once, and not once for each answer."""
    data = zipped({**unzipped(form.data()), "xl/worksheets/sheet2.xml": "<worksheet"})
    submission = read_return(data, "north.xlsx", forms)
    assert submission.contents
    assert [one.rule for one in submission.findings] == ["sheet-damaged"]
    assert "required-missing" not in {one.rule for one in check(submission.contents)}


def test_a_struck_row_is_held_out(form: FilledForm) -> None:
    """A row that is struck through as a whole is not reported, and that is told."""
    for cell in form.book["Risks"][FIRST_ROW]:
        cell.font = Font(strike=True)
    finding = only(form)
    assert (finding.rule, finding.level) == ("row-struck-through", Level.WARNING)
    assert form.contents().tables["risks"].records == ()


def test_headings_repeated_within_a_table_are_held_out(form: FilledForm) -> None:
    """Headings that were copied further down are no record."""
    headings = {str(cell.value): cell.value for cell in form.book["Measures"][HEADER_ROW]}
    form.fill_row("Measures", headings, FIRST_ROW + 1)
    finding = only(form)
    assert (finding.rule, finding.level) == ("headings-repeated", Level.NOTE)
    assert len(form.contents().tables["measures"].records) == 1


@pytest.mark.parametrize("word", ["Total", "TOTALS:", "Grand total", "Average"])
def test_a_sum_is_no_record(form: FilledForm, word: str) -> None:
    """A row of totals is held out and told."""
    form.fill_row("Measures", {"Measure": word, "Actual": 12}, FIRST_ROW + 1)
    assert only(form).rule == "totals-row"
    assert len(form.contents().tables["measures"].records) == 1


def test_a_colour_without_a_word_is_no_rating(form: FilledForm) -> None:
    """A rating given by a fill alone is queried in its cell."""
    cell = form.put("Programmes", "Project status", None)
    form.book["Programmes"][cell].fill = PatternFill("solid", fgColor="C00000")
    value = form.contents().tables["programmes"].records[0].values["status"]
    assert (value.problem, value.address.cell) == (Problem.FILL_ONLY, cell)


def test_comments_pictures_and_odd_links_are_told(form: FilledForm) -> None:
    """What no paper carries is named: a comment, and a link that readers cannot open."""
    cell = form.book["Risks"][form.put("Risks", "Mitigation", "See the plan")]
    cell.comment = Comment("Ask finance", "Somebody")
    cell.hyperlink = "file:///C:/plan.docx"
    assert {finding.rule for finding in form.read().findings} == {"cell-comment", "link-not-kept"}


@pytest.mark.parametrize("link", ["tel:01234567890", "https://jo:secret@example.org/", "plan.docx"])
def test_a_link_that_no_paper_carries_is_told(form: FilledForm, link: str) -> None:
    """A link of another kind, or one that would publish a password, is named; the words are read."""
    cell = form.book["Risks"][form.put("Risks", "Mitigation", "See the plan")]
    cell.hyperlink = link
    assert only(form).rule == "link-not-kept"
    assert form.contents().tables["risks"].records[0].values["mitigation"].typed == "See the plan"


def test_a_web_link_is_kept(form: FilledForm) -> None:
    """A link to a web page is read with its words."""
    cell = form.book["Risks"][form.put("Risks", "Mitigation", "See the plan")]
    cell.hyperlink = "https://example.org/plan"
    value = form.contents().tables["risks"].records[0].values["mitigation"]
    assert value.content == Prose((Paragraph("See the plan", link="https://example.org/plan"),))
    assert told(form) == []


def test_another_version_of_the_form_is_told(form: FilledForm) -> None:
    """A form of another version is read as it is, and that is told."""
    form.answer("Form", "highlight_improvements, version 2")
    assert only(form).message == "The form is version 2; version 1 is in use. It was read as it is."


@pytest.mark.parametrize("name", ["Risks", "Key actions"])
def test_a_damaged_sheet_is_told_once(form: FilledForm, name: str) -> None:
    """Of a sheet that could not be read it is not said as well that its table is missing."""
    contents = unzipped(form.data())
    contents[f"xl/worksheets/sheet{form.book.sheetnames.index(name) + 1}.xml"] = "<worksheet"
    submission = read_return(zipped(contents), "north.xlsx", form.forms)
    assert [finding.rule for finding in submission.findings] == ["sheet-damaged"]


def test_an_optional_table_that_is_gone_is_noted(form: FilledForm) -> None:
    """A table that a form may lack is named all the same."""
    del form.book["Key actions"]
    finding = only(form)
    assert (finding.rule, finding.level) == ("table-absent", Level.NOTE)


def test_a_misspelt_heading_gets_the_nearest(form: FilledForm) -> None:
    """A heading that the form lacks is named, with the one it may have been, wherever it stands."""
    form.put("Risks", "Score", None)
    form.put("Risks", "Score", None, HEADER_ROW)
    form.book["Risks"].cell(HEADER_ROW, 9).value = "Scores"
    finding = only(form)
    assert finding.rule == "column-not-in-form"
    assert finding.remedy.endswith("If it is “Score”, put that heading above it instead.")


def test_a_label_that_spans_columns_has_its_answer_beside(form: FilledForm) -> None:
    """Where a label was merged over two columns, the answer stands beside the second."""
    sheet = form.book["About this return"]
    row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == "Prepared by (role)")
    sheet.cell(row, 2).value, sheet.cell(row, 3).value = None, "Programme lead"
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    assert form.contents().fields["prepared_by"].typed == "Programme lead"


def test_a_marked_copy_reads_as_the_return_that_it_is(form: FilledForm) -> None:
    """The sheet of queries, the marks and the notes of a copy sent back are passed over without a word."""
    cells = (Address("north.xlsx", "Risks", "B5"), Address("north.xlsx", "About this return", "B3"))
    query = Query(1, "To be put right", "north.xlsx", "", "Version", "Period", cells)
    marked = mark(form.data(), [query], Reply("North", None, "", "2"))
    assert marked is not None
    copy, sent = read_return(marked.data, "north.xlsx", form.forms), form.contents()
    assert copy.contents is not None
    assert replace(copy.contents, saved=sent.saved, digest=sent.digest) == sent
    assert copy.findings == ()


def test_a_sheet_called_queries_of_the_senders_own_is_told(form: FilledForm) -> None:
    """Only our own sheet of queries is passed over; what a sender put on one is not lost silently."""
    form.book.create_sheet("Queries")["A1"] = "When is the deadline?"
    assert only(form).message == "The sheet “Queries” is not part of the form and was not read."


def test_text_beside_the_answers_is_told(form: FilledForm) -> None:
    """What somebody typed beside or below the single answers is named, never dropped."""
    form.book["About this return"]["D9"] = "Ring me"
    finding = only(form)
    assert finding.message == "“Ring me” stands where the form has no answer, and was not read."
    assert finding.address.within == "About this return!D9"


def test_a_table_that_nobody_touched_is_noted(form: FilledForm) -> None:
    """A table that may be empty and holds only the form's example is no mistake."""
    form.fill_row("Measures", {"Measure": "Example measure (please delete this row)", "Target": "95%"})
    finding = only(form)
    assert (finding.rule, finding.level) == ("table-untouched", Level.NOTE)


def test_a_table_whose_naming_column_was_renamed_is_read(form: FilledForm) -> None:
    """One heading renamed costs its column, not the table."""
    heading = next(cell for cell in form.book["Risks"][HEADER_ROW] if cell.value == "Risk description")
    heading.value = "Risk desc"
    submission = form.read()
    assert submission.contents is not None
    [risk] = submission.contents.tables["risks"].records
    assert risk.values["mitigation"].typed == "Advertise again in January"
    assert only(form).message.startswith(
        "The column “Risk description” was not found in the table; “Risk desc”"
    )


def test_a_sheet_that_lost_its_headings_is_asked_for_once(form: FilledForm) -> None:
    """A table whose headings are gone is one finding, on its own sheet."""
    for cell in form.book["Risks"][HEADER_ROW]:
        cell.value = None
    finding = only(form)
    assert finding.message == "The sheet “Risks” no longer has the headings of its table, and was not read."
    assert finding.address.within == "Risks"


def test_actions_typed_with_stars_are_actions(form: FilledForm) -> None:
    """A row with nothing but a bullet is no note where the rows above are typed with bullets too."""
    form.put("Key actions", "Action", "* Open the third clinic")
    form.fill_row("Key actions", {"Action": "* Advertise again"}, FIRST_ROW + 1)
    assert len(form.contents().records("actions")) == 2
