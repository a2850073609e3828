"""Values on the page: text as it is, real lists, and rating cells that can be read."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import example, given
from hypothesis import settings as search
from hypothesis import strategies as st
from lxml import etree

from pipeline.colour import contrast
from pipeline.intake.workbook import legible
from pipeline.model import Paper, Paragraph, Shown
from pipeline.settings import Settings
from pipeline.word.paper import write_paper

RED = Shown((Paragraph("Red"),), "C00000")
CELL_ORDER = (
    "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"
).split()  # ECMA-376 part 1, 17.4.69
RUN_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
).split()  # ECMA-376 part 1, 17.3.2.28
HOSTILE = [
    "R&D <b>x</b> A&amp;E ]]> <!-- -->",
    "{{ 7*7 }} {% raw %} {# x #} }} %}",
    "_x000D_ _x0007_ \\n \\1 {0} %s",
    "😀 👩‍⚕️ \U0010ffff é \u202e ﷽",
    "a\tb\nc",
    "' \" “ ” ‘ ’ – — …  \u00a0 \u200b",
    "0 \ufdd0",
    "x" * 32_767,
]


def template(*paragraphs: str, cell: str = "", more: Callable[[Word], object] | None = None) -> bytes:
    """A Word template with a table of one row and two cells; ``more`` is done to it before it is saved."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cell:
        document.add_table(1, 2).cell(0, 0).text = cell
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def filled(data: bytes, value: object) -> Word:
    """The paper with ``value`` in the place of the template's ``{{ x }}``."""
    package, findings, _ = write_paper(
        data, "paper.docx", Paper("A paper", "A board", date(2019, 11, 28), {"x": value})
    )
    assert findings == []
    assert package is not None
    return Document(io.BytesIO(package))


def first_cell(document: Word) -> Any:
    """The first cell of the first table."""
    return document.tables[0].cell(0, 0)


def styled(paragraphs: Sequence[WordParagraph]) -> list[tuple[str, str]]:
    """Each paragraph's style and text."""
    return [
        (paragraph.style.name or "" if paragraph.style else "", paragraph.text) for paragraph in paragraphs
    ]


def names(properties: Any) -> list[str]:
    """The names of an element's children."""
    return [etree.QName(child).localname for child in properties]


def set_style(name: str) -> Callable[[Word], object]:
    """Adds a paragraph style to a template."""
    return lambda document: document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


# --- text -------------------------------------------------------------------------------------


@cache
def everywhere() -> bytes:
    """A template that shows one value in its body, a table, its header and its footer."""

    def margins(document: Word) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ x }}"
        document.sections[0].footer.paragraphs[0].text = "{{ x }}"

    return template("{{ x }}", cell="{{ x }}", more=margins)


def shown_everywhere(value: object) -> set[str]:
    """What the body, the table, the header and the footer say."""
    document = filled(everywhere(), value)
    section = document.sections[0]
    return {
        document.paragraphs[0].text,
        first_cell(document).text,
        section.header.paragraphs[0].text,
        section.footer.paragraphs[0].text,
    }


@search(max_examples=10, deadline=None)
@given(st.text(max_size=60).map(legible))
@example("")
def test_any_text_arrives_as_it_is(text: str) -> None:
    """Whatever a return says, the page says, in body, table, header and footer."""
    assert shown_everywhere(Shown((Paragraph(text),))) == {text}


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_arrives_as_it_is(typed: str) -> None:
    """Markup, tags of templates, escapes of Excel, emoji and very long text are text on the page."""
    text = legible(typed)
    assert shown_everywhere(Shown((Paragraph(text),))) == shown_everywhere(text) == {text}


def test_control_characters_of_a_return_are_pictured() -> None:
    """A control character that a cell holds stands on the page as its picture, also in a header."""
    assert shown_everywhere(legible("a\x00b\x07c\x1fd_x0008_")) == {"a␀b␇c␟d␈"}


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1f", "\ud800", "\ufffe", "\ufdd00\ufdd1"])
def test_text_that_no_page_can_hold_is_no_crash(sign: str) -> None:
    """Such a sign in a configured name, or in the name of a file, costs neither the paper nor its neighbours."""
    for text in shown_everywhere(f"before{sign}after"):
        assert text.startswith("before")
        assert text.endswith("after")
        assert sign not in text


