"""Rows of two periods are matched by reference, else by name, and never by their place."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from pipeline.matching import Past, gone, pasts, reported_before
from pipeline.model import (
    Address,
    Column,
    Edition,
    Form,
    FormTable,
    Partnership,
    Period,
    Record,
    RegisterEntry,
    Return,
    Standing,
    Table,
    Value,
    replace,
)

NOVEMBER, OCTOBER, SEPTEMBER = Period(2019, 11), Period(2019, 10), Period(2019, 9)
NORTH = Partnership("north", "North", "small")
COLUMNS = (Column("reference", "Ref", "reference"), Column("programme", "Programme", "text"))
PROGRAMMES = FormTable("programmes", "Programmes", "Programmes", "programme", COLUMNS)
FORM = Form("small", 1, "A small form", "", "partnership", (), (PROGRAMMES,))
Rows = Sequence[tuple[str, str]]


def entry(period: Period, rows: Rows) -> RegisterEntry:
    """A return of a period with these references and names."""
    file = f"{period}.xlsx"
    records = []
    for number, row in enumerate(rows, 5):
        cells = zip(("reference", "programme"), "AB", row, strict=True)
        values = {
            name: Value(Address(file, "Programmes", f"{at}{number}"), word, word) for name, at, word in cells
        }
        records.append(Record(Address(file, "Programmes", f"A{number}"), values))
    table = Table(PROGRAMMES, tuple(records), rows_in=len(records))
    fields = {"period": Value(Address(file), str(period), period)}
    return RegisterEntry(NORTH, Standing.RECEIVED, Return(file, FORM, fields, {"programmes": table}))


def before(period: Period, rows: Rows) -> Edition:
    """An earlier edition with one return."""
    return Edition(period, (entry(period, rows),), {"small": FORM})


def names(found: dict[str, list[Past]]) -> dict[str, list[tuple[str, str, bool]]]:
    """Periods, names and whether renamed, for comparison."""
    return {
        name: [(str(past.period), past.record.values["programme"].typed, past.renamed) for past in rows]
        for name, rows in found.items()
    }


def behind(rows: Rows, *editions: Edition) -> dict[str, list[tuple[str, str, bool]]]:
    """The rows behind each row of November, by its name."""
    now = entry(NOVEMBER, rows)
    found = pasts(now, "programmes", editions)
    shown = now.accepted.records("programmes") if now.accepted else ()
    return names({record.values["programme"].typed: list(found[record.address]) for record in shown})


def test_a_reference_decides_before_a_name() -> None:
    """A row keeps its history under a new name; a row that took another's name does not take its history."""
    october = before(OCTOBER, [("N1", "Hubs"), ("N2", "Therapies")])
    assert behind([("N2", "Hubs"), ("N1", "Community hubs")], october) == {
        "Hubs": [("2019-10", "Therapies", False)],
        "Community hubs": [("2019-10", "Hubs", False)],
    }


def test_a_name_decides_where_the_reference_was_changed() -> None:
    """The row is known by its name, whatever its case and numbering, and is said to have another reference."""
    october = before(OCTOBER, [("N1", "1. Community Hubs.")])
    assert behind([("N9", "2) community  hubs")], october) == {
        "2) community  hubs": [("2019-10", "1. Community Hubs.", True)]
    }


def test_a_repeated_reference_tells_nothing() -> None:
    """Two rows of one reference are told apart by their names."""
    october = before(OCTOBER, [("N4", "Hubs"), ("N4", "Therapies")])
    assert behind([("N4", "Therapies"), ("N4", "Audiology")], october) == {
        "Therapies": [("2019-10", "Therapies", False)],
        "Audiology": [],
    }


def test_a_row_is_followed_through_a_month_in_which_it_was_not_reported() -> None:
    """The row behind it is the last one that was reported; its name then leads further back."""
    editions = (before(OCTOBER, [("N2", "Therapies")]), before(SEPTEMBER, [("N1", "Hubs")]))
    assert behind([("N1", "Community hubs")], *editions) == {"Community hubs": [("2019-09", "Hubs", False)]}


def test_what_is_reported_no_more_is_of_the_last_return() -> None:
    """What was gone a month earlier already is not gone again."""
    now = entry(NOVEMBER, [("N1", "Hubs")])
    editions = (
        before(OCTOBER, [("N1", "Hubs"), ("N2", "Therapies")]),
        before(SEPTEMBER, [("N3", "Audiology")]),
    )
    assert [past.record.values["programme"].typed for past in gone(now, "programmes", editions)] == [
        "Therapies"
    ]
    assert reported_before(now, "programmes", editions) == OCTOBER


def test_an_earlier_position_has_only_what_is_before_it() -> None:
    """Where October's return is shown in November, it is not compared with itself."""
    october = before(OCTOBER, [("N1", "Hubs")])
    carried = replace(october.register[0], accepted=None, carried=october.register[0].accepted)
    assert [*pasts(carried, "programmes", [october]).values()] == [()]


ROWS = st.lists(
    st.tuples(st.sampled_from(["", "N1", "N2", "N3"]), st.sampled_from(["Hubs", "hubs", "Beds", "Care"]))
)


@given(ROWS, ROWS)
def test_the_order_of_rows_changes_nothing(now: Rows, earlier: Rows) -> None:
    """However the earlier rows are ordered, the same rows are matched, and no row stands behind two."""
    mixed = sorted(earlier, key=lambda row: (row[1], row[0]))
    found = [behind_each(now, order) for order in (earlier, mixed)]
    assert found[0] == found[1]
    taken = [
        past.record.address
        for rows in pasts(entry(NOVEMBER, now), "programmes", [before(OCTOBER, earlier)]).values()
        for past in rows
    ]
    assert len(taken) == len(set(taken))


def behind_each(now: Rows, earlier: Rows) -> list[list[tuple[str, str]]]:
    """The reference and name behind each row, in the rows' order."""
    found = pasts(entry(NOVEMBER, now), "programmes", [before(OCTOBER, earlier)])
    return [
        [(past.record.values["reference"].typed, past.record.values["programme"].typed) for past in rows]
        for rows in found.values()
    ]
