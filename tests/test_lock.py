"""One run at a time: a second one is told of the first, and a dead one's lock is no obstacle."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from pipeline.lock import DEAD_AFTER, RUNNING, NoLocksError, locked, system_lock

HOME = Path(__file__).resolve().parents[1]
HOLDER = """
import sys, time
from pathlib import Path
from pipeline.lock import NoLocksError, locked, system_lock
def none(file): raise NoLocksError()
with locked(Path(sys.argv[1]), "20 November 2019, 02:00", system_lock if sys.argv[2] == "system" else none) as held:
    print("busy" if held else "mine", flush=True)
    time.sleep(60)
"""


def no_locks(_: IO[str]) -> bool:
    """What a file system without locks answers."""
    raise NoLocksError


KINDS = {"system": system_lock, "none": no_locks}


def another_run(folder: Path, kind: str) -> subprocess.Popen[str]:
    """A process that holds the lock until it is killed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path])}
    command = [sys.executable, "-c", HOLDER, str(folder), kind]
    other = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert other.stdout
    assert other.stdout.readline() == "mine\n"
    return other


@pytest.mark.parametrize("kind", KINDS)
def test_a_second_run_is_told_who_has_the_lock(tmp_path: Path, kind: str) -> None:
    """One sentence says since when, in which process and on which computer; when the first ends the way is free."""
    with another_run(tmp_path, kind) as other:
        with locked(tmp_path, "now", KINDS[kind]) as held:
            assert str(held).startswith(
                f"Another run is writing to these results (since 20 November 2019, 02:00, process {other.pid} on "
            )
            assert str(held).endswith("nothing was done. Wait until it has ended, and run again.")
        other.kill()
    if kind == "none":  # without locks the dead run's file must first be old
        long_ago = time.time() - DEAD_AFTER - 5
        os.utime(tmp_path / RUNNING, (long_ago, long_ago))
    with locked(tmp_path, "now", KINDS[kind]) as held:
        assert held is None


def test_a_file_of_a_run_that_may_live_is_respected(tmp_path: Path) -> None:
    """Where there are no locks a file that was touched a minute ago may be a living run's, on whatever computer."""
    (tmp_path / RUNNING).touch()
    with locked(tmp_path, "now", no_locks) as held:
        assert str(held) == (
            "Another run is writing to these results; nothing was done. Wait until it has ended, and run again."
        )
    assert (tmp_path / RUNNING).exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_lock_is_let_go(tmp_path: Path, kind: str) -> None:
    """One run after another gets the lock, in a folder that is made for it, and what it says of itself goes."""
    for _ in range(2):
        with locked(tmp_path / "outputs", "now", KINDS[kind]) as held:
            assert held is None
    assert [path.name for path in (tmp_path / "outputs").iterdir()] == [".lock"]
    assert (tmp_path / "outputs" / ".lock").read_text() == ""


def test_where_nothing_can_be_written_there_is_nothing_to_lock(tmp_path: Path) -> None:
    """A folder that cannot be made stops no run here: the run itself says why it cannot write."""
    (tmp_path / "outputs").write_bytes(b"")
    with locked(tmp_path / "outputs", "now") as held:
        assert held is None
