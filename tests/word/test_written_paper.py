"""From an edition and the shipped template to the file that the committee receives."""

import io
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from filled_form import FIRST_ROW, NOVEMBER, SOUND, FilledForm
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from pipeline.colour import contrast
from pipeline.compose.paper import compose
from pipeline.merge import merge
from pipeline.model import Finding, Form, Paper, Paragraph, Shown
from pipeline.settings import Settings
from pipeline.word.paper import write_paper

FILE = "board_highlight_report.docx"
KEYS = {
    "Programmes": "Ref",
    "Risks": "Ref",
    "Waiting times": "Pathway",
    "Measures": "Measure",
    "Key actions": "Action",
}
LONG = "y" * 32_767


@cache
def shipped(project: Path) -> bytes:
    """The template that comes with the product."""
    return (project / "templates" / "papers" / FILE).read_bytes()


@pytest.fixture
def press(project: Path, settings: Settings, forms: dict[str, Form]) -> "Press":
    """Writes papers on the shipped template."""
    return Press(shipped(project), settings, forms)


class Press:
    """Writes the paper of an edition."""

    def __init__(self, template: bytes, settings: Settings, forms: dict[str, Form]) -> None:
        """One template, the configured partnerships."""
        self.template, self.settings, self.forms = template, settings, forms

    def write(self, form: FilledForm | None, reason: str = "") -> tuple[bytes | None, list[Finding]]:
        """The paper with North Alderwick's return; ``reason`` is why another's was held out."""
        edition = merge(
            self.settings.partnerships,
            {"north": form.contents()} if form else {},
            {"maternity": reason} if reason else {},
            NOVEMBER,
            self.forms,
        )
        paper = compose(edition, self.settings.papers[0], self.settings)
        return write_paper(self.template, FILE, paper)[:2]

    def page(self, form: FilledForm | None, reason: str = "") -> tuple[str, Any]:
        """The text of a paper that must come out well, and the document."""
        package, faults = self.write(form, reason)
        assert faults == []
        assert package is not None
        document = Document(io.BytesIO(package))
        root = document.element.body
        lines = ["".join(text.text or "" for text in p.iter(qn("w:t"))) for p in root.iter(qn("w:p"))]
        return "\n".join(lines), document


def test_links_can_be_read_in_the_shipped_template(project: Path) -> None:
    """The template has Word's style for links, underlined, in a colour of 4.5 to 1 on white and on its tints."""
    font = Document(io.BytesIO(shipped(project))).styles["Hyperlink"].font
    assert font.underline
    assert all(contrast(str(font.color.rgb), tint) >= 4.5 for tint in ("FFFFFF", "E8EDF4"))


def test_a_sound_return_is_a_paper(press: Press, form: FilledForm) -> None:
    """Everything that the return says stands in the paper, with no fault."""
    text, document = press.page(form)
    for words in ("Care close to home", "Too few nurses apply", "17 (North)", "88.4% YTD", "Off target"):
        assert words in text
    assert document.core_properties.title == f"{press.settings.papers[0].title} (November 2019)"


def test_the_same_edition_gives_the_same_bytes(press: Press, form: FilledForm) -> None:
    """Written twice, a paper has the same bytes."""
    assert press.write(form) == press.write(form)


def test_a_partnership_without_a_return_has_a_notice(press: Press, form: FilledForm) -> None:
    """Missing and held out are said where the report would stand and in the summary."""
    text, _ = press.page(form, "It reports October 2019.")
    assert text.count("No return was received for November 2019.") == 4
    assert text.count("The return for November 2019 was held out. It reports October 2019.") == 2
    assert "1 of 4 partnerships are reported here" in text


def test_a_paper_of_nothing_is_a_paper(press: Press) -> None:
    """When no return came at all, the paper says so for each partnership."""
    text, _ = press.page(None)
    assert text.count("No return was received for November 2019.") == 8


def test_a_nil_return_is_said(press: Press, form: FilledForm) -> None:
    """A partnership that says Nil has its sentences, and is not called missing."""
    for sheet, key in KEYS.items():
        form.fill_row(sheet, {key: "Nil"})
    text, _ = press.page(form)
    assert "Nil return: nothing to report here." in text
    assert "Nil return: nothing to report here." in text
    assert text.count("No return was received") == 6


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("R&D <b>x</b> A&amp;E ]]>", "R&D <b>x</b> A&amp;E ]]>"),
        ("{{ 7*7 }} {% raw %} {# x #}", "{{ 7*7 }} {% raw %} {# x #}"),
        ("a_x0007_b 😀", "a␇b 😀"),
        ("_x005F_x000D_ is text", "_x000D_ is text"),
        (LONG, LONG),
    ],
    ids=["markup", "tags", "control character", "escape", "long"],
)
def test_hostile_text_arrives_from_every_kind_of_cell(
    press: Press, form: FilledForm, typed: str, expected: str
) -> None:
    """From a name, a long text and a field, whatever is typed stands in the paper as text."""
    form.put("Programmes", "Key programme of work", typed)
    form.put("Risks", "Mitigation", typed)
    form.put("Key actions", "Action", typed)
    form.answer("Prepared by (role)", typed)
    text, _ = press.page(form)
    assert text.count(expected) >= 4


