"""Tables of contents: filled when the paper is opened, right, and nobody is asked anything."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from word_template import (
    bookmarked,
    caption,
    field,
    into_list,
    outlined,
    page,
    reference,
    saved,
    simple_field,
    texts,
    written,
)

TOC = 'TOC \\o "1-3" \\h \\z \\u'
Step = Callable[[Word], object]


def contents(instruction: str = TOC) -> Step:
    """Adds a table of contents with a line of long ago."""
    return lambda document: field(document.add_paragraph(), instruction, "Update me", dirty=True)


def chapters(document: Word) -> None:
    """Numbered headings of three levels, of which one may be left out."""
    outlined(document)
    document.add_heading("About {{ name }}")
    document.add_paragraph("{%p for part in parts %}")
    document.add_heading("{{ part }}", 2)
    document.add_heading("Risks", 3)
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p if money %}")
    document.add_heading("Money")
    document.add_paragraph("{%p endif %}")
    document.add_heading("")


def listed(made: Word) -> list[tuple[str, str]]:
    """Each line of the tables of contents: its style and its words, a tab as an arrow."""
    found = []
    for link in made.element.body.iter(qn("w:hyperlink")):
        paragraph = link.getparent()
        signs = link.iter(qn("w:t"), qn("w:tab"))
        words = "".join("→" if sign.tag == qn("w:tab") else sign.text or "" for sign in signs)
        found.append((made.styles.get_by_id(paragraph.style, 1).name or "", words))
    return found


FILLED = [
    ("toc 1", "1.0→About R&D"),
    ("toc 2", "1.1→North"),
    ("toc 3", "1.1.1→Risks"),
    ("toc 2", "1.2→South"),
    ("toc 3", "1.2.1→Risks"),
]
NAMES = {"name": "R&D", "parts": ["North", "South"], "money": ""}


def test_contents_list_the_headings_of_the_paper() -> None:
    """Every heading that the paper has stands there with its number, and none that it has not."""
    assert listed(page(saved(contents(), chapters), **NAMES)) == FILLED


def test_each_line_leads_to_its_heading() -> None:
    """A line links to a bookmark around the heading's own words."""
    body = page(saved(contents(), chapters), **NAMES).element.body
    places = {mark.get(qn("w:name")): mark.getparent() for mark in body.iter(qn("w:bookmarkStart"))}
    led = [places[link.get(qn("w:anchor"))] for link in body.iter(qn("w:hyperlink"))]
    assert [heading.xpath("string(.)") for heading in led] == [
        "About R&D",
        "North",
        "Risks",
        "South",
        "Risks",
    ]
    assert all(name.startswith("_Toc") for name in places)


def test_nothing_is_asked_on_opening() -> None:
    """No field is marked as out of date, and the settings do not ask for all of them."""

    def asking(document: Word) -> None:
        document.settings.element.append(OxmlElement("w:updateFields"))

    made = page(saved(asking, contents(), chapters), **NAMES)
    assert not list(made.settings.element.iter(qn("w:updateFields")))
    assert not [mark for mark in made.element.body.iter(qn("w:fldChar")) if mark.get(qn("w:dirty"))]


def test_no_page_number_is_shown_and_none_is_asked_for() -> None:
    """The field stays one that Word can update, and asks for links without page numbers."""
    body = page(saved(contents(), chapters), **NAMES).element.body
    assert [text.text for text in body.iter(qn("w:instrText"))] == [' TOC \\o "1-3" \\h \\z \\u \\n ']
    kinds = [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ('TOC \\o "1-2"', ["About R&D", "North", "South"]),
        ('TOC \\o "2-3" \\n 2-2', ["North", "Risks", "South", "Risks"]),
        ("TOC \\o", ["About R&D", "North", "Risks", "South", "Risks"]),
        ("TOC", ["About R&D", "North", "Risks", "South", "Risks"]),
        ('TOC \\t "Annex,1"', ["The annex"]),
        ('TOC \\o "1-1" \\t "Annex;2;Other;1"', ["About R&D", "The annex"]),
        ('TOC \\o "1-1" \\u', ["About R&D", "Outlined"]),
        ("TOC \\u", ["About R&D", "North", "Risks", "South", "Risks", "Outlined"]),
        ('TOC \\o "7-8"', []),
    ],
)
def test_switches_say_what_is_listed(instruction: str, expected: list[str]) -> None:
    """Levels, styles of the author's own and outline levels are listed as the field asks."""

    def more(document: Word) -> None:
        document.styles.add_style("Annex", 1)
        document.add_paragraph("The annex", style="Annex")
        properties = document.add_paragraph("Outlined")._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))

    found = listed(page(saved(contents(instruction), chapters, more), **NAMES))
    assert [words.rpartition("→")[2] for _, words in found] == expected


def test_lists_of_tables_and_figures_are_filled() -> None:
    """A table of figures lists the captions of its label, whole or without label and number."""

    def tables(document: Word) -> None:
        for words in ("Waits", "Risks"):
            caption(document, "Table", f": {words}")
        caption(document, "Figure", ": Map")

    made = page(saved(contents('TOC \\h \\c "Table"'), contents('TOC \\a "Table"'), tables))
    style = "table of figures"
    assert listed(made) == [
        (style, "Table 1: Waits"), (style, "Table 2: Risks"), (style, "Waits"), (style, "Risks")
    ]  # fmt: skip


