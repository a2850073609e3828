"""The months before the example's: history to November, and each sound by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.cli import main
from pipeline.rulebook import rules_by_subject

Capture = pytest.CaptureFixture[str]
OVER_TIME = {rule.id for rule in rules_by_subject()["What changed over time"]}
EARLIER = {"2019-08": 5, "2019-09": 4, "2019-10": 6}


def checked(config: Path, inputs: Path, capsys: Capture) -> dict[str, Any]:
    """What a check of the returns in a folder says as JSON."""
    main(["check", "--json", "--config", str(config), "--inputs", str(inputs)])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def test_earlier_months_are_history_to_november(project: Path, tmp_path: Path, capsys: Capture) -> None:
    """Each earlier return is named in a note; to what is found on November's they add only what changed over time."""
    shutil.copytree(project / "inputs" / "2019-11", tmp_path / "2019-11")
    alone = checked(project / "config.yaml", tmp_path, capsys)
    said = checked(project / "config.yaml", project / "inputs", capsys)
    assert said["register"] == alone["register"]
    rest = [one for one in said["findings"] if one["rule"] not in OVER_TIME | {"return-of-earlier-period"}]
    assert rest == alone["findings"]
    assert {one["rule"] for one in said["findings"] if one["rule"] in OVER_TIME} == {
        "reference-changed",
        "no-longer-reported",
        "promised-day-slipped",
        "text-unchanged",
    }
    notes = [one["file"] for one in said["findings"] if one["rule"] == "return-of-earlier-period"]
    assert {month: sum(file.startswith(month) for file in notes) for month in EARLIER} == EARLIER


def test_many_files_for_information_are_counted(project: Path, capsys: Capture) -> None:
    """The terminal says on how many files there is something to know, where their names would fill the screen."""
    main(["check", "--config", str(project / "config.yaml"), "--inputs", str(project / "inputs")])
    assert "For information: 40 more on 20 files (--verbose shows them)." in capsys.readouterr().out


@pytest.mark.parametrize("month", EARLIER)
def test_each_earlier_month_is_sound_by_itself(
    project: Path, tmp_path: Path, capsys: Capture, month: str
) -> None:
    """With a meeting of its own, a month has no errors but the return that South West Saltmere did not send."""
    for folder in ("templates", f"inputs/{month}"):
        shutil.copytree(project / folder, tmp_path / folder)
    config = (project / "config.yaml").read_text("utf-8").replace("2019-11", month)
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    said = checked(tmp_path / "config.yaml", tmp_path / "inputs", capsys)
    assert said["faults"] == []
    errors = [one["message"] for one in said["findings"] if one["level"] == "error"]
    missing = "No return was received from South West Saltmere Care Partnership for September 2019."
    assert [message.split(" It was due")[0] for message in errors] == [missing] * (month == "2019-09")
    warned = [
        one["rule"] for one in said["findings"] if one["level"] == "warning" and one["rule"] not in OVER_TIME
    ]
    assert warned == ["cover-not-received"]


def test_the_second_version_of_october_counts(project: Path, tmp_path: Path, capsys: Capture) -> None:
    """North Alderwick's corrected return supersedes the first, and the corrected status is listed."""
    for folder in ("templates", "inputs/2019-10"):
        shutil.copytree(project / folder, tmp_path / folder)
    config = (project / "config.yaml").read_text("utf-8").replace("2019-11", "2019-10")
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    said = checked(tmp_path / "config.yaml", tmp_path / "inputs", capsys)
    north = next(one for one in said["register"] if one["file"] and "North" in one["file"])
    assert north["file"] == "2019-10/North Alderwick - highlight return Oct v2 corrected.xlsx"
    assert any("“Green” here, “Yellow” in" in one["message"] for one in said["findings"])
