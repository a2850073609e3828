"""``Paper`` and template → the proved bytes of one Word file."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE

from pipeline.model import Address, Finding, Level, Paper, Rule
from pipeline.word.finishing import finish
from pipeline.word.placing import fit_columns, place, remaining
from pipeline.word.proof import prove
from pipeline.word.rendering import render

TAG_LEFT = Rule(
    "template-tag-left", Level.ERROR, "The tag {tag} of the template was not filled.",
    "In Word, retype the tag in one go, so that it carries one format.",
)  # fmt: skip
STORIES = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)


def write_paper(template: bytes, file: str, paper: Paper) -> tuple[bytes | None, list[Finding]]:
    """The finished paper; None, with findings, when the template or the proof is at fault."""
    document, tokens, findings = render(template, file, paper)
    if findings:
        return None, findings
    stories = list(_stories(document))
    left = [TAG_LEFT.found(Address(file), tag=tag) for story in stories for tag in remaining(story)]
    if left:
        return None, left
    styles = frozenset(style.style_id for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH)
    for story in stories:
        place(story, tokens, styles)
        fit_columns(story)
    package = finish(document, paper)
    faults = prove(package, file, paper.must_show, tokens)
    return (None if faults else package), faults


def _stories(document: Any) -> Any:
    """The body, and every header and footer."""
    yield document.element.body
    for relation in document.part.rels.values():
        if relation.reltype in STORIES:
            yield relation.target_part.element
