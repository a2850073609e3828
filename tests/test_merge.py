"""Accepted returns become one edition in which every row is accounted for."""

from datetime import date

import pytest
from filled_form import NOVEMBER, FilledForm
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.reading import interpret
from pipeline.merge import RowsUnaccountedError, account_for_rows, merge, told
from pipeline.model import (
    Address,
    Cell,
    Column,
    Finding,
    Form,
    FormTable,
    Level,
    Period,
    Record,
    Return,
    Sheet,
    Standing,
    Table,
    Value,
    Workbook,
    replace,
)
from pipeline.settings import Settings

WORK = FormTable(
    "work",
    "Work",
    "The work",
    "name",
    (Column("name", "Name", "text", example="Example"), Column("progress", "Progress", "long_text")),
)
FORM = Form("small", 1, "A small form", "", "partnership", (), (WORK,))
DUE = date(2019, 11, 18)
HELD = Finding("held", Level.WARNING, Address("a.xlsx"), "Held out.", "")
RECORD = Record(Address("a.xlsx", "Work", "A2"), {})
ROWS = st.lists(
    st.tuples(st.sampled_from(["", "Example", "Nil", "A clinic", " "]), st.sampled_from(["", "Open", "Nil"]))
)


def counted(records: int, held_out: int, rows_in: int) -> Return:
    """A return of one table with so many rows."""
    table = Table(WORK, (RECORD,) * records, (HELD,) * held_out, rows_in=rows_in)
    return Return("a.xlsx", FORM, {}, {"work": table})


@given(st.integers(0, 50), st.integers(0, 50), st.integers(-3, 3))
def test_every_row_is_accounted_for(records: int, held_out: int, lost: int) -> None:
    """Rows in are rows reported plus rows held out, or there is no edition."""
    contents = counted(records, held_out, records + held_out + lost)
    if lost:
        with pytest.raises(RowsUnaccountedError, match=r"a\.xlsx: Work"):
            merge([], {"a": contents}, {}, NOVEMBER, {})
    else:
        merge([], {"a": contents}, {}, NOVEMBER, {})


def test_the_covers_rows_count_too() -> None:
    """A row lost from the cover's return is no better."""
    with pytest.raises(RowsUnaccountedError):
        merge([], {"cover": counted(1, 0, 2)}, {}, NOVEMBER, {})


@given(ROWS)
def test_no_row_of_a_sheet_is_lost(rows: list[tuple[str, str]]) -> None:
    """Whatever is typed, each row that holds something is reported, held out, or says that there is nothing."""
    typed = [("Name", "Progress"), *rows]
    cells = {
        (row, column): Cell(Address("a.xlsx", "Work", f"{'AB'[column - 1]}{row}"), text)
        for row, texts in enumerate(typed, 1)
        for column, text in enumerate(texts, 1)
        if text.strip()
    }
    about = Sheet("Form", {(1, 1): Cell(Address("a.xlsx", "Form", "A1"), "Form"),
                           (1, 2): Cell(Address("a.xlsx", "Form", "B1"), "small")})  # fmt: skip
    contents = interpret(Workbook("a.xlsx", (about, Sheet("Work", cells))), {"small": FORM}).contents
    assert contents is not None
    account_for_rows(contents)
    table = contents.tables["work"]
    shown = [[text for text in texts if text.strip()] for texts in rows]
    nil = sum(bool(texts) and set(texts) == {"Nil"} for texts in shown)
    counted_as_nil = 0 if table.records else nil
    assert len(table.records) + len(table.held_out) + counted_as_nil == sum(map(bool, shown))
    assert table.nil == (nil > 0 and not table.records)


def test_the_register_has_every_expected_partnership_in_order(settings: Settings, form: FilledForm) -> None:
    """Received, held out with its reason, and missing: nobody expected is left out."""
    contents = form.contents()
    edition = merge(settings.partnerships, {"north": contents}, {"maternity": "Wrong month."}, NOVEMBER, {})
    assert [(entry.partnership.id, entry.standing, entry.reason) for entry in edition.register] == [
        ("children", Standing.MISSING, ""),
        ("maternity", Standing.HELD_OUT, "Wrong month."),
        ("north", Standing.RECEIVED, ""),
        ("southwest", Standing.MISSING, ""),
    ]
    assert edition.register[2].accepted == contents


def test_a_return_that_says_nil_everywhere_is_a_nil_return(settings: Settings, form: FilledForm) -> None:
    """Nil is an answer of its own: neither missing nor received with rows."""
    for sheet, key in {
        "Programmes": "Ref",
        "Risks": "Ref",
        "Waiting times": "Pathway",
        "Measures": "Measure",
        "Key actions": "Action",
    }.items():
        form.fill_row(sheet, {key: "Nil"})
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, {})
    assert edition.register[2].standing is Standing.NIL


def test_the_register_tells_what_else_is_known(settings: Settings, form: FilledForm) -> None:
    """Earlier positions, late returns, remarks and the last day stand at the partnerships that they are about."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, {})
    earlier = replace(form.contents("old.xlsx"), fields={"period": Value(HELD.address, "", Period(2019, 10))})
    made = told(edition, {"maternity": earlier}, {"north"}, {"north": ("Late.",)}, {"north": DUE})
    _, maternity, north, southwest = made.register
    assert north.due == DUE
    assert (north.late, north.remarks, north.label) == (True, ("Late.",), "North Alderwick Care Partnership")
    assert maternity.standing is Standing.MISSING
    assert (maternity.shown, maternity.position) == (earlier, "October 2019")
    assert maternity.label == "Saltmere Local Maternity System, October 2019"
    assert (southwest.shown, southwest.position, southwest.late, southwest.remarks) == (None, "", False, ())
    assert [one.file for one in made.returns] == ["old.xlsx", "north.xlsx"]


def test_the_rows_of_an_earlier_position_count_too() -> None:
    """A row lost from a return that is carried forward is no better."""
    with pytest.raises(RowsUnaccountedError):
        told(merge([], {}, {}, NOVEMBER, {}), {"a": counted(1, 0, 2)}, (), {}, {})


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Period(2019, 10), Period(2019, 11), True),
        (Period(2018, 12), Period(2019, 1), True),
        (Period(2019, 11), Period(2019, 11), False),
        (Period(2019, 12), Period(2019, 11), False),
        (Period(2019, quarter=2), Period(2019, quarter=3), True),
        (Period(2018, quarter=2), Period(2019, 11), False),
    ],
)
def test_periods_of_one_kind_have_an_order(one: Period, other: Period, expected: bool) -> None:
    """Months come before later months, quarters before later quarters; the two kinds are not compared."""
    assert one.precedes(other) is expected
