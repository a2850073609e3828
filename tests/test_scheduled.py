"""A run with nobody watching, by the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from one_paper import board_alone
from openpyxl import load_workbook

from pipeline.cli import main

HOME = Path(__file__).resolve().parents[1]
DAY = "2019-11-20"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example with the board's paper alone, as the folder in which the program runs."""
    (tmp_path / "config.yaml").write_text(board_alone((HOME / "config.yaml").read_text("utf-8")), "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    shutil.copytree(HOME / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def log(project: Path) -> str:
    """All that the logs say, without the times."""
    lines = "".join(path.read_text("utf-8") for path in sorted((project / "outputs" / "logs").glob("*.log")))
    return re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  ", "", lines, flags=re.MULTILINE)


def summary(project: Path) -> dict[str, Any]:
    """The summary of the last run."""
    read: dict[str, Any] = json.loads((project / "outputs" / "logs" / "summary.json").read_text("utf-8"))
    return read


def test_what_is_due_is_built_once(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The period of the next meeting is built; the same again is not; the log, summary and manifest name the run."""
    assert main(["scheduled", "--today", DAY]) == 1
    paper = project / "outputs" / "2019-11" / "board-highlight-report-2019-11.docx"
    manifest = json.loads(paper.with_name("manifest.json").read_text("utf-8"))
    first = summary(project)
    assert first["run"] == manifest["run"]["id"]
    assert (first["result"], first["period"], first["exit_code"]) == ("built", "2019-11", 1)
    assert first["written"] == ["board-highlight-report-2019-11.docx", "index.html"]
    assert f"Run {first['run']}.\nReturns: 4 received.\n" in log(project)
    assert "Due: November 2019, for the Integrated Care Board on 28 November 2019." in log(project)
    shown = capsys.readouterr().out
    before = paper.stat()
    assert main(["scheduled", "--today", DAY]) == 0
    assert f"Nothing has changed since run {first['run']}, so nothing was written." in capsys.readouterr().out
    assert paper.stat().st_mtime_ns == before.st_mtime_ns
    assert (summary(project)["result"], summary(project)["run"]) == ("unchanged", first["run"])
    assert log(project).startswith(shown)


def test_any_change_is_built(project: Path) -> None:
    """A changed return, a file that is gone, another wish: each is built; an edited paper is left to its author."""
    folder = project / "outputs" / "2019-11"
    main(["scheduled", "--today", DAY])
    (folder / "board-highlight-report-2019-11.docx").write_bytes(b"edited")
    assert main(["scheduled", "--today", DAY]) == 0
    assert (folder / "board-highlight-report-2019-11.docx").read_bytes() == b"edited"
    (folder / "index.html").unlink()
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 1
    assert (folder / "board-highlight-report-2019-11 (edited 1).docx").read_bytes() == b"edited"
    run = summary(project)["run"]
    path = next((project / "inputs").rglob("North*"))
    book = load_workbook(path)
    book["Risks"]["F6"] = 16
    book.save(path)
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 1
    assert summary(project)["run"] != run
    assert main(["scheduled", "--today", DAY, "--quiet", "--paper", "board"]) == 1


def test_the_log_holds_nothing_about_anybody(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither what a return says nor the name of a file stands in what an unattended run shows and keeps."""
    path = next((project / "inputs").rglob("North*"))
    book = load_workbook(path)
    book["Programmes"]["C5"] = "Ring Pat Example on 07700 900123."
    book.save(path.with_name("Return of Pat Example.xlsx"))
    path.unlink()
    assert main(["scheduled", "--today", DAY]) == 1
    kept = log(project) + json.dumps(summary(project)) + capsys.readouterr().out
    assert "personal-telephone" in kept or "telephone" in kept
    assert "Example" not in kept
    assert "900123" not in kept


def test_with_no_meeting_ahead_nothing_is_due(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server whose calendar has run out says so every time, and what to add."""
    assert main(["scheduled", "--today", "2019-11-29"]) == 2
    told = (
        "No meeting in config.yaml lies on or after 29 November 2019, so no period is due. "
        "Under meetings of a paper, add the next one, with its period, date, agenda_item and paper_number."
    )
    assert told in capsys.readouterr().out
    assert told in log(project)
    assert summary(project)["faults"] == [{"rule": "no-meeting-ahead", "file": "config.yaml", "place": ""}]


def test_the_next_meeting_decides_whatever_the_configured_period(project: Path) -> None:
    """The period in config.yaml may be last month's; the first meeting from today on counts, today's included."""
    config = project / "config.yaml"
    text = config.read_text("utf-8").replace("period: 2019-11\n\n", "period: 2019-09\n\n", 1)
    config.write_text(text, "utf-8")
    assert main(["scheduled", "--today", "2019-11-28", "--quiet"]) == 1
    assert summary(project)["period"] == "2019-11"


def test_a_mistake_in_the_configuration_is_named_by_its_place(project: Path) -> None:
    """The log gives rule and line, and not the words, which may quote the file."""
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("form: highlight_targets", "form: nothing"), "utf-8")
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 2
    assert re.search(r"Stopped by config-unknown-form at config.yaml › line \d+", log(project))
    assert summary(project)["result"] == "not built"


def test_the_summary_is_printed_for_programs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the summary is printed, and nothing else."""
    main(["scheduled", "--today", DAY, "--json"])
    assert json.loads(capsys.readouterr().out) == summary(project)


@pytest.mark.parametrize("command", ["build", "scheduled", "forms", "fields"])
def test_a_second_run_ends_with_4(project: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """While another run writes, a command that would write too says so in one sentence, and does nothing."""
    code = (
        "import sys; from pathlib import Path; from pipeline.lock import locked\n"
        "with locked(Path('outputs'), 'an hour ago'): print('mine', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path])}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code], cwd=project, env=environment, **pipes) as other:  # type: ignore[call-overload]
        other.stdout.readline()
        assert main([command]) == 4
        other.stdin.close()
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(
        f"Another run is writing to these results (since an hour ago, process {other.pid} on "
    )
    assert not (project / "outputs" / "2019-11").exists()
    assert ("Another run is writing" in log(project)) is (command == "scheduled")


def test_a_log_that_cannot_be_written_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The papers are built all the same, and the exit code says that a result is missing."""
    (project / "outputs").mkdir()
    (project / "outputs" / "logs").write_bytes(b"in the way")
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 3
    assert re.search(
        r"The log \d{4}-\d\d-\d\d.log could not be written \(.*\)\. See that", capsys.readouterr().err
    )
    assert list((project / "outputs" / "2019-11").glob("*.docx"))


def test_a_return_that_vanished_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A return that the last build read and that is gone is a finding; one that was only renamed is not."""
    main(["build", "--quiet"])
    path = next((project / "inputs").rglob("North*"))
    path = path.rename(path.with_name("renamed.xlsx"))
    main(["build"])
    assert "is no longer in the folder of returns" not in capsys.readouterr().out
    path.unlink()
    assert main(["build"]) == 1
    assert (
        "2019-11/renamed.xlsx was read by the last build and is no longer in the folder of returns. "
        "If nobody took it away on purpose, put it back and run again."
    ) in capsys.readouterr().out


def test_an_empty_folder_of_returns_leaves_the_papers_as_they_are(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A share that is not connected looks like an empty folder: no paper is replaced by one that says nothing came."""
    main(["scheduled", "--today", DAY])
    paper = project / "outputs" / "2019-11" / "board-highlight-report-2019-11.docx"
    before = paper.read_bytes()
    shutil.rmtree(project / "inputs")
    (project / "inputs").mkdir()
    assert main(["scheduled", "--today", DAY]) == 2
    assert "Stopped by returns-vanished at inputs" in log(project)
    assert main(["build"]) == 2
    assert (
        "The folder of returns is empty, and the last build read 5 returns from it; nothing was written."
        in capsys.readouterr().out
    )
    assert paper.read_bytes() == before


def test_what_a_killed_run_left_is_cleared_up_though_nothing_has_changed(project: Path) -> None:
    """The next unattended run brings over what somebody saved, also beside another period, and leaves no rubbish."""
    main(["scheduled", "--today", DAY, "--quiet"])
    outputs = project / "outputs"
    shutil.copytree(outputs / "2019-11", outputs / ".2019-11.ready")
    (outputs / ".2019-11.ready" / "notes.txt").write_bytes(b"mine")
    (outputs / ".2019-10.was").mkdir()
    (outputs / ".2019-10.was" / "paper.docx").write_bytes(b"october")
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 1
    assert (outputs / "2019-11" / "notes.txt").read_bytes() == b"mine"
    assert (outputs / "2019-10" / "paper.docx").read_bytes() == b"october"
    assert sorted(path.name for path in outputs.iterdir()) == [
        ".cache",
        ".lock",
        "2019-10",
        "2019-11",
        "logs",
    ]
    assert main(["scheduled", "--today", DAY, "--quiet"]) == 0
