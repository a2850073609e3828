"""How a period stands: who has a form, who has returned it, what is open, and how many days are left."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from one_paper import board_alone

from pipeline.cli import main
from pipeline.exit_codes import BUILT
from pipeline.explain.status import Position, lines
from pipeline.model import Period
from pipeline.project import Project
from pipeline.returns import tell_status, write_forms

BEFORE = date(2019, 11, 15)  # returns are due on 18 November 2019


def silent(_: str) -> None:
    """Nobody watches."""


@pytest.fixture
def project_here(tmp_path: Path, project: Path) -> Project:
    """The example without the return of the maternity system."""
    config = board_alone((project / "config.yaml").read_text("utf-8"))
    (tmp_path / "config.yaml").write_text(config, "utf-8")
    for folder in ("templates", "inputs/2019-11"):
        shutil.copytree(project / folder, tmp_path / folder)
    for name in ("Families*", "Maternity*"):
        next((tmp_path / "inputs").rglob(name)).unlink()
    return Project(tmp_path / "config.yaml", tmp_path / "inputs", tmp_path / "outputs")


def standing(project: Project, today: date = BEFORE) -> dict[str, Position]:
    """How each sender stands on a day, by id."""
    status = tell_status(project, None, today, silent).status
    assert status is not None
    return {one.entry.partnership.id: one for one in status.positions}


def test_each_sender_stands_as_what_came(project_here: Project) -> None:
    """The version, the signature, lateness and what is open are told of each return; of a missing one that it is."""
    found = standing(project_here)
    assert list(found) == ["children", "maternity", "north", "southwest", "board-highlight-report"]
    assert found["maternity"].returned == "not received"
    assert found["southwest"].returned == "received, version 1, signed off, late"
    assert found["board-highlight-report"].returned == "received, version 1"
    assert [found[one].open for one in ("children", "north", "board-highlight-report")] == [1, 1, 0]


def test_what_was_written_for_whom_is_told(project_here: Project) -> None:
    """A form counts as written once its file is there, and so does a letter."""
    assert not any(one.form or one.letter for one in standing(project_here).values())
    write_forms(project_here, None, silent)
    folder = project_here.output_folder(Period(2019, 11))
    (folder / "forms" / "north-2019-11.xlsx").unlink()
    (folder / "queries").mkdir()
    (folder / "queries" / "children-queries.html").write_text("", "utf-8")
    found = standing(project_here)
    assert [name for name, one in found.items() if not one.form] == ["north"]
    assert [name for name, one in found.items() if one.letter] == ["children"]


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (BEFORE, "Due on 18 November 2019, in 3 days."),
        (date(2019, 11, 17), "Due on 18 November 2019, in 1 day."),
        (date(2019, 11, 18), "Due on 18 November 2019, which is today."),
        (date(2019, 11, 20), "Due on 18 November 2019, 2 days ago."),
    ],
)
def test_the_days_to_the_last_day_are_counted(project_here: Project, today: date, said: str) -> None:
    """Days are counted from the day that is given, and said in words."""
    status = tell_status(project_here, None, today, silent).status
    assert status is not None
    assert said in list(lines("November 2019", status.positions))


def test_the_table_fits_a_narrow_terminal(project_here: Project) -> None:
    """No line of the table is wider than 80 characters, and the last one sums it up."""
    status = tell_status(project_here, None, BEFORE, silent).status
    assert status is not None
    shown = list(lines("November 2019", status.positions))
    assert max(map(len, shown[2:])) <= 80
    assert "Saltmere Local Maternity    no       not received          1             no" in shown
    assert shown[-1] == "4 of 5 have returned. To put right: 4."


def test_status_needs_no_meeting_and_tells_no_details(
    project_here: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the meeting is known everybody is listed all the same; no finding is, and nothing is written."""
    monkeypatch.chdir(project_here.config.parent)
    assert main(["status", "--period", "2019-12"]) == BUILT
    said = capsys.readouterr().out
    assert "Returns for December 2019\nNo last day for returns is set" in said
    assert "0 of 4 have returned." in said
    assert main(["status"]) == BUILT
    said = capsys.readouterr().out
    assert "31 November" not in said
    assert not project_here.outputs.exists()
