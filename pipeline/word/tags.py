"""A template's tags as people type them in Word, brought to the form that the template engine reads.

Word rounds quotes, puts in spaces that do not break and longer dashes, and splits a tag over several runs
wherever its format or its spelling mark changes. All of that can be understood with certainty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.word.qualified import qn

# A tag ends at the first sign that can end it; one that holds the beginning of another was never closed.
TAG = re.compile(r"\{\{(?!\{)(?:(?!\{\{|\{%|\}\}).)*\}\}|\{%(?:(?!\{\{|\{%|%\}).)*%\}|\{#.*?#\}", re.DOTALL)
DOUBLE, SINGLE = '"“”„‟″', "'‘’‚‛′"
SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\n\t",
    " ",
)
UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
OUTSIDE = {**SPACES, **UNSEEN, **DASHES, **dict.fromkeys(DOUBLE, '"'), **dict.fromkeys(SINGLE, "'")}
WITHIN = {**SPACES, **UNSEEN}
RUN, PARAGRAPH = qn("w:r"), qn("w:p")
# What stands in a run for a sign of its text.
SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "\u00ad"}  # fmt: skip


def straightened(tag: str) -> str:
    """A tag with straight quotes, plain spaces and plain minus signs; what it quotes keeps its own signs."""
    signs: list[str] = []
    at = 0
    while at < len(tag):
        end = _closing(tag, at)
        if end:
            quote = '"' if tag[at] in DOUBLE else "'"
            signs.append(quote + _literal(tag[at + 1 : end]) + quote)
            at = end + 1
        else:
            signs.append(OUTSIDE.get(tag[at], tag[at]))
            at += 1
    return "".join(signs)


def _closing(tag: str, at: int) -> int:
    """Where the quotation that begins at ``at`` ends; 0 where none begins or it never ends."""
    family = DOUBLE if tag[at] in DOUBLE else SINGLE if tag[at] in SINGLE else ""
    if not family:
        return 0
    straight = tag.find(family[0], at + 1) if tag[at] == family[0] else -1
    apostrophe = r"(?!\w)" if family == SINGLE else ""
    any_of_them = re.compile(f"[{family}]{apostrophe}").search(tag, at + 1)
    return straight if straight > 0 else any_of_them.start() if any_of_them else 0


def _literal(words: str) -> str:
    """Quoted words as the engine reads them: round quotes escaped, since docxtpl would straighten them."""
    return "".join(
        f"\\u{ord(sign):04x}" if sign in "“”‘’" else WITHIN.get(sign, sign) for sign in words
    )  # fmt: skip


def own_runs(paragraph: Any) -> Iterator[Any]:
    """The paragraph's own runs, not those of a text box that is anchored in it."""
    for run in paragraph.iter(RUN):
        inside = run.getparent() is paragraph  # as nearly all are
        if inside or next(parent for parent in run.iterancestors() if parent.tag == PARAGRAPH) is paragraph:
            yield run


def letters(paragraph: Any) -> list[tuple[str, Any]]:
    """Each sign of a paragraph's own text with the element that it stands in."""
    found: list[tuple[str, Any]] = []
    for run in own_runs(paragraph):
        for node in run:
            text = node.text or "" if node.tag == qn("w:t") else SIGNS.get(node.tag, "")
            found += [(sign, node) for sign in text]
    return found


def words_of(paragraph: Any) -> str:
    """A paragraph's own text."""
    return "".join(sign for sign, _ in letters(paragraph))


def join_tags(root: Any) -> None:
    """Let each tag under ``root`` stand in one piece, in the form that the engine reads."""
    for paragraph in root.iter(qn("w:p")):
        _join_in(paragraph)
    for control in root.iter(qn("w:sdt")):
        if any(TAG.search(words_of(paragraph)) for paragraph in control.iter(qn("w:p"))):
            _free(control)


def _join_in(paragraph: Any) -> None:
    signs = letters(paragraph)
    words = "".join(sign for sign, _ in signs)
    if "{" not in words:
        return
    wanted = [sign for sign, _ in signs]
    for tag in TAG.finditer(words):
        start, end = tag.span()
        wanted[start:end] = [straightened(tag[0]), *[""] * (end - start - 1)]
    typed: dict[Any, str] = {}
    for (_, node), sign in zip(signs, wanted, strict=True):
        typed[node] = typed.get(node, "") + sign
    for node, text in typed.items():
        _retype(node, text)


def _retype(node: Any, text: str) -> None:
    """Give an element of a run its new text; a sign that became part of a tag goes."""
    if node.tag != qn("w:t"):
        if not text:
            node.getparent().remove(node)
    elif (node.text or "") != text:
        node.text = text
        node.set(qn("xml:space"), "preserve")


def _free(control: Any) -> None:
    """Let a content control show what is put into it: neither as a placeholder nor from the properties."""
    properties = control.find(qn("w:sdtPr"))
    for name in ("w:dataBinding", "w:showingPlcHdr"):
        for setting in [] if properties is None else properties.findall(qn(name)):
            properties.remove(setting)
