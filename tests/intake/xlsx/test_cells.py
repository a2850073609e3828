"""Each type of cell reads as a person sees it; what is odd is told."""

from datetime import date
from decimal import Decimal

import pytest
from raw_workbook import cells, findings, only_cell, parts, read_sheet, zipped

from pipeline.intake.workbook import Limits, read_workbook
from pipeline.model import Cell, Run

STYLES = (
    '<fonts><font/><font><strike/></font><font><b/><i/></font><font><strike val="0"/></font></fonts>'
    '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf fontId="3"/></cellXfs>'
)


def cell(inside: str, strings: str = "") -> Cell:
    """The one cell of a sheet."""
    return only_cell(parts(cells(inside), STYLES, strings))


@pytest.mark.parametrize(
    ("inside", "typed"),
    [
        ('<c t="s"><v>1</v></c>', "Two"),
        ('<c t="s"><v> 0 </v></c>', "One"),
        ('<c t="inlineStr"><is><t>Three</t></is></c>', "Three"),
        ('<c t="inlineStr"><is><r><t>Thr</t></r><r><t xml:space="preserve">ee </t></r></is></c>', "Three"),
        ('<c t="str"><f>A1&amp;B1</f><v>Four</v></c>', "Four"),
        ('<c t="b"><v>1</v></c>', "Yes"),
        ('<c t="b"><v>false</v></c>', "No"),
        ("<c><v>12</v></c>", "12"),
        ('<c t="n"><v>0.38400000000000001</v></c>', "0.384"),
        ("<c><v>1E3</v></c>", "1000"),
        ("<c><v>-0.5</v></c>", "-0.5"),
        ("<c><v>12345678901234567890</v></c>", "12345678901234567890"),
        ('<c t="d"><v>2019-11-14</v></c>', "14 November 2019"),
        ('<c t="d"><v>2019-11-14T09:30:00Z</v></c>', "14 November 2019"),
        ('<c t="d"><v>09:30:00</v></c>', "09:30"),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="inlineStr"><is><t>One_x000D_\nTwo &amp; &lt;b&gt;</t></is></c>', "One\nTwo & <b>"),
    ],
)
def test_every_type_of_cell_is_read(inside: str, typed: str) -> None:
    """Texts, numbers, dates, truth values and errors."""
    read = cell(inside, "<si><t>One</t></si><si><t>Two</t></si>")
    assert (read.typed, str(read.address)) == (typed, "north.xlsx › Programmes!A1")


def test_what_a_value_is_comes_with_it() -> None:
    """Numbers, days and errors are there beside the text."""
    assert cell("<c><v>0.1</v></c>").number == Decimal("0.1")
    assert cell('<c t="d"><v>2019-11-14</v></c>').day == date(2019, 11, 14)
    assert cell('<c t="e"><v>#REF!</v></c>').error


def test_phonetic_guides_are_no_text() -> None:
    """How a Japanese word is spoken is no part of it."""
    guided = '<si><t>課</t><rPh sb="0" eb="1"><t>カ</t></rPh><phoneticPr fontId="1"/></si>'
    assert cell('<c t="s"><v>0</v></c>', guided).typed == "課"


@pytest.mark.parametrize(
    "formula",
    [
        "<f>1+1</f>",
        '<f t="shared" ref="A1:A3" si="0">1+1</f>',
        '<f t="shared" si="0"/>',
        '<f t="array" ref="A1">1+1</f>',
    ],
)
def test_a_formula_shows_its_last_value(formula: str) -> None:
    """The value kept in the file counts, and that it comes from a formula is told."""
    read = cell(f"<c>{formula}<v>2</v></c>")
    assert (read.typed, read.formula, read.uncalculated) == ("2", True, False)
    assert not cell("<c><v>2</v></c>").formula


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_never_worked_out_is_told(value: str) -> None:
    """Without a value kept in the file nothing is known."""
    read = cell(f"<c><f>1+1</f>{value}</c>")
    assert (read.typed, read.formula, read.uncalculated) == ("", True, True)


def test_a_formula_that_gives_an_empty_text_is_blank() -> None:
    """An empty text is a value: the cell shows nothing, and not because nobody worked it out."""
    sheet = read_sheet(parts(cells('<c t="str"><f>""</f><v></v></c>')))
    assert sheet.cells == {}
    [blank] = sheet.blanks.values()
    assert (blank.typed, blank.formula, blank.uncalculated) == ("", True, False)


