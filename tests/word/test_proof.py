"""The proof of a finished paper: what it lacks is found before anybody reads it."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st

from pipeline.intake.workbook import legible
from pipeline.model import Address, Finding, Level, Paragraph, Shown, Value
from pipeline.word.proof import prove

LINES = st.lists(st.text(max_size=30).map(legible).filter(bool), min_size=1, max_size=8)
WORDS_OF_FEW = st.text("ab .", min_size=1, max_size=5).map(str.strip).filter(bool)


def package(document: Word) -> bytes:
    """A document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def pages(*lines: str) -> bytes:
    """A file with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    return package(document)


def shown(*lines: str, cell: str = "B5") -> Shown:
    """A value from a cell of north.xlsx that must be shown."""
    text = "\n".join(lines)
    return Shown(tuple(map(Paragraph, lines)), "", Value(Address("north.xlsx", "Risks", cell), text, text))


def proved(page: bytes, *values: Shown, placed: Sequence[Shown] | None = None) -> list[Finding]:
    """What the proof finds where these values must be shown; the template placed them all unless told."""
    return prove(page, "paper.docx", values, values if placed is None else placed)[0]


def damaged(whole: bytes, part: str, data: bytes) -> bytes:
    """The file with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == part else old.read(name))
    return out.getvalue()


def test_a_paper_that_shows_everything_is_proved() -> None:
    """Values in paragraphs, in tables and among other words all stand in the paper."""
    document = Document()
    document.add_paragraph("Likelihood 3, impact 4")
    document.add_table(1, 1).cell(0, 0).text = "Care close to home"
    document.add_paragraph("a\tb\nc")
    values = [shown("3"), shown("4"), shown("Care close to home"), shown("a\tb\nc"), shown("")]
    assert proved(package(document), *values) == []


def test_a_value_that_was_dropped_is_found_by_its_cell() -> None:
    """A value that does not stand in the paper is an error at the cell that it comes from."""
    [finding] = proved(pages("Something else"), shown("Too few nurses apply", cell="B7"))
    assert (finding.rule, finding.level) == ("value-not-in-paper", Level.ERROR)
    assert str(finding.address) == "north.xlsx › Risks!B7"
    assert finding.message == "“Too few nurses apply” does not stand in the finished paper."
    assert finding.remedy == (
        "Add its column to the template, or set in_paper: false for it in templates/returns."
    )


def test_each_line_of_a_long_text_counts() -> None:
    """A long text that lost one of its lines is found."""
    [finding] = proved(pages("one", "three"), shown("one", "two", "three"))
    assert finding.message.startswith("“two”")


def test_a_value_reported_twice_must_stand_twice() -> None:
    """Two cells that say the same are two values."""
    assert len(proved(pages("On plan"), shown("On plan"), shown("On plan", cell="B6"))) == 1
    assert proved(pages("On plan", "On plan"), shown("On plan"), shown("On plan")) == []


def test_a_value_within_a_paragraph_is_found_so_often_as_it_stands_there() -> None:
    """Beside other words, joined to them, more than once in one paragraph, or without a letter or digit."""
    assert proved(pages("Ref: A1 and A1"), shown("A1"), shown("A1", cell="B6")) == []
    assert (
        len(proved(pages("Ref: A1 and A1"), shown("A1"), shown("A1", cell="B6"), shown("A1", cell="B7"))) == 1
    )
    assert proved(pages("A1Hospital"), shown("A1"), shown("Hospital", cell="B6")) == []
    assert proved(pages("Waits: …"), shown("…")) == []
    assert len(proved(pages("Ref: A12"), shown("A1 Hospital"))) == 1


@search(max_examples=50, deadline=None)
@given(st.lists(WORDS_OF_FEW), st.lists(WORDS_OF_FEW))
def test_a_value_is_missed_where_its_words_do_not_stand_so_often(
    standing: list[str], wanted: list[str]
) -> None:
    """Whether its words are a paragraph, a part of one, of another value or joined with others, each place counts."""
    values = [shown(line, cell=f"B{row}") for row, line in enumerate(wanted, 5)]
    missed = [finding.address.cell for finding in proved(pages(*standing), *values)]
    text = "\n".join(standing)
    assert missed == [
        f"B{row}" for row, line in enumerate(wanted, 5) if text.count(line) < wanted[: row - 4].count(line)
    ]


