"""Proof of a finished paper, from its bytes alone: well-formed, and every value that it must show is there."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
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
PARAGRAPH, TEXT, RUN, PROPERTIES = WORD + "p", WORD + "t", WORD + "r", WORD + "pPr"
BOX = WORD + "txbxContent"
WORDS = re.compile(r"\w+")
SIGNS: dict[Any, str] = {WORD + "br": "\n", WORD + "tab": "\t"}


def prove(
    package: bytes,
    file: str,
    must_show: Sequence[Shown],
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
    lines: Sequence[str], file: str, must_show: Sequence[Shown], placed: Iterable[Shown]
) -> list[Finding]:
    findings = []
    cells = {value.source.address for value in placed if value.source}
    standing = _Standing(lines, {paragraph.text for value in must_show for paragraph in value.paragraphs})
    wanted: Counter[str] = Counter()
    for value in must_show:
        texts = [paragraph.text for paragraph in value.paragraphs]
        wanted.update(texts)
        address = value.source.address if value.source else Address(file)
        if value.source and address not in cells:
            findings.append(_not_shown(address, str(value)))
            continue
        findings += [
            _not_shown(address, line) for line in texts if line and not standing.so_often(line, wanted[line])
        ]
    return findings


class _Standing:
    """How often words stand in a text, by its paragraphs; the time that asking takes does not grow with the text.

    ``asked`` are the lines that are asked for: most paragraphs are one of them, and need not be searched.
    """

    def __init__(self, paragraphs: Sequence[str], asked: Collection[str]) -> None:
        self._paragraphs = paragraphs
        self._whole = Counter(paragraphs)
        self._asked = asked

    def so_often(self, line: str, times: int) -> bool:
        """Whether a line stands there so often: as a paragraph, or as a part of some."""
        whole = self._whole[line]
        return (
            whole >= times
            or whole + self._others.count(line) >= times
            or self._all.count(line) >= times
            or self._text.count(line) >= times  # its words may be joined with others, as in P12Hospital
        )

    @cached_property
    def _others(self) -> _ByWord:
        """The paragraphs that are no such line as a whole."""
        return _ByWord({one: times for one, times in self._whole.items() if one not in self._asked})

    @cached_property
    def _all(self) -> _ByWord:
        return _ByWord(self._whole)

    @cached_property
    def _text(self) -> str:
        return "\n".join(self._paragraphs)


class _ByWord:
    """Paragraphs, each with how often it is there, by the words in them."""

    def __init__(self, paragraphs: Mapping[str, int]) -> None:
        self._times = paragraphs
        self._with_word: dict[str, list[str]] = {}
        for paragraph in paragraphs:
            for word in set(WORDS.findall(paragraph)):
                self._with_word.setdefault(word, []).append(paragraph)

    def count(self, line: str) -> int:
        """How often a line stands in those that have its rarest word."""
        places = [self._with_word[word] for word in WORDS.findall(line) if word in self._with_word]
        rarest = min(places, key=len, default=[])
        return sum(self._times[paragraph] * paragraph.count(line) for paragraph in rarest)


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
    for name, data in _parts(package):
        try:
            if name.startswith("word/document"):
                lines = _lines(etree.fromstring(data))
            else:
                _parse(data)
        except etree.XMLSyntaxError:
            findings.append(NOT_WELL_FORMED.found(Address(file), part=name))
            continue
        if OPEN.encode() in data:
            findings.append(MISPLACED.found(Address(file), part=name))
    return findings, lines


def _parts(package: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                yield name, parts.read(name)


@lru_cache(maxsize=32)  # most parts are the template's own, the same in each paper that is made of it
def _parse(data: bytes) -> None:
    etree.fromstring(data)


def _lines(root: Any) -> list[str]:
    """The text of every paragraph. What stands in a text box is text of the paragraph around it too."""
    signs: dict[Any, list[str]] = {}
    boxed = next(root.iter(BOX), None) is not None
    for node in root.iter(PARAGRAPH, TEXT, *SIGNS):
        if node.tag == PARAGRAPH:
            signs[node] = []
            continue
        for paragraph in _around(node) if boxed or not _is_plain(node) else [node.getparent().getparent()]:
            signs[paragraph].append(SIGNS.get(node.tag) or node.text or "")
    return ["".join(one) for one in signs.values()]


def _is_plain(node: Any) -> bool:
    """Whether something stands in a run of a paragraph itself, as nearly all does, and so in no properties."""
    run = node.getparent()
    return bool(run.tag == RUN and run.getparent().tag == PARAGRAPH)


def _around(node: Any) -> Iterator[Any]:
    """The paragraphs of whose text something is a part: none, where it stands in properties."""
    in_properties = next(node.iterancestors(PROPERTIES), None) is not None
    return iter(()) if in_properties else node.iterancestors(PARAGRAPH)
