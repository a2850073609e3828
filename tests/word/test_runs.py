"""Bold, italics and links on the page: as they were set in the cell, and nothing else changed by them."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.run import Run as WordRun
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st
from lxml import etree

from pipeline.colour import contrast
from pipeline.model import Address, Paper, Paragraph, Run, Shown, Value
from pipeline.printable import printable
from pipeline.word.paper import write_paper
from pipeline.word.runs import LINK_COLOUR

PAGE = "https://example.org/plan"
LINKED = Shown((Paragraph("See the plan", link=PAGE),))
HALF_BOLD = (Run("One "), Run("two", bold=True), Run(" three", italic=True))
RUN_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
).split()  # ECMA-376 part 1, 17.3.2.28
RUNS = st.lists(st.builds(Run, st.text(max_size=6).map(printable), st.booleans(), st.booleans()), max_size=6)
Sign = tuple[str, bool, bool]


def line(*runs: Run, level: int = 0, link: str = "") -> Paragraph:
    """A line of a value that is set in these runs."""
    return Paragraph("".join(run.text for run in runs), level, runs, link)


def template(*paragraphs: str, more: Callable[[Word], object] | None = None) -> bytes:
    """A Word template; ``more`` is done to it before it is saved."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(data: bytes, value: object, *must_show: Shown) -> bytes:
    """The file with ``value`` in the place of the template's ``{{ x }}``."""
    paper = Paper("A paper", "A board", date(2019, 11, 28), {"x": value}, must_show)
    package, findings, _ = write_paper(data, "paper.docx", paper)
    assert findings == []
    assert package is not None
    return package


def filled(data: bytes, value: object) -> Word:
    """The same file, opened."""
    return Document(io.BytesIO(written(data, value)))


def signs(paragraph: Any) -> Iterator[Sign]:
    """Each sign of a paragraph's text, and whether it is bold and italic there."""
    for run in paragraph.iter(qn("w:r")):
        font = WordRun(run, paragraph).font
        for child in run:
            marks = {qn("w:t"): child.text or "", qn("w:br"): "\n", qn("w:tab"): "\t"}
            yield from ((sign, bool(font.bold), bool(font.italic)) for sign in marks.get(child.tag, ""))


def wanted(*runs: Run, bold: bool = False, italic: bool = False) -> list[Sign]:
    """The same of runs, in the place of a tag that may itself be bold or italic."""
    return [(sign, run.bold or bold, run.italic or italic) for run in runs for sign in run.text]


def links(paragraph: Any) -> list[tuple[str, str]]:
    """The words of each link in a paragraph, and its relationship's id."""
    return [
        ("".join(text.text for text in link.iter(qn("w:t"))), link.get(qn("r:id")))
        for link in paragraph.iter(qn("w:hyperlink"))
    ]


def addresses(part: Any) -> dict[str, str]:
    """The address of each relationship of a part that leads out of the file."""
    external = [relation for relation in part.rels.values() if relation.is_external]
    assert all(relation.reltype == RELATIONSHIP_TYPE.HYPERLINK for relation in external)
    return {relation.rId: relation.target_ref for relation in external}


# --- bold and italics -------------------------------------------------------------------------


def test_bold_and_italics_of_a_cell_are_bold_and_italics_of_the_page() -> None:
    """Each run of a line is a run of its paragraph."""
    [paragraph] = filled(template("{{ x }}"), Shown((line(*HALF_BOLD),))).paragraphs
    assert [(run.text, run.bold, run.italic) for run in paragraph.runs] == [
        ("One ", None, None), ("two", True, None), (" three", None, True)
    ]  # fmt: skip


def test_every_line_and_bullet_keeps_its_runs() -> None:
    """Further paragraphs and bullets are set as their lines are."""
    lines = (line(*HALF_BOLD), line(Run("All", bold=True), level=1), line(Run("a "), Run("b", italic=True)))
    page = filled(template("{{ x }}"), Shown(lines))
    assert [list(signs(paragraph._p)) for paragraph in page.paragraphs] == [
        wanted(*one.runs) for one in lines
    ]
    assert page.element.body[1].style == "ListBullet"


