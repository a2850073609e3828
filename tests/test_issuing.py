"""The forms of a period are issued filled from the last returns, and read back as what was reported."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER, SOUND, FilledForm, sound_form
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from one_paper import board_alone
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.cli import main
from pipeline.exit_codes import BUILT
from pipeline.forms.blank import HEADER_ROW, blank_form
from pipeline.forms.writing import put_whole
from pipeline.intake.reading import read_return
from pipeline.model import Form, Period, Record, Return, Submission, replace
from pipeline.next_forms import start_from
from pipeline.settings import BLANK, NextForms

DECEMBER = Period(2019, 12)
NAME = "North Alderwick Care Partnership"


def issued(contents: Return, forms: dict[str, Form], texts: str = "carry_forward") -> bytes:
    """The form that follows a return."""
    form = forms[contents.form.id]
    start = start_from(contents, form, NextForms(texts))
    assert start is not None
    return blank_form(form, NAME, DECEMBER, start)


def back(data: bytes, forms: dict[str, Form]) -> tuple[Return, Submission]:
    """The form read as it came back, and all that was found on reading."""
    submission = read_return(data, "north.xlsx", forms)
    assert submission.contents is not None
    return submission.contents, submission


def filled(record: Record) -> dict[str, object]:
    """What a row says, by column, without its empty cells."""
    return {
        name: (value.content, value.runs, value.link) for name, value in record.values.items() if value.typed
    }


def heading(sheet: Any, words: str) -> int:
    """The number of the column with that heading."""
    return int(next(cell.column for cell in sheet[HEADER_ROW] if cell.value == words))


# --- what is carried --------------------------------------------------------------------------


def test_rows_are_carried_and_what_is_judged_is_left_empty(form: FilledForm, forms: dict[str, Form]) -> None:
    """Texts, names, references, targets and dates stand in the form; ratings, scores, figures and reasons do not."""
    contents, _ = back(issued(form.contents(), forms), forms)
    assert contents.period == DECEMBER
    shown = {name: set(filled(table.records[0])) for name, table in contents.tables.items()}
    [programme] = contents.records("programmes")
    assert not {"status", "reason"} & shown["programmes"]
    assert {"reference", "programme"} <= shown["programmes"]
    assert filled(programme).items() <= filled(form.contents().records("programmes")[0]).items()
    assert shown["risks"] == {"reference", "risk", "mitigation"}
    assert shown["measures"] == {"measure", "target", "better"}
    assert shown["waits"] == {"pathway"}
    assert shown["actions"] == {"action", "owner", "due"}
    assert contents.records("actions")[0].content("due") == date(2019, 12, 20)


def test_answers_are_carried_but_the_signature_is_not(form: FilledForm, forms: dict[str, Form]) -> None:
    """The role that prepares a return stays; who approved it and when, and its version, are of one return alone."""
    form.answer("Version", 3)
    form.answer("Key aims", "Care close to home")
    contents, _ = back(issued(form.contents(), forms), forms)
    typed = {name: value.typed for name, value in contents.fields.items() if value.typed}
    assert typed == {
        "partnership": NAME, "period": "December 2019", "version": "1", "prepared_by": "Programme manager",
        "key_aims": "Care close to home",
    }  # fmt: skip


def test_the_last_rating_stands_in_grey_beside_the_new_one(form: FilledForm, forms: dict[str, Form]) -> None:
    """Last month's status, rating and score stand to the left of the empty cells, and Excel refuses typing there."""
    book = load_workbook(io.BytesIO(issued(form.contents(), forms)))
    for name, now, last in (
        ("Programmes", "Project status", "Green"),
        ("Risks", "Current rating", "High"),
        ("Risks", "Score", "12 (3 × 4)"),
    ):
        sheet: Any = book[name]
        column = heading(sheet, f"{now} in November 2019")
        assert heading(sheet, now) == column + 1
        cell = sheet.cell(FIRST_ROW, column)
        assert (cell.value, sheet.cell(FIRST_ROW, column + 1).value) == (last, None)
        assert str(cell.fill.fgColor.rgb).endswith("F0F0F0")
        [check] = [
            one for one in sheet.data_validations.dataValidation if one.type == "custom" and cell.coordinate in one.sqref
        ]  # fmt: skip
        assert (check.formula1, check.showErrorMessage) == ("FALSE", True)


