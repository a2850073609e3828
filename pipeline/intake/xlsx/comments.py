"""What people have remarked on cells: notes, and the threaded comments of newer Excels."""

from __future__ import annotations

from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.parts import Attributes, Element, read_part
from pipeline.intake.xlsx.positions import position
from pipeline.intake.xlsx.relations import Relations, of_kind
from pipeline.intake.xlsx.text import TextReader, legible
from pipeline.model import Position

Comments = dict[Position, str]


def read_comments(package: Package, relations: Relations) -> Comments:
    """The remarks on a sheet's cells, by position; raises ``DamagedPartError`` when they cannot be read.

    Beside a thread Excel writes a note for older versions that says how to upgrade: the thread counts.
    """
    notes: Comments = {}
    for part in of_kind(relations, "comments"):
        notes |= _notes(package, part)
    for part in of_kind(relations, "threadedComment"):
        notes |= _threads(package, part)
    return notes


def _notes(package: Package, part: str) -> Comments:
    """Notes (ECMA-376 part 1, 18.7)."""
    notes: Comments = {}
    text, cell = TextReader(package.meter), ""

    def start(attributes: Attributes) -> None:
        nonlocal cell
        cell = attributes.get("ref", "")
        text.start(attributes)

    def keep() -> None:
        package.meter.keep()
        notes[position(cell)] = text.text().typed

    at = "comments/commentList/comment"
    read_part(package, part, {at: Element(start, end=keep), **text.elements(f"{at}/text")})
    return notes


def _threads(package: Package, part: str) -> Comments:
    """Threaded comments ([MS-XLSX] 2.6.205): what was said on a cell, one line for each, in order."""
    said: dict[Position, list[str]] = {}
    cell = ""

    def start(attributes: Attributes) -> None:
        nonlocal cell
        cell = attributes.get("ref", "")

    def keep(text: str) -> None:
        package.meter.keep()
        said.setdefault(position(cell), []).append(legible(text))

    at = "ThreadedComments/threadedComment"
    read_part(package, part, {at: Element(start), f"{at}/text": Element(text=keep)})
    return {cell: "\n".join(remarks) for cell, remarks in said.items()}