def test_the_templates_own_styles_are_used() -> None:
    """Where the template has styles for contents they are used; only those that it lacks are made."""

    def own(document: Word) -> None:
        document.styles.add_style("TOC 1", 1).element.set(qn("w:styleId"), "Contents1")

    made = page(saved(own, contents(), chapters), **NAMES)
    assert made.element.body.xpath("w:p[w:hyperlink][1]/w:pPr/w:pStyle/@w:val")[0] == "Contents1"
    names = [style.name for style in made.styles if (style.name or "").lower().startswith("toc ")]
    assert sorted(names) == ["TOC 1", "TOC Heading", "toc 2", "toc 3"]


# --- where it stands --------------------------------------------------------------------------


def old_lines(document: Word) -> None:
    """A table of contents as Word left it: a block with a heading, two lines with page numbers, and an end."""
    outlined(document)
    into_list(document.styles["TOC Heading"].element, 0)
    first, second, end = (document.add_paragraph() for _ in range(3))
    field(first, TOC, "1.0 Long gone")
    field(first, "PAGEREF _Toc111 \\h", "4")
    for part in list(first._p)[3:]:  # the end of the field, and the page number
        (second if part.tag == qn("w:r") and not list(part.iter(qn("w:fldChar"))) else first)._p.append(part)
    end._p.append(first._p.xpath("w:r[w:fldChar[@w:fldCharType='end']]")[0])
    block = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    first._p.addprevious(block)
    block[1].extend([document.add_paragraph("Contents", style="TOC Heading")._p, first._p, second._p, end._p])
    bookmarked(document.add_heading("Staff"), "_Toc111")


def test_a_block_of_contents_keeps_its_heading_and_loses_its_old_lines() -> None:
    """What Word's gallery has put in stays one block: the heading, the lines of this paper, and nothing else."""
    made = page(saved(old_lines))
    assert texts(made) == ["Contents", "1.0Staff", "Staff"]
    [block] = made.element.body.iter(qn("w:sdtContent"))
    assert len(block) == 2
    assert [mark.get(qn("w:name")) for mark in made.element.body.iter(qn("w:bookmarkStart"))] == [
        "_Toc000000001"
    ]


def test_a_bookmark_of_old_that_something_leads_to_is_kept() -> None:
    """A reference to a heading by the bookmark that a table of contents once made still leads there."""
    data = saved(old_lines, lambda document: reference(document, "See ", "REF _Toc111 \\r", ""))
    made = page(data)
    assert texts(made)[-1] == "See 1.0"


def test_such_a_bookmark_in_a_loop_is_kept_in_every_round() -> None:
    """References in a loop lead to their own round's heading by the bookmarks of old, too."""

    def loop(document: Word) -> None:
        document.add_paragraph("{%p for part in parts %}")
        bookmarked(document.add_heading("{{ part }}"), "_Toc222")
        reference(document, "See ", "REF _Toc222 \\h", "")
        document.add_paragraph("{%p endfor %}")

    made = page(saved(contents(), loop), parts=["North", "South"])
    assert texts(made)[2:] == ["North", "See North", "South", "See South"]


def test_words_around_the_field_stay() -> None:
    """What stands in the paragraph before and after a field stays before and after the lines."""

    def around(document: Word) -> None:
        line = document.add_paragraph("Before")
        simple_field(line, "TOC")
        line.add_run("After")
        document.add_heading("One")

    assert texts(page(saved(around))) == ["Before", "One", "After", "One"]


def test_contents_at_the_end_of_a_section_keep_the_section() -> None:
    """A section that ended with the field still ends there, once."""

    def section(document: Word) -> None:
        contents()(document)
        document.add_section(WD_SECTION.NEW_PAGE)
        [break_] = document.element.body.xpath("w:p[w:pPr/w:sectPr]")
        document.paragraphs[0]._p.insert(0, break_.pPr)
        document.element.body.remove(break_)
        document.add_heading("One")

    made = page(saved(section))
    assert len(made.sections) == 2
    assert listed(made) == [("toc 1", "One")]


def test_contents_of_a_paper_without_headings_are_empty() -> None:
    """Nothing is listed where there is nothing, and the field stays whole."""
    made = page(saved(contents()))
    assert texts(made) == []
    assert len(list(made.element.body.iter(qn("w:fldChar")))) == 3


def test_contents_in_a_table_cell_leave_a_sound_cell() -> None:
    """A cell with a table of contents still ends with a paragraph."""

    def cell(document: Word) -> None:
        field(document.add_table(1, 1).cell(0, 0).paragraphs[0], TOC)
        document.add_heading("One")

    [table] = page(saved(cell)).tables
    assert [paragraph.text for paragraph in table.cell(0, 0).paragraphs] == ["One"]


def test_the_same_template_gives_the_same_bytes() -> None:
    """Contents and their bookmarks depend on the paper alone."""
    data = saved(contents(), chapters)
    assert written(data, None, **NAMES) == written(data, None, **NAMES)
    assert Document(io.BytesIO(data)).paragraphs[0].text == "Update me"
