"""Sections of a template: none is lost because it ends in the line of a tag."""

import pytest
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from word_template import page, saved, texts

TURNED = [WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def ending_with(words: str, *after: str, before: tuple[str, ...] = ()) -> bytes:
    """A template whose first section, on its side, ends in the line of these words."""

    def build(document: Word) -> None:
        document.add_paragraph("Before")
        for line in (*before, words, *after):
            document.add_paragraph(line)
        first = next(one for one in document.paragraphs if one.text == words)
        section = document.add_section(WD_SECTION.NEW_PAGE)
        document.sections[0].orientation = WD_ORIENT.LANDSCAPE
        section.orientation = WD_ORIENT.PORTRAIT
        [break_] = document.element.body.xpath("w:p[w:pPr/w:sectPr]")
        first._p.insert(0, break_.pPr)
        document.element.body.remove(break_)
        document.add_paragraph("After")

    return saved(build)


@pytest.mark.parametrize("wanted", [True, False])
@pytest.mark.parametrize(
    ("words", "after"),
    [
        ("{%p if wanted %}", ("Perhaps", "{%p endif %}")),
        ("{%p for x in 'ab' if wanted %}", ("Perhaps", "{%p endfor %}")),
    ],
)
def test_a_break_in_the_line_of_an_opening_tag_stands_before_the_block(
    words: str, after: tuple[str, ...], wanted: bool
) -> None:
    """Whatever becomes of the block, the section ends once, and the next has its own paper."""
    made = page(ending_with(words, *after), wanted=wanted)
    assert [section.orientation for section in made.sections] == TURNED
    assert texts(made)[0] == "Before"


@pytest.mark.parametrize("wanted", [True, False])
def test_a_break_in_the_line_of_a_closing_tag_stands_after_the_block(wanted: bool) -> None:
    """A section that ends with a condition ends whether or not that holds."""
    data = ending_with("{%p endif %}", before=("{%p if wanted %}", "Perhaps"))
    assert [section.orientation for section in page(data, wanted=wanted).sections] == TURNED


def test_a_break_in_the_line_of_a_value_stays() -> None:
    """Other lines keep their break, and no paragraph is added."""
    made = page(ending_with("{{ x }}"), x="A value")
    assert [section.orientation for section in made.sections] == TURNED
    assert [paragraph.text for paragraph in made.paragraphs] == ["Before", "A value", "After"]
