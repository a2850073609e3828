"""Killed at every operation on the disk, one after another: the outputs are the old ones or the new ones, never a mix."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.manifest import digest
from pipeline.publish import publish

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork a process")
OLD = {"paper.docx": b"old", "report.html": b"old", "queries/a.html": b"a", "queries/gone.html": b"gone"}
NEW = {"paper.docx": b"new", "report.html": b"new", "queries/a.html": b"a", "queries/more.html": b"more"}
OPERATIONS = ("open", "os.", "shutil.", "ctypes.")


def prepared(folder: Path) -> None:
    """An old set, a paper in it that somebody has edited, and files of their own."""
    publish(folder, OLD, {"a.xlsx": "1"}, "queries", {"id": "old"})
    (folder / "paper.docx").write_bytes(b"edited")
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_bytes(b"mine")


def publish_and_die(folder: Path, step: int, exchanging: bool) -> bool:
    """Publish the new set in a process that is killed before its operation of that number; whether it came to it."""
    child = os.fork()
    if not child:
        seen = 0

        def kill(event: str, _: tuple[object, ...]) -> None:
            nonlocal seen
            seen += event.startswith(OPERATIONS)
            if seen == step and event != "os.kill":
                os.kill(os.getpid(), signal.SIGKILL)

        if not exchanging:
            sys.platform = "a system that cannot exchange"
        sys.addaudithook(kill)
        publish(folder, NEW, {"a.xlsx": "2"}, "queries", {"id": "new"})
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def is_whole(folder: Path) -> str:
    """Which set a folder holds, by its manifest; every file must be as that says, but for the paper that was edited."""
    found = contents(folder)
    said = json.loads(found["manifest.json"])
    wrong = {n for n, hashed in said["outputs"].items() if n not in found or digest(found[n]) != hashed}
    assert wrong == ({"paper.docx"} if said["run"]["id"] == "old" else set())
    assert {name for name in found if name.startswith("queries/")} == {
        name for name in said["outputs"] if name.startswith("queries/")
    }
    assert found["mine/notes.txt"] == b"mine"
    assert b"edited" in found.values()
    return str(said["run"]["id"])


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where the system has one: waiting for the disk would be most of these tests."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it has a name of its own
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as place:
        yield Path(place) / "outputs"


@pytest.mark.parametrize("exchanging", [True, False])
def test_a_kill_leaves_the_old_or_the_new(quick_disk: Path, exchanging: bool) -> None:
    """After a kill at any step the set is whole; the next run publishes and leaves no rubbish and no second copy."""
    after, step, folder = [], 0, quick_disk / "2019-11"
    killed = True
    while killed:
        step += 1
        shutil.rmtree(quick_disk, ignore_errors=True)
        prepared(folder)
        killed = publish_and_die(folder, step, exchanging)
        if folder.exists() or exchanging:
            after.append(is_whole(folder))
        publish(folder, NEW, {"a.xlsx": "2"}, "queries", {"id": "new"})
        assert is_whole(folder) == "new"
        assert [path.name for path in quick_disk.iterdir()] == ["2019-11"]
        expected = {*NEW, "manifest.json", "mine/notes.txt", "paper (edited 1).docx"}
        assert contents(folder).keys() == expected
    assert after == sorted(after, reverse=True)  # old until the one step, new from there
    assert after.count("old") > 10
    assert after.count("new") > 10


def test_what_was_saved_while_the_sets_changed_places_is_brought_over(tmp_path: Path) -> None:
    """Files saved into the old set after it was looked through stand in the new one, beside what was built."""
    folder, old = tmp_path / "2019-11", tmp_path / ".2019-11.ready"
    publish(folder, OLD, {}, "queries")
    publish(tmp_path / "other", NEW, {}, "queries")
    folder.rename(old)
    (tmp_path / "other").rename(folder)
    (old / "paper.docx").write_bytes(b"saved late")
    (old / "new").mkdir()
    (old / "new" / "notes.txt").write_bytes(b"begun late")
    [finding] = publish(folder, NEW, {}, "queries")
    assert finding.message == (
        "paper.docx was edited since it was built; your edited copy is kept as paper (edited 1).docx."
    )
    assert (folder / "paper (edited 1).docx").read_bytes() == b"saved late"
    assert (folder / "new" / "notes.txt").read_bytes() == b"begun late"
    assert not old.exists()