def test_a_value_stands_among_other_words() -> None:
    """Several values and the template's own words share a line, each once."""
    data = template("Likelihood {{ x.l }}, impact {{ x.i }} ({{ x.l }}).")
    assert filled(data, {"l": "{{ x.i }}", "i": "4"}).paragraphs[0].text == (
        "Likelihood {{ x.i }}, impact 4 ({{ x.i }})."
    )


def test_text_keeps_the_format_of_its_tag() -> None:
    """A value is printed as its tag is formatted in the template."""

    def bold(document: Word) -> None:
        document.add_paragraph().add_run("{{ x }}").bold = True

    [paragraph] = filled(template(more=bold), Shown((Paragraph("One"),))).paragraphs
    assert [(run.text, run.bold) for run in paragraph.runs] == [("One", True)]


# --- paragraphs and lists ---------------------------------------------------------------------

POINTS = Shown((Paragraph("Lead"), Paragraph("one", 1), Paragraph("two", 2), Paragraph("End")))


def test_bullets_in_the_body_are_lists_of_the_template() -> None:
    """A bulleted value becomes paragraphs in the template's list styles, nested ones in the deeper style."""
    assert styled(filled(template("{{ x }}"), POINTS).paragraphs) == [
        ("Normal", "Lead"),
        ("List Bullet", "one"),
        ("List Bullet 2", "two"),
        ("Normal", "End"),
    ]


def test_bullets_in_a_table_are_lists_of_the_tables() -> None:
    """In a cell the template's Table Bullet is used where there is one, else its List Bullet."""

    def both(document: Word) -> None:
        set_style("Table Bullet")(document)
        set_style("Table Bullet2")(document)

    own = first_cell(filled(template(cell="{{ x }}", more=both), POINTS))
    assert [style for style, _ in styled(own.paragraphs)] == [
        "Normal", "Table Bullet", "Table Bullet2", "Normal"
    ]  # fmt: skip
    general = first_cell(filled(template(cell="{{ x }}"), POINTS))
    assert [style for style, _ in styled(general.paragraphs)] == [
        "Normal", "List Bullet", "List Bullet 2", "Normal"
    ]  # fmt: skip


def test_a_value_that_starts_with_a_bullet_is_a_list_from_its_first_line() -> None:
    """The first line of a value is a bullet too, where it is one."""
    points = Shown((Paragraph("one", 1), Paragraph("two", 1)))
    assert styled(filled(template("{{ x }}"), points).paragraphs) == [
        ("List Bullet", "one"),
        ("List Bullet", "two"),
    ]


def test_what_follows_bullets_is_set_like_the_tag() -> None:
    """Running text below a value's first bullet is no bullet."""
    points = Shown((Paragraph("one", 1), Paragraph("text"), Paragraph("two", 1)))
    assert styled(filled(template("{{ x }}"), points).paragraphs) == [
        ("List Bullet", "one"),
        ("Normal", "text"),
        ("List Bullet", "two"),
    ]


def test_each_level_of_bullets_is_a_level_of_the_list() -> None:
    """Where the template has three levels of bullets, three levels of a cell are three on the page."""
    points = Shown(tuple(Paragraph(f"level {level}", level) for level in (1, 2, 3)))
    assert styled(filled(template("{{ x }}"), points).paragraphs) == [
        ("List Bullet", "level 1"),
        ("List Bullet 2", "level 2"),
        ("List Bullet 3", "level 3"),
    ]