def test_what_is_finished_is_left_out_and_named(form: FilledForm, forms: dict[str, Form]) -> None:
    """A programme whose rating closes it is in the next form no more; the first sheet says so."""
    form.fill_row(
        "Programmes", {**SOUND["Programmes"], "Ref": "N2", "Key programme of work": "Hub"}, FIRST_ROW + 1
    )
    form.put("Programmes", "Project status", "Complete")
    data = issued(form.contents(), forms)
    assert [one.values["reference"].typed for one in back(data, forms)[0].records("programmes")] == ["N2"]
    said = str(load_workbook(io.BytesIO(data))["Start here"]["B5"].value)
    assert said.endswith("Not in this form, because they were finished: Care close to home.")


def test_texts_can_be_left_blank(form: FilledForm, forms: dict[str, Form]) -> None:
    """With texts: blank the long texts are written anew; what names a row stays, long or short."""
    contents, _ = back(issued(form.contents(), forms, BLANK), forms)
    assert set(filled(contents.records("risks")[0])) == {"reference", "risk"}
    assert set(filled(contents.records("programmes")[0])) == {"reference", "programme"}


@pytest.mark.parametrize("typed", ["=1/0", "#REF!", "=A1"])
def test_errors_and_formulas_without_a_value_are_not_carried(
    form: FilledForm, forms: dict[str, Form], typed: str
) -> None:
    """What is only an error, or a formula that was never worked out, leaves its cell blank."""
    form.put("Risks", "Mitigation", typed)
    contents, _ = back(issued(form.contents(), forms), forms)
    assert "mitigation" not in filled(contents.records("risks")[0])


def test_what_was_not_understood_is_asked_again(form: FilledForm, forms: dict[str, Form]) -> None:
    """A day that is none stands in the form as it was typed, so that nothing typed is lost."""
    form.put("Key actions", "Due", "31 November 2019")
    contents, _ = back(issued(form.contents(), forms), forms)
    assert contents.records("actions")[0].values["due"].typed == "31 November 2019"


def test_bold_and_links_are_kept(form: FilledForm, forms: dict[str, Form]) -> None:
    """What is bold in a cell and where it leads to is so in the next form."""
    sheet: Any = form.book["Risks"]
    cell = sheet[form.put("Risks", "Mitigation", "x")]
    cell.value = CellRichText("Ask ", TextBlock(InlineFont(b=True), "now"), "\n- soon")
    cell.hyperlink = "https://example.org/plan"
    before = form.contents().records("risks")[0].values["mitigation"]
    after = back(issued(form.contents(), forms), forms)[0].records("risks")[0].values["mitigation"]
    assert before.runs
    assert before.link
    assert (after.typed, after.runs, after.link) == (before.typed, before.runs, before.link)
    assert after.content == before.content


def test_a_column_can_be_carried_from_another(forms: dict[str, Form], form: FilledForm) -> None:
    """A form that asks for the last figure itself is issued with it, and shows nothing twice."""
    old = forms["highlight_improvements"]
    tables = tuple(
        replace(
            table,
            columns=tuple(
                replace(one, carried_from="actual") if one.id == "target" else one for one in table.columns
            ),
        )
        for table in old.tables
    )
    start = start_from(form.contents(), replace(old, tables=tables), NextForms())
    assert start is not None
    assert start.rows["measures"][0].values["target"].typed == "88.4% YTD"


# --- coming back ------------------------------------------------------------------------------


def test_an_unchanged_form_has_nothing_odd_about_it(form: FilledForm, forms: dict[str, Form]) -> None:
    """Read as it was issued, the form has no finding: its grey columns and their hints are known."""
    assert back(issued(form.contents(), forms), forms)[1].findings == ()


