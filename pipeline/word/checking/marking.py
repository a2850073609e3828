"""A copy of a template with what was found in it as Word comments, each at its place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.text.run import Run

from pipeline.model import Finding
from pipeline.printable import printable
from pipeline.word.checking.flaws import Flaw
from pipeline.word.checking.reading import BOX
from pipeline.word.comments import define_styles, forget_comments
from pipeline.word.packed import packed
from pipeline.word.tags import own_runs

AUTHOR, INITIALS = "Committee papers", "CP"


def mark_template(data: bytes, findings: Sequence[Finding]) -> bytes:
    """The template with a comment for each finding.

    What has no paragraph in the body (Word has no comments in headers, footers and notes) is said at the first one.
    """
    document = Document(io.BytesIO(data))
    forget_comments(document, AUTHOR)
    define_styles(document)
    paragraphs = list(document.element.body.iter(qn("w:p"))) or [document.add_paragraph()._p]  # noqa: SLF001
    for finding in findings:
        number = finding.paragraph if isinstance(finding, Flaw) else -1
        known = 0 <= number < len(paragraphs)
        _comment(document, paragraphs[number if known else 0], _said(finding, placed=not known))
    return packed(document)


def _said(finding: Finding, *, placed: bool) -> str:
    """The words of a comment; with the place where the comment cannot stand at it."""
    where = finding.address.cell if placed else ""
    place = f"{where[0].upper()}{where[1:]}: " if where else ""
    return printable(f"{place}{finding.message}\n{finding.remedy}")


def _comment(document: Any, paragraph: Any, words: str) -> None:
    """Set a comment over a whole paragraph; without a date, so that the same template gives the same copy."""
    comment = document.add_comment(_ends(document, paragraph), words, AUTHOR, INITIALS)
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # noqa: SLF001 - python-docx sets the clock's time


def _ends(document: Any, paragraph: Any) -> list[Run]:
    """The first and the last run of a paragraph outside of text boxes; one is made where there is none."""
    runs = [run for run in own_runs(paragraph) if next(run.iterancestors(BOX), None) is None]
    direct = [run for run in runs if run.getparent() is paragraph] or runs
    if not direct:
        direct = [paragraph.add_r()]
    return [Run(direct[0], document), Run(direct[-1], document)]
