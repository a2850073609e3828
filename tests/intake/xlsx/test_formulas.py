"""Links that are written out in a formula, and those that it works out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_workbook import cells, findings, only_cell, parts, read_sheet

from pipeline.intake.xlsx.formulas import links, plain_link
from pipeline.model import Cell

PAGE = "https://example.org/plan"


@pytest.mark.parametrize(
    ("formula", "link"),
    [
        (f'HYPERLINK("{PAGE}","The plan")', (PAGE, "The plan")),
        (f' hyperlink( "{PAGE}" , "The plan" ) ', (PAGE, "The plan")),
        (f'HYPERLINK("{PAGE}")', (PAGE, PAGE)),
        (f'HYPERLINK("{PAGE}","")', (PAGE, "")),
        (f'HYPERLINK("{PAGE}","The ""plan"" (1), 2")', (PAGE, 'The "plan" (1), 2')),
    ],
)
def test_a_link_that_is_written_out_is_read(formula: str, link: tuple[str, str]) -> None:
    """Both arguments are plain text, in quotes; without words the address is what the cell says."""
    assert links(formula)
    assert plain_link(formula) == link


@pytest.mark.parametrize(
    "formula",
    [
        'HYPERLINK(A1,"The plan")',
        f'HYPERLINK("{PAGE}",A1)',
        f'HYPERLINK("{PAGE}","The "&"plan")',
        f'HYPERLINK("{PAGE}","The plan")&""',
        f'IF(TRUE,HYPERLINK("{PAGE}","The plan"),"")',
        f'HYPERLINK("{PAGE}","The plan",1)',
        f'HYPERLINK("{PAGE}",12)',
        f'HYPERLINK("{PAGE}","The plan)',
    ],
)
def test_a_link_that_is_worked_out_is_not(formula: str) -> None:
    """Whatever would have to be worked out gives no link, and is known to make one."""
    assert links(formula)
    assert plain_link(formula) is None


@pytest.mark.parametrize(
    "formula", ["", "SUM(A1:A3)", '"HYPERLINK("', "MYHYPERLINK(1)", 'A1&"=HYPERLINK(""x"")"']
)
def test_other_formulas_make_no_link(formula: str) -> None:
    """The word in a text or in another name is no link."""
    assert not links(formula)
    assert plain_link(formula) is None


@given(st.text(alphabet='HYPERLINK("), ab'))
def test_any_formula_ends_well(formula: str) -> None:
    """What is read as a link stands in the formula as it is."""
    found = plain_link(formula)
    assert found is None or (links(formula) and found[0] in formula.replace('""', '"'))


def formula_cell(formula: str, value: str) -> str:
    """A cell with a formula and the text that it last gave."""
    escaped = formula.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="str"><f>{escaped}</f><v>{value}</v></c>'


def test_a_cell_keeps_the_link_of_its_formula() -> None:
    """The words are those that the cell shows, and the link is the formula's."""
    read = only_cell(parts(cells(formula_cell(f'HYPERLINK("{PAGE}?a=1&b=2","The plan")', "The plan"))))
    assert (read.typed, read.link, read.formula) == ("The plan", f"{PAGE}?a=1&b=2", True)


def test_cells_filled_with_one_formula_all_keep_its_link() -> None:
    """Excel writes the formula once and names its group in the other cells."""
    sheet = read_sheet(
        parts(
            cells(
                f'<c t="str"><f t="shared" ref="A1:B1" si="0">HYPERLINK("{PAGE}","Plan")</f><v>Plan</v></c>'
                '<c t="str"><f t="shared" si="0"/><v>Plan</v></c><c t="str"><f t="shared" si="1"/><v>Plan</v></c>'
            )
        )
    )
    assert [read.link for read in sheet.cells.values()] == [PAGE, PAGE, ""]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (f'HYPERLINK("{PAGE}"&A1,"The plan")', "The plan"),
        (f'HYPERLINK("{PAGE}","The plan")', "Another plan"),
        ('HYPERLINK("","The plan")', "The plan"),
    ],
)
def test_a_link_that_is_not_kept_is_told(formula: str, value: str) -> None:
    """Where the formula works the link out, or the cell says other words, the words stand and the cell is named."""
    contents = parts(cells(formula_cell(formula, value)))
    [found] = findings(contents)
    assert (found.rule, found.address.cell) == ("cell-link-worked-out", "A1")
    assert found.message == (
        "On “Programmes” a formula works out the link in A1; the words were read, and the link was not kept."
    )


@pytest.mark.parametrize("value", ["", "<v/>"])
def test_a_link_never_worked_out_says_nothing(value: str) -> None:
    """Without a value in the file there are no words to carry the link."""
    read: Cell = only_cell(parts(cells(f'<c><f>HYPERLINK("{PAGE}","The plan")</f>{value}</c>')))
    assert (read.typed, read.link, read.uncalculated) == ("", "", True)