def test_all_cells_of_an_array_come_from_its_formula() -> None:
    """A formula that fills several cells is told at each."""
    sheet = read_sheet(
        parts(cells('<c><f t="array" ref="A1:B1">x</f><v>1</v></c><c><v>2</v></c><c><v>3</v></c>'))
    )
    assert [read.formula for read in sheet.cells.values()] == [True, True, False]


def test_text_struck_through_is_told() -> None:
    """By the cell's font, or by all runs that show something; partly struck text is told by its runs."""
    assert cell('<c s="1"><v>2</v></c>').struck
    assert not cell('<c s="3"><v>2</v></c>').struck
    whole = "<is><r><rPr><strike/></rPr><t>Gone</t></r><r><t> </t></r></is>"
    assert cell(f'<c t="inlineStr">{whole}</c>').struck
    part = '<is><r><rPr><strike/></rPr><t>Ambr</t></r><r><rPr><b/></rPr><t xml:space="preserve"> Amber </t></r></is>'
    read = cell(f'<c t="inlineStr" s="1">{part}</c>')
    assert (read.typed, read.struck) == ("Ambr Amber", False)
    assert read.runs == (Run("Ambr", struck=True), Run(" Amber", bold=True))


def test_runs_are_told_only_where_they_differ() -> None:
    """Runs set alike are one text; a run without font of its own is set as the cell is."""
    plain = "<is><r><t>Care </t></r><r><rPr><sz val='9'/></rPr><t>close</t></r></is>"
    assert cell(f'<c t="inlineStr">{plain}</c>').runs == ()
    own = "<is><r><t>Care </t></r><r><rPr><b/></rPr><t>close</t></r><r><rPr><b val='0'/></rPr><t> to home</t></r></is>"
    assert cell(f'<c t="inlineStr" s="2">{own}</c>').runs == (
        Run("Care ", bold=True, italic=True),
        Run("close", bold=True),
        Run(" to home"),
    )


def test_cells_of_spaces_show_nothing() -> None:
    """A cell with a mere space is kept among the blanks."""
    sheet = read_sheet(parts(cells('<c t="s"><v>0</v></c>'), strings="<si><t> </t></si>"))
    assert (list(sheet.cells), list(sheet.blanks)) == ([], [(1, 1)])


def test_a_text_that_is_missing_is_told() -> None:
    """A cell that names a text which the file does not hold is an error."""
    [finding] = findings(parts(cells('<c t="s"><v>5</v></c><c t="s"><v>-1</v></c>')))
    assert (finding.rule, finding.address.within) == ("cell-text-missing", "Programmes!A1")
    assert finding.message == "On “Programmes” the text of A1 and B1 is missing from the file."
    assert finding.remedy == "Open the file in Excel, type the text again where it is missing, and save."


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("n", "twelve"),
        ("n", "1e999"),
        ("n", "NaN"),
        ("d", "2019-02-30"),
        ("d", "soon"),
        ("b", "maybe"),
        ("x", "word"),
    ],
)
def test_a_value_that_is_not_what_its_type_says_is_told(kind: str, value: str) -> None:
    """It's read as text, and the cell is named."""
    data = zipped(parts(cells(f'<c t="{kind}"><v>{value}</v></c>')))
    workbook, [finding] = read_workbook(data, "north.xlsx")
    assert workbook is not None
    assert workbook.sheets[0].cells[1, 1].typed == value
    assert (finding.rule, finding.message, finding.remedy) == (
        "cell-not-as-marked",
        "On “Programmes” the file calls the contents of A1 a number, a date or a yes/no, which they are not; they were read as text.",
        "Open the file in Excel, type the value again, and save.",
    )


def test_a_text_longer_than_excel_allows_is_kept_and_told() -> None:
    """All of it is there."""
    data = zipped(parts(cells(f'<c t="inlineStr"><is><t>{"word " * 8_000}end</t></is></c>')))
    workbook, [finding] = read_workbook(data, "north.xlsx", Limits(ratio=10_000))
    assert workbook is not None
    assert len(workbook.sheets[0].cells[1, 1].typed) == 40_003
    assert (finding.rule, finding.message, finding.remedy) == (
        "cell-text-very-long",
        "On “Programmes” the text in A1 is longer than Excel can hold; all of it was read.",
        "Check that nothing was pasted there that does not belong.",
    )


def test_too_many_texts_are_refused() -> None:
    """The workbook's list of texts is bounded."""
    [finding] = findings(parts(strings="<si/>" * 21), Limits(strings=20))
    assert (finding.rule, finding.message) == (
        "file-too-many-texts",
        "north.xlsx holds more than 20 different texts and was not read.",
    )
