"""``Paper`` and template → the proved bytes of one Word file."""

from __future__ import annotations

import io
from functools import cache
from typing import Any, NamedTuple

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from pipeline.model import Address, Finding, Level, Paper, Rule
from pipeline.word.cells import mend_tables
from pipeline.word.exemption import prove_exemption
from pipeline.word.expanding import expand
from pipeline.word.finishing import finish
from pipeline.word.glossary import unexplained_acronyms, with_glossary
from pipeline.word.identities import make_unique
from pipeline.word.pictures import without_alt_text
from pipeline.word.placing import place, remaining
from pipeline.word.proof import prove
from pipeline.word.references import Naming, template_names
from pipeline.word.rendering import render
from pipeline.word.rounds import Round, take_rounds
from pipeline.word.runs import LINK_STYLE, Links
from pipeline.word.stories import store, stories
from pipeline.word.styles import Styles
from pipeline.word.trace import Spot, Trace, traced
from pipeline.word.working_out import work_out

TAG_LEFT = Rule(
    "template-tag-left", Level.ERROR, "The tag {tag} of the template was not filled.",
    "In Word, retype the tag in one go, so that it carries one format.",
)  # fmt: skip


class Written(NamedTuple):
    """A finished paper, None where the template or the proof is at fault; what was found; where each value stands."""

    package: bytes | None
    findings: list[Finding]
    trace: Trace = Trace()


def write_paper(template: bytes, file: str, paper: Paper, asked_on: str = "") -> Written:
    """The finished paper, with warnings if any; none, with findings, when the template or the proof is at fault.

    ``file`` is the template's name. Acronyms that nobody explains are asked about as of the file ``asked_on``, if it is
    given.
    """
    paper = with_glossary(template, file, paper)
    document, tokens, findings = render(template, file, paper)
    if findings:
        return Written(None, findings)
    styles = frozenset(style.style_id for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH)
    link_style = next(
        (s.style_id for s in document.styles if (s.name, s.type) == (LINK_STYLE, WD_STYLE_TYPE.CHARACTER)), ""
    )
    texts = list(stories(document))
    rounds: dict[Any, Round] = {}
    spots: list[Spot] = []
    for story, part in texts:
        rounds |= take_rounds(story)
        findings += [TAG_LEFT.found(Address(file), tag=tag) for tag in remaining(story)]
        spots += place(story, tokens, styles, Links(part, link_style))
        mend_tables(story)
    if findings:
        return Written(None, findings)
    roots = [story for story, _ in texts]
    make_unique(roots)
    warnings = work_out(document, roots, rounds, file, _names(template)) + without_alt_text(roots, file)
    store(texts)
    expansions = expand(document.element.body, Styles(document.styles.element), paper.acronyms, tokens)
    package = finish(document, paper)
    faults, lines = prove(package, file, paper.must_show, tokens, expansions)
    faults += [] if faults else prove_exemption(package, file, paper.must_not_show, expansions)
    if faults:
        return Written(None, [*faults, *warnings])
    if asked_on:
        warnings += unexplained_acronyms(document, lines, asked_on, paper)
    named = [(story, str(part.partname).lstrip("/")) for story, part in texts]
    return Written(package, warnings, traced(spots, named, expansions))


def _names(template: bytes) -> Naming:
    """What the template has at each bookmark; it is looked up only when a name is wanted."""

    @cache
    def known() -> Naming:
        return template_names(Document(io.BytesIO(template)).element.body)

    def naming(name: str) -> str:
        return known()(name)

    return naming