def test_a_nested_bullet_is_a_bullet_in_a_template_without_the_deeper_style() -> None:
    """A template with one style for bullets uses it for every level, and never a style that it lacks."""

    def one_level(document: Word) -> None:
        document.styles["List Bullet 2"].delete()
        document.styles["List Bullet 3"].delete()

    page = filled(template("{{ x }}", more=one_level), POINTS)
    assert [style for style, _ in styled(page.paragraphs)] == [
        "Normal", "List Bullet", "List Bullet", "Normal"
    ]  # fmt: skip
    known = {style.style_id for style in page.styles}
    used = {style.get(qn("w:val")) for style in page.element.body.iter(qn("w:pStyle"))}
    assert used <= known


@search(max_examples=10, deadline=None)
@given(
    st.lists(
        st.builds(Paragraph, st.text("ab&<{}% é", min_size=1), st.integers(0, 2)), min_size=1, max_size=8
    )
)
def test_no_line_of_a_long_text_is_lost(lines: list[Paragraph]) -> None:
    """In body and table, every line has its paragraph, in order, and exactly the bullets are list items."""
    document = filled(everywhere(), Shown(tuple(lines)))
    body = styled(document.paragraphs)
    assert body == styled(first_cell(document).paragraphs)
    assert [text for _, text in body] == [line.text for line in lines]
    assert [style.startswith("List Bullet") for style, _ in body] == [line.level > 0 for line in lines]


def test_what_follows_a_label_is_not_formatted_like_the_label() -> None:
    """Where a bold label stands before a tag, the further lines of the value look like its first."""

    def label(document: Word) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("Progress: ").bold = True
        paragraph.add_run("{{ x }}")

    page = filled(template(more=label), Shown((Paragraph("one"), Paragraph("two"))))
    bold = {run.text: run.bold for paragraph in page.paragraphs for run in paragraph.runs}
    assert bold == {"Progress: ": True, "one": None, "two": None}


def test_a_section_break_stays_single() -> None:
    """A value of several lines in the last paragraph of a section makes no further sections."""

    def sections(document: Word) -> None:
        document.add_section(WD_SECTION.NEW_PAGE)
        document.paragraphs[0].add_run("{{ x }}")
        document.add_paragraph("After")

    data = template(more=sections)
    page = filled(data, Shown(tuple(map(Paragraph, "abc"))))
    assert len(page.sections) == len(Document(io.BytesIO(data)).sections)
    assert [paragraph.text for paragraph in page.paragraphs] == ["a", "b", "c", "After"]


def test_an_empty_value_leaves_an_empty_paragraph() -> None:
    """Where there is nothing to show, the words around it stay, and a condition can tell."""
    data = template("a{{ x }}b", "{% if x %}yes{% else %}no{% endif %}")
    assert [paragraph.text for paragraph in filled(data, Shown(())).paragraphs] == ["ab", "no"]


# --- ratings ----------------------------------------------------------------------------------


def test_every_shipped_rating_is_a_word_on_its_fill(settings: Settings) -> None:
    """A rating cell carries the word, the scheme's fill, and an ink of 4.5 to 1 on it."""
    data = template(cell="{{ x }}")
    for rating in (rating for scheme in settings.rating_schemes.values() for rating in scheme.ratings):
        cell = first_cell(filled(data, Shown((Paragraph(rating.word),), rating.fill)))
        [shading] = cell._tc.iter(qn("w:shd"))
        [colour] = cell._tc.iter(qn("w:color"))
        assert cell.text == rating.word
        assert [shading.get(qn(f"w:{name}")) for name in ("val", "color", "fill")] == [
            "clear", "auto", rating.fill
        ]  # fmt: skip
        assert contrast(colour.get(qn("w:val")), rating.fill) >= 4.5


def test_every_line_of_a_rating_can_be_read_on_its_fill() -> None:
    """Where a rating has more than its word, all of it has the ink that suits the fill."""
    value = Shown((Paragraph("Red"), Paragraph("since May"), Paragraph("late", 1)), RED.fill)
    cell = first_cell(filled(template(cell="{{ x }}"), value))
    assert [paragraph.text for paragraph in cell.paragraphs] == ["Red", "since May", "late"]
    assert [colour.get(qn("w:val")) for colour in cell._tc.iter(qn("w:color"))] == ["FFFFFF"] * 3


