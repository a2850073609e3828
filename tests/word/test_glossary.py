"""The glossary of a finished paper, and the acronyms that nobody has explained."""

import io
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.document import Document as Word
from word_template import DAY, saved, texts

from pipeline.model import Finding, Level, Paper, Paragraph, Shown
from pipeline.word.paper import write_paper

SEND, AE = "special educational needs and disabilities", "accident and emergency"
ACRONYMS = {"SEND": SEND, "A&E": AE, "LAC": "looked after child"}
ENTRIES = [{"acronym": acronym, "meaning": meaning} for acronym, meaning in sorted(ACRONYMS.items())]


def write(*steps: Callable[[Word], object], **names: Any) -> tuple[Word, list[Finding]]:
    """The paper of a template, and what is said of it."""
    paper = Paper(
        "A paper", "A board", DAY, {"glossary": ENTRIES, **names}, acronyms=ACRONYMS, known_acronyms=frozenset({"NHS"})
    )  # fmt: skip
    package, findings, _ = write_paper(saved(*steps), "template.docx", paper, "paper.docx")
    assert package is not None
    return Document(io.BytesIO(package)), findings


def lines(*words: str, style: str = "") -> Callable[[Word], object]:
    """Adds paragraphs to a template."""
    return lambda document: [document.add_paragraph(one, style or None) for one in words]


def glossary(document: Word) -> None:
    """Adds a table that lists the glossary."""
    table = document.add_table(4, 2)
    cells = [
        *("Acronym", "Meaning"),
        *("{%tr for entry in glossary %}", ""),
        *("{{ entry.acronym }}", "{{ entry.meaning }}"),
        *("{%tr endfor %}", ""),
    ]
    for cell, words in zip((cell for row in table.rows for cell in row.cells), cells, strict=True):
        cell.text = words


def listed(document: Word) -> list[tuple[str, ...]]:
    """The rows of the first table, below its heading."""
    return [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows[1:]]


def test_a_glossary_lists_what_the_paper_uses() -> None:
    """Acronyms of the template's own words and of values count; those that stand nowhere are not listed."""
    value = Shown((Paragraph("All waits in A&E"),))
    document, findings = write(lines("We lead on SEND.", "{{ waits }}"), glossary, waits=value)
    assert findings == []
    assert listed(document) == [("A&E", AE), ("SEND", SEND)]
    assert texts(document)[:2] == [f"We lead on {SEND} (SEND).", f"All waits in {AE} (A&E)"]


def test_a_glossary_may_stand_in_front() -> None:
    """Its entries are not spelt out a second time, and the text still spells out what it uses first."""
    document, _ = write(glossary, lines("We lead on SEND."))
    assert listed(document) == [("SEND", SEND)]
    assert f"We lead on {SEND} (SEND)." in texts(document)


def test_a_glossary_without_entries_can_be_left_out() -> None:
    """A heading over it may depend on whether there is anything to list."""
    document, _ = write(lines("{%p if glossary %}", "Acronyms", "{%p endif %}", "All is well."))
    assert texts(document) == ["All is well."]


def test_unexplained_acronyms_are_asked_about_together() -> None:
    """One finding names each with the headings over its first place, and the line that would explain it."""
    steps = (
        lines("SRO of this paper."),
        lines("Risks", style="Heading 1"),
        lines("North", style="Heading 2"),
        lines("The JSNA, the SRO and the NHS, SEND and the JSNA."),
    )
    _, [finding] = write(*steps)
    assert (finding.rule, finding.level, str(finding.address)) == (
        "acronym-unexplained",
        Level.WARNING,
        "paper.docx",
    )
    assert finding.message == (
        "Acronyms stand in the paper that nobody explains: SRO, JSNA (first under “Risks › North”)."
    )
    assert finding.remedy == (
        "Under acronyms in config.yaml add a line for each, such as “SRO: what it stands for”. One that every reader "
        "knows goes into the list well_known_acronyms instead."
    )