def test_a_value_that_the_template_left_out_is_missed_though_its_words_stand_elsewhere() -> None:
    """A score of 12 that no tag placed is not found in “112 people”, nor in another cell's 12."""
    page = pages("112 people were seen", "12")
    values = [shown("112 people were seen"), shown("12", cell="F5"), shown("12", cell="F6")]
    [finding] = proved(page, *values, placed=values[:2])
    assert str(finding.address) == "north.xlsx › Risks!F6"
    assert finding.message == "“12” does not stand in the finished paper."


def test_a_value_that_was_left_out_is_told_once() -> None:
    """A value that no tag placed, and whose words therefore stand nowhere, is one finding."""
    [finding] = proved(pages("Something else"), shown("one", "two", cell="C5"), placed=[])
    assert str(finding.address) == "north.xlsx › Risks!C5"


def test_text_in_a_header_alone_is_not_shown() -> None:
    """What a return says must stand in the body."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Too few nurses apply"
    assert proved(package(document), shown("Too few nurses apply"))


@pytest.mark.parametrize("kind", ["deleted", "instruction"])
def test_what_nobody_can_read_is_not_shown(kind: str) -> None:
    """Deleted text and the instruction of a field do not count."""
    document = Document()
    run = document.add_paragraph().add_run()._r
    hidden = OxmlElement("w:delText" if kind == "deleted" else "w:instrText")
    hidden.text = "Too few nurses apply"
    run.append(hidden)
    assert proved(package(document), shown("Too few nurses apply"))


def test_text_split_over_formats_is_one_text() -> None:
    """A value that Word keeps in several runs stands in the paper as a whole."""
    document = Document()
    paragraph = document.add_paragraph("Too few ")
    paragraph.add_run("nurses").bold = True
    paragraph.add_run(" apply")
    assert proved(package(document), shown("Too few nurses apply")) == []


def test_tab_stops_of_a_style_are_no_text() -> None:
    """The tab stops that a paragraph defines are not tabs in its text."""
    document = Document()
    paragraph = document.add_paragraph("Care close to home")
    paragraph.paragraph_format.tab_stops.add_tab_stop(100_000)
    assert list(document.element.body.iter(qn("w:tab")))
    assert proved(package(document), shown("Care close to home")) == []


def test_a_text_box_is_text_of_its_own_and_of_the_paragraph_around_it() -> None:
    """Each paragraph of the body is read, those of a text box too; a link's words are words of its paragraph."""
    document = Document()
    outer, inner = document.add_paragraph("Beside "), document.add_paragraph("a box")
    content, run = OxmlElement("w:txbxContent"), OxmlElement("w:r")
    content.append(inner._p)
    run.append(content)
    link = OxmlElement("w:hyperlink")
    link.append(document.add_paragraph("our site")._p.r_lst[0])
    outer._p.append(run)
    outer._p.append(link)
    assert prove(package(document), "paper.docx", [], []) == ([], ["Beside a boxour site", "a box", ""])


@pytest.mark.parametrize(
    "part",
    ["word/document.xml", "word/styles.xml", "docProps/core.xml", "[Content_Types].xml", "_rels/.rels"],
)
@pytest.mark.parametrize("data", [b"", b"<a>", b"<a>&nbsp;</a>", b"<a>\x07</a>", b"<a/><b/>"])
def test_a_broken_part_is_named(part: str, data: bytes) -> None:
    """XML that Word could not read is an error that names the part; its lost values are no second error."""
    broken = damaged(pages("On plan"), part, data)
    [finding] = proved(broken, shown("On plan"))
    assert (finding.rule, finding.level, str(finding.address)) == (
        "paper-not-well-formed",
        Level.ERROR,
        "paper.docx",
    )
    assert finding.message == f"The part {part} of the finished paper is broken."


def test_every_broken_part_is_named() -> None:
    """Two broken parts are two findings."""
    broken = damaged(damaged(pages("a"), "word/styles.xml", b"<"), "docProps/core.xml", b"<")
    assert len(proved(broken)) == 2


def test_a_long_value_is_shortened_in_the_finding() -> None:
    """A finding quotes no more than a line of a lost text."""
    [finding] = proved(pages("a"), shown("x" * 32_767))
    assert finding.message == f"“{'x' * 77}...” does not stand in the finished paper."


@search(max_examples=10, deadline=None)
@given(LINES)
def test_whatever_is_written_is_proved(lines: list[str]) -> None:
    """Any text that a return can hold is found where it stands, and found missing where it does not."""
    values = [shown(line, cell=f"B{row}") for row, line in enumerate(lines, 5)]
    assert proved(pages(*lines), *values) == []
    assert len(proved(pages(), *values)) == len(lines)
    left_out = [finding.address for finding in proved(pages(*lines), *values, placed=values[1:])]
    assert left_out == [value.source.address for value in values[:1] if value.source]