def test_a_fill_stands_where_the_schema_wants_it() -> None:
    """Whatever else a rating cell carries, its properties are in the order of the schema, with one fill."""

    def decorated(document: Word) -> None:
        properties = first_cell(document)._tc.tcPr
        for name in ("gridSpan", "tcBorders", "shd", "noWrap", "vAlign"):
            properties.append(OxmlElement(f"w:{name}"))
        properties.find(qn("w:gridSpan")).set(qn("w:val"), "1")

    cell = first_cell(filled(template(cell="{{ x }}", more=decorated), RED))
    found = names(cell._tc.tcPr)
    assert found == sorted(found, key=CELL_ORDER.index)
    assert found.count("shd") == 1
    assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == "C00000"


def test_an_ink_stands_where_the_schema_wants_it() -> None:
    """Whatever the format of a rating's tag, its run's properties are in the order of the schema."""

    def decorated(document: Word) -> None:
        font = first_cell(document).paragraphs[0].runs[0].font
        font.name, font.bold, font.italic, font.size = "Arial", True, True, Pt(9)
        font.small_caps, font.strike, font.no_proof, font.underline = True, False, True, True

    [run] = first_cell(filled(template(cell="{{ x }}", more=decorated), RED))._tc.iter(qn("w:r"))
    found = names(run.find(qn("w:rPr")))
    assert "color" in found
    assert found == sorted(found, key=RUN_ORDER.index)


def test_an_ink_of_the_template_gives_way() -> None:
    """A colour that the template gave the tag is replaced by one that can be read on the fill."""

    def coloured(document: Word) -> None:
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), "C00000")
        colour.set(qn("w:themeColor"), "accent1")
        first_cell(document).paragraphs[0].runs[0]._r.get_or_add_rPr().append(colour)

    [colour] = first_cell(filled(template(cell="{{ x }}", more=coloured), RED))._tc.iter(qn("w:color"))
    assert dict(colour.attrib) == {qn("w:val"): "FFFFFF"}


def test_a_rating_cell_without_properties_is_filled() -> None:
    """A cell that carries no properties, as other programs write them, gets its fill all the same."""

    def bare(document: Word) -> None:
        cell = first_cell(document)._tc
        cell.remove(cell.tcPr)

    cell = first_cell(filled(template(cell="{{ x }}", more=bare), RED))
    assert cell.text == "Red"
    assert [shading.get(qn("w:fill")) for shading in cell._tc.iter(qn("w:shd"))] == ["C00000"]


def test_a_rating_outside_a_table_is_its_word() -> None:
    """In running text a rating is the word."""
    page = filled(template("The status is {{ x }}.", "{{ x }}"), RED)
    assert [paragraph.text for paragraph in page.paragraphs] == ["The status is Red.", "Red"]


def test_a_rating_fills_no_other_cell() -> None:
    """Only the rating's own cell is filled."""
    page = filled(template(cell="{{ x }}"), RED)
    assert not list(page.tables[0].cell(0, 1)._tc.iter(qn("w:shd")))


# --- tables -----------------------------------------------------------------------------------


def looped(document: Word, *, heading: bool) -> None:
    """A table whose rows come from a loop over ``x``."""
    rows = [["Heading", "b"]] if heading else []
    rows += [["{%tr for row in x %}", ""], ["{{ row }}", "b"], ["{%tr endfor %}", ""]]
    table = document.add_table(len(rows), 2)
    for cells, typed in zip(table.rows, rows, strict=True):
        cells.cells[0].text, cells.cells[1].text = typed


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_table_has_a_row_for_each_record(count: int) -> None:
    """No records leave the heading alone; each record has its row."""
    data = template(more=lambda document: looped(document, heading=True))
    table = filled(data, [f"row {number}" for number in range(count)]).tables[0]
    assert [row.cells[0].text for row in table.rows] == ["Heading", *(f"row {n}" for n in range(count))]


