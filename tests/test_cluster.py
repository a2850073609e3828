"""Many boards on a real Dask cluster: a scheduler and workers on this machine, some of which are killed."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from many_boards import ENVIRONMENT, HOME, PATTERN, make_boards, results, run, start

from pipeline.cli import main

NAMES = ("east", "north", "south", "west")
IN_TIME = 120  # seconds
STUCK = HOME / "tests" / "stuck_worker.py"
ALL = 1_000_000  # more than any test asks of a worker
with_dask = pytest.mark.skipif(
    importlib.util.find_spec("distributed") is None,
    reason="Dask is not installed: python -m pip install --require-hashes -r requirements/cluster.txt",
)


class Machines:
    """A scheduler and workers, each a process that shares no folder with the boards.

    ``ends`` is how many pieces of work each worker ends: at the next it is for ever.
    """

    def __init__(self, place: Path, *ends: int) -> None:
        """Start them in a folder of their own, and wait for all."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.place = place
        place.mkdir()
        self.scheduler = self._started("scheduler", "--host", self.address)
        self.workers = [self._worker(count) for count in ends]

    def _worker(self, ends: int) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--preload", str(STUCK))
        return self._started("worker", self.address, *options, STUCK_WORKER_ENDS=str(ends))

    def _started(self, what: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--no-dashboard"],
            cwd=self.place,
            env={**ENVIRONMENT, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_for_all(self) -> None:
        """Wait until every worker is there."""
        from distributed import Client  # noqa: PLC0415 - an optional package

        with Client(self.address, timeout=IN_TIME, set_as_default=False) as client:
            client.wait_for_workers(len(self.workers), timeout=IN_TIME)

    def stop(self) -> None:
        """End them all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


Start = Callable[..., Machines]


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Start]:
    """Starts a cluster whose workers each end so many pieces of work."""
    started: list[Machines] = []

    def start_all(*ends: int) -> Machines:
        started.append(Machines(tmp_path / "elsewhere", *ends))
        started[-1].wait_for_all()
        return started[-1]

    yield start_all
    for one in started:
        one.stop()


def first_result(place: Path) -> None:
    """Wait until the papers of some board are there."""
    until = time.monotonic() + IN_TIME
    while not list(place.glob("boards/*/outputs/*/manifest.json")):
        assert time.monotonic() < until
        time.sleep(0.02)


@with_dask
def test_the_papers_are_the_same_wherever_they_are_made(tmp_path: Path, machines: Start) -> None:
    """A cluster that shares no disk gives the same bytes as this process, and leaves nothing on its own disks."""
    place = make_boards(tmp_path, *NAMES)
    cluster = machines(ALL, ALL, ALL)
    done = run(place, "--config", PATTERN, "--cluster", cluster.address)
    assert (done.returncode, done.stderr) == (0, "")
    there = {name: results(place, name) for name in NAMES}
    for name in NAMES:
        shutil.rmtree(place / "boards" / name / "outputs")
    run(place, "--config", PATTERN, "--jobs", "1")
    assert {name: results(place, name) for name in NAMES} == there
    assert all(there.values())
    assert [path for path in cluster.place.rglob("*") if path.suffix in {".docx", ".xlsx", ".yaml"}] == []
    assert not (cluster.place / "outputs").exists()


@with_dask
def test_lost_workers_cost_no_board(tmp_path: Path, machines: Start) -> None:
    """Two of three workers are killed while they work; the third does the boards of all."""
    place = make_boards(tmp_path, *NAMES)
    cluster = machines(0, 0, ALL)
    with start(place, "--config", PATTERN, "--cluster", cluster.address) as process:
        first_result(place)
        for worker in cluster.workers[:2]:
            worker.kill()
        out, err = process.communicate(timeout=IN_TIME)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("Boards: 4, of them 4 in order.\n")
    assert all(results(place, name) for name in NAMES)


@with_dask
@pytest.mark.parametrize("lost", ["its scheduler has gone", "none of its workers is left"])
def test_a_lost_cluster_is_told_once(tmp_path: Path, machines: Start, lost: str) -> None:
    """Without a scheduler, or any worker, the run ends with 3 and one finding; each board is whole or as it was."""
    place = make_boards(tmp_path, *NAMES)
    cluster = machines(1, 1, 1)
    with start(place, "--config", PATTERN, "--cluster", cluster.address) as process:
        first_result(place)
        for one in [cluster.scheduler] if "scheduler" in lost else cluster.workers:
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