@cache
def tags_of_every_kind() -> bytes:
    """Tags alone, among words, twice in a run, in a bold or italic run, in a table, a header and a footer."""

    def more(document: Word) -> None:
        set_apart = document.add_paragraph().add_run("{{ x }}")
        set_apart.bold, set_apart.italic = True, True
        document.add_table(1, 1).cell(0, 0).text = "{{ x }}"
        document.sections[0].header.paragraphs[0].text = "{{ x }}"
        document.sections[0].footer.paragraphs[0].text = "{{ x }}"

    return template("{{ x }}", "a\t{{ x }}b\nc{{ x }}{{ x }}", more=more)


@search(max_examples=20, deadline=None)
@given(RUNS, st.sampled_from(["", PAGE, "mailto:team@example.org", "javascript:x"]))
def test_any_runs_change_the_look_of_the_text_and_never_the_text(runs: list[Run], link: str) -> None:
    """Wherever a tag stands the words are those of the line, and each sign is bold or italic as in its run."""
    page = filled(tags_of_every_kind(), Shown((line(*runs, link=link),)))
    alone, among, apart = (paragraph._p for paragraph in page.paragraphs)
    section = page.sections[0]
    outside = (section.header.paragraphs[0]._p, section.footer.paragraphs[0]._p)
    for paragraph in (alone, page.tables[0].cell(0, 0).paragraphs[0]._p, *outside):
        assert list(signs(paragraph)) == wanted(*runs)
    assert list(signs(apart)) == wanted(*runs, bold=True, italic=True)
    assert list(signs(among)) == wanted(Run("a\t"), *runs, Run("b\nc"), *runs, *runs)


@search(max_examples=20, deadline=None)
@given(st.lists(RUNS, min_size=1, max_size=4), st.sampled_from(["", PAGE]))
def test_the_proof_finds_a_value_however_it_is_set(lines: list[list[Run]], link: str) -> None:
    """A value in runs and links stands in the paper as the same value without them does."""
    paragraphs = tuple(line(*runs, link=link) for runs in lines)
    typed = "\n".join(paragraph.text for paragraph in paragraphs)
    value = Shown(paragraphs, "", Value(Address("north.xlsx", "Risks", "B5"), typed, typed))
    assert written(template("{{ x }}"), value, value)


def test_runs_that_are_not_the_words_are_left_aside() -> None:
    """The words of a line are its text; runs that say something else are not believed."""
    [paragraph] = filled(template("{{ x }}"), Shown((Paragraph("One", 0, HALF_BOLD),))).paragraphs
    assert [(run.text, run.bold) for run in paragraph.runs] == [("One", None)]


def test_what_stands_beside_a_tag_in_its_run_stays_there() -> None:
    """Line breaks, tabs, page breaks and words before and after a tag keep their order and their look."""

    def run_of_all_sorts(document: Word) -> None:
        run = document.add_paragraph().add_run("before\t{{ x }}")
        run.font.size, run.font.small_caps = Pt(9), True
        run.add_break()
        run.add_text("{{ x }} after")
        run.add_break(WD_BREAK.PAGE)

    value = Shown((line(Run("1"), Run("2", bold=True)),))
    [paragraph] = filled(template(more=run_of_all_sorts), value).paragraphs
    assert "".join(sign for sign, _, _ in signs(paragraph._p)) == "before\t12\n12 after\n"
    assert {(run.font.size, run.font.small_caps) for run in paragraph.runs} == {(Pt(9), True)}
    assert [run.text for run in paragraph.runs if run.bold] == ["2", "2"]
    assert all(len(run._r) > 1 for run in paragraph.runs)
    [page_break] = [mark for mark in paragraph._p.iter(qn("w:br")) if mark.get(qn("w:type"))]
    assert page_break.getparent() is paragraph.runs[-1]._r


def test_run_properties_stand_where_the_schema_wants_them() -> None:
    """Whatever the format of a tag, bold, italics and the look of a link are in the order of the schema."""

    def decorated(document: Word) -> None:
        font = document.add_paragraph().add_run("{{ x }}").font
        font.name, font.size, font.small_caps, font.no_proof = "Arial", Pt(9), True, True
        font.strike, font.highlight_color = False, None

    def styled(document: Word) -> None:
        add_link_style(document)
        decorated(document)

    for more in (decorated, styled):
        value = Shown((line(Run("a", bold=True), Run("b", italic=True), link=PAGE),))
        root: Any = filled(template(more=more), value).element.body
        for run in root.iter(qn("w:r")):
            found = [etree.QName(child).localname for child in run.find(qn("w:rPr"))]
            assert found == sorted(found, key=RUN_ORDER.index)


