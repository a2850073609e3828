"""The watch, by the command line: what is saved is followed, and nothing else."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.lock import locked

HOME = Path(__file__).resolve().parents[1]
IN_TIME = 30  # seconds: a busy computer must not fail a test
READY = "Watching. Save a return, a template or config.yaml, and the papers follow. Ctrl-C ends it."
BUILT = "1 paper written; nothing to put right"


class Watch:
    """A watch in a process of its own, and the lines that it has written."""

    def __init__(self, project: Path, *before: str) -> None:
        """Start it in a project; ``before`` are lines of Python to run first."""
        code = "\n".join([*before, "from pipeline.cli import entry", "entry()"])
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path])}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, "watch"],
            cwd=project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            self._lines.put(line.rstrip())

    def line(self) -> str:
        """The next line, without its time and how long the build took."""
        return self._lines.get(timeout=IN_TIME).split("  ", 1)[-1].split(" (")[0]

    def on(self, name: str) -> str:
        """What the next line says of a file that was saved."""
        place, said = self.line().split(": ")
        assert place == name
        return said

    def says_nothing(self, seconds: float) -> bool:
        """Whether it keeps quiet for so long."""
        time.sleep(seconds)
        return self._lines.empty()

    def stop(self) -> int:
        """Press Ctrl-C; gives the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=IN_TIME)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of a small example."""
    example = HOME / "docs" / "examples" / "scorecard"
    shutil.copytree(example, tmp_path / "board", ignore=shutil.ignore_patterns("outputs"))
    return tmp_path / "board"


@pytest.fixture
def watch(project: Path) -> Iterator[Watch]:
    """A watch that has built once."""
    started = Watch(project)
    assert started.line() == BUILT
    assert started.line() == READY
    yield started
    started.process.kill()
    started.process.wait()


def a_return(project: Path) -> Path:
    """One of the returns."""
    return min((project / "inputs").rglob("*.xlsx"))


def save(project: Path, path: Path, data: bytes | None = None) -> str:
    """Save a file as an editor does, at a time of its own however coarse the disk's clock is; gives its place."""
    later = path.stat().st_mtime + 2
    path.write_bytes(path.read_bytes() if data is None else data)
    os.utime(path, (later, later))
    return path.relative_to(project).as_posix()


def test_what_is_saved_is_followed(project: Path, watch: Watch) -> None:
    """A return, a template and the configuration are; a mistake is told, and ends nothing; Ctrl-C ends with 130."""
    paper = next((project / "outputs").rglob("*.docx"))
    assert watch.on(save(project, a_return(project))) == BUILT
    paper.unlink()
    assert watch.on(save(project, next((project / "templates").rglob("*.docx")))) == BUILT
    assert paper.exists()
    config = project / "config.yaml"
    sound = config.read_bytes()
    save(project, config, sound.replace(b"organisation:", b"organsation:", 1))
    assert watch.line() == "config.yaml: nothing written"
    assert watch.line() == "To be put right"
    while watch.line():  # what the mistake is
        pass
    save(project, config, sound)
    assert watch.line() == f"config.yaml: {BUILT}"
    assert watch.stop() == 130
    assert watch.line() == ""
    assert watch.line() == "Stopped. Nothing was left half written."
    assert sorted(path.name for path in (project / "outputs").iterdir()) == [
        ".cache",
        ".lock",
        paper.parent.name,
    ]


def test_results_and_open_files_are_not_followed(project: Path, watch: Watch) -> None:
    """Nothing among the results starts a build, nor that a return is opened; saving it does, and closing it at last."""
    paper = next((project / "outputs").rglob("*.docx"))
    paper.with_name("notes.docx").write_bytes(b"mine")
    lock = a_return(project).with_name(f"~${a_return(project).name}")
    lock.write_bytes(b"somebody")
    assert watch.says_nothing(2)
    assert watch.on(save(project, a_return(project))) == "1 paper written; 1 to check"
    lock.unlink()
    assert watch.line() == f"{lock.relative_to(project).as_posix()} closed: {BUILT}"


def test_half_written_files_are_waited_out(project: Path, watch: Watch) -> None:
    """A workbook of which only a part is there is no reason to build; when it is whole it is."""
    data = a_return(project).read_bytes()
    for part in (b"", data[:1000], data[:-500]):
        save(project, a_return(project), part)
        assert watch.says_nothing(1)
    assert watch.on(save(project, a_return(project), data)) == BUILT


def test_another_run_is_waited_out(project: Path, watch: Watch) -> None:
    """While another run writes to the results nothing is built; when it has ended the papers follow by themselves."""
    with locked(project / "outputs", "20 November 2019, 02:00") as held:
        assert held is None
        said = watch.on(save(project, a_return(project)))
        assert said == "another run is writing to these results; tried again when it has ended."
    assert watch.line() == BUILT


def test_a_fault_of_a_build_does_not_end_the_watch(project: Path) -> None:
    """A fault of the program's own is put on file, and the next change is followed."""
    once = "def once(*_):\n    watch.build = build\n    raise RuntimeError"
    watch = Watch(
        project, "import pipeline.watch as watch", "build = watch.build", once, "watch.build = once"
    )
    assert watch.line().startswith("The program has a fault of its own and stopped; no paper was changed.")
    assert watch.line() == READY
    assert watch.on(save(project, a_return(project))) == BUILT
    assert watch.stop() == 130
