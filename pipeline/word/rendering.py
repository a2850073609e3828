"""``Paper`` and template → a Word document in which every value is still a token.

Values never pass through the template engine as text. The environment's ``finalize`` leaves a short
token for each, and ``placing`` puts the value there afterwards, so no value can break the file, be
evaluated, or get lost on the way, and each can be followed from its cell to the page.
"""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any

from docx import Document
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import ChainableUndefined, Template, TemplateError, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from pipeline.compiled import CODE, keep, recall
from pipeline.model import Address, Finding, Level, Paper, Paragraph, Rule, Shown
from pipeline.printable import printable
from pipeline.word.blocks import torn_blocks
from pipeline.word.changes import accept_changes
from pipeline.word.comments import without_comments
from pipeline.word.packed import packed
from pipeline.word.page_breaks import free_page_breaks
from pipeline.word.rounds import mark
from pipeline.word.section_breaks import free_section_breaks
from pipeline.word.stories import NOTES, store, stories
from pipeline.word.tags import join_tags
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
NOT_A_TEMPLATE = Rule(
    "template-not-readable",
    Level.ERROR,
    "{file} is not a Word document (.docx).",
    "Save the template in Word as “Word Document (*.docx)”.",
)
# Noncharacters: no keyboard and no document has them, and XML 1.0 allows them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
TOKENS = "committee_papers_tokens"
LISTED = re.compile("[\t\n\a\f]")  # the signs for which docxtpl goes through every run of a document
TEMPLATES = 16  # templates kept ready to be filled, each as large as its file
COMPILED = 64  # texts of templates kept as code: the body, headers, footers and notes of a dozen templates
QUOTED = 80  # characters of the template that a message quotes
# Whatever a template's own expressions can raise: {{ 1 / 0 }}, {{ sections[99].name }}, {{ "a" + 1 }}.
FAULTS = (
    TemplateError, etree.XMLSyntaxError, ArithmeticError, AttributeError, LookupError, RecursionError,
    TypeError, ValueError,
)  # fmt: skip