def test_everything_queried_still_makes_a_paper(press: Press, form: FilledForm) -> None:
    """A return with nothing right in it is printed as typed, each value marked."""
    form.put("Programmes", "Project status", "Ambr")
    for header, typed in {
        "Likelihood": "likely",
        "Impact": 9,
        "Score": "#REF!",
        "Current rating": "?",
    }.items():
        form.put("Risks", header, typed)
    form.put("Measures", "Actual", "good")
    form.put("Key actions", "Due", "by end of Oct")
    text, _ = press.page(form)
    queried = ("Ambr", "likely", "9", "#REF!", "?", "good", "by end of Oct")
    for typed in queried:
        assert f"{typed} [queried]" in text


@pytest.mark.parametrize(
    "label", ["Heading for the measures", "Area the measures cover", "Key aims", "Date approved"]
)
def test_a_field_that_is_filled_in_needlessly_does_not_stop_the_paper(
    press: Press, form: FilledForm, label: str
) -> None:
    """Each field may be filled in, also where the tables that it is about are empty: the paper is made."""
    form.answer(label, "Whole county")
    for sheet in ("Waiting times", "Measures", "Risks", "Key actions"):
        form.fill_row(sheet, {})
    package, faults = press.write(form)
    assert faults == []
    assert package is not None


def test_rows_with_one_cell_do_not_stop_the_paper(press: Press, form: FilledForm) -> None:
    """A row in which a single cell was filled in is printed, whichever table and cell it is."""
    for sheet, row in SOUND.items():
        for number, header in enumerate(row, FIRST_ROW):
            form.fill_row(sheet, {header: row[header]}, number)
    package, faults = press.write(form)
    assert faults == []
    assert package is not None


def test_bullets_of_a_return_are_bullets_in_its_table(press: Press, form: FilledForm) -> None:
    """A cell with nested dashes becomes a list of the template's table bullets."""
    form.put("Programmes", "Progress to date", "Lead in\n- first\n   - nested\n- last")
    _, document = press.page(form)
    styles = {
        paragraph.text: paragraph.style.name
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
    }
    assert [styles[text] for text in ("Lead in", "first", "nested", "last")] == [
        "Table Text", "Table Bullet", "Table Bullet2", "Table Bullet"
    ]  # fmt: skip


def test_bold_italics_and_links_of_a_return_are_those_of_the_paper(press: Press, form: FilledForm) -> None:
    """What a partnership set in Excel stands so in the paper; the italics of a whole cell are only its look."""
    italic, both = InlineFont(i=True), InlineFont(b=True, i=True)
    name = (TextBlock(italic, "Care "), TextBlock(both, "close"), TextBlock(italic, " to\nhome"))
    form.put("Programmes", "Key programme of work", CellRichText(*name))
    plain = InlineFont()
    progress = (TextBlock(plain, "Lead\n- "), TextBlock(italic, "first"), TextBlock(plain, "\n- last"))
    form.put("Programmes", "Progress to date", CellRichText(*progress))
    form.book["Risks"][form.put("Risks", "Mitigation", "See the plan")].hyperlink = "https://example.org/a b"
    _, document = press.page(form)
    cells = {cell.text: cell for table in document.tables for row in table.rows for cell in row.cells}
    [name_cell] = [cell for text, cell in cells.items() if text.startswith("Care close to home")]
    assert [(run.text, run.bold, run.italic) for run in name_cell.paragraphs[0].runs if run.text] == [
        ("Care ", None, None), ("close", True, None), (" to home", None, None)
    ]  # fmt: skip
    _, first, last = cells["Lead\nfirst\nlast"].paragraphs
    assert [(run.text, run.italic) for run in (*first.runs, *last.runs)] == [("first", True), ("last", None)]
    [link] = document.element.body.iter(qn("w:hyperlink"))
    assert document.part.rels[link.get(qn("r:id"))].target_ref == "https://example.org/a%20b"
    assert [run.style for run in link] == ["Hyperlink"]


def test_a_value_that_the_template_leaves_out_stops_the_paper() -> None:
    """A paper whose template lacks a column is not published, and the value is named."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("{{ title }}")
    document.save(out)
    lost = Shown((Paragraph("Too few nurses apply"),))
    paper = Paper("A paper", "A board", date(2019, 11, 28), {"title": "A report"}, (lost,))
    package, [finding], _ = write_paper(out.getvalue(), "paper.docx", paper)
    assert package is None
    assert finding.message == "“Too few nurses apply” does not stand in the finished paper."
