"""What goes back to the senders."""

import io
from pathlib import Path

import pytest
from filled_form import FilledForm
from openpyxl import load_workbook

from pipeline.explain.correspondence import Correspondence, correspond
from pipeline.explain.letter import Letters
from pipeline.explain.queries import Enquiry, enquiries
from pipeline.forms.marked import mark
from pipeline.model import Address, Finding, Level, Partnership, RegisterEntry, Standing, Submission
from pipeline.settings import Settings

NORTH = Partnership("north", "North Alderwick Care Partnership", "highlight_improvements")


@pytest.fixture
def letters(project: Path) -> Letters:
    """The shipped templates."""
    folder = project / "templates" / "letters"
    return Letters({name: (folder / name).read_text("utf-8") for name in ("queries.html", "queries.txt")})


def enquiry(form: FilledForm, *files: str) -> Enquiry:
    """North is asked about a cell of each file."""
    findings = [
        Finding("r", Level.ERROR, Address(file, "Risks", "B5"), "Blank.", "Fill it in.") for file in files
    ]
    submissions = [form.read(file) for file in files]
    entry = RegisterEntry(NORTH, Standing.RECEIVED, submissions[0].contents)
    [made] = enquiries([entry], submissions, findings, dict.fromkeys(files, "north"), "November 2019")
    return made


def sent(
    form: FilledForm, letters: Letters, settings: Settings, *files: str, data: bytes = b""
) -> Correspondence:
    """What is sent about the files."""
    inputs = dict.fromkeys(files, data or form.data())
    return correspond([enquiry(form, *files)], inputs, letters, settings, lambda _: None, mark)


def test_a_sender_gets_a_letter_and_a_copy(form: FilledForm, letters: Letters, settings: Settings) -> None:
    """The letter as page and as text, and the return's own workbook with its queries marked."""
    going = sent(form, letters, settings, "2019-11/Return.xlsx")
    assert list(going.files) == ["Return - queries.xlsx", "north-queries.html", "north-queries.txt"]
    [one] = going.sent
    assert (one.id, one.is_cover, one.count, one.files) == ("north", False, 1, tuple(going.files))
    book = load_workbook(io.BytesIO(going.files["Return - queries.xlsx"]))
    assert book["Queries"]["C10"].value == "Risks!B5"
    assert "Open “Return - queries.xlsx”" in going.files["north-queries.txt"].decode("utf-8-sig")


def test_a_copy_that_came_back_keeps_its_name(form: FilledForm, letters: Letters, settings: Settings) -> None:
    """The second round's copy is not called “queries - queries”."""
    assert "Return - queries.xlsx" in sent(form, letters, settings, "Return - queries.xlsx").files


def test_files_of_one_name_get_names_of_their_own(
    form: FilledForm, letters: Letters, settings: Settings
) -> None:
    """Two returns of one name in two folders give two copies, told apart on every disk."""
    going = sent(form, letters, settings, "a/Return.xlsx", "b/RETURN.xlsx")
    assert list(going.files)[:2] == ["Return - queries.xlsx", "RETURN - queries (2).xlsx"]


def test_where_no_copy_can_be_made_the_letter_says_so(
    form: FilledForm, letters: Letters, settings: Settings
) -> None:
    """Then the sender corrects their own file."""
    going = sent(form, letters, settings, "Return.xlsx", data=b"odd")
    assert list(going.files) == ["north-queries.html", "north-queries.txt"]
    text = going.files["north-queries.txt"].decode("utf-8-sig")
    assert "Open your own file “Return.xlsx”. No marked copy of it could be made." in text


def test_an_unreadable_file_gets_a_letter_without_a_copy(letters: Letters, settings: Settings) -> None:
    """There is nothing to mark in it."""
    finding = Finding("r", Level.ERROR, Address("x.xlsx"), "It cannot be read.", "Save it again.")
    asked = enquiries(
        [RegisterEntry(NORTH, Standing.HELD_OUT, reason="It could not be read.")],
        [Submission("x.xlsx", None)],
        [finding],
        {"x.xlsx": "north"},
        "November 2019",
    )
    going = correspond(asked, {"x.xlsx": b""}, letters, settings, lambda _: None, mark)
    assert list(going.files) == ["north-queries.html", "north-queries.txt"]


def test_a_template_at_fault_stops_the_letters(form: FilledForm, settings: Settings) -> None:
    """Nothing is made of a template that cannot be read."""
    going = sent(form, Letters({"queries.html": "{{", "queries.txt": ""}), settings, "Return.xlsx")
    assert [fault.rule for fault in going.faults] == ["letter-template-fault"]
    assert going.files == {}
