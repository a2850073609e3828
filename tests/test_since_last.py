"""Copies of papers in which what has changed since the last period stands as tracked changes."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from one_paper import board_alone
from tracked_changes import accepted, rejected

from pipeline.cli import main

Capture = pytest.CaptureFixture[str]
PAPER = "outputs/2019-11/board-highlight-report-2019-11"


@pytest.fixture
def place(tmp_path: Path, project: Path) -> Path:
    """The example with its board's paper alone."""
    for part in ("templates", "inputs"):
        shutil.copytree(project / part, tmp_path / part)
    (tmp_path / "config.yaml").write_text(board_alone((project / "config.yaml").read_text("utf-8")), "utf-8")
    return tmp_path


def build(place: Path, *options: str) -> int:
    """Build it."""
    return main(["--config", str(place / "config.yaml"), *options])


def words(parts: dict[str, Any]) -> dict[str, str]:
    """The text of each part."""
    return {name: "".join(root.itertext()) for name, root in parts.items()}


def test_accepting_gives_the_paper_and_rejecting_the_last_ones_words(place: Path) -> None:
    """Partnerships' own words in October come back where all changes are rejected; each change is its partnership's."""
    assert build(place, "--changes") == 1
    paper, copy = ((place / f"{PAPER}{kind}.docx").read_bytes() for kind in ("", "-changes"))
    assert words(accepted(copy)) == words(accepted(paper))
    last = words(rejected(copy))["word/document.xml"]
    assert "What changed since September 2019" in last
    assert "Online booking of first appointments" in last
    assert "Community paediatric audiology" not in last
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        body = package.read("word/document.xml").decode()
    assert 'w:author="Saltmere Local Maternity System"' in body
    assert 'w:date="2019-11-28T' in body
    assert "changes marked, public" in (place / "outputs/2019-11/index.html").read_text("utf-8")


def test_without_an_earlier_period_one_sentence_says_so(place: Path, capsys: Capture) -> None:
    """The paper is written all the same."""
    for month in ("2019-08", "2019-09", "2019-10"):
        shutil.rmtree(place / "inputs" / month)
    build(place, "--changes")
    assert "There is no earlier period to mark changes against" in capsys.readouterr().out
    assert (place / f"{PAPER}.docx").exists()
    assert not (place / f"{PAPER}-changes.docx").exists()


def test_what_is_exempt_by_now_does_not_come_back_as_deleted_text(place: Path) -> None:
    """The public copy holds nothing of a table that a form has come to keep from the public."""
    form = place / "templates/returns/highlight_update.yaml"
    form.write_text(
        form.read_text("utf-8").replace("  - id: risks\n", "  - id: risks\n    exempt: true\n"), "utf-8"
    )
    build(place, "--changes")
    with zipfile.ZipFile(place / f"{PAPER}-changes.docx") as package:
        text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert "Thornbeck health centre overruns" not in text
