"""Cross-references of a filled document: each leads to the place that is meant, and shows its number or words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.model import Address, Finding, Level, Rule
from pipeline.word.bookmarks import Bookmark, Bookmarks
from pipeline.word.fields import TEXT, Field, fields
from pipeline.word.numbering import Number
from pipeline.word.outline import PARAGRAPH, Outline, words_of
from pipeline.word.rounds import Round

NOT_HERE = "(section not in this paper)"
LEFT_OUT = Rule(
    "reference-to-left-out",
    Level.WARNING,
    "A cross-reference leads to {target}, which is not in this paper; “{shown}” stands there{near}.",
    "In the template, put the reference into the same condition as what it leads to, or refer to something that every paper has.",
)
LINK = "HYPERLINK"
PAGE_NUMBER = Rule(
    "reference-to-page",
    Level.WARNING,
    "A cross-reference gives the page of {target} as “{shown}”, which is the template’s and may not be the paper’s{near}.",
    "In the template, refer to the number of the heading instead. Or open the paper in Word, press Ctrl+A and then F9.",
)
REFERRING = {"REF", "PAGEREF", "NOTEREF"}
ANCHOR, NAME = qn("w:anchor"), qn("w:name")
TOP = {"top", "_top"}  # the beginning of the paper, which needs no bookmark
CASES: dict[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "caps": str.title,
    "firstcap": lambda words: words[:1].upper() + words[1:],
}
QUOTED = 60  # characters of a line that a message quotes
Naming = Callable[[str], str]  # what the template has at a bookmark, in words


class References(Struct, frozen=True):
    """What references need to know: the paper's outline, its bookmarks, the rounds of loops, the template's file."""

    outline: Outline
    bookmarks: Bookmarks
    rounds: Mapping[Any, Round]
    file: str

    def settle(self, roots: Iterable[Any], naming: Naming) -> list[Finding]:
        """Work out every cross-reference and link within the paper; those to what was left out are found."""
        findings = []
        for root in roots:
            for link in list(root.iter(qn("w:hyperlink"))):
                findings += self._link(link, naming)
            for field in fields(root):
                if any(
                    parent is root for parent in field.begin.iterancestors()
                ):  # no part of one that was changed
                    findings += self._field(field, naming)
        return findings

    def _link(self, link: Any, naming: Naming) -> list[Finding]:
        """Lead a link to its own copy of what it names; where there is none, its words stay without a link."""
        name = link.get(ANCHOR, "")
        if not name or link.get(qn("r:id")) or name.lower() in TOP:
            return []
        meant = self.bookmarks.meant(name, self.rounds.get(link, ()))
        if meant:
            link.set(ANCHOR, meant.name)
            return []
        shown = "".join(text.text or "" for text in link.iter(TEXT))
        line = _line(link)
        for child in list(link):
            link.addprevious(child)
        link.getparent().remove(link)
        return [self._found(LEFT_OUT, naming(name), line, shown)]

    def _field(self, field: Field, naming: Naming) -> list[Finding]:
        """Lead a field to its own copy of what it names, and show that; where there is none, say so."""
        name = _name(field)
        if not name or name.lower() in TOP or not field.whole:
            return []
        meant = self.bookmarks.meant(name, self.rounds.get(field.mark, ()))
        if meant is None:
            shown = field.text if field.kind == LINK else NOT_HERE
            line = _line(field.begin)
            field.replace(shown)
            return [self._found(LEFT_OUT, naming(name), line, shown)]
        if meant.name != name:
            field.instruction = field.instruction.replace(name, meant.name, 1)
        words = self._words(field, meant) if field.kind == "REF" else None
        if words is not None:
            field.write(words)
        if field.kind == "PAGEREF":
            return [self._found(PAGE_NUMBER, naming(name), field.paragraph, field.text)]
        return []

    def _words(self, field: Field, meant: Bookmark) -> str | None:
        """What a REF field shows; None where that cannot be told."""
        number, asked = self.outline.numbers.get(meant.paragraph), field.switches.keys()
        words = meant.words
        if number and asked & set("nrw"):
            words = self._number(number, field)
        if "p" in asked:
            direction = "above" if self._before(meant, field) else "below"
            words = f"{words} {direction}" if asked & set("nrw") and words else direction
        if words is None:
            return None
        for form in field.switches.get("*", "").lower().split():
            words = CASES.get(form, str)(words)
        return words

    def _number(self, number: Number, field: Field) -> str:
        if "t" in field.switches:
            return number.bare.rstrip(".")
        if "w" in field.switches:
            return number.whole
        return (
            number.alone
            if "n" in field.switches
            else number.seen_from(self.outline.numbers.get(field.paragraph))
        )

    def _before(self, meant: Bookmark, field: Field) -> bool:
        """Whether a bookmark stands before a field."""
        either = (meant.start, field.begin)
        return (
            next(
                (node for node in self.outline.body.iter(meant.start.tag, field.begin.tag) if node in either),
                None,
            )
            is meant.start
        )

    def _found(self, rule: Rule, target: str, line: Any, shown: str) -> Finding:
        words = "" if line is None else words_of(line)
        near = f", in “{words[:QUOTED]}”" if words != shown else ""
        return rule.found(Address(self.file), target=target, shown=shown, near=near)


def _line(element: Any) -> Any:
    """The paragraph that an element stands in."""
    return next((parent for parent in element.iterancestors() if parent.tag == PARAGRAPH), None)


def _name(field: Field) -> str:
    """The bookmark that a field refers to; '' for none."""
    if field.kind == LINK:
        return "" if field.argument else field.switches.get("l", "")
    return field.argument if field.kind in REFERRING else ""


def template_names(body: Any) -> Naming:
    """What a template has at each bookmark, in words: ``“Key risks to delivery”``."""
    known: dict[str, str] = {}
    for start in body.iter(qn("w:bookmarkStart")):
        paragraph = _line(start)
        words = "" if paragraph is None else re.sub(r"\{[%#].*?[%#]\}", "", words_of(paragraph))
        known.setdefault(start.get(NAME, "").lower(), " ".join(words.split()))
    return lambda name: (
        f"“{known[name.lower()][:QUOTED]}”" if known.get(name.lower()) else f"the bookmark {name}"
    )
