"""Proof of a finished paper, from its bytes alone: well-formed, and every value that it must show is there."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from lxml import etree

from pipeline.model import Address, Finding, Level, Rule, Shown
from pipeline.word.environment import OPEN
from pipeline.word.expanding import Expansion

NOT_WELL_FORMED = Rule(
    "paper-not-well-formed",
    Level.ERROR,
    "The part {part} of the finished paper is broken.",
    "Please report this with the returns.",
)
NOT_SHOWN = Rule(
    "value-not-in-paper",
    Level.ERROR,
    "“{text}” does not stand in the finished paper.",
    "Add its column to the template, or set in_paper: false for it in templates/returns.",
)
MISPLACED = Rule(
    "template-value-misplaced",
    Level.ERROR,
    "The template puts a value where no text can stand ({part}).",
    "Use plain {{{{ name }}}} tags in the text, without the prefixes r, p, tr and tc, cellbg or colspan.",
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXT, RUN, PROPERTIES = WORD + "t", WORD + "r", WORD + "pPr"
WORDS = re.compile(r"\w+")
SIGNS: dict[Any, str] = {WORD + "br": "\n", WORD + "tab": "\t"}


def prove(
    package: bytes,
    file: str,
    must_show: Iterable[Shown],
    placed: Iterable[Shown],
    expansions: Sequence[Expansion] = (),
) -> tuple[list[Finding], list[str]]:
    """What is wrong with a finished file, nothing when it may be published; and the text of each paragraph of its body.

    ``placed`` are the values that the template has put somewhere. Each value of ``must_show`` has to be
    among them by its cell, and its words have to stand in the file's text, as often as they should, once the
    ``expansions`` of acronyms are taken out of it.
    """
    findings, lines = _read(package, file)
    return findings or _missing(_undone(lines, expansions), file, must_show, placed), lines


def _missing(
    lines: Sequence[str], file: str, must_show: Iterable[Shown], placed: Iterable[Shown]
) -> list[Finding]:
    findings = []
    cells = {value.source.address for value in placed if value.source}
    standing = _Standing(lines)
    wanted: Counter[str] = Counter()
    for value in must_show:
        wanted.update(paragraph.text for paragraph in value.paragraphs)
        address = value.source.address if value.source else Address(file)
        if value.source and address not in cells:
            findings.append(_not_shown(address, str(value)))
            continue
        findings += [
            _not_shown(address, line)
            for line in (paragraph.text for paragraph in value.paragraphs)
            if line and not standing.so_often(line, wanted[line])
        ]
    return findings


class _Standing:
    """How often words stand in a text, by its paragraphs; the time that asking takes does not grow with the text."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self._paragraphs = paragraphs
        self._whole = Counter(paragraphs)

    def so_often(self, line: str, times: int) -> bool:
        """Whether a line stands there so often: as a paragraph, or as a part of some."""
        if self._whole[line] >= times:
            return True
        places = [self._with_word[word] for word in WORDS.findall(line) if word in self._with_word]
        rarest = min(places, key=len, default=[])
        if sum(self._paragraphs[at].count(line) for at in rarest) >= times:
            return True
        return self._text.count(line) >= times  # its words may be joined with others, as in P12Hospital

    @cached_property
    def _with_word(self) -> dict[str, list[int]]:
        """The paragraphs in which each word stands."""
        found: dict[str, list[int]] = {}
        for at, paragraph in enumerate(self._paragraphs):
            for word in set(WORDS.findall(paragraph)):
                found.setdefault(word, []).append(at)
        return found

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._paragraphs)


def body_as_placed(package: bytes, expansions: Sequence[Expansion]) -> list[str]:
    """The text of every paragraph of the body of a sound file, without the words that spell out acronyms."""
    return _undone(_read(package, "")[1], expansions)


def _undone(lines: Sequence[str], expansions: Sequence[Expansion]) -> list[str]:
    lines = list(lines)
    for expansion in reversed(expansions):
        lines[expansion.paragraph] = expansion.undone(lines[expansion.paragraph])
    return lines


def _not_shown(address: Address, text: str) -> Finding:
    return NOT_SHOWN.found(address, text=text if len(text) < 80 else text[:77] + "...")


def _read(package: bytes, file: str) -> tuple[list[Finding], list[str]]:
    """Broken parts, and the text of every paragraph of the body."""
    findings, lines = [], []
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            data = parts.read(name)
            try:
                root = etree.fromstring(data)
            except etree.XMLSyntaxError:
                findings.append(NOT_WELL_FORMED.found(Address(file), part=name))
                continue
            if OPEN.encode() in data:
                findings.append(MISPLACED.found(Address(file), part=name))
            if name.startswith("word/document"):
                lines = [_text(paragraph) for paragraph in root.iter(WORD + "p")]
    return findings, lines


def _text(paragraph: etree._Element) -> str:
    return "".join(
        SIGNS.get(node.tag) or node.text or ""
        for node in paragraph.iter(TEXT, *SIGNS)
        if _is_plain(node, paragraph) or not any(parent.tag == PROPERTIES for parent in node.iterancestors())
    )


def _is_plain(node: Any, paragraph: Any) -> bool:
    """Whether something stands in a run of the paragraph itself, as nearly all does, and so in no properties."""
    run = node.getparent()
    return bool(run.tag == RUN and run.getparent() is paragraph)
