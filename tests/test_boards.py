"""Many boards in one run, by the command line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from as_word_saves import replaced, saved
from jsonschema import Draft202012Validator
from many_boards import PATTERN, make_boards, results, run, start

from pipeline.cli import main
from pipeline.lock import locked

IN_TIME = 60  # seconds: a busy computer must not fail a test
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks for the processes in /proc")
KILLED_AS_IT_STARTS = """\
import os, signal, sys

if any("spawn_main" in word for word in sys.orig_argv):  # a process that is to do a run's work
    os.kill(os.getpid(), signal.SIGKILL)
"""


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that do the work of a run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text("utf-8").rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_bytes()
        except OSError:  # it has ended meanwhile
            continue
        if parent == process.pid and b"spawn_main" in command:
            found.append(int(status.parent.name))
    return found


def some_workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Wait for the first of them."""
    until = time.monotonic() + IN_TIME
    while not (found := workers_of(process)):
        assert time.monotonic() < until
        time.sleep(0.02)
    return found


def gone(process: int) -> bool:
    """Whether a process has ended within a while."""
    for _ in range(IN_TIME * 10):
        stat = Path(f"/proc/{process}/stat")
        if not stat.exists() or stat.read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def test_one_boards_mistake_touches_no_other(tmp_path: Path) -> None:
    """A board with a mistake is told with it; the others are built, as each would be by itself, in however many processes."""
    place = make_boards(tmp_path, "north", "south", "wrong")
    config = place / "boards" / "wrong" / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("organisation:", "organsation:", 1), "utf-8")
    done = run(place, "--config", PATTERN, "--jobs", "2")
    assert done.returncode == 2, done.stderr
    count = "Quarter 1 2025: 3 of 3 returns count; 1 paper written; nothing to put right"
    assert f"  ok  boards/north/config.yaml  {count}\n" in done.stdout
    assert "  !!  boards/wrong/config.yaml  stopped by what is listed below\n" in done.stdout
    assert "\nboards/wrong/config.yaml\nTo be put right\n  x config.yaml › line 4, column 1\n" in done.stdout
    assert done.stdout.endswith(
        "Boards: 3, of them 2 in order, 1 with a mistake in the configuration or a template.\n"
    )
    assert results(place, "wrong") == {}
    by_two = {name: results(place, name) for name in ("north", "south")}
    for arguments in (["--config", PATTERN, "--jobs", "1"], ["--config", "boards/south/config.yaml"]):
        for name in ("north", "south"):
            shutil.rmtree(place / "boards" / name / "outputs", ignore_errors=True)
        run(place, *arguments)
        assert results(place, "south") == by_two["south"]
    assert by_two["north"] != by_two["south"]


def test_the_result_is_printed_for_programs(tmp_path: Path, project: Path) -> None:
    """With --json there is one object with what a run over each board alone would print; another run's board is busy."""
    place = make_boards(tmp_path, "north", "south")
    both = ["--config", "boards/north/config.yaml", "--config", "boards/south/config.yaml"]
    with locked(place / "boards" / "north" / "outputs", "20 November 2019, 02:00"):
        done = run(place, *both, "--json", "--jobs", "1")
    said = json.loads(done.stdout)
    schemas = {
        name: json.loads((project / "docs" / f"{name}.schema.json").read_text("utf-8"))
        for name in ("boards", "json")
    }
    Draft202012Validator(schemas["boards"]).validate(said)
    assert (done.returncode, said["exit_code"]) == (4, 4)
    north, south = said["boards"]
    assert (north["config"], north["exit_code"], north["written"]) == ("boards/north/config.yaml", 4, [])
    assert north["stopped"].startswith("Another run is writing to these results (since 20 November 2019")
    Draft202012Validator(schemas["json"]).validate(south)
    assert list(north) == list(south)
    alone = json.loads(run(place, "--config", "boards/south/config.yaml", "--json").stdout)
    assert {**alone, "config": south["config"], "stopped": ""} == south


def test_returns_are_checked_and_due_papers_built_for_many(tmp_path: Path) -> None:
    """Check writes nothing; scheduled builds what is due, keeps each board's log, and does nothing the second time."""
    place = make_boards(tmp_path, "north", "south")
    assert run(place, "check", "--config", PATTERN, "--jobs", "1").returncode == 0
    assert not (place / "boards" / "north" / "outputs").exists()
    scheduled = ["scheduled", "--config", PATTERN, "--today", "2025-04-01", "--jobs", "1", "--json"]
    for result in ("built", "unchanged"):
        said = json.loads(run(place, *scheduled).stdout)
        assert [board["result"] for board in said["boards"]] == [result, result]
    assert (place / "boards" / "south" / "outputs" / "logs" / "summary.json").is_file()