# --- links ------------------------------------------------------------------------------------


def add_link_style(document: Word) -> None:
    """Give a template Word's own style for links, under an id of its own as in other languages."""
    document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER).element.set(qn("w:styleId"), "Link")


@pytest.mark.parametrize("link", [PAGE, "http://example.org/", "mailto:team@example.org?subject=Plan"])
def test_a_link_leads_where_the_cell_led(link: str) -> None:
    """The words of the line are the link, and its address is a relationship of the body that leads outside."""
    page = filled(template("Read: {{ x }}."), Shown((Paragraph("See the plan", link=link),)))
    [(words, relation)] = links(page.element.body)
    assert words == "See the plan"
    assert addresses(page.part) == {relation: link}
    assert page.paragraphs[0].text == "Read: See the plan."


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "file:///C:/plan.docx", "https://example.org/\x07", PAGE + "x" * 2_000, ""],
)
def test_a_link_that_could_do_harm_is_words(link: str) -> None:
    """Where an address is not to be carried, the words stand without it, and the file does not hold it."""
    page = filled(template("{{ x }}"), Shown((Paragraph("See the plan", link=link),)))
    assert page.paragraphs[0].text == "See the plan"
    assert (links(page.element.body), addresses(page.part)) == ([], {})


def test_an_address_is_never_read_as_a_template_or_as_xml() -> None:
    """Tags and markup in an address are signs of it."""
    link = PAGE + "?a={{ 7*7 }}&b=<b>&c=%7B%25 x %25%7D"
    page = filled(template("{{ x }}"), Shown((Paragraph("See", link=link),)))
    assert list(addresses(page.part).values()) == [
        PAGE + "?a=%7B%7B%207*7%20%7D%7D&b=%3Cb%3E&c=%7B%25%20x%20%25%7D"
    ]


def footnote(document: Word) -> None:
    """A footnote that holds a tag, as Word stores it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p></w:footnote>'
    xml = f'<?xml version="1.0"?><w:footnotes xmlns:w="{space}">{note}</w:footnotes>'.encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def test_each_part_has_its_own_relationships() -> None:
    """Body, header, footer and footnotes each know the address, once however often they lead there."""

    def outside(document: Word) -> None:
        for margin in (document.sections[0].header, document.sections[0].footer):
            margin.paragraphs[0].text = "{{ x }}, {{ x }}"
        footnote(document)

    page = filled(template("{{ x }}", "{{ x }} and {{ x }}", more=outside), LINKED)
    notes = page.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    header, footer = page.sections[0].header, page.sections[0].footer
    placed = [
        (page.part, page.element.body, 3),
        (header.part, header._element, 2),
        (footer.part, footer._element, 2),
        (notes, etree.fromstring(notes.blob), 1),
    ]
    for part, root, count in placed:
        [(relation, address)] = addresses(part).items()
        assert address == PAGE
        assert links(root) == [("See the plan", relation)] * count


def test_every_line_of_a_linked_cell_is_linked() -> None:
    """A link belongs to the whole cell: each of its lines leads there, and an empty one is no link."""
    value = Shown((Paragraph("a", link=PAGE), Paragraph("b", 1, link=PAGE), Paragraph("", link=PAGE)))
    page = filled(template("{{ x }}"), value)
    assert [words for words, _ in links(page.element.body)] == ["a", "b"]


def test_the_same_links_give_the_same_bytes() -> None:
    """Relationships are numbered by where they stand, so that a paper written twice is the same file."""
    value = [Shown((Paragraph(name, link=f"https://{name}.example/"),)) for name in "cabbed"]
    data = template("{% for one in x %}{{ one }} {% endfor %}")
    assert written(data, value) == written(data, value)
    assert len(addresses(filled(data, value).part)) == 5


def test_a_link_looks_as_the_template_has_it() -> None:
    """A template with Word's style for links has it used, whatever the style's id; bold stays bold."""
    value = Shown((line(Run("See "), Run("it", bold=True), link=PAGE),))
    page: Any = filled(template("{{ x }}", more=add_link_style), value)
    look = [(run.style, WordRun(run, page).bold) for run in page.element.body.iter(qn("w:r"))]
    assert look == [("Link", None), ("Link", True)]


def test_a_link_in_a_template_without_the_style_is_underlined_and_blue() -> None:
    """It is told from text without the style too, by more than colour, and in one that can be read."""
    page: Any = filled(template("{{ x }}"), LINKED)
    [run] = page.element.body.iter(qn("w:r"))
    font = WordRun(run, page).font
    assert (font.underline, str(font.color.rgb)) == (True, LINK_COLOUR)
    assert contrast(LINK_COLOUR, "FFFFFF") >= 4.5


@pytest.mark.parametrize("with_style", [True, False])
def test_a_style_or_colour_of_the_tag_stays(*, with_style: bool) -> None:
    """White on a dark heading stays white, and a tag in a style of the template's keeps it; both tell of the link."""

    def formatted(document: Word) -> None:
        if with_style:
            add_link_style(document)
        white = document.add_paragraph().add_run("{{ x }}")
        white.font.color.rgb = RGBColor(255, 255, 255)
        strong = document.styles.add_style("Strong words", WD_STYLE_TYPE.CHARACTER)
        document.add_paragraph().add_run("{{ x }}", strong)

    page: Any = filled(template(more=formatted), LINKED)
    white, strong = (WordRun(run, page) for run in page.element.body.iter(qn("w:r")))
    assert str(white.font.color.rgb) == "FFFFFF"
    assert white._r.style == "Link" if with_style else white.font.underline
    assert (strong.font.underline, strong._r.style) == (True, "Strongwords")


