"""``Paper`` and template → a Word document in which every value is still a token.

Values never pass through the template engine as text. The environment's ``finalize`` leaves a short
token for each, and ``placing`` puts the value there afterwards, so no value can break the file, be
evaluated, or get lost on the way, and each can be followed from its cell to the page.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from pipeline.model import Address, Finding, Level, Paper, Paragraph, Rule, Shown

TEMPLATE_FAULT = Rule(
    "template-fault",
    Level.ERROR,
    "The template cannot be filled: {fault}{near}.",
    "Open the template in Word and correct the tag.",
)
NOT_A_TEMPLATE = Rule(
    "template-not-readable",
    Level.ERROR,
    "{file} is not a Word document (.docx).",
    "Save the template in Word as “Word Document (*.docx)”.",
)
# Noncharacters: no keyboard and no document has them, and XML 1.0 allows them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
TOKENS = "committee_papers_tokens"


class _Strict(StrictUndefined):
    """An unknown name stops the rendering; it never prints nothing."""


class _Environment(ImmutableSandboxedEnvironment):
    """Sandboxed; a column called ``update`` or ``items`` is a column, not a method of the row."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` means in a template."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@pass_context
def _token(context: Context, value: Any) -> str:
    """Leave a token for a value, and remember the value."""
    if isinstance(value, StrictUndefined):
        return str(value)
    tokens: list[Shown] = context[TOKENS]
    tokens.append(value if isinstance(value, Shown) else Shown((Paragraph(str(value)),)))
    return f"{OPEN}{len(tokens) - 1}{CLOSE}"


class _Document(DocxTemplate):  # type: ignore[misc]
    """A template whose XML is read strictly, and whose properties are set on finishing instead."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode())  # the base class recovers from broken XML by dropping text
        return super().fix_tables(xml)

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """Leave the properties alone."""


def render(template: bytes, file: str, paper: Paper) -> tuple[Any, list[Shown], list[Finding]]:
    """The filled document (python-docx), the value of each token, and what was wrong with the template."""
    environment = _Environment(undefined=_Strict, autoescape=True, finalize=_token)
    tokens: list[Shown] = []
    try:
        document = _Document(io.BytesIO(template))
        document.init_docx()
    except Exception:  # noqa: BLE001 - python-docx raises undocumented errors on what is no Word file
        return None, [], [NOT_A_TEMPLATE.found(Address(file), file=file)]
    try:
        document.render({**paper.names, TOKENS: tokens}, environment, autoescape=True)
    except (TemplateError, etree.XMLSyntaxError, TypeError, ValueError) as fault:
        return None, [], [TEMPLATE_FAULT.found(Address(file), fault=_in_words(fault), near=_near(fault))]
    return document.docx, tokens, []


def _in_words(fault: Exception) -> str:
    if isinstance(fault, UndefinedError):
        return f"it uses a name that does not exist ({fault})"
    if isinstance(fault, etree.XMLSyntaxError):
        return "a loop or condition opens in one table cell or row and closes in another"
    return str(fault).rstrip(".")


def _near(fault: Exception) -> str:
    lines = [line.strip() for line in getattr(fault, "docx_context", ()) if line.strip()]
    return f", near “{lines[min(4, len(lines) - 1)][:80]}”" if lines else ""
