"""A paragraph as one line of text, however a program splits its runs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from msgspec import Struct

OBJECT = "\ufffc"  # Unicode's sign for what is no text: a picture, a field, a reference to a note
PARAGRAPH, FORMAT, RUN = qn("w:p"), qn("w:pPr"), qn("w:r")
TEXT, PROPERTIES = qn("w:t"), qn("w:rPr")
FIELD_MARK, KIND = qn("w:fldChar"), qn("w:fldCharType")
SIGNS = {
    qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "\u00ad",
}  # fmt: skip
TYPE = qn("w:type")
CONTROL, CONTROLLED = qn("w:sdt"), qn("w:sdtContent")
# Formats, fields and what was deleted; what programs leave in runs without anybody meaning it; what ties a comment to
# its place.
UNSEEN = {
    PROPERTIES, FIELD_MARK,
    *(qn(f"w:{name}") for name in ("instrText", "delText", "delInstrText")),
    *(qn(f"w:{name}") for name in ("lastRenderedPageBreak", "commentReference", "annotationRef")),
}  # fmt: skip
AROUND_RUNS = {
    qn(f"w:{name}") for name in ("hyperlink", "smartTag", "customXml", "dir", "bdo", "ins", "moveTo")
}
WHOLE = {
    qn("w:fldSimple"), qn("m:oMath"), qn("m:oMathPara"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
}  # fmt: skip


class Atom(Struct):
    """A stretch of a line: a run of text, or an object, which is one sign long, with what it shows."""

    text: str
    elements: list[Any]
    shows: str = ""


class Line:
    """The text of a paragraph, and the elements that each stretch of it stands in."""

    def __init__(self, paragraph: Any) -> None:
        """Read a paragraph; runs that mix text and objects are split, which nobody can see."""
        self.paragraph = paragraph
        for run in [run for run in paragraph.iter(RUN) if _mixed(run)]:
            _unmix(run)
        self.atoms = list(_grouped(list(_elements(paragraph))))

    @property
    def text(self) -> str:
        """The whole line, with a sign for each object."""
        return "".join(atom.text for atom in self.atoms)

    @property
    def shown(self) -> tuple[str, ...]:
        """What each of the line's objects shows: the result of a field, '' for a picture."""
        return tuple(atom.shows for atom in self.atoms if atom.text == OBJECT)

    def cut(self, start: int, end: int) -> list[Atom]:
        """The atoms from one place of the line to another; runs are split there."""
        self._split(start)
        self._split(end)
        found, at = [], 0
        for atom in self.atoms:
            if start <= at < end and atom.text:
                found.append(atom)
            at += len(atom.text)
        return found

    def neighbour(self, at: int) -> Any:
        """The run of text that stands before a place of the line, else the one after it; None where there is none."""
        begins, found = 0, None
        for atom in self.atoms:
            if atom.text and atom.text != OBJECT and (begins < at or found is None):
                found = atom.elements[0]
            begins += len(atom.text)
        return found

    def insert(self, at: int, element: Any) -> None:
        """Put an element into the line at a place; it does not become a part of what is read."""
        self._split(at)
        begins = 0
        last = None
        for atom in self.atoms:
            if atom.text:
                if begins == at:
                    _outermost(atom.elements[0], first=True).addprevious(element)
                    return
                last = atom.elements[-1]
            begins += len(atom.text)
        if last is not None:
            _outermost(last, first=False).addnext(element)
        elif (properties := self.paragraph.find(FORMAT)) is not None:
            properties.addnext(element)
        else:
            self.paragraph.insert(0, element)

    def _split(self, at: int) -> None:
        begins = 0
        for number, atom in enumerate(self.atoms):
            if begins < at < begins + len(atom.text):
                rest = split_run(atom.elements[0], at - begins)
                first, second = atom.text[: at - begins], atom.text[at - begins :]
                self.atoms[number : number + 1] = [Atom(first, atom.elements), Atom(second, [rest])]
                return
            begins += len(atom.text)


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as its line has it: most have nothing but runs without fields, and need no line made."""
    parts: list[Any] = []
    for child in paragraph:
        if child.tag == RUN:
            parts.extend(child)
        elif child.tag != FORMAT:
            return Line(paragraph).text
    if any(part.tag == FIELD_MARK for part in parts):
        return Line(paragraph).text
    return "".join(map(sign, parts))


def words_of(paragraph: Any) -> str:
    """The text of a paragraph without its objects, on one line."""
    return " ".join(Line(paragraph).text.replace(OBJECT, " ").split())


# --- the parts of a paragraph -----------------------------------------------------------------


def _elements(parent: Any) -> Iterator[Any]:
    """The runs of a paragraph in order, and what stands among them whole."""
    for child in parent:
        if child.tag == RUN or child.tag in WHOLE:
            yield child
        elif child.tag in AROUND_RUNS:
            yield from _elements(child)
        elif child.tag == CONTROL:
            for content in child.iterchildren(CONTROLLED):
                yield from _elements(content)


def _grouped(elements: list[Any]) -> Iterator[Atom]:
    """The atoms of these elements; a field that begins and ends among the same siblings is one."""
    at = 0
    while at < len(elements):
        end = _field_end(elements, at)
        if end:
            yield Atom(OBJECT, elements[at : end + 1], _result(elements[at : end + 1]))
            at = end + 1
            continue
        element = elements[at]
        if element.tag in WHOLE:
            yield Atom(OBJECT, [element], "".join(text.text or "" for text in element.iter(TEXT)))
        else:
            yield Atom("".join(sign(child) for child in element), [element])
        at += 1


def sign(child: Any) -> str:
    """What a part of a run is in its line."""
    if child.tag == TEXT:
        return child.text or ""
    if child.tag in UNSEEN:
        return ""
    return OBJECT if child.tag not in SIGNS or child.get(TYPE) in {"page", "column"} else SIGNS[child.tag]


def _field_end(elements: list[Any], at: int) -> int:
    """Where the field that begins at an element ends; 0 where none begins or it ends in another place."""
    depth = 0
    for number in range(at, len(elements)):
        if elements[number].getparent() is not elements[at].getparent():
            return 0
        for mark in elements[number].iterchildren(FIELD_MARK):
            depth += {"begin": 1, "end": -1}.get(mark.get(KIND), 0)
        if depth <= 0:
            return number if number > at else 0
    return 0


def _result(elements: list[Any]) -> str:
    """What a field shows: the text after its instruction."""
    shown, inside = [], False
    for element in elements:
        for child in element:
            if child.tag == FIELD_MARK:
                inside = child.get(KIND) == "separate"
            elif inside:
                shown.append(sign(child))
    return "".join(shown)


def _outermost(element: Any, *, first: bool) -> Any:
    """The element, or what is around it where it is the first (or the last) in it: a link, a control."""
    parent = element.getparent()
    while parent.tag != PARAGRAPH:
        runs = list(_elements(parent))
        if not runs or runs[0 if first else -1] is not element:
            break
        element = parent
        if parent.tag == CONTROLLED:
            element = parent.getparent()
        parent = element.getparent()
    return element


# --- splitting runs ---------------------------------------------------------------------------


def _mixed(run: Any) -> bool:
    kinds = [sign(child) == OBJECT or child.tag == FIELD_MARK for child in run if child.tag != PROPERTIES]
    return len(kinds) > 1 and any(kinds)


def _unmix(run: Any) -> None:
    """Give each part of a run that mixes text and objects a run of its own."""
    last = run
    for child in [child for child in run if child.tag != PROPERTIES][1:]:
        made = like(run)
        made.append(child)
        last.addnext(made)
        last = made


def like(run: Any) -> Any:
    """An empty run formatted like another."""
    made = OxmlElement("w:r")
    properties = run.find(PROPERTIES)
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def split_run(run: Any, at: int) -> Any:
    """Split a run of text at a place of it; the run that holds the rest."""
    rest = like(run)
    for child in [child for child in run if child.tag != PROPERTIES]:
        length = len(sign(child))
        if at <= 0:
            rest.append(child)
        elif at < length:
            more = OxmlElement("w:t")
            more.text, child.text = child.text[at:], child.text[:at]
            for text in (more, child):
                text.set(qn("xml:space"), "preserve")
            rest.append(more)
        at -= length
    run.addnext(rest)
    return rest
