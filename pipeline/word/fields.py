"""Word's fields in a filled document: what each asks for, the words that it shows, and a way to change both."""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import takewhile
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TEXT, RUN, PARAGRAPH = qn("w:t"), qn("w:r"), qn("w:p")
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
KEPT = {qn("w:bookmarkStart"), qn("w:bookmarkEnd")}
# The switches that a word follows, by field; all others stand alone.
VALUED = {"TOC": "abcdflnopst", "SEQ": "rs", "REF": "d", "HYPERLINK": "lmot"}
GENERAL = "*#@"


class Field:
    """A field: ``{ REF _Ref123 }``. A complex one has runs for its begin, its parts and its end."""

    def __init__(self, begin: Any) -> None:
        """A field that begins with a ``w:fldChar``'s run, or is a ``w:fldSimple``."""
        self.begin = begin
        self.separator: Any = None
        self.end: Any = None
        self.instructions: list[Any] = []

    @property
    def simple(self) -> bool:
        """Whether the field is one element."""
        return bool(self.begin.tag == qn("w:fldSimple"))

    @property
    def mark(self) -> Any:
        """The element that the field begins with, as it stood before anything was changed."""
        return self.begin if self.simple else self.begin.find(qn("w:fldChar"))

    @property
    def instruction(self) -> str:
        """What the field asks for, as Word has it."""
        if self.simple:
            return str(self.begin.get(qn("w:instr"), ""))
        return "".join(text.text or "" for text in self.instructions)

    @instruction.setter
    def instruction(self, words: str) -> None:
        if self.simple:
            self.begin.set(qn("w:instr"), words)
            return
        for number, text in enumerate(self.instructions):
            text.text = "" if number else words
            text.set(qn("xml:space"), "preserve")

    @property
    def words(self) -> list[str]:
        """The words of the instruction; those in quotation marks are one."""
        return [a or b for a, b in re.findall(r'["“]([^"”]*)["”]|(\S+)', self.instruction)]

    @property
    def kind(self) -> str:
        """What kind of field it is: ``REF``."""
        return self.words[0].upper() if self.words else ""

    @property
    def argument(self) -> str:
        """The word that is no switch: the name of a bookmark, or of a sequence."""
        return self._read()[0]

    @property
    def switches(self) -> dict[str, str]:
        """The switches with their values: ``{"o": "1-3", "h": ""}``."""
        return self._read()[1]

    def _read(self) -> tuple[str, dict[str, str]]:
        valued = VALUED.get(self.kind, "") + GENERAL
        argument, switches, words = "", dict[str, str](), self.words[1:]
        while words:
            word = words.pop(0)
            if not word.startswith("\\"):
                argument = argument or word
                continue
            switch = word[1:2].lower()
            takes = switch in valued and words and not words[0].startswith("\\")
            value = words.pop(0) if takes else ""
            switches[switch] = f"{switches.get(switch, '')} {value}".strip()
        return argument, switches

    @property
    def paragraph(self) -> Any:
        """The paragraph that the field begins in."""
        return next(parent for parent in self.begin.iterancestors() if parent.tag == PARAGRAPH)

    @property
    def whole(self) -> bool:
        """Whether the field stands in one line, so that its words can be changed."""
        if self.simple:
            return True
        parts = [part for part in (self.separator, self.end) if part is not None]
        return all(part.getparent() is self.begin.getparent() for part in parts)

    @property
    def shown(self) -> list[Any]:
        """The elements that hold the words that the field shows."""
        if self.simple:
            inside = list(self.begin)
        else:
            inside = [] if self.separator is None else between(self.separator, self.end)
        return [one for one in inside if one.tag not in KEPT]

    @property
    def text(self) -> str:
        """The words that the field shows."""
        return "".join(text.text or "" for one in self.shown for text in one.iter(TEXT))

    def write(self, words: str) -> None:
        """Let the field show these words, set like those that it showed."""
        runs = [run for one in self.shown for run in one.iter(RUN) if run.find(TEXT) is not None]
        made = plain_run(words, (runs or [None if self.simple else self.begin])[0])
        for one in self.shown:
            one.getparent().remove(one)
        if self.simple:
            self.begin.append(made)
            return
        if self.separator is None:
            self.separator = field_part("separate", self.begin)
            self.end.addprevious(self.separator)
        self.separator.addnext(made)

    def replace(self, words: str) -> None:
        """Put plain words into the field's place."""
        self.write(words)
        if self.simple:
            for child in list(self.begin):
                self.begin.addprevious(child)
            self.begin.getparent().remove(self.begin)
            return
        for part in [self.begin, *between(self.begin, self.separator), self.separator, self.end]:
            part.getparent().remove(part)


def fields(root: Any) -> list[Field]:
    """The fields under ``root`` in order; those in a box's second copy, for programs of old, count for none."""
    _one_part_to_a_run(root)
    found: list[Field] = []
    opened: list[Field] = []
    for node in root.iter(qn("w:fldSimple"), qn("w:fldChar"), qn("w:instrText")):
        if not any(parent.tag == FALLBACK for parent in node.iterancestors()):
            _read_part(node, opened, found)
    return [field for field in found if field.simple or field.end is not None]


def _read_part(node: Any, opened: list[Field], found: list[Field]) -> None:
    kind = node.get(qn("w:fldCharType"), "")
    if node.tag == qn("w:fldSimple"):
        found.append(Field(node))
    elif kind == "begin":
        opened.append(Field(node.getparent()))
        found.append(opened[-1])
    elif opened and kind == "separate":
        opened[-1].separator = node.getparent()
    elif opened and kind == "end":
        opened.pop().end = node.getparent()
    elif opened and node.tag == qn("w:instrText") and opened[-1].separator is None:
        opened[-1].instructions.append(node)


def _one_part_to_a_run(root: Any) -> None:
    """Split the runs that hold a part of a field beside other things, so that each part has its own."""
    parts = (qn("w:fldChar"), qn("w:instrText"))
    for run in {node.getparent(): None for node in root.iter(*parts)}:
        contents = [child for child in run if child.tag != qn("w:rPr")]
        for child in reversed(contents[1:]):
            made = like_run(run)
            made.append(child)
            run.addnext(made)


def between(first: Any, last: Any) -> list[Any]:
    """The elements after ``first`` and before ``last``, which stands beside it."""
    return list(takewhile(lambda element: element is not last, first.itersiblings()))


def plain_run(words: str, like: Any = None) -> Any:
    """A run of these words, formatted like another."""
    made = OxmlElement("w:r") if like is None else like_run(like)
    text = OxmlElement("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    made.append(text)
    return made


def like_run(run: Any) -> Any:
    """An empty run formatted like another."""
    made = OxmlElement("w:r")
    if run.find(qn("w:rPr")) is not None:
        made.append(deepcopy(run.find(qn("w:rPr"))))
    return made


def field_part(kind: str, like: Any = None) -> Any:
    """A run with a part of a complex field: its begin, its separator or its end."""
    made, part = OxmlElement("w:r") if like is None else like_run(like), OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    made.append(part)
    return made
