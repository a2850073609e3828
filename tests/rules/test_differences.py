"""What two returns of one sender say differently."""

import pytest
from filled_form import FIRST_ROW, SOUND, FilledForm, sound_form
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Address, Column, Finding, Form, FormTable, Level, Record, Return, Table, Value
from pipeline.rules.differences import MOST_LINES, differences

OTHER = "new.xlsx"


@pytest.fixture
def other(forms: dict[str, Form]) -> FilledForm:
    """The form that counts; like the first, for a test to change."""
    return sound_form(forms)


def found(form: FilledForm, other: FilledForm, threshold: int = 5) -> list[Finding]:
    """How the first differs from the second."""
    return differences(form.contents("old.xlsx"), other.contents(OTHER), threshold)


def said(form: FilledForm, other: FilledForm) -> list[str]:
    """Each finding's place and message."""
    return [f"{one.address.within}: {one.message}" for one in found(form, other)]


def rows(form: FilledForm, sheet: str, header: str, *names: str) -> None:
    """Fill a table with sound rows of these names."""
    for place, name in enumerate(names):
        reference = {"Ref": f"N{place + 1}"} if "Ref" in SOUND[sheet] else {}
        form.fill_row(sheet, {**SOUND[sheet], **reference, header: name}, FIRST_ROW + place)


def test_returns_that_say_the_same_are_said_to(form: FilledForm, other: FilledForm) -> None:
    """Where nothing differs but the version, one line says that all is the same."""
    other.answer("Version", 2)
    [finding] = found(form, other)
    assert (finding.rule, finding.level, finding.address) == ("version-same", Level.NOTE, Address("old.xlsx"))
    assert finding.message == "Every answer and row is the same here as in new.xlsx."


def test_a_changed_cell_is_told_with_its_row_and_both_words(form: FilledForm, other: FilledForm) -> None:
    """The finding stands on the cell of the one that does not count."""
    other.put("Programmes", "Project status", "Red")
    [finding] = found(form, other)
    assert (finding.rule, finding.level) == ("version-differs", Level.NOTE)
    assert str(finding.address).startswith("old.xlsx › Programmes!")
    assert finding.message == ("Project status of “Care close to home”: “Green” here, “Red” in new.xlsx.")
    assert finding.remedy == "See whether new.xlsx is right."


def test_answers_are_compared_too(form: FilledForm, other: FilledForm) -> None:
    """A single field is told by its label; what is blank is said to be."""
    other.answer("Prepared by (role)", None)
    [finding] = found(form, other)
    assert finding.message == "Prepared by (role): “Programme manager” here, blank in new.xlsx."


def test_the_same_meaning_is_no_difference(form: FilledForm, other: FilledForm) -> None:
    """A figure, date or rating typed in another way says the same."""
    form.put("Programmes", "Project status", "G")
    form.put("Measures", "Target", "92 %")
    form.put("Programmes", "Reason for status", "On  plan ")
    assert [one.rule for one in found(form, other)] == ["version-same"]


def test_rows_are_matched_by_their_reference(form: FilledForm, other: FilledForm) -> None:
    """A programme that was renamed and moved is still the same row; its name is what differs."""
    rows(form, "Programmes", "Key programme of work", "First", "Second")
    rows(other, "Programmes", "Key programme of work", "Second", "First, renamed")
    other.put("Programmes", "Ref", "N2", FIRST_ROW)
    other.put("Programmes", "Ref", "N1", FIRST_ROW + 1)
    assert [line.partition(": ")[2] for line in said(form, other)] == [
        "Key programme of work of “First”: “First” here, “First, renamed” in new.xlsx."
    ]


def test_rows_without_references_are_matched_by_name(form: FilledForm, other: FilledForm) -> None:
    """In a table without references the same name is the same row, wherever it stands."""
    rows(form, "Measures", "Measure", "First", "Second")
    rows(other, "Measures", "Measure", "Second", "First")
    other.put("Measures", "Actual", "90%", FIRST_ROW)
    assert [line.partition(": ")[2] for line in said(form, other)] == [
        "Actual of “Second”: “88.4% YTD” here, “90%” in new.xlsx."
    ]


def test_rows_whose_name_was_edited_are_matched_by_order(form: FilledForm, other: FilledForm) -> None:
    """As many rows left on both sides: the first with the first."""
    other.put("Key actions", "Action", "Open the third clinic in May")
    assert [line.partition(": ")[2] for line in said(form, other)] == [
        "Action of “Open the third clinic”: “Open the third clinic” here, “Open the third clinic in May” in new.xlsx."
    ]


def test_rows_in_only_one_of_them_are_named(form: FilledForm, other: FilledForm) -> None:
    """Rows gone and rows added are listed by name, each table in one line."""
    rows(form, "Programmes", "Key programme of work", "First", "Second", "Third")
    rows(other, "Programmes", "Key programme of work", "First")
    rows(other, "Measures", "Measure", "Seen within 18 weeks", "Seen within 4 weeks")
    assert [(one.rule, one.address.within, one.message) for one in found(form, other)] == [
        (
            "version-rows-only-here",
            f"Programmes!A{FIRST_ROW + place}",
            "Programmes of work: 2 rows are here and not in new.xlsx: “Second” and “Third”.",
        )
        for place in (1, 2)
    ] + [
        (
            "version-rows-only-there",
            "Measures",
            "Measures against target: 1 row is in new.xlsx and not here: “Seen within 4 weeks”.",
        )
    ]


def test_nil_is_not_blank(form: FilledForm, other: FilledForm) -> None:
    """A table that says Nil differs from one left empty."""
    form.fill_row("Risks", {"Ref": "Nil"})
    other.fill_row("Risks", {})
    [line] = said(form, other)
    assert line == "Risks: Key risks to delivery this month: Nil here, blank in new.xlsx."


