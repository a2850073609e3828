"""Records are values: equal by what they hold, never changed, and the same when they come back from another process."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from pipeline.intake.reading import read_return
from pipeline.model import Address, Finding, Form, Level, Period, Rule, replace

RETURNS = sorted((Path(__file__).resolve().parents[2] / "inputs").glob("2019-11/*.xlsx"))


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_a_return_comes_back_equal(path: Path, forms: dict[str, Form]) -> None:
    """With every value, address and remark that it has."""
    submission = read_return(path.read_bytes(), path.name, forms)
    assert pickle.loads(pickle.dumps(submission)) == submission  # noqa: S301 - made here


def test_records_of_every_make_come_back_equal() -> None:
    """Those with one field, with many, and what is no record of ours."""
    finding = Finding("r", Level.ERROR, Address("a.xlsx", "S", "A1"), "It is blank.", "Fill it in.")
    whole = (
        finding,
        Rule("r", Level.NOTE, "Found.", "Mend it.", why="Because."),
        Period(2019, 11),
        date(2019, 11, 28),
    )
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - made here


def test_a_record_is_not_changed_but_replaced() -> None:
    """Another address gives another record; the first is as it was, and holds out against being changed in place."""
    first = Address("a.xlsx", "S", "A1")
    assert replace(first, cell="B2") == Address("a.xlsx", "S", "B2")
    assert first == Address("a.xlsx", "S", "A1")
    with pytest.raises(AttributeError):
        first.cell = "B2"  # type: ignore[misc]


def test_a_field_that_no_record_has_is_refused() -> None:
    """A misspelt field is a mistake of the program's, and no silence."""
    with pytest.raises(TypeError):
        replace(Address("a.xlsx"), cel="B2")  # type: ignore[call-arg]
