"""``Paper`` and template → the proved bytes of one Word file."""

from __future__ import annotations

from docx.enum.style import WD_STYLE_TYPE

from pipeline.model import Address, Finding, Level, Paper, Rule
from pipeline.word.cells import mend_tables
from pipeline.word.finishing import finish
from pipeline.word.placing import place, remaining
from pipeline.word.proof import prove
from pipeline.word.rendering import render
from pipeline.word.runs import LINK_STYLE, Links
from pipeline.word.stories import stories

TAG_LEFT = Rule(
    "template-tag-left", Level.ERROR, "The tag {tag} of the template was not filled.",
    "In Word, retype the tag in one go, so that it carries one format.",
)  # fmt: skip


def write_paper(template: bytes, file: str, paper: Paper) -> tuple[bytes | None, list[Finding]]:
    """The finished paper; None, with findings, when the template or the proof is at fault."""
    document, tokens, findings = render(template, file, paper)
    if findings:
        return None, findings
    styles = frozenset(style.style_id for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH)
    link_style = next(
        (s.style_id for s in document.styles if (s.name, s.type) == (LINK_STYLE, WD_STYLE_TYPE.CHARACTER)), ""
    )
    for story, part in stories(document):
        findings += [TAG_LEFT.found(Address(file), tag=tag) for tag in remaining(story)]
        place(story, tokens, styles, Links(part, link_style))
        mend_tables(story)
    if findings:
        return None, findings
    package = finish(document, paper)
    faults = prove(package, file, paper.must_show, tokens)
    return (None if faults else package), faults
