"""Acronyms in the finished paper: spelt out where a reader first meets them, and every value still proved."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph as WordParagraph
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st
from word_template import DAY, caption, field, saved, simple_field, texts

from pipeline.model import Address, Finding, Paper, Paragraph, Run, Shown, Value
from pipeline.word.expanding import Expansion
from pipeline.word.paper import write_paper

SEND = "special educational needs and disabilities"
ACRONYMS = {"SEND": SEND, "A&E": "accident and emergency", "Red": "a rating"}


def shown(*lines: Paragraph | str, fill: str = "", cell: str = "B5") -> Shown:
    """A value of these lines that must be shown."""
    paragraphs = tuple(line if isinstance(line, Paragraph) else Paragraph(line) for line in lines)
    text = "\n".join(one.text for one in paragraphs)
    return Shown(paragraphs, fill, Value(Address("north.xlsx", "Risks", cell), text, text))


def write(*steps: Callable[[Word], object], **names: Any) -> tuple[bytes | None, list[Finding]]:
    """What comes of a template and these names; every value must be shown."""
    values = tuple(value for value in names.values() if isinstance(value, Shown))
    paper = Paper("A paper", "A board", DAY, names, values, acronyms=ACRONYMS)
    return write_paper(saved(*steps), "paper.docx", paper)[:2]


def page(*steps: Callable[[Word], object], **names: Any) -> Word:
    """The paper, which must come out well."""
    package, findings = write(*steps, **names)
    assert package is not None
    assert findings == []
    return Document(io.BytesIO(package))


def line(words: str, style: str = "") -> Callable[[Word], WordParagraph]:
    """Adds a paragraph to a template."""
    return lambda document: document.add_paragraph(words, style or None)


def test_the_first_use_in_the_body_is_spelt_out() -> None:
    """In a value or in the template's own words, whichever a reader meets first; later uses stay."""
    made = page(line("Our A&E"), line("{{ x }}"), line("SEND and A&E"), x=shown("On SEND", "SEND again"))
    assert texts(made) == [
        "Our accident and emergency (A&E)",
        f"On {SEND} (SEND)",
        "SEND again",
        "SEND and A&E",
    ]


def test_what_is_no_running_text_is_passed_over() -> None:
    """Headings, captions, header rows, ratings, fields and page headers keep their words; the next use has it."""

    def table(document: Word) -> None:
        cells = document.add_table(2, 2)
        cells.cell(0, 0).text, cells.cell(1, 0).text, cells.cell(1, 1).text = (
            "SEND",
            "{{ rating }}",
            "On SEND",
        )
        cells.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def margin(document: Word) -> None:
        document.sections[0].header.paragraphs[0].text = "SEND"

    made = page(
        margin,
        line("SEND", "Title"),
        lambda document: field(document.add_paragraph(), 'TOC \\o "1-3"'),
        lambda document: document.add_heading("SEND"),
        lambda document: caption(document, "Table", ": SEND"),
        line("SEND", "Caption"),
        lambda document: field(document.add_paragraph(), "DOCPROPERTY x", "SEND"),
        lambda document: simple_field(document.add_paragraph(), "DOCPROPERTY x", "SEND"),
        table,
        rating=shown("Red", fill="C00000"),
    )
    spelt = [words for words in texts(made) if SEND in words]
    assert spelt == [f"On {SEND} (SEND)"]
    assert made.tables[0].cell(1, 0).text == "Red"
    assert made.sections[0].header.paragraphs[0].text == "SEND"


def test_bold_words_of_a_value_stay_as_they_are() -> None:
    """The words are put in as the acronym is set, and the runs around it keep their look."""
    runs = (Run("All "), Run("SE", bold=True), Run("ND", italic=True), Run(" pupils"))
    made = page(line("{{ x }}"), x=shown(Paragraph("All SEND pupils", runs=runs)))
    assert [(run.text, run.bold, run.italic) for run in made.paragraphs[0].runs if run.text] == [
        ("All ", None, None), (f"{SEND} (SE", True, None), ("ND)", None, True), (" pupils", None, None)
    ]  # fmt: skip


def test_several_in_one_paragraph_are_spelt_out() -> None:
    """Two acronyms in one value, over a line break, are each spelt out in their place."""
    made = page(line("{{ x }}"), x=shown("To A&E, from A&E,\nby SEND\tstaff"))
    assert made.paragraphs[0].text == (f"To accident and emergency (A&E), from A&E,\nby {SEND} (SEND)\tstaff")


def test_what_the_text_spells_out_is_done() -> None:
    """Where a return says itself what it means nothing is put in, there or later."""
    words = f"{SEND.capitalize()} (SEND) and more SEND"
    assert texts(page(line("{{ x }}"), line("SEND"), x=shown(words))) == [words, "SEND"]


def test_a_text_box_keeps_its_words() -> None:
    """What stands beside the text is not in its order."""

    def box(document: Word) -> None:
        outer = document.add_paragraph("Beside SEND ")
        content = OxmlElement("w:txbxContent")
        content.append(document.add_paragraph("SEND")._p)
        picture, run = OxmlElement("w:pict"), OxmlElement("w:r")
        picture.append(content)
        run.append(picture)
        outer._p.append(run)

    assert texts(page(box, line("SEND")))[-1].endswith("(SEND)")


def test_a_value_that_was_left_out_is_still_missed() -> None:
    """The proof takes the added words out, and finds what does not stand there without them."""
    package, [finding] = write(line("{{ x }}"), x=shown("SEND"), y=shown("SEND", cell="B6"))
    assert package is None
    assert str(finding.address) == "north.xlsx › Risks!B6"


@search(max_examples=15, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(["SEND", "A&E", "(", ")", ". ", "an ", "’s", "s", " ", "\n", "x"]),
            min_size=1,
            max_size=8,
        ).map("".join),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_spelt_out_every_value_is_proved(lines: list[str]) -> None:
    """However acronyms stand in values, each value is found in the finished paper."""
    values = {f"v{at}": shown(words, cell=f"B{at}") for at, words in enumerate(lines)}
    package, findings = write(*(line(f"{{{{ {name} }}}}") for name in values), **values)
    assert findings == []
    assert package is not None


@pytest.mark.parametrize("text", ["On SEND", "", "On a special school (SEND)"])
def test_a_place_without_the_words_is_left_alone(text: str) -> None:
    """What does not stand there cannot be taken out."""
    assert Expansion(0, 3, f"{SEND} (", "SEND", ")").undone(text) == text