def test_a_rating_on_its_fill_is_no_link() -> None:
    """Blue could not be read on a rating's colour: the word stands alone, in its ink."""

    def table(document: Word) -> None:
        document.add_table(1, 1).cell(0, 0).text = "{{ x }}"

    page = filled(template(more=table), Shown((Paragraph("Red", link=PAGE),), "C00000"))
    assert page.tables[0].cell(0, 0).text == "Red"
    assert (links(page.element.body), addresses(page.part)) == ([], {})


def test_a_tag_within_a_link_is_words() -> None:
    """Word wants no link within a link of the template's; the value is there."""

    def wrapped(document: Word) -> None:
        paragraph = document.add_paragraph()
        outer = OxmlElement("w:hyperlink")
        outer.set(qn("w:anchor"), "top")
        outer.append(paragraph.add_run("{{ x }}")._r)
        paragraph._p.append(outer)

    value = Shown((line(Run("See "), Run("it", bold=True), link=PAGE),))
    page = filled(template(more=wrapped), value)
    assert list(signs(page.paragraphs[0]._p)) == wanted(*value.paragraphs[0].runs)
    assert [relation for _, relation in links(page.element.body)] in ([], [None])


def test_a_relationship_of_the_template_is_used_again() -> None:
    """Where the template itself leads to the page, no second relationship is made, and its own stay."""

    def own(document: Word) -> None:
        document.part.relate_to(PAGE, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)

    data = template("{{ x }}", more=own)
    page = filled(data, LINKED)
    assert addresses(page.part) == addresses(Document(io.BytesIO(data)).part)


def test_a_number_that_the_template_has_taken_stays_its_own() -> None:
    """A template whose relationships are numbered with gaps keeps each of them beside the new ones."""

    def gaps(document: Word) -> None:
        rels = document.part.rels
        for number in (len(rels) + 2, len(rels) + 3):
            rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, f"{PAGE}/{number}", f"rId{number}", True)

    data = template("{{ x }}", more=gaps)
    own = addresses(Document(io.BytesIO(data)).part)
    page = filled(data, LINKED)
    [(_, relation)] = links(page.element.body)
    assert relation not in own
    assert addresses(page.part) == {**own, relation: PAGE}


def test_a_paper_without_links_has_no_relationship_that_leads_outside() -> None:
    """Nothing is added to a paper whose cells hold no link."""
    package = written(template("{{ x }}"), Shown((line(*HALF_BOLD),)))
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        assert not [name for name in parts.namelist() if b"External" in parts.read(name)]
