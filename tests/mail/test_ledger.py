"""The notes of what was sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from pipeline.mail.due import Due, Kind
from pipeline.mail.ledger import SENDING, SENT, Ledger

DAY = date(2019, 11, 18)
NORTH = "north@example.org"


def due(what: str = "first", kind: Kind = Kind.QUERIES) -> Due:
    """A message to North Alderwick."""
    return Due(kind, "north", "North Alderwick", (NORTH,), what, {})


def test_a_note_goes_from_sending_to_sent(tmp_path: Path) -> None:
    """Before, while and after; other content, another kind and another address are notes of their own."""
    ledger = Ledger(tmp_path / "sent")
    assert ledger.state(due(), NORTH) == ""
    assert ledger.claim(due(), NORTH, DAY)
    assert ledger.state(due(), NORTH) == SENDING
    ledger.settle(due(), NORTH, DAY)
    assert ledger.state(due(), NORTH.upper()) == SENT
    for other in (due("second"), due(kind=Kind.REMINDER)):
        assert ledger.state(other, NORTH) == ""
    assert ledger.state(due(), "other@example.org") == ""
    ledger.release(due(), NORTH)
    assert ledger.state(due(), NORTH) == ""


def test_only_one_of_many_may_send(tmp_path: Path) -> None:
    """Of runs at the same moment one makes the note, and the others leave the message to it."""
    ledger = Ledger(tmp_path / "sent")
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: ledger.claim(due(), NORTH, DAY), range(40)))
    assert claims.count(True) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"state": "?"}', "\udcff"])
def test_a_damaged_note_is_not_taken_for_leave_to_send(tmp_path: Path, text: str) -> None:
    """Whatever happened to it, the message may have gone."""
    ledger = Ledger(tmp_path / "sent")
    ledger.claim(due(), NORTH, DAY)
    [note] = (tmp_path / "sent").iterdir()
    note.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert ledger.state(due(), NORTH) == SENDING
    assert not ledger.claim(due(), NORTH, DAY)