def _moved_to_the_end(sheet: Any) -> None:
    """Put the grey column and its heading behind all others."""
    column, last = heading(sheet, "Project status in November 2019"), sheet.max_column + 1
    for row in range(HEADER_ROW - 1, FIRST_ROW + 1):
        sheet.cell(row, last).value = sheet.cell(row, column).value
    sheet.delete_cols(column)


def _moved_away(sheet: Any) -> None:
    """Put the grey column well beside the table, in other capitals."""
    column = heading(sheet, "Project status in November 2019")
    sheet.cell(HEADER_ROW, 20).value = "PROJECT STATUS  in november 2019"
    sheet.cell(FIRST_ROW, 20).value = sheet.cell(FIRST_ROW, column).value
    sheet.delete_cols(column)


@pytest.mark.parametrize("move", [_moved_to_the_end, _moved_away])
def test_a_grey_column_is_known_wherever_it_is(form: FilledForm, forms: dict[str, Form], move: Any) -> None:
    """Moved by a person, a grey column is still not read, and nothing is said of it."""
    book = load_workbook(io.BytesIO(issued(form.contents(), forms)))
    sheet: Any = book["Programmes"]
    move(sheet)
    sheet.cell(FIRST_ROW, heading(sheet, "Project status")).value = "Red"
    contents, submission = back(FilledForm(book, forms).data(), forms)
    assert submission.findings == ()
    status = contents.records("programmes")[0].rating("status")
    assert status is not None
    assert status.word == "Red"


def test_a_heading_lost_beside_a_grey_column_is_asked_for_at_its_place(
    form: FilledForm, forms: dict[str, Form]
) -> None:
    """The grey column is not taken for the column whose heading was lost."""
    book = load_workbook(io.BytesIO(issued(form.contents(), forms)))
    sheet: Any = book["Programmes"]
    cell = sheet.cell(HEADER_ROW, heading(sheet, "Project status"))
    cell.value = "Colour"
    [finding] = back(FilledForm(book, forms).data(), forms)[1].findings
    assert (finding.rule, finding.address.cell) == ("column-missing", cell.coordinate)
    assert "“Colour” stands in its place" in finding.message


def test_another_column_of_that_kind_is_not_ours(form: FilledForm, forms: dict[str, Form]) -> None:
    """A column of the sender's own that only looks alike is named like any other."""
    book = load_workbook(io.BytesIO(issued(form.contents(), forms)))
    sheet: Any = book["Programmes"]
    sheet.cell(HEADER_ROW, sheet.max_column + 1).value = "Spending in November 2019"
    assert [one.rule for one in back(FilledForm(book, forms).data(), forms)[1].findings] == [
        "column-not-in-form"
    ]


