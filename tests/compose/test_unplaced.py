"""Rows that no table of a paper takes are named."""

from typing import Any

from test_tables import GREEN, RED, edition

from pipeline.compose.unplaced import unplaced
from pipeline.model import Finding, Level
from pipeline.settings import PaperSettings, TableSettings

WHOLE = edition([{"project": "a", "status": RED}, {"project": "b"}, {"project": "c", "status": GREEN}])
RED_ONLY = TableSettings("spending", only={"status": ("Red",)})


def found(**tables: TableSettings) -> list[Finding]:
    """What is said of the rows that these tables of a paper do not take."""
    paper = PaperSettings("money", "Committee", "Money", "t.docx", (), tables=tables)
    return list(unplaced(WHOLE, paper, "config.yaml"))


def test_a_row_that_nothing_decides_on_is_asked_about() -> None:
    """Where the cell that decides is empty, nobody left the row out on purpose."""
    undecided, left_out = found(red=RED_ONLY)
    assert (undecided.rule, undecided.level) == ("row-in-no-table", Level.WARNING)
    assert str(undecided.address) == "config.yaml › money"
    assert undecided.message == (
        "a.xlsx › Spending!A1: no table of the paper “Money” takes these rows of Spending, for what decides on it is "
        "empty there or not understood. What they say does not stand in the paper."
    )
    assert undecided.remedy == (
        "Have the return corrected, or let a table of the paper take what no other takes: {of: spending, rest: true}."
    )
    assert (left_out.rule, left_out.level) == ("rows-left-out", Level.NOTE)
    assert left_out.message == (
        "a.xlsx › Spending!A2: the paper “Money” leaves out these rows of Spending, for none of its tables asks for "
        "their words."
    )


def test_a_table_of_the_rest_takes_every_row() -> None:
    """Nothing is left out, so nothing is said; nor of tables that the paper does not have."""
    assert found(red=RED_ONLY, rest=TableSettings("spending", rest=True)) == []
    assert found(spending=TableSettings()) == []
    assert found(other=TableSettings("waits")) == []


def test_the_rest_can_be_narrowed() -> None:
    """A table of the rest may ask for words too; what it then leaves is named."""
    rest: Any = TableSettings("spending", rest=True, only={"status": ("Green",)})
    assert [one.rule for one in found(red=RED_ONLY, rest=rest)] == ["row-in-no-table"]
