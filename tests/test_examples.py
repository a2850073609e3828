"""The examples of other papers: each is built from its own configuration and templates, and shows what it is for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper

from pipeline.cli import main
from pipeline.exit_codes import BUILT, RETURNS_HAVE_ERRORS

PROJECT = Path(__file__).resolve().parent.parent
EXAMPLES = PROJECT / "docs/examples"
CHECKS = PROJECT.parent / "shared/tools"
SHAPES: dict[str, Callable[[Paper], None]] = {}
Proof = Callable[[Paper], None]


def shape(name: str) -> Callable[[Proof], Proof]:
    """What the paper of an example is to hold."""

    def remember(proof: Proof) -> Proof:
        SHAPES[name] = proof
        return proof

    return remember


def rows(paper: Paper, heading: str) -> list[list[str]]:
    """The words of the table whose first cell is ``heading``; a cell that spans columns stands once."""
    found = next(table for table in paper.tables if table.cell(0, 0).text == heading)
    return [[cell.text for cell in dict.fromkeys(row.cells)] for row in found.rows]


def names() -> list[str]:
    """The examples by the names of their folders."""
    return sorted(path.parent.name for path in EXAMPLES.glob("*/config.yaml"))


@pytest.fixture(scope="module", params=names())
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """An example by name, with the paper that a copy of its folder gives."""
    place = tmp_path_factory.mktemp("example") / request.param
    shutil.copytree(EXAMPLES / request.param, place, ignore=shutil.ignore_patterns("outputs"))
    assert main(["--config", str(place / "config.yaml"), "--quiet"]) in (BUILT, RETURNS_HAVE_ERRORS)
    [paper] = place.glob("outputs/*/*.docx")
    return request.param, paper


def test_each_example_is_proved() -> None:
    """No example is without its proof, and no proof without its example."""
    assert names() == sorted(SHAPES)


def test_the_paper_has_its_shape(built: tuple[str, Path]) -> None:
    """The paper holds what its example is for."""
    name, paper = built
    SHAPES[name](Document(str(paper)))


def test_word_opens_it_and_everybody_can_read_it(built: tuple[str, Path]) -> None:
    """The independent checks of Word files find nothing in the paper."""
    if not CHECKS.is_dir():
        pytest.skip("the checks of Word files are not on this computer")
    for check in (["docx_check.py", "--xsd", str(CHECKS / "xsd")], ["docx_a11y.py"]):
        command = [sys.executable, str(CHECKS / check[0]), *check[1:], str(built[1])]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout
        assert " 0 warn" in run.stdout, run.stdout


@pytest.mark.parametrize("name", names())
def test_its_letters_are_the_projects_own(name: str) -> None:
    """An example holds a copy of the letters, so that its folder can be taken away whole; the copy is kept up."""
    for letter in (PROJECT / "templates/letters").iterdir():
        copy = EXAMPLES / name / "templates/letters" / letter.name
        assert copy.read_bytes() == letter.read_bytes()


def test_each_picture_is_small_and_shown() -> None:
    """The page on the examples shows a small picture of each, with words for who cannot see it."""
    page = (EXAMPLES / "README.md").read_text("utf-8")
    for name in names():
        assert (EXAMPLES / name / "picture.png").stat().st_size < 50_000
        [words] = re.findall(rf"!\[(.+)\]\({name}/picture.png\)", page)
        assert len(words) > 20


@shape("scorecard")
def scorecard(paper: Paper) -> None:
    """Bands in the order of the plan; a letter for the target; an arrow with its word."""
    table = rows(paper, "Measure")
    bands = [row[0] for row in table if len(row) == 1]
    assert bands == ["A good start in life", "A home that lasts", "Care close by"]
    assert table[0][2:] == ["Target", "Benchmark", "Last quarter", "This quarter", "On target", "Direction"]
    said = {row[0]: row[2:] for row in table if len(row) > 1}
    assert said["Two-year-olds in a free nursery place"] == [
        "80%", "74.6%", "76.2%", "81.5%", "Y", "▲ Improved",
    ]  # fmt: skip
    assert said["Children ready for school at five"][-2:] == ["N", "► Unchanged"]
    assert said["Average time to let an empty council home"][-2:] == ["N", "▲ Worse"]
    assert said["Average wait for a home care package"][-2:] == ["Y", "▼ Improved"]


@shape("actions-log")
def actions_log(paper: Paper) -> None:
    """What is still to be done by the date that holds now, beside the first one; what is done stands apart."""
    to_do, done = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in paper.tables
        if table.cell(0, 0).text == "Ref"
    ]
    assert [row[0] for row in to_do] == ["Ref", "T7", "S2", "S3", "H1", "T9"]
    assert to_do[-1][2:6] == ["Head of roads, Transport", "25 April 2025", "12 September 2025", "Revised"]
    assert [(row[0], row[5]) for row in done[1:]] == [("T4", "Done"), ("H5", "Done")]


@shape("programme-overview")
def programme_overview(paper: Paper) -> None:
    """Three months of ratings side by side, in bands by portfolio."""
    table = rows(paper, "Programme")
    assert table[0][1:4] == ["Two months ago", "Last month", "This month"]
    assert [row[0] for row in table if len(row) == 1] == ["Digital", "Estates", "Workforce"]
    said = {row[0]: row[1:4] for row in table if len(row) > 1}
    assert said["Appointments online"] == ["Green", "Amber", "Red"]
    assert said["One staff bank"] == ["Not started", "Not started", "Green"]


@shape("risk-register")
def risk_register(paper: Paper) -> None:
    """The gravest risk first, with its two ratings; and the grid of words by which every rating is judged."""
    risks, grid = rows(paper, "Ref"), rows(paper, "Likelihood")
    assert [row[0] for row in risks] == ["Ref", "R8", "R3", "C1", "P2", "C4"]
    assert risks[1][2:6] == ["Likely", "Critical", "Severe", "Medium"]
    assert [row[0] for row in grid] == ["Likelihood", "Very likely", "Likely", "Unlikely", "Remote"]
    by_words = {
        (row[0], head.split()[0]): word for row in grid[1:] for head, word in zip(grid[0], row, strict=True)
    }
    for row in risks[1:]:
        assert row[4] == by_words[row[2], row[3]]
    assert by_words["Remote", "Minor"] == "Low"
    cell = next(table for table in paper.tables if table.cell(0, 0).text == "Likelihood").cell(1, 4)
    assert 'w:fill="7A0019"' in cell._tc.xml


@shape("prince2-highlight")
def prince2_highlight(paper: Paper) -> None:
    """Seven dimensions of each project in their order, with the rating of last period and of this."""
    dimensions = ["Time", "Cost", "Quality", "Scope", "Benefits", "Risk", "Sustainability"]
    found = [table for table in paper.tables if table.cell(0, 0).text == "Dimension"]
    assert len(found) == 2
    for table in found:
        assert [row.cells[0].text for row in table.rows][1:] == dimensions
    assert [cell.text for cell in found[1].rows[2].cells[1:3]] == ["Near", "Beyond"]
    assert "Ferry Slip Renewal" in [
        one.text for one in paper.paragraphs if one.style and one.style.name == "Heading 1"
    ]


@shape("finance-dashboard")
def finance_dashboard(paper: Paper) -> None:
    """Subtotals and totals of budget, actual, forecast and variance are right, by service and by kind."""

    def pounds(words: str) -> int:
        return int(words.replace("£", "").replace(",", ""))

    table = rows(paper, "Line")
    so_far, all_lines = [0] * 4, [0] * 4
    for row in (row for row in table[1:] if len(row) == 5):
        said = [pounds(cell) for cell in row[1:]]
        assert said[3] == said[2] - said[0]
        if row[0].endswith("subtotal"):
            assert said == so_far
            so_far = [0] * 4
        elif row[0] == "Total":
            assert said == all_lines
        else:
            so_far, all_lines = (
                [a + b for a, b in zip(sums, said, strict=True)] for sums in (so_far, all_lines)
            )
    assert [row[0] for row in table if len(row) == 1] == ["Highways", "Leisure", "Planning"]
    assert table[-1] == ["Total", "£1,485,000", "£888,650", "£1,531,500", "£46,500"]
    kinds = rows(paper, "Kind")
    assert [row[0] for row in kinds[1:]] == ["Staff", "Goods and services", "Income", "Total"]
    assert kinds[-1] == table[-1]


@shape("projects-side-by-side")
def projects_side_by_side(paper: Paper) -> None:
    """A column for each project and a row for each question; a rating keeps its word under its project."""
    heads = ["Upland Paths", "Peat and Water", "Field Barns"]
    ratings, facts = rows(paper, "Aspect"), rows(paper, "Question")
    assert ratings[0][1:] == facts[0][1:] == heads
    assert [row[0] for row in ratings[1:]] == ["Overall", "Time", "Money", "People"]
    assert ratings[1] == ["Overall", "On course", "Slipping", "Off course"]
    assert facts[3] == [
        "Spent of the grant",
        "£410,000 of £900,000",
        "£95,000 of £1,200,000",
        "£610,000 of £640,000",
    ]


@shape("monitoring-report")
def monitoring_report(paper: Paper) -> None:
    """A cover of the author's words that points to the appendices, and an appendix for each department on a page of its own."""
    departments = ["Environment", "Families", "Libraries and Museums"]
    appendices = [f"Appendix {number}: {name}" for number, name in enumerate(departments, 1)]
    headings = [one for one in paper.paragraphs if one.style and one.style.name == "Heading 1"]
    assert [one.text for one in headings][-3:] == appendices
    assert all(one.paragraph_format.page_break_before for one in headings[-3:])
    cover = dict(rows(paper, "Item"))
    assert list(cover) == ["Item", "Purpose", "Main points", "Recommendation", "Report author"]
    assert "One, on foster homes, is missed" in cover["Main points"]
    assert [(row[0], row[2]) for row in rows(paper, "Department")[1:]] == [
        (name, f"Appendix {number}") for number, name in enumerate(departments, 1)
    ]
    found = [table for table in paper.tables if table.cell(0, 0).text == "Undertaking"]
    assert [len(table.rows) - 1 for table in found] == [2, 3, 2]
