"""Whether a paper may be published."""

import pytest

from pipeline.model import Address, Finding, Level
from pipeline.rules.publication import withheld

CELLS = {Address("a.xlsx", "Programmes", cell) for cell in ("C5", "C6")}


def found(rule: str, cell: str = "C5", level: Level = Level.ERROR) -> Finding:
    """A finding on a cell."""
    return Finding(rule, level, Address("a.xlsx", "Programmes", cell), "Found.", "")


def test_a_public_paper_is_withheld_over_personal_data() -> None:
    """The finding says why, what became of an earlier paper, and what to do."""
    held = withheld(
        True, [found("small-number"), found("personal-email"), found("x")], "paper.docx", CELLS.copy
    )
    assert held is not None
    assert (held.rule, held.level, str(held.address)) == ("paper-withheld", Level.ERROR, "paper.docx")
    assert held.message == (
        "The paper is public and would show what seems to be personal data (1 cell), so it was not written. "
        "An earlier one was left as it is."
    )
    assert held.remedy == (
        "Put each place right or clear it, as its finding says, then run again. "
        "If nobody outside may read the paper, write public: false at that paper in config.yaml."
    )


def test_cells_are_counted() -> None:
    """Several places are told as such."""
    held = withheld(True, [found("small-number"), found("personal-email", "C6")], "paper.docx", CELLS.copy)
    assert held is not None
    assert "(2 cells)" in held.message


@pytest.mark.parametrize(
    "harmless",
    [
        found("required-missing"),
        found("small-number", level=Level.WARNING),
        found("personal-cleared", level=Level.NOTE),
        found("personal-outside-paper", level=Level.WARNING),
    ],
)
def test_other_findings_withhold_no_paper(harmless: Finding) -> None:
    """Other errors, what was cleared, and what the configuration calls no error stop nothing."""
    assert withheld(True, [harmless], "paper.docx", CELLS.copy) is None


def test_a_private_paper_is_never_withheld() -> None:
    """Whoever may read a private paper may read what it holds."""
    assert withheld(False, [found("personal-email")], "paper.docx", CELLS.copy) is None


def test_what_the_paper_does_not_show_withholds_it_not() -> None:
    """Personal data in a cell that goes into another paper only is no reason to withhold this one."""
    assert withheld(True, [found("personal-email", "D9")], "paper.docx", CELLS.copy) is None
