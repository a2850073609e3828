"""The build report as the report author opens it in a browser."""

import re
from html import unescape

from filled_form import NOVEMBER, FilledForm
from lxml import html

from pipeline.explain.report import build_report
from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Level
from pipeline.settings import Settings


def page(settings: Settings, forms: dict[str, Form], form: FilledForm, *findings: Finding) -> str:
    """The report of an edition with one return."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    return build_report("A report", edition, findings, ["a report.docx"])


def test_the_report_names_every_return_and_finding(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """How each return stands, and each finding with its place, by weight."""
    found = Finding("r", Level.ERROR, Address("north.xlsx", "Risks", "B5"), "It is blank.", "Fill it in.")
    noted = Finding("n", Level.NOTE, Address("x.txt"), "Passed over.", "Nothing to do.")
    text = unescape(re.sub(r"<[^>]+>", "|", page(settings, forms, form, noted, found)))
    for expected in (
        "A report, November 2019: build report",
        "1 to put right, 1 for information.",
        "North Alderwick Care Partnership||received, 1 to put right",
        "north.xlsx › Risks!B5||It is blank. Fill it in.",
    ):
        assert expected in text
    assert text.index("To be put right") < text.index("For information")


def test_the_report_says_that_a_paper_was_withheld(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Without a paper the report links to none and says so."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    made = build_report("A report", edition, [], [])
    assert "<p>No paper was written, for the reason given below.</p>" in made
    assert "<ul>" not in made


def test_what_a_cell_says_is_text_in_the_report(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Markup typed into a cell is shown, never acted on."""
    found = Finding("r", Level.ERROR, Address("<b>.xlsx"), "<script>alert(1)</script> & so on", "")
    made = page(settings, forms, form, found)
    assert not html.document_fromstring(made).xpath("//script|//b")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in made
