"""Templates ready to be filled: tags in one piece, changes accepted, as the engine reads them; each made so once."""

from __future__ import annotations

import io
import json
import re
from functools import lru_cache
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from lxml import etree
from msgspec import Struct

from pipeline.compiled import keep, recall
from pipeline.model import Address, Finding, Level, Rule
from pipeline.word.blocks import torn_blocks
from pipeline.word.changes import accept_changes
from pipeline.word.comments import without_comments
from pipeline.word.packed import packed
from pipeline.word.page_breaks import free_page_breaks
from pipeline.word.rounds import mark
from pipeline.word.section_breaks import free_section_breaks
from pipeline.word.stories import store, stories
from pipeline.word.tags import join_tags

NOT_A_TEMPLATE = Rule(
    "template-not-readable",
    Level.ERROR,
    "{file} is not a Word document (.docx).",
    "Save the template in Word as “Word Document (*.docx)”.",
)
TAG, WORD = re.compile(r"\{[{%].*?[}%]\}", re.DOTALL), re.compile(r"\w+")
TEMPLATES = 16  # templates kept ready, each as large as its file
TEXTS = 64  # texts of templates: the body, headers, footers and notes of a dozen of them


@lru_cache(TEXTS)
def patched(xml: str) -> str:
    """The XML of a template as the engine reads it; within tags, an ampersand is an ampersand: ``{% if name == "A&E" %}``."""
    held = recall("patched", xml)
    if held is not None:
        return held.decode("utf-8", "surrogatepass")
    patched: str = DocxTemplate.patch_xml(DocxTemplate, xml)  # it asks nothing of the document
    patched = mark(re.sub(r"\{[{%].*?[}%]\}", lambda tag: tag[0].replace("&amp;", "&"), patched))
    keep(patched.encode("utf-8", "surrogatepass"), "patched", xml)
    return patched


class Prepared(Struct, frozen=True):
    """A template ready to be filled: its package, the lines of its body and the words of its tags; or what is wrong."""

    package: bytes = b""
    lines: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    faults: tuple[Finding, ...] = ()


@lru_cache(TEMPLATES)
def prepared_template(template: bytes, file: str) -> Prepared:
    """A template by its bytes, ready to be filled; ``file`` is its name, for what is to be said of it."""
    held = recall("prepared", template)
    if held is not None:
        told, _, package = held.partition(b"\0")
        lines, words = json.loads(told)
        return Prepared(package, tuple(lines), frozenset(words))
    made = _anew(template, file)
    if made.package:
        told = json.dumps((made.lines, sorted(made.words))).encode()
        keep(told + b"\0" + made.package, "prepared", template)
    return made


def _anew(template: bytes, file: str) -> Prepared:
    try:
        document = Document(io.BytesIO(template))
        texts = list(stories(document))
    except Exception:  # noqa: BLE001 - python-docx raises undocumented errors on what is no Word file
        return Prepared(faults=(NOT_A_TEMPLATE.found(Address(file), file=file),))
    for story, _ in texts:
        accept_changes(story)
        join_tags(story)
    without_comments(document, [story for story, _ in texts])
    store(texts)
    body = document.element.body
    if torn := torn_blocks(body, file):
        return Prepared(faults=tuple(torn))
    free_section_breaks(body)
    free_page_breaks(body)
    lines = tuple(_words(paragraph) for paragraph in body.iter(qn("w:p")))
    tags = (tag for story, _ in texts for tag in TAG.findall(etree.tostring(story, encoding="unicode")))
    return Prepared(packed(document), lines, frozenset(word for tag in tags for word in WORD.findall(tag)))


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
