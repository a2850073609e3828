"""Parts of one version set into another: their words, with the format that the other document knows."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.run import Run
from msgspec import Struct, field

from pipeline.word.revisions.blocks import blocks, cells, rows
from pipeline.word.revisions.reading import OBJECT, PARAGRAPH, PROPERTIES, Atom, Line, like

STYLES = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
VALUE = qn("w:val")
# What leads to other parts of the old file, or stands for a change that is settled there.
LEFT_BEHIND = [
    qn(f"w:{name}") for name in ("sectPr", "pPrChange", "rPrChange", "cellIns", "cellDel", "ins", "del")
]

# The parts of a run that are words.
WORDS = {qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen", "softHyphen")}


class Copying(Struct, frozen=True):
    """Copies from one document into another.

    ``styles`` gives the other's style for each of this one's; ``lists``: whether its numbers of lists mean the same.
    """

    styles: dict[str, str] = field(default_factory=dict)
    lists: bool = True

    @classmethod
    def between(cls, source: Any, target: Any) -> Copying:
        """From one python-docx document to another: styles by their name, lists where both have the same."""
        known = {(style.type, style.name): style.style_id for style in target.styles}
        styles = {
            style.style_id: known[style.type, style.name]
            for style in source.styles
            if (style.type, style.name) in known
        }
        return cls(styles, _lists(source) == _lists(target))

    def runs(self, atoms: Iterable[Atom]) -> list[Any]:
        """The words of a stretch of a line, as new runs; of an object what it shows."""
        return [self._run(atom) for atom in atoms if atom.text != OBJECT or atom.shows]

    def _run(self, atom: Atom) -> Any:
        source = next((one for one in reversed(atom.elements) if one.tag == qn("w:r")), None)
        run = OxmlElement("w:r") if source is None else self._settle(like(source))
        if atom.text == OBJECT or source is None:
            text = OxmlElement("w:t")
            text.text = atom.shows
            text.set(qn("xml:space"), "preserve")
            run.append(text)
        else:
            run.extend(deepcopy(child) for child in source if child.tag in WORDS)
        return run

    def typed(self, atoms: Iterable[Atom], neighbour: Any) -> list[Any]:
        """The words of a stretch of a line as somebody would have typed them beside a run of the other document."""
        made = []
        for run in self.runs(atoms):
            typed = OxmlElement("w:r") if neighbour is None else like(neighbour)
            parts: tuple[Any, ...] = (run, typed)
            own, font = (Run(one, one).font for one in parts)
            font.bold, font.italic, font.underline = own.bold, own.italic, own.underline
            typed.extend(child for child in list(run) if child.tag != PROPERTIES)
            made.append(typed)
        return made

    def block(self, source: Any) -> Any:
        """A paragraph or table as it can stand in the other document."""
        if source.tag == PARAGRAPH:
            return self._paragraph(source)
        made = OxmlElement("w:tbl")
        made.extend(
            self._settle(deepcopy(one)) for one in source if one.tag in {qn("w:tblPr"), qn("w:tblGrid")}
        )
        made.extend(self.row(row) for row in rows(source))
        return made

    def row(self, source: Any) -> Any:
        """A row as it can stand in a table of the other document."""
        made = OxmlElement("w:tr")
        made.extend(
            self._settle(deepcopy(one)) for one in source if one.tag in {qn("w:tblPrEx"), qn("w:trPr")}
        )
        for cell in cells(source):
            copied = OxmlElement("w:tc")
            copied.extend(self._settle(deepcopy(one)) for one in cell.iterchildren(qn("w:tcPr")))
            copied.extend(self.block(block) for block in blocks(cell))
            made.append(copied)
        return made

    def _paragraph(self, source: Any) -> Any:
        made = OxmlElement("w:p")
        made.extend(self._settle(deepcopy(one)) for one in source.iterchildren(qn("w:pPr")))
        made.extend(self.runs(Line(source).atoms))
        return made

    def _settle(self, element: Any) -> Any:
        """Take out what means nothing, or something else, in the other document."""
        for gone in list(element.iter(*LEFT_BEHIND, *([] if self.lists else [qn("w:numPr")]))):
            gone.getparent().remove(gone)
        for style in list(element.iter(*STYLES)):
            if known := self.styles.get(style.get(VALUE, "")):
                style.set(VALUE, known)
            else:
                style.getparent().remove(style)
        return element


def _lists(document: Any) -> list[tuple[str, str]]:
    """Each list of a document and the scheme that it counts by."""
    part = next(
        (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
    )
    if part is None:
        return []
    return [
        (num.get(qn("w:numId"), ""), num.find(qn("w:abstractNumId")).get(VALUE, ""))
        for num in part.element.iterchildren(qn("w:num"))
    ]
