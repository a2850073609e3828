"""The numbers of headings and lists, as Word works them out."""

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from word_template import CLAUSES, OUTLINE, counting, into_list, item, numbered, outlined

from pipeline.word.number_formats import in_format
from pipeline.word.numbering import Number
from pipeline.word.outline import Outline


def shown(document: Word) -> list[str]:
    """The number of every paragraph, '' for none."""
    found = Outline.of(document).numbers
    return [found[p].text if p in found else "" for p in document.element.body.iter(qn("w:p"))]


@pytest.mark.parametrize(
    ("value", "form", "expected"),
    [
        (3, "decimal", "3"), (3, "decimalZero", "03"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"),
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (1, "ordinal", "1st"), (12, "ordinal", "12th"),
        (23, "ordinal", "23rd"), (5, "bullet", ""), (5, "chicago", "5"), (0, "lowerLetter", ""),
    ],
)  # fmt: skip
def test_each_format_is_words(value: int, form: str, expected: str) -> None:
    """Numbers, letters and Roman numbers are written as Word writes them."""
    assert in_format(value, form) == expected


def test_headings_are_numbered_through_their_styles() -> None:
    """A list linked to the heading styles numbers them; each level begins again under the one above."""
    document = Document()
    outlined(document)
    for words, level in [("a", 1), ("b", 2), ("c", 2), ("d", 3), ("e", 1), ("f", 2)]:
        document.add_heading(words, level)
    document.add_paragraph("text")
    assert shown(document) == ["1.0", "1.1", "1.2", "1.2.1", "2.0", "2.1", ""]


def test_a_heading_without_the_one_above_counts_it_as_begun() -> None:
    """Levels that were left out show where they would begin."""
    document = Document()
    outlined(document)
    document.add_heading("a", 2)
    assert shown(document) == ["1.1"]


def test_a_style_finds_its_level_in_the_list() -> None:
    """A style that names only the list is of the level that the list links to it; what is based on it follows."""
    document = Document()
    outlined(document)
    for properties in document.styles["Heading 2"].element.iter(qn("w:numPr")):
        properties.remove(properties.find(qn("w:ilvl")))
    document.styles.add_style("Part", 1).base_style = document.styles["Heading 2"]
    document.add_heading("a", 1)
    document.add_heading("b", 2)
    document.add_paragraph("c", style="Part")
    assert shown(document) == ["1.0", "1.1", "1.2"]


def test_two_lists_of_one_kind_count_on_unless_told() -> None:
    """Lists of one definition share their count; one that is told to start begins anew, once."""
    document = Document()
    first = numbered(document, [("%1.", "decimal")])
    abstract = len(document.part.numbering_part.element.findall(qn("w:abstractNum"))) + 99
    second, third = counting(document, abstract), counting(document, abstract, 1)
    for number in (first, first, second, third, third, first):
        item(document, "x", number)
    assert shown(document) == ["1.", "2.", "3.", "1.", "2.", "3."]


def test_a_level_may_be_told_not_to_begin_again() -> None:
    """A level that never restarts counts through the whole paper."""
    document = Document()
    number = numbered(document, [("Part %1", "upperRoman"), ("%2.", "decimal")])
    level = document.part.numbering_part.element.xpath("w:abstractNum[1]/w:lvl[2]")[0]
    never = OxmlElement("w:lvlRestart")
    never.set(qn("w:val"), "0")
    level.insert(2, never)
    for at in (0, 1, 1, 0, 1):
        item(document, "x", number, at)
    assert shown(document) == ["Part I", "1.", "2.", "Part II", "3."]


def test_a_legal_level_has_plain_numbers() -> None:
    """A level in legal style shows the letters above it as numbers."""
    document = Document()
    number = numbered(document, [("%1", "upperLetter"), ("%1.%2", "decimal")])
    document.part.numbering_part.element.xpath("w:abstractNum[1]/w:lvl[2]")[0].insert(
        2, OxmlElement("w:isLgl")
    )
    for at in (0, 0, 1):
        item(document, "x", number, at)
    assert shown(document) == ["A", "B", "2.1"]


def test_bullets_and_paragraphs_taken_out_of_a_list_have_no_number() -> None:
    """A bullet is no number, and the list with the id 0 is none."""
    document = Document()
    outlined(document)
    document.add_paragraph("a", style="List Bullet")
    into_list(document.add_heading("b")._p, 0)
    document.add_heading("c")
    assert shown(document) == ["", "", "1.0"]


def test_a_list_may_take_its_levels_from_a_style() -> None:
    """A definition that points to a list style counts as that style's list does."""
    document = Document()
    first = numbered(document, OUTLINE)
    root = document.part.numbering_part.element
    linked = OxmlElement("w:styleLink")
    linked.set(qn("w:val"), "Legal")
    root.findall(qn("w:abstractNum"))[0].insert(0, linked)
    pointing = OxmlElement("w:abstractNum")
    pointing.set(qn("w:abstractNumId"), "900")
    link = OxmlElement("w:numStyleLink")
    link.set(qn("w:val"), "Legal")
    pointing.append(link)
    root.insert(0, pointing)
    for number in (first, counting(document, 900)):
        item(document, "x", number)
    assert shown(document) == ["1.0", "2.0"]


def test_a_number_can_be_told_alone_whole_and_from_where_the_reader_stands() -> None:
    """References print a clause as (i), as 2(a)(i), or without what the reader's place has in common with it."""
    document = Document()
    number = numbered(document, CLAUSES)
    for at in (0, 0, 1, 2, 2, 1):
        item(document, "x", number, at)
    found = Outline.of(document).numbers
    one, two, a, i, ii, b = (found[paragraph._p] for paragraph in document.paragraphs)
    assert (i.alone, i.whole, two.alone, two.whole) == ("(i)", "2(a)(i)", "2", "2")
    assert (i.seen_from(ii), i.seen_from(b), i.seen_from(one), i.seen_from(None)) == (
        "(i)", "(a)(i)", "2(a)(i)", "2(a)(i)"
    )  # fmt: skip
    assert a.seen_from(a) == "2(a)"


def test_plain_levels_are_joined_with_full_stops() -> None:
    """The clause i. of a. of 1. is 1.a.i."""
    assert Number("i.", above=("1.", "a.")).whole == "1.a.i"


def test_the_words_of_a_number_can_be_left_off() -> None:
    """Appendix A is A where a reference or a chapter number asks for the number alone."""
    document = Document()
    item(document, "x", numbered(document, [("Appendix %1", "upperLetter")]))
    [found] = Outline.of(document).numbers.values()
    assert (found.text, found.bare) == ("Appendix A", "A")


def test_a_document_without_lists_has_no_numbers() -> None:
    """Headings without a list have no number."""
    document = Document()
    document.add_heading("a")
    assert shown(document) == [""]
