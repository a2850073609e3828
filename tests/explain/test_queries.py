"""What each sender is asked."""

import pytest
from filled_form import FilledForm

from pipeline.explain.queries import Enquiry, enquiries
from pipeline.forms.sheets import Reply
from pipeline.model import Address, Finding, Level, Partnership, RegisterEntry, Standing, Submission, replace

NORTH = Partnership("north", "North Alderwick Care Partnership", "highlight_improvements")
FILE = "2019-11/north.xlsx"


def found(
    place: str, message: str = "Blank.", level: Level = Level.ERROR, remedy: str = "Fill it in."
) -> Finding:
    """A finding at a place of north's file, such as ``Risks!B5``."""
    sheet, _, cell = place.partition("!")
    return Finding("rule", level, Address(FILE, sheet, cell), message, remedy)


def asked(form: FilledForm, *findings: Finding) -> list[Enquiry]:
    """What north is asked, whose return came and was accepted."""
    submission = form.read(FILE)
    entry = RegisterEntry(NORTH, Standing.RECEIVED, submission.contents)
    return enquiries([entry], [submission], findings, {FILE: "north"}, "November 2019")


def only(form: FilledForm, *findings: Finding) -> Enquiry:
    """The one enquiry."""
    [enquiry] = asked(form, *findings)
    return enquiry


def test_errors_come_before_warnings_in_the_order_of_the_workbook(form: FilledForm) -> None:
    """Queries are numbered by weight, then from the whole file through its sheets, rows and columns."""
    enquiry = only(
        form,
        found("Risks!B5", "Check.", Level.WARNING),
        found("Risks!AA5", "Far right."),
        found("Risks!B11", "Below."),
        found("Risks!B5", "Left."),
        found("Programmes!C5", "Earlier sheet."),
        found("", "The file."),
        found("Annex!A1", "Not of the form."),
    )
    assert [(query.number, query.heading, query.found) for query in enquiry.queries] == [
        (1, "To be put right", "The file."),
        (2, "To be put right", "Earlier sheet."),
        (3, "To be put right", "Left."),
        (4, "To be put right", "Far right."),
        (5, "To be put right", "Below."),
        (6, "To be put right", "Not of the form."),
        (7, "Please check", "Check."),
    ]


def test_a_table_none_of_whose_rows_count_keeps_its_place(form: FilledForm) -> None:
    """A sheet of hidden rows, or of none, is asked about where it stands among the others."""
    form.book["Waiting times"].sheet_state = "hidden"
    form.fill_row("Measures", {})
    enquiry = only(form, *(found(f"{sheet}!A5") for sheet in ("Key actions", "Measures", "Waiting times")))
    [query] = enquiry.queries
    assert (
        query.where
        == "Sheet “Waiting times”, cell A5; Sheet “Measures”, cell A5; Sheet “Key actions”, cell A5 (“Open the third clinic”)"
    )


def test_the_version_is_asked_for_as_the_reply_needs_it(form: FilledForm) -> None:
    """The query on the version and the last step of the answer name the same number."""
    form.answer("Version", "first draft")
    address = form.contents(FILE).fields["version"].address
    enquiry = only(form, Finding("rule", Level.ERROR, address, "Not a number.", "Type one, for example 1."))
    assert enquiry.reply is not None
    assert enquiry.reply.version_next == "2"
    assert enquiry.queries[0].wanted == "Please type 2."


def test_notes_are_not_asked(form: FilledForm) -> None:
    """Who has nothing to answer is asked nothing."""
    assert asked(form, found("Risks!B5", level=Level.NOTE)) == []


def test_others_findings_are_not_asked(form: FilledForm) -> None:
    """A finding on a file that is nobody's, or another's, goes to nobody."""
    assert asked(form, replace(found("Risks!B5"), address=Address("stray.xlsx", "Risks", "B5"))) == []


def test_the_same_fault_is_one_query_with_its_rows_named(form: FilledForm) -> None:
    """Cells of one fault stand together, each with what its row is called, which the words need not repeat."""
    enquiry = only(
        form,
        found("Programmes!C9", "“Progress” is blank."),
        found("Programmes!C5", "“Progress” is blank for “Care close to home”."),
    )
    [query] = enquiry.queries
    assert query.found == "“Progress” is blank."
    assert query.where == "Sheet “Programmes”, cells C5 (“Care close to home”) and C9"