def test_what_lies_among_the_results_counts_as_for_one_board(tmp_path: Path) -> None:
    """Edits are carried into the new paper and a return that is gone is told, wherever the paper itself was made."""
    place = make_boards(tmp_path, "alone", "east", "north")
    shutil.rmtree(place / "boards" / "alone")
    shutil.copytree(place / "boards" / "north", place / "boards" / "alone")
    run(place, "--config", PATTERN, "--jobs", "1")
    for name in ("alone", "north"):
        paper = min((place / "boards" / name / "outputs").glob("*/*.docx"))
        paper.write_bytes(saved(paper.read_bytes(), replaced("Paper for the", "A paper for the")))
        min((place / "boards" / name / "inputs").rglob("*.xlsx")).unlink()
    alone = run(place, "--config", "boards/alone/config.yaml", "--json")
    two = run(place, "--config", "boards/[en]*/config.yaml", "--jobs", "2", "--json")
    assert results(place, "north") == results(place, "alone")
    assert json.loads(two.stdout)["boards"][1]["findings"] == json.loads(alone.stdout)["findings"]
    report = next(data for at, data in results(place, "north").items() if at.endswith("index.html")).decode()
    assert "was changed to “A paper”" in report
    assert "was edited since it was built" in report
    assert "is no longer in the folder of returns" in report


def test_a_board_without_changes_says_again_what_it_said(tmp_path: Path) -> None:
    """Of two boards only the one is built anew of which a return has gone; what is told is the same as when both were."""
    place = make_boards(tmp_path, "north", "south")
    first = run(place, "--config", PATTERN, "--jobs", "1", "--json")
    folders = [min((place / "boards" / name).glob("outputs/2*")) for name in ("north", "south")]
    made = [folder.stat().st_ino for folder in folders]
    assert run(place, "--config", PATTERN, "--jobs", "2", "--json").stdout == first.stdout
    assert [folder.stat().st_ino for folder in folders] == made
    min((place / "boards" / "north" / "inputs").rglob("*.xlsx")).unlink()
    said = json.loads(run(place, "--config", PATTERN, "--jobs", "1", "--json").stdout)
    assert said["boards"][1] == json.loads(first.stdout)["boards"][1]
    assert [folder.stat().st_ino == one for folder, one in zip(folders, made, strict=True)] == [False, True]


def test_what_processes_worked_out_is_kept_for_the_next_run(tmp_path: Path) -> None:
    """What a process reads and makes lies in the board's own store, under the keys that a build by itself looks for."""
    place = make_boards(tmp_path, "north", "south")
    kept = place / "boards" / "north" / "outputs" / ".cache"
    run(place, "--config", PATTERN, "--jobs", "2")
    by_two = {path.name: path.read_bytes() for path in kept.iterdir() if path.name != "said.json"}
    assert len(by_two) > 3
    shutil.rmtree(kept.parent)
    run(place, "--config", "boards/north/config.yaml")
    assert {path.name: path.read_bytes() for path in kept.iterdir() if path.name != "said.json"} == by_two


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--config", "nowhere/*.yaml"], "No file is called nowhere/*.yaml.\n"),
        (["--config", "boards/north/*.yaml"], "would write into the same folder; give each a folder of its own."),
        (["forms", "--config", PATTERN], "Forms takes one configuration; only build, check and scheduled take several."),
        (["--config", PATTERN, "--outputs", "x"], "With several configurations no files, --inputs or --outputs can be"),
        (["forms", "--jobs", "2"], "--jobs goes with build, check and scheduled."),
        (["--config", PATTERN, "--jobs", "0"], "“0” is not a number of processes such as 4"),
    ],
)  # fmt: skip
def test_mistakes_in_the_command_are_worded(
    tmp_path: Path,
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A pattern that fits nothing, boards in one folder, and options that do not go together end with 2."""
    place = make_boards(tmp_path, "north")
    board = place / "boards" / "north"
    shutil.copy(board / "config.yaml", board / "other.yaml")
    monkeypatch.chdir(place)
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@linux
def test_a_lost_process_costs_no_board(tmp_path: Path) -> None:
    """When a process is killed, as by a computer that is short of memory, the boards that it had are done by another."""
    place = make_boards(tmp_path, "east", "north", "south")
    with start(place, "--config", PATTERN, "--jobs", "2") as process:
        os.kill(some_workers_of(process)[0], signal.SIGKILL)
        out, err = process.communicate(timeout=IN_TIME)
    assert (process.returncode, err) == (0, "")
    assert out.endswith("Boards: 3, of them 3 in order.\n")
    assert all(results(place, name) for name in ("east", "north", "south"))


@linux
def test_processes_that_are_lost_again_and_again_are_told_once(tmp_path: Path) -> None:
    """When every process is killed nothing is written, one finding says why, and the run ends with 3."""
    place = make_boards(tmp_path, "north", "south")
    (place / "sitecustomize.py").write_text(KILLED_AS_IT_STARTS, "utf-8")
    done = run(place, "--config", PATTERN, "--jobs", "2", path=place)
    assert done.returncode == 3
    assert done.stdout.count("The process that did this board's work was ended from outside, twice;") == 1
    assert done.stdout.endswith("Boards: 2, of them 2 not done.\n")
    assert results(place, "north") == results(place, "south") == {}


@linux
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_run(tmp_path: Path, how: signal.Signals) -> None:
    """Ctrl-C ends the run and its processes with 130, a kill ends them too, and the results are whole or none."""
    names = [f"board-{number}" for number in range(12)]  # more than are done before it is stopped
    place = make_boards(tmp_path, *names)
    with start(place, "--config", PATTERN, "--jobs", "2") as process:
        workers = some_workers_of(process)
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.kill()
        _, err = process.communicate(timeout=IN_TIME)
    assert all(gone(worker) for worker in workers)
    if how is signal.SIGINT:
        assert (process.returncode, err) == (130, "\nStopped. Nothing was left half written.\n")
    for name in names:
        results(place, name)
