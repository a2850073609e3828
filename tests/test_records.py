"""Records travel as bytes and come back equal."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from pipeline.intake.reading import read_return
from pipeline.model import Address, Finding, Form, Level, Period, Rule
from pipeline.records import to_bytes

RETURNS = sorted((Path(__file__).resolve().parents[1] / "inputs").glob("2019-11/*.xlsx"))


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_a_return_comes_back_equal(path: Path, forms: dict[str, Form]) -> None:
    """With every value, address and remark that it has."""
    submission = read_return(path.read_bytes(), path.name, forms)
    assert pickle.loads(to_bytes(submission)) == submission  # noqa: S301 - made here


def test_records_of_every_make_come_back_equal() -> None:
    """Those with one field, with many, with some that can only be named; and what is no record of ours."""
    finding = Finding("r", Level.ERROR, Address("a.xlsx", "S", "A1"), "It is blank.", "Fill it in.")
    whole = (
        finding,
        Rule("r", Level.NOTE, "Found.", "Mend it.", why="Because."),
        Period(2019, 11),
        date(2019, 11, 28),
    )
    assert pickle.loads(to_bytes(whole)) == whole  # noqa: S301 - made here
