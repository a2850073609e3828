"""Many boards on a real Dask cluster: a scheduler and workers on this machine, some of which are killed."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from many_boards import ENVIRONMENT, PATTERN, make_boards, results, run, start

from pipeline.cli import main

NAMES = ("east", "north", "south", "west")
IN_TIME = 120  # seconds
with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="Dask is not installed: python -m pip install --require-hashes -r requirements/cluster.txt",
)


class Machines:
    """A scheduler and three workers, each a process that shares no folder with the boards."""

    def __init__(self, place: Path) -> None:
        """Start them in an empty folder of their own."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.place = place
        self.scheduler = self._started("scheduler", "--host", self.address)
        self.workers = [self._started("worker", self.address, "--nthreads", "1", "--no-nanny") for _ in "123"]

    def _started(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"],
            cwd=self.place,
            env=ENVIRONMENT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End them all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    """A cluster."""
    (tmp_path / "elsewhere").mkdir()
    started = Machines(tmp_path / "elsewhere")
    yield started
    started.stop()


def first_result(place: Path) -> None:
    """Wait until the papers of some board are there."""
    until = time.monotonic() + IN_TIME
    while not list(place.glob("boards/*/outputs/*/manifest.json")):
        assert time.monotonic() < until
        time.sleep(0.02)


@with_dask
def test_the_papers_are_the_same_wherever_they_are_made(tmp_path: Path, machines: Machines) -> None:
    """A cluster that shares no disk gives the same bytes as this process, and leaves nothing on its own disks."""
    place = make_boards(tmp_path, *NAMES)
    done = run(place, "--config", PATTERN, "--cluster", machines.address)
    assert (done.returncode, done.stderr) == (0, "")
    there = {name: results(place, name) for name in NAMES}
    for name in NAMES:
        shutil.rmtree(place / "boards" / name / "outputs")
    run(place, "--config", PATTERN, "--jobs", "1")
    assert {name: results(place, name) for name in NAMES} == there
    assert all(there.values())
    assert [path for path in machines.place.rglob("*") if path.suffix in {".docx", ".xlsx", ".yaml"}] == []
    assert not (machines.place / "outputs").exists()


@with_dask
def test_lost_workers_cost_no_board(tmp_path: Path, machines: Machines) -> None:
    """Two of three workers are killed while they work; the third does the boards of all."""
    place = make_boards(tmp_path, *NAMES)
    with start(place, "--config", PATTERN, "--cluster", machines.address) as process:
        first_result(place)
        for worker in machines.workers[:2]:
            worker.kill()
        out, err = process.communicate(timeout=IN_TIME)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("Boards: 4, of them 4 in order.\n")
    assert all(results(place, name) for name in NAMES)


@with_dask
@pytest.mark.parametrize("lost", ["its scheduler has gone", "none of its workers is left"])
def test_a_lost_cluster_is_told_once(tmp_path: Path, machines: Machines, lost: str) -> None:
    """Without a scheduler, or any worker, the run ends with 3 and one finding; each board is whole or as it was."""
    place = make_boards(tmp_path, *NAMES)
    with start(place, "--config", PATTERN, "--cluster", machines.address) as process:
        first_result(place)
        for one in [machines.scheduler] if "scheduler" in lost else machines.workers:
            one.kill()
        out, err = process.communicate(timeout=IN_TIME)
    assert (process.returncode, err) == (3, "")
    assert out.count(f"was lost ({lost}); the papers of the boards that were not done are as they were.") == 1
    done = [name for name in NAMES if results(place, name)]
    assert 1 <= len(done) < len(NAMES)
    assert out.endswith(f"Boards: 4, of them {len(done)} in order, {4 - len(done)} not done.\n")


@with_dask
def test_a_cluster_that_does_not_answer_is_told(tmp_path: Path) -> None:
    """An address at which nobody listens ends the run with 3, and nothing is written."""
    place = make_boards(tmp_path, "north")
    done = run(place, "--config", PATTERN, "--cluster", "tcp://127.0.0.1:1")
    assert done.returncode == 3
    assert done.stderr.startswith("The cluster at tcp://127.0.0.1:1 does not answer (")
    assert done.stderr.count("\n") == 1
    assert results(place, "north") == {}


@pytest.mark.skipif(importlib.util.find_spec("distributed") is not None, reason="Dask is installed")
def test_without_dask_it_says_what_to_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--cluster without the optional package ends with 3, and says how to install it."""
    place = make_boards(tmp_path, "north")
    config = str(place / "boards" / "north" / "config.yaml")
    assert main(["--config", config, "--cluster", "tcp://127.0.0.1:8786"]) == 3
    assert capsys.readouterr().err == (
        "--cluster needs the package distributed, which is not installed. "
        "Install it with: pip install .[cluster]\n"
    )
