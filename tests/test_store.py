"""The store gives back what was put into it, and never anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.store import Store

ONE, OTHER = "1" * 64, "2" * 64


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with one entry."""
    made = Store(tmp_path / "cache", growing=True)
    made.put(ONE, b"what was worked out")
    return made


def test_what_was_put_is_given(store: Store) -> None:
    """An entry comes back as it was put; of another key there is none."""
    assert store.get(ONE) == b"what was worked out"
    assert store.get(OTHER) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(at=st.integers(0, 50), sign=st.integers(1, 255))
def test_one_changed_byte_is_noticed(store: Store, tmp_path: Path, at: int, sign: int) -> None:
    """Whichever byte of an entry has changed, there is no entry."""
    store.put(ONE, b"what was worked out")
    path = tmp_path / "cache" / ONE
    held = bytearray(path.read_bytes())
    held[at] ^= sign
    path.write_bytes(held)
    assert store.get(ONE) is None


def test_a_cut_or_exchanged_entry_is_none(store: Store, tmp_path: Path) -> None:
    """Half an entry, an empty one and the entry of another key are as if nothing were there."""
    path = tmp_path / "cache" / ONE
    whole = path.read_bytes()
    (tmp_path / "cache" / OTHER).write_bytes(whole)
    assert store.get(OTHER) is None
    for length in (0, 10, 32, len(whole) - 1):
        path.write_bytes(whole[:length])
        assert store.get(ONE) is None


def test_what_a_run_did_not_use_goes(tmp_path: Path, store: Store) -> None:
    """After a run only what it used is left; what else lies in the folder stays."""
    (tmp_path / "cache" / "said.json").touch()
    later = Store(tmp_path / "cache", growing=True)
    later.put(OTHER, b"new")
    later.drop_unused()
    assert store.get(ONE) is None
    assert later.get(OTHER) == b"new"
    assert (tmp_path / "cache" / "said.json").exists()


def test_a_store_that_is_only_read_writes_nothing(tmp_path: Path) -> None:
    """For a command that writes nothing the store does not even make its folder."""
    reading = Store(tmp_path / "cache", growing=False)
    reading.put(ONE, b"new")
    reading.drop_unused()
    assert reading.get(ONE) is None
    assert not (tmp_path / "cache").exists()


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    """A file in the place of the folder is no fault: the work is done anew each time."""
    (tmp_path / "cache").touch()
    store = Store(tmp_path / "cache", growing=True)
    store.put(ONE, b"new")
    store.drop_unused()
    assert store.get(ONE) is None