def test_a_table_without_heading_or_records_is_no_crash() -> None:
    """A table whose only rows come from an empty loop leaves no broken table and stops nothing."""
    page = filled(template("Before", more=lambda document: looped(document, heading=False)), [])
    assert page.paragraphs[0].text == "Before"
    assert all(len(table.rows) for table in page.tables)


def test_a_cell_whose_words_are_left_out_keeps_a_paragraph() -> None:
    """Word refuses a cell without a paragraph; one whose every line is left out keeps an empty one."""

    def optional(document: Word) -> None:
        cell = first_cell(document)
        cell.add_paragraph("Remarks")
        cell.add_paragraph("{%p endif %}")

    page = filled(template(cell="{%p if x %}", more=optional), "")
    assert [names(cell._tc)[-1] for cell in page.tables[0].rows[0].cells] == ["p", "p"]


def test_columns_of_a_loop_are_as_wide_as_their_cells() -> None:
    """A table whose columns come from a loop has a grid that agrees with its cells."""

    def columns(document: Word) -> None:
        table = document.add_table(1, 4)
        for cell, text in zip(
            table.rows[0].cells, ["a", "{%tc for y in x %}", "{{ y }}", "{%tc endfor %}"], strict=True
        ):
            cell.text = text

    table = filled(template(more=columns), list("12345")).tables[0]._tbl
    widths = [width.get(qn("w:w")) for width in table.iter(qn("w:tcW"))]
    assert [column.get(qn("w:w")) for column in table.iter(qn("w:gridCol"))] == widths
    assert len(widths) == 6


def test_a_grid_has_as_many_columns_as_the_longest_row_takes() -> None:
    """A row that spans columns, or leaves some out at an end, counts with them; no column comes or goes for it."""

    def uneven(document: Word) -> None:
        table = document.add_table(2, 3)
        table.cell(0, 0).merge(table.cell(0, 2)).text = "{{ x }}"
        row = table.rows[1]._tr
        row.remove(row.findall(qn("w:tc"))[0])
        row.get_or_add_trPr().append(row.makeelement(qn("w:gridBefore"), {qn("w:val"): "1"}))

    table = filled(template(more=uneven), "1").tables[0]._tbl
    assert len(list(table.iter(qn("w:gridCol")))) == 3


def test_a_table_without_a_grid_is_left_without() -> None:
    """Some programs write tables that have none; nothing stops at that."""

    def bare(document: Word) -> None:
        table = document.add_table(1, 2)
        table.cell(0, 0).text = "{{ x }}"
        table._tbl.remove(table._tbl.find(qn("w:tblGrid")))

    table = filled(template(more=bare), "1").tables[0]._tbl
    assert len(list(table.iter(qn("w:gridCol")))) == 0


def test_a_table_as_wide_as_the_page_stays_so() -> None:
    """A table set to 100 per cent of the page keeps that width."""

    def whole_width(document: Word) -> None:
        [width] = document.tables[0]._tbl.iter(qn("w:tblW"))
        width.set(qn("w:type"), "pct")
        width.set(qn("w:w"), "5000")

    page = filled(template(cell="{{ x }}", more=whole_width), "a")
    [width] = page.element.body.iter(qn("w:tblW"))
    assert (width.get(qn("w:type")), width.get(qn("w:w"))) == ("pct", "5000")


@pytest.mark.parametrize("what", ["no width", "widths in per cent"])
def test_tables_of_other_programs_are_no_crash(what: str) -> None:
    """A table without a width of its own, or with cells in per cent, is filled like any other."""

    def foreign(document: Word) -> None:
        table = document.tables[0]._tbl
        if what == "no width":
            [width] = table.iter(qn("w:tblW"))
            table.tblPr.remove(width)
            return
        for width in table.iter(qn("w:tcW")):
            width.set(qn("w:type"), "pct")
            width.set(qn("w:w"), "50%")

    assert first_cell(filled(template(cell="{{ x }}", more=foreign), "a")).text == "a"