def test_the_same_change_in_several_rows_is_one_line(form: FilledForm, other: FilledForm) -> None:
    """Its message names the rows, so that the findings on their cells fall into one group."""
    names = [f"Programme {number}" for number in range(10)]
    rows(form, "Programmes", "Key programme of work", *names)
    rows(other, "Programmes", "Key programme of work", *names)
    for row in range(FIRST_ROW, FIRST_ROW + 10):
        other.put("Programmes", "Project status", "Amber", row)
    changed = found(form, other)
    assert len({one.address for one in changed}) == 10
    [message] = {one.message for one in changed}
    assert message == (
        "Project status of “Programme 0”, “Programme 1”, “Programme 2”, “Programme 3”, “Programme 4”, “Programme 5”, "
        "“Programme 6”, “Programme 7” and 2 more: “Green” here, “Amber” in new.xlsx."
    )


def test_long_texts_are_cut_to_where_they_differ(form: FilledForm, other: FilledForm) -> None:
    """The words around the change are quoted, not the beginning that both share."""
    start, end = "The clinic has opened as planned. " * 10, " and so on." * 30
    form.put("Programmes", "Progress to date", f"{start}It is full{end}")
    other.put("Programmes", "Progress to date", f"{start}It is empty{end}")
    [finding] = found(form, other)
    assert finding.message.startswith(
        "Progress to date of “Care close to home”: “… clinic has opened as planned. It is full and so on."
    )
    assert "“… clinic has opened as planned. It is empty and so on." in finding.message
    assert len(finding.message) < 330


def test_a_long_list_is_cut_and_the_rest_counted(form: FilledForm, other: FilledForm) -> None:
    """Beyond a page of lines only the number of the others is given."""
    names = [f"Programme {number}" for number in range(MOST_LINES + 3)]
    rows(form, "Programmes", "Key programme of work", *names)
    rows(other, "Programmes", "Key programme of work", *names)
    for number in range(len(names)):
        other.put("Programmes", "Reason for status", f"Reason {number}", FIRST_ROW + number)
    *listed, last = found(form, other)
    assert len(listed) == MOST_LINES
    assert (last.rule, last.message) == (
        "version-differs-more",
        "3 more differences from new.xlsx are not listed.",
    )


def test_personal_data_is_never_quoted(form: FilledForm, other: FilledForm) -> None:
    """It is starred out before a text is cut, so that no part of it is left; that it changed is told."""
    text = "The clinic has opened as planned. " * 4
    form.put("Programmes", "Progress to date", f"{text}Ring 07700 900123. 3 stillbirths.")
    other.put("Programmes", "Progress to date", f"{text}Ring 07700 900456. 4 stillbirths.")
    form.put("Programmes", "Key programme of work", "Care for jo.bloggs@example.org")
    messages = " ".join(one.message for one in found(form, other))
    assert "Progress to date of “Care for ******" in messages
    assert not any(value in messages for value in ("07700", "900", "bloggs", "3 still", "4 still"))


def test_two_forms_are_compared_in_all_that_either_asks() -> None:
    """What only one of two forms has is a difference where something stands there."""
    table = FormTable("work", "Work", "The work", "name", (Column("name", "Name", "text"),))
    wider = FormTable("work", "Work", "The work", "name", (*table.columns, Column("by", "By", "text")))
    one, two = (
        Return(
            file,
            Form(file, 1, "", "", "partnership", (), (definition,)),
            {},
            {
                "work": Table(
                    definition,
                    (
                        Record(
                            Address(file, "Work", "A2"),
                            {
                                column.id: Value(Address(file, "Work", "A2"), column.id, column.id)
                                for column in definition.columns
                            },
                        ),
                    ),
                )
            },
        )
        for file, definition in (("a.xlsx", table), ("b.xlsx", wider))
    )
    assert [each.message for each in differences(one, two, 5)] == [
        "By of “name”: blank here, “by” in b.xlsx."
    ]
    assert [each.message for each in differences(two, one, 5)] == [
        "By of “name”: “by” here, blank in a.xlsx."
    ]


TYPED = st.lists(st.tuples(st.sampled_from(["", "N1", "N2"]), st.sampled_from(["", "A", "B"])), max_size=5)


@given(TYPED, TYPED)
def test_every_row_is_matched_or_told(here: list[tuple[str, str]], there: list[tuple[str, str]]) -> None:
    """Whatever stands in two tables: none differs from itself, and each row left over is counted."""
    columns = (Column("ref", "Ref", "reference"), Column("name", "Name", "text"))
    table = FormTable("work", "Work", "The work", "name", columns)
    form = Form("small", 1, "", "", "partnership", (), (table,))

    def made(file: str, typed: list[tuple[str, str]]) -> Return:
        records = tuple(
            Record(
                Address(file, "Work", f"A{row}"),
                {
                    name: Value(Address(file, "Work", f"{'AB'[place]}{row}"), word, word or None)
                    for place, (name, word) in enumerate(zip(("ref", "name"), words, strict=True))
                },
            )
            for row, words in enumerate(typed, 2)
        )
        return Return(file, form, {}, {"work": Table(table, records)})

    one, two = made("a.xlsx", here), made("b.xlsx", there)
    assert [each.rule for each in differences(one, made("b.xlsx", here), 5)] == ["version-same"]
    listed = differences(one, two, 5)
    only = sum(each.rule == "version-rows-only-here" for each in listed)
    added = [each.message for each in listed if each.rule == "version-rows-only-there"]
    more = int(added[0].removeprefix("The work: ").split()[0]) if added else 0
    assert len(here) - only == len(there) - more >= 0
    assert {each.address.file for each in listed} == {"a.xlsx"}
