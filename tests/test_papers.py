"""The files of the papers of an edition, from the command line."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from one_paper import board_alone
from openpyxl import load_workbook
from pypdf import PdfReader
from test_pdf import needs_libreoffice

from pipeline.cli import main

HOME = Path(__file__).resolve().parents[1]
SECOND = """\
  - id: quality-report
    committee: Quality Committee
    title: Quality Report
    template: board_highlight_report.docx
    cover_form: cover
    partnerships: [north]
    private_version: true
    meetings:
      - {period: 2019-11, date: 2019-12-03, agenda_item: "4", paper_number: QC7}

"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project and its November returns, with a second paper on one partnership, in a public and a private version."""
    config = board_alone((HOME / "config.yaml").read_text("utf-8"))
    marker = "# Every rating column names one of these schemes."
    assert marker in config
    (tmp_path / "config.yaml").write_text(config.replace(marker, SECOND + marker), "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    shutil.copytree(HOME / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    return tmp_path


def built(project: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What a build says as JSON."""
    main(["build", "--json", "--config", str(project / "config.yaml"), *arguments])
    said: dict[str, Any] = json.loads(capsys.readouterr().out)
    return said


def names(said: dict[str, Any], ending: str) -> list[str]:
    """The names of the files written with that ending."""
    return sorted(Path(path).name for path in said["written"] if path.endswith(ending))


def words(path: Path) -> str:
    """The text of a Word file's body."""
    document = Document(str(path))
    return "".join(text.text or "" for text in document.element.body.iter("{*}t"))


def make_exempt(project: Path, words: str) -> None:
    """Give the programmes' table a column on exemption, and mark North Alderwick's first programme with ``words``."""
    form = project / "templates" / "returns" / "highlight_improvements.yaml"
    column = "      - {id: exempt, header: Exempt, kind: yes_no, in_paper: false, guidance: Say Yes to keep the row from the public}\n"
    form.write_text(form.read_text("utf-8").rstrip("\n") + "\n" + column, "utf-8")
    path = next((project / "inputs").rglob("North*"))
    book = load_workbook(path)
    sheet: Any = book["Programmes"]
    header = next(row for row in range(1, 9) if sheet.cell(row, 1).value == "Ref")
    sheet.cell(header, sheet.max_column + 1).value = "Exempt"
    sheet.cell(header + 1, sheet.max_column).value = words
    book.save(path)


def test_one_edition_gives_every_paper_that_is_due(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each paper with a meeting for the period is written, with its own partnerships."""
    said = built(project, capsys)
    assert names(said, ".docx") == [
        "board-highlight-report-2019-11.docx",
        "quality-report-2019-11-private.docx",
        "quality-report-2019-11.docx",
    ]
    text = words(project / "outputs" / "2019-11" / "quality-report-2019-11.docx")
    assert "North Alderwick Care Partnership" in text
    assert "South West Saltmere" not in text


def test_one_paper_can_be_asked_for(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--paper` with the beginning of an id builds that paper alone."""
    assert names(built(project, capsys, "--paper", "board"), ".docx") == [
        "board-highlight-report-2019-11.docx"
    ]


@pytest.mark.parametrize("level", ["error", "note", "off"])
def test_what_is_found_on_papers_has_the_level_that_the_configuration_gives(
    project: Path, capsys: pytest.CaptureFixture[str], level: str
) -> None:
    """`rules` in config.yaml holds for what is found while the papers are made, as it does for returns."""
    config = project / "config.yaml"
    text = config.read_text("utf-8").replace("[NHS, UK, GP]", "[]")
    config.write_text(text.replace("rules: {}", f"rules: {{acronym-unexplained: '{level}'}}"), "utf-8")
    said = built(project, capsys, "--paper", "board")
    found = {one["level"] for one in said["findings"] if one["rule"] == "acronym-unexplained"}
    assert found == ({level} - {"off"})
    assert said["written"]


@pytest.mark.parametrize("typed", ["Yes", "Part II"])
def test_what_is_exempt_goes_into_the_private_version_only(
    project: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    """A row marked as exempt stands in the private paper; the public one holds nothing of it."""
    path = next((project / "inputs").rglob("North*"))
    sheet: Any = load_workbook(path)["Programmes"]
    progress = next(str(row[2]) for row in sheet.iter_rows(min_row=5, values_only=True) if row[0])
    told = progress.split("\n")[-1].lstrip("-• ")
    make_exempt(project, typed)
    said = built(project, capsys)
    assert said["faults"] == []
    folder = project / "outputs" / "2019-11"
    assert told in words(folder / "quality-report-2019-11-private.docx")
    assert told not in words(folder / "quality-report-2019-11.docx")
    assert told not in words(folder / "board-highlight-report-2019-11.docx")


def test_one_templates_fault_leaves_the_other_papers_alone(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A paper whose template is missing is named; the others are written."""
    (project / "templates" / "papers" / "broken.docx").write_bytes(b"not Word")
    config = project / "config.yaml"
    config.write_text(
        config.read_text("utf-8").replace(
            "template: board_highlight_report.docx", "template: broken.docx", 1
        ),
        "utf-8",
    )
    said = built(project, capsys)
    assert [fault["rule"] for fault in said["faults"]] == ["template-not-readable"]
    assert said["exit_code"] == 2
    assert names(said, ".docx") == ["quality-report-2019-11-private.docx", "quality-report-2019-11.docx"]


@needs_libreoffice
def test_papers_are_bound_into_packs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--pack` makes a PDF of each paper and binds each committee's, the private version apart, behind an index."""
    said = built(project, capsys, "--pack")
    assert names(said, ".pdf") == [
        "board-highlight-report-2019-11.pdf",
        "pack-board-highlight-report-2019-11.pdf",
        "pack-quality-report-2019-11-private.pdf",
        "pack-quality-report-2019-11.pdf",
        "quality-report-2019-11-private.pdf",
        "quality-report-2019-11.pdf",
    ]
    folder = project / "outputs" / "2019-11"
    reader = PdfReader(io.BytesIO((folder / "pack-quality-report-2019-11.pdf").read_bytes()))
    index = reader.pages[0].extract_text()
    assert "Papers for the Quality Committee, 3 December 2019" in " ".join(index.split())
    assert "QC7" in index
    assert "Quality Report" in reader.pages[1].extract_text()


def test_papers_are_the_same_whoever_makes_them(tmp_path: Path) -> None:
    """Four papers made in this process, and by two others: every file that is published has the same bytes."""
    project = tmp_path / "project"
    subprocess.run(
        [sys.executable, HOME / "benchmarks" / "making.py", project, "--papers", "4", "--each", "2"],
        check=True,
    )
    made = []
    for jobs in ("1", "2"):
        outputs = tmp_path / jobs
        config = str(project / "config.yaml")
        assert main(["build", "--quiet", "--config", config, "--outputs", str(outputs), "--jobs", jobs]) in {
            0,
            1,
        }
        files = [path for path in (outputs / "2019-11").rglob("*") if path.is_file()]
        made.append({path.relative_to(outputs): path.read_bytes() for path in files})
    assert len([path for path in made[0] if path.suffix == ".docx" and ".built" not in path.parts]) == 4
    assert made[0] == made[1]