AWKWARD = st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "'quoted",
        "- point\n  - nested",
        "_x000D_",
        "_x0041_",
        "{{ 7*7 }}",
        "<b>&",
    ]
)
TEXTS = st.lists(AWKWARD | st.text(max_size=60), min_size=5, max_size=5)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS)
def test_what_is_issued_reads_back_as_what_was_reported(forms: dict[str, Form], texts: list[str]) -> None:
    """Whatever was typed, the form issued from it holds the same, in the same rows, and no formula."""
    came = sound_form(forms)
    sheet: Any = came.book["Risks"]
    for number, text in enumerate(texts):
        came.fill_row("Risks", {**SOUND["Risks"], "Ref": f"R{number}"}, FIRST_ROW + number)
        put_whole(sheet.cell(FIRST_ROW + number, heading(sheet, "Mitigation")), text)
        put_whole(sheet.cell(FIRST_ROW + number, heading(sheet, "Risk description")), f"{number} {text}")
    before = came.contents()
    data = issued(before, forms)
    carried = ("reference", "risk", "mitigation")
    rows = [
        [[one.values[name].typed for name in carried if not one.values[name].problem] for one in contents.records("risks")]
        for contents in (before, back(data, forms)[0])
    ]  # fmt: skip
    assert rows[0] == rows[1]
    cells = [
        cell
        for page in load_workbook(io.BytesIO(data)).worksheets
        for row in page.iter_rows()
        for cell in row
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


# --- from the command line --------------------------------------------------------------------


@pytest.fixture
def place(tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project with its November returns."""
    config = board_alone((project / "config.yaml").read_text("utf-8"))
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    shutil.copytree(project / "templates", tmp_path / "templates")
    shutil.copytree(project / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows_of(place: Path, sender: str, sheet: str = "Programmes") -> list[str]:
    """The references in the form of a sender."""
    book = load_workbook(place / "outputs" / "2019-12" / "forms" / f"{sender}-2019-12.xlsx")
    return [str(cell.value) for cell in book[sheet]["A"][HEADER_ROW:] if cell.value]


def test_forms_need_no_meeting(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Forms are issued before the meeting is known: that is said, and only cover sheets wait for it."""
    assert main(["forms", "--period", "2019-12"]) == BUILT
    said = capsys.readouterr().out
    assert "No paper has a meeting for December 2019 yet" in said
    assert (
        "Saltmere Local Maternity System: filled from 2019-11/Maternity return November.xlsx, of November 2019; "
        "1 finished row left out" in said
    )
    names = sorted(path.name for path in (place / "outputs/2019-12/forms").glob("*.xlsx"))
    assert names == [f"{one}-2019-12.xlsx" for one in ("children", "maternity", "north", "southwest")]
    assert "MA2" not in rows_of(place, "maternity")


def test_a_returns_folder_may_be_any_but_another_months(place: Path) -> None:
    """This month's returns need not be filed yet; what lies in another month's folder does not count."""
    for path in (place / "inputs" / "2019-11").iterdir():
        path.rename(place / "inputs" / path.name)
    (place / "inputs" / "2019-09").mkdir()
    north = next((place / "inputs").glob("North*"))
    north.rename(place / "inputs" / "2019-09" / north.name)
    assert main(["forms", "--period", "2019-12"]) == BUILT
    assert rows_of(place, "maternity")[0] == "MA1"
    assert rows_of(place, "north") == ["EX1"]


def test_without_inputs_the_forms_are_blank(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A project that has received nothing yet issues blank forms."""
    shutil.rmtree(place / "inputs")
    assert main(["forms", "--period", "2019-12"]) == BUILT
    assert (
        "North Alderwick Care Partnership: blank, for no earlier return of it counts"
        in capsys.readouterr().out
    )
    assert rows_of(place, "north") == ["EX1"]


def test_a_mistake_in_the_block_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A word that next_forms does not know is told with its line and the right ones."""
    config = place / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace("texts: carry_forward", "texts: carry_foward"), "utf-8"
    )
    assert main(["forms"]) == 2
    said = capsys.readouterr().out
    assert re.search(r"config.yaml › line \d+, column 10", said)
    assert "Did you mean carry_forward? Possible: carry_forward, blank." in said


def test_texts_that_are_sent_back_as_issued_are_called_unchanged(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issued and sent back twice without an edit, a text is said to be unchanged since November."""
    for period in ("2019-12", "2020-01"):
        main(["forms", "--period", period])
        folder = place / "inputs" / period
        folder.mkdir()
        shutil.copy(place / "outputs" / period / "forms" / f"north-{period}.xlsx", folder)
    config = place / "config.yaml"
    text = config.read_text("utf-8").replace(
        "- period: 2019-11\n        date: 2019-11-28", "- period: 2020-01\n        date: 2020-01-30"
    )
    config.write_text(re.sub(r"returns_due: \S+", "returns_due: 2020-01-20", text), "utf-8")
    capsys.readouterr()
    main(["check", "--period", "2020-01", "--verbose"])
    said = capsys.readouterr().out
    assert "has not changed since November 2019." in said
    assert "is not part of the form" not in said


def test_forms_have_the_same_bytes_again(forms: dict[str, Form], form: FilledForm) -> None:
    """Two forms issued from one return are the same file."""
    contents = form.contents()
    assert issued(contents, forms) == issued(contents, forms)
    assert contents.period == NOVEMBER
