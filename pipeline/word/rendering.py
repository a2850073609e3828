"""``Paper`` and template → a Word document in which every value is still a token.

Values never pass through the template engine as text. The environment's ``finalize`` leaves a short
token for each, and ``placing`` puts the value there afterwards, so no value can break the file, be
evaluated, or get lost on the way, and each can be followed from its cell to the page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from pipeline.model import Address, Finding, Level, Paper, Rule, Shown
from pipeline.word.environment import CLOSE, OPEN, TOKENS, TemplateEnvironment, UnknownName, token
from pipeline.word.prepared import patched, prepared_template
from pipeline.word.stories import NOTES
from pipeline.yaml_source import hint

TEMPLATE_FAULT = Rule(
    "template-fault",
    Level.ERROR,
    "The template cannot be filled: {fault}{near}.",
    "Open the template in Word and correct the tag.",
)
UNKNOWN_NAME = Rule(
    "template-unknown-name", Level.ERROR, "The template uses the name “{name}”, which does not exist{near}.", "{hint}"
)  # fmt: skip
LISTED = "\t\n\a\f"  # the signs for which docxtpl goes through every run of a document
QUOTED = 80  # characters of the template that a message quotes
# Whatever a template's own expressions can raise: {{ 1 / 0 }}, {{ sections[99].name }}, {{ "a" + 1 }}.
FAULTS = (
    TemplateError, etree.XMLSyntaxError, ArithmeticError, AttributeError, LookupError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip


class _Document(DocxTemplate):  # type: ignore[misc]
    """A template whose XML is read strictly, and whose properties are set on finishing instead."""

    def patch_xml(self, src_xml: str) -> str:
        """The XML as the engine reads it, worked out once for all papers of the template."""
        return patched(src_xml)

    def render_xml_part(self, src_xml: str, part: Any, context: Mapping[str, Any], jinja_env: Any) -> str:
        """The part filled; the base class goes through all of it twice more, for a fault's neighbouring lines."""
        try:
            return self.resolve_listing(jinja_env.from_string(src_xml).render(context))
        except TemplateError:
            return str(super().render_xml_part(src_xml, part, context, jinja_env))

    def fix_tables(self, xml: str) -> Any:
        """The body, read strictly: the base class recovers from broken XML by dropping text.

        What it does to the grids of tables is done where tables are mended.
        """
        return etree.fromstring(xml)

    def resolve_listing(self, xml: str) -> str:
        """Tabs and line ends of the template's own, if it has any; values are tokens still, and have none."""
        resolved: str = super().resolve_listing(xml) if any(sign in xml for sign in LISTED) else xml
        return resolved

    def fix_docpr_ids(self, tree: Any) -> None:
        """Leave the ids of drawings alone: those of all parts are made unique together."""

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Leave the properties alone."""

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Fill foot- and endnotes in the paper's own environment, once each, and read them strictly."""
        for relation in self.docx.part.rels.values():
            if relation.reltype in NOTES:
                part = relation.target_part
                filled = self.render_xml_part(
                    self.patch_xml(self.get_part_xml(part)), part, context, jinja_env
                )
                part._blob = serialize_part_xml(parse_xml(filled.encode()))  # noqa: SLF001 - the only way in


def render(template: bytes, file: str, paper: Paper) -> tuple[Any, list[Shown], list[Finding]]:
    """The filled document (python-docx), the value of each token, and all that is wrong with the template."""
    prepared = prepared_template(template, file)
    if prepared.faults:
        return None, [], list(prepared.faults)
    document = _Document(io.BytesIO(prepared.package))
    used: list[UnknownName] = []
    tokens: list[Shown] = []
    unknown = type("UnknownHere", (UnknownName,), {"used": used})
    environment = TemplateEnvironment(undefined=unknown, autoescape=True, finalize=token)
    try:
        names = {name: paper.names[name] for name in paper.names if name in prepared.words}
        document.render({**names, TOKENS: tokens}, environment, autoescape=True)
    except FAULTS as fault:
        found = _unknown_names(used, paper, file, prepared.lines)
        return (
            None,
            [],
            found or [TEMPLATE_FAULT.found(Address(file), fault=_in_words(fault), near=_near(fault))],
        )
    return document.docx, tokens, _unknown_names(used, paper, file, prepared.lines)


def _unknown_names(used: list[UnknownName], paper: Paper, file: str, lines: Sequence[str]) -> list[Finding]:
    found = {name.name: name for name in reversed(used)}
    return [
        UNKNOWN_NAME.found(
            Address(file),
            name=name,
            near=_quoted(next((line for line in lines if re.search(rf"\b{re.escape(name)}\b", line)), "")),
            hint=hint(name, unknown.candidates(paper.names)),
        )
        for name, unknown in reversed(found.items())
    ]


def _in_words(fault: Exception) -> str:
    said = re.sub(f"{OPEN}\\d+{CLOSE}", "a value", str(fault)).rstrip(".")
    if isinstance(fault, etree.XMLSyntaxError):
        return "a loop or condition opens in one table cell or row and closes in another"
    return said if isinstance(fault, TemplateError) else f"a tag cannot be worked out ({said})"


def _near(fault: Exception) -> str:
    """The words of the line at fault; docxtpl gives it with up to three lines before and three after."""
    lines = list(getattr(fault, "docx_context", ()))
    number = getattr(fault, "lineno", None) or 1
    return _quoted(lines[min(number - 1, 4, len(lines) - 1)].strip()) if lines else ""


def _quoted(words: str) -> str:
    return f", near “{words[:QUOTED]}”" if words else ""
