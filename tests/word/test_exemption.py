"""Nothing of what is exempt from publication stands in a public paper."""

import io
from datetime import date

import pytest
from docx import Document
from docx.document import Document as Word

from pipeline.model import Address, Paper, Paragraph, Shown, Value
from pipeline.word.exemption import prove_exemption
from pipeline.word.paper import write_paper

CELL = Address("north.xlsx", "Programmes", "C5")
SECRET = Shown((Paragraph("The lease ends in May"),), source=Value(CELL, "The lease ends in May"))


def saved(document: Word) -> bytes:
    """The bytes of a Word file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("place", ["body", "split", "property", "header", "table"])
def test_exempt_words_are_found_wherever_they_stand(place: str) -> None:
    """In the text, across formats, in a property, a header or a table: the cell is named, and not its words."""
    document = Document()
    if place == "body":
        document.add_paragraph("We say: The lease ends in May, and more")
    elif place == "split":
        document.add_paragraph("The lease ").add_run("ends in May").bold = True
    elif place == "property":
        document.core_properties.comments = "The lease ends in May"
    elif place == "header":
        document.sections[0].header.paragraphs[0].text = "The lease ends in May"
    else:
        document.add_table(1, 1).cell(0, 0).text = "The lease ends in May"
    [finding] = prove_exemption(saved(document), "paper.docx", [SECRET])
    assert (finding.rule, finding.address) == ("paper-shows-exempt", CELL)
    assert "lease" not in finding.message + finding.remedy


def test_a_paper_without_them_is_proved() -> None:
    """Other words, and a single one of theirs, are no fault."""
    document = Document()
    document.add_paragraph("The lease of the clinic was signed in June")
    assert prove_exemption(saved(document), "paper.docx", [SECRET]) == []


@pytest.mark.parametrize("acronyms", [{}, {"SEND": "special educational needs and disabilities"}])
def test_exempt_words_are_found_though_an_acronym_in_them_is_spelt_out(acronyms: dict[str, str]) -> None:
    """Words that are put into an exempt line do not hide it."""
    document = Document()
    document.add_paragraph("{{ x }}")
    line = "The SEND lease ends in May"
    secret = Shown((Paragraph(line),), source=Value(CELL, line))
    names = {"x": line}
    paper = Paper("A paper", "A board", date(2019, 11, 28), names, must_not_show=(secret,), acronyms=acronyms)
    package, [finding], _ = write_paper(saved(document), "paper.docx", paper)
    assert package is None
    assert (finding.rule, finding.address) == ("paper-shows-exempt", CELL)