class _Unknown(ChainableUndefined):
    """A name that the paper does not have. It never prints nothing: each use of it is remembered."""

    used: list[_Unknown]

    def remember(self) -> _Unknown:
        """Note that a template has used the name."""
        self.used.append(self)
        return self

    def __str__(self) -> str:
        self.remember()
        return ""

    def __iter__(self) -> Any:
        return iter((self.remember(),)[1:])

    def __bool__(self) -> bool:
        self.remember()
        return False

    def __len__(self) -> int:
        self.remember()
        return 0

    def __eq__(self, other: object) -> bool:
        self.remember()
        return False

    __hash__ = ChainableUndefined.__hash__

    @property
    def name(self) -> str:
        """The name as the template has it."""
        return str(self._undefined_name)

    def candidates(self, top: Mapping[str, object]) -> list[str]:
        """The names that exist where this one was looked for."""
        obj = self._undefined_obj
        if isinstance(obj, Mapping):
            return [str(key) for key in obj]
        if dataclasses.is_dataclass(obj):
            return [field.name for field in dataclasses.fields(obj)]
        return list(top) if type(obj).__name__ == "MissingType" else []


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed; a column called ``update`` or ``items`` is a column, not a method of the row."""

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002 - as the base class names it
        """A template's text ready to be filled: what it compiles to is kept, for the next paper of the same template."""
        code = _compiled(self.autoescape, source) if isinstance(source, str) else self.compile(source)
        return (template_class or self.template_class).from_code(self, code, self.make_globals(globals), None)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` means in a template."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@lru_cache(COMPILED)
def _compiled(autoescape: bool, source: str) -> CodeType:
    """The code that fills a template; it is the same for every paper, whatever names that has."""
    environment = TemplateEnvironment(autoescape=autoescape, finalize=_token)
    bucket = CODE.get_bucket(environment, "paper", None, source)
    if bucket.code is None:
        bucket.code = environment.compile(source)
        CODE.set_bucket(bucket)
    return bucket.code


@pass_context
def _token(context: Context, value: Any) -> str:
    """Leave a token for a value, and remember the value."""
    if isinstance(value, Undefined | Markup):  # Markup: a block or macro, whose own values are tokens already
        return str(value)
    tokens: list[Shown] = context[TOKENS]
    tokens.append(value if isinstance(value, Shown) else Shown((Paragraph(printable(str(value))),)))
    return f"{OPEN}{len(tokens) - 1}{CLOSE}"


class _Document(DocxTemplate):  # type: ignore[misc]
    """A template whose XML is read strictly, and whose properties are set on finishing instead."""

    def patch_xml(self, src_xml: str) -> str:
        """The XML as the engine reads it, worked out once for all papers of the template."""
        return _patched(src_xml)

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
        resolved: str = super().resolve_listing(xml) if LISTED.search(xml) else xml
        return resolved

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


@lru_cache(COMPILED)
def _patched(xml: str) -> str:
    """The XML of a template as the engine reads it; within tags, an ampersand is an ampersand: ``{% if name == "A&E" %}``."""
    held = recall("patched", xml)
    if held is not None:
        return held.decode("utf-8", "surrogatepass")
    patched: str = DocxTemplate.patch_xml(DocxTemplate, xml)  # it asks nothing of the document
    patched = mark(re.sub(r"\{[{%].*?[}%]\}", lambda tag: tag[0].replace("&amp;", "&"), patched))
    keep(patched.encode("utf-8", "surrogatepass"), "patched", xml)
    return patched


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A template ready to be filled: its package, the lines of its texts, the body's first; or what is wrong with it."""

    package: bytes = b""
    lines: tuple[str, ...] = ()
    faults: tuple[Finding, ...] = ()


@lru_cache(TEMPLATES)
def _prepared(template: bytes, file: str) -> _Prepared:
    held = recall("prepared", template)
    if held is not None:
        lines, _, package = held.partition(b"\0")
        return _Prepared(package, tuple(json.loads(lines)))
    prepared = _prepared_anew(template, file)
    if prepared.package:
        keep(json.dumps(prepared.lines).encode() + b"\0" + prepared.package, "prepared", template)
    return prepared


def _prepared_anew(template: bytes, file: str) -> _Prepared:
    try:
        document = Document(io.BytesIO(template))
        texts = list(stories(document))
    except Exception:  # noqa: BLE001 - python-docx raises undocumented errors on what is no Word file
        return _Prepared(faults=(NOT_A_TEMPLATE.found(Address(file), file=file),))
    for story, _ in texts:
        accept_changes(story)
        join_tags(story)
    without_comments(document, [story for story, _ in texts])
    store(texts)
    body = document.element.body
    if torn := torn_blocks(body, file):
        return _Prepared(faults=tuple(torn))
    free_section_breaks(body)
    free_page_breaks(body)
    lines = [_words(paragraph) for story, _ in texts for paragraph in story.iter(qn("w:p"))]
    return _Prepared(packed(document), tuple(lines))


def mentioned(template: bytes, file: str, names: Iterable[str]) -> list[str]:
    """Those of the names that a template may be asking for: the others do not stand in it."""
    words = "\n".join(_prepared(template, file).lines)
    return [name for name in names if name in words]


def render(template: bytes, file: str, paper: Paper) -> tuple[Any, list[Shown], list[Finding]]:
    """The filled document (python-docx), the value of each token, and all that is wrong with the template."""
    prepared = _prepared(template, file)
    if prepared.faults:
        return None, [], list(prepared.faults)
    document = _Document(io.BytesIO(prepared.package))
    used: list[_Unknown] = []
    tokens: list[Shown] = []
    unknown = type("_UnknownHere", (_Unknown,), {"used": used})
    environment = TemplateEnvironment(undefined=unknown, autoescape=True, finalize=_token)
    try:
        names = {name: paper.names[name] for name in mentioned(template, file, paper.names)}
        document.render({**names, TOKENS: tokens}, environment, autoescape=True)
    except FAULTS as fault:
        found = _unknown_names(used, paper, file, prepared.lines)
        return (
            None,
            [],
            found or [TEMPLATE_FAULT.found(Address(file), fault=_in_words(fault), near=_near(fault))],
        )
    return document.docx, tokens, _unknown_names(used, paper, file, prepared.lines)


def _unknown_names(used: list[_Unknown], paper: Paper, file: str, lines: Sequence[str]) -> list[Finding]:
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


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


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
