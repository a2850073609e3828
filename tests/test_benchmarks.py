"""The benchmark's returns are sound, and its plain script makes the same paper from them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from pipeline.cli import main

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"


def run(script: str, *given: str | Path) -> None:
    """Run a script of the benchmark as the benchmark does."""
    subprocess.run([sys.executable, BENCHMARKS / script, *given], check=True)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one paper from four returns."""
    folder = tmp_path_factory.mktemp("benchmark") / "project"
    run("making.py", folder, "--each", "4")
    return folder


def words(paper: Path) -> set[str]:
    """Every line of text in a paper's body."""
    return {
        text for one in Document(str(paper)).element.body.iter("{*}p") if (text := "".join(one.itertext()))
    }


def test_both_make_a_paper_of_the_same_rows(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One mistyped rating is all that is wrong; every sentence of the script's paper stands in the program's."""
    assert main(["build", "--config", str(project / "config.yaml")]) == 1
    assert "Needs attention: 1 to put right." in capsys.readouterr().out
    run("plain_template.py", project / "plain.docx")
    run("plain_script.py", project / "plain.docx", project / "plain", project)
    (ours,) = (project / "outputs" / "2019-11").glob("*.docx")
    (plain,) = (project / "plain" / project.name).glob("*.docx")
    told = set(re.findall(r"The (?:programme board|lead provider) has [^.]*\.", " ".join(words(plain))))
    printed = " ".join(words(ours))
    assert len(told) > 20
    assert [sentence for sentence in told if sentence not in printed] == []


def test_the_same_numbers_give_the_same_returns(project: Path, tmp_path: Path) -> None:
    """A project made again has the same bytes, so that runs on two days measure the same work."""
    run("making.py", tmp_path / "again", "--each", "4")
    for path in (project / "inputs").rglob("*.xlsx"):
        assert (tmp_path / "again" / path.relative_to(project)).read_bytes() == path.read_bytes()