def test_many_cells_are_given_as_runs(form: FilledForm) -> None:
    """Neighbours down a column are told as from and to."""
    places = [f"Risks!B{row}" for row in (5, 6, 7, 8, 12)] + ["Risks!C5"]
    [query] = only(form, *map(found, places)).queries
    assert query.where == "Sheet “Risks”, cells B5 to B8, B12 and C5"


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("", "File “north.xlsx”"),
        ("Risks", "Sheet “Risks”"),
        ("Risks!B5", "Sheet “Risks”, cell B5 (“Too few nurses apply”)"),
    ],
)
def test_a_place_is_told_in_words(form: FilledForm, place: str, where: str) -> None:
    """A whole file, a whole sheet, a cell."""
    [query] = only(form, found(place)).queries
    assert query.where == where


def test_a_sender_is_asked_in_their_own_terms(form: FilledForm) -> None:
    """The words for senders win over those for the paper's authors, and a file has no folder."""
    finding = replace(found("", f"{FILE} is odd.", remedy="Ask for it."), asked="Please send it.")
    [query] = only(form, finding).queries
    assert (query.found, query.wanted) == ("north.xlsx is odd.", "Please send it.")


def test_long_words_lose_their_middle(form: FilledForm) -> None:
    """What was typed may fill pages; a query shows how it begins and ends, on one line."""
    [query] = only(form, found("Risks!B5", "You've typed “" + "x\n" * 5000 + "”; choose Red.")).queries
    assert len(query.found) < 710
    assert query.found.startswith("You've typed “x x x")
    assert query.found.endswith("”; choose Red.")


def test_a_reply_is_numbered_above_all_that_came(form: FilledForm) -> None:
    """The version to type is one more than the highest that came, and its cell is named."""
    form.answer("Version", 3)
    reply = only(form, found("Risks!B5")).reply
    assert reply == Reply(
        "North Alderwick Care Partnership, November 2019", Address(FILE, "About this return", "B5"), "3", "4"
    )


def test_a_blank_version_counts_as_the_first(form: FilledForm) -> None:
    """Who left Version empty types 2."""
    form.answer("Version", None)
    reply = only(form, found("Risks!B5")).reply
    assert reply is not None
    assert (reply.version_now, reply.version_next) == ("", "2")


def test_a_missing_return_is_asked_for() -> None:
    """Where nothing came there is one query without a place, and no version to raise."""
    finding = Finding(
        "r", Level.ERROR, Address("inputs"), "No return was received.", "Ask.", "Send it.", "north"
    )
    [enquiry] = enquiries([RegisterEntry(NORTH, Standing.MISSING)], [], [finding], {}, "November 2019")
    [query] = enquiry.queries
    assert (query.where, query.found, query.wanted) == ("", "No return was received.", "Send it.")
    assert enquiry.reply is None


def test_a_file_that_cannot_be_read_is_asked_about() -> None:
    """An unreadable file is among what came, without contents."""
    finding = found("", f"{FILE} cannot be read.")
    [enquiry] = enquiries(
        [RegisterEntry(NORTH, Standing.HELD_OUT)], [Submission(FILE, None)], [finding], {FILE: "north"}, "x"
    )
    assert [(one.name, one.readable, one.accepted) for one in enquiry.received] == [
        ("north.xlsx", False, False)
    ]
    assert enquiry.reply is None


def test_several_files_are_told_apart(form: FilledForm) -> None:
    """With two files each query names its file."""
    one, two = form.read(FILE), form.read("b.xlsx")
    findings = [found("Risks!B9"), replace(found("Risks!B9"), address=Address("b.xlsx", "Risks", "B9"))]
    whose = {FILE: "north", "b.xlsx": "north"}
    [enquiry] = enquiries([RegisterEntry(NORTH, Standing.HELD_OUT)], [one, two], findings, whose, "x")
    assert [query.where for query in enquiry.queries] == [
        "File “north.xlsx”: Sheet “Risks”, cell B9",
        "File “b.xlsx”: Sheet “Risks”, cell B9",
    ]
