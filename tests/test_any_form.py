"""Whatever people do to the forms, there is a paper, and whatever was not read is told."""

import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill

from pipeline.compose.paper import compose
from pipeline.edition import decide
from pipeline.intake.reading import FAULT, read_return
from pipeline.merge import account_for_rows
from pipeline.project import Plan, Project, read_plan
from pipeline.word.paper import write_paper

TYPED = (
    "", " ", "-", "n/a", "Nil", "TBC", "#REF!", "=1/0", "=SUM(A1:A9)", "@cmd", "+1", "Red", "Amber/Green",
    "Red (was amber)", "R", 0, 0.5, -3, 1e308, 26, True, "May-12", "31/02/2019", "03/04/19", "45000", 45000, "95%",
    "100%*", "£1.2m", "10-12", "a" * 32_767, "{{ 7*7 }}", "{% raw %}", "<b>&</b>", "_x000D_", "\u200bRed", "• a\no b",
    "x\ty", "\u202eabc", "😀" * 50, "Total", "Ref", "Programmes", "'quoted", "2019-13", "North Alderwick",
)  # fmt: skip
Change = Callable[[random.Random, Any, int, int], object]


def _type(chance: random.Random, sheet: Any, row: int, column: int) -> None:
    sheet.cell(row, column).value = chance.choice(TYPED)


def _merge(chance: random.Random, sheet: Any, row: int, column: int) -> None:
    sheet.merge_cells(
        start_row=row,
        end_row=row + chance.randint(0, 3),
        start_column=column,
        end_column=column + chance.randint(0, 2),
    )


def _hide_row(_: random.Random, sheet: Any, row: int, __: int) -> None:
    sheet.row_dimensions[row].hidden = True


def _hide_sheet(chance: random.Random, sheet: Any, _: int, __: int) -> None:
    sheet.sheet_state = chance.choice(["hidden", "veryHidden"])


def _strike(_: random.Random, sheet: Any, row: int, column: int) -> None:
    sheet.cell(row, column).font = Font(strike=True)


def _fill(chance: random.Random, sheet: Any, row: int, column: int) -> None:
    sheet.cell(row, column).fill = PatternFill("solid", fgColor=chance.choice(["C00000", "FFFFFF"]))


def _rename(chance: random.Random, sheet: Any, _: int, __: int) -> None:
    sheet.title = chance.choice(["Sheet1", "Risks (2)", "Übersicht", "Queries"])


CHANGES: tuple[Change, ...] = (
    *(_type,) * 8,
    lambda chance, sheet, row, _: sheet.delete_rows(row, chance.randint(1, 3)),
    lambda chance, sheet, row, _: sheet.insert_rows(row, chance.randint(1, 3)),
    lambda _, sheet, __, column: sheet.delete_cols(column),
    lambda _, sheet, __, column: sheet.insert_cols(column),
    _merge, _hide_row, _hide_sheet, _strike, _fill, _rename,
    lambda _, sheet, __, ___: sheet.parent.copy_worksheet(sheet),
)  # fmt: skip


def spoilt(data: bytes, chance: random.Random) -> bytes:
    """A return after a few things that people do to workbooks."""
    book = load_workbook(io.BytesIO(data))
    for _ in range(chance.randint(1, 8)):
        sheet: Any = chance.choice(book.worksheets)
        row, column = chance.randint(1, 25), chance.randint(1, 8)
        try:
            chance.choice(CHANGES)(chance, sheet, row, column)
        except (AttributeError, ValueError):  # Excel would not let anybody do this either
            continue
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def plan(project: Path) -> Plan:
    """The shipped configuration and forms."""
    made, faults = read_plan(Project(project / "config.yaml", project, project), None)
    assert made
    assert faults == []
    return made


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_done_to_returns_there_is_a_paper(project: Path, plan: Plan, seed: int) -> None:
    """Spoilt returns are read without a fault of the program, every row is accounted for, and a paper is proved."""
    chance = random.Random(seed)  # noqa: S311 - the same every time
    submissions = [
        read_return(spoilt(path.read_bytes(), chance), path.name, plan.forms)
        for path in sorted((project / "inputs" / "2019-11").glob("*.xlsx"))
    ]
    for submission in submissions:
        assert FAULT.id not in {finding.rule for finding in submission.findings}
        if submission.contents:
            account_for_rows(submission.contents)
    edition = decide(plan, submissions, []).edition
    paper = plan.settings.papers[0]
    template = (project / "templates" / "papers" / paper.template).read_bytes()
    package, faults, _ = write_paper(template, "paper.docx", compose(edition, paper, plan.settings))
    assert faults == []
    assert package
