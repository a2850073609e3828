"""Which part of a package leads to which, and the new ways that a copy needs (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote, unquote

from lxml import etree
from msgspec import Struct

from pipeline.forms.marking.trees import REL, parsed, written

SPACE = "http://schemas.openxmlformats.org/package/2006/relationships"
EMPTY = f'<Relationships xmlns="{SPACE}"/>'.encode()


class Relation(Struct, frozen=True):
    """One way: its id, its kind (the last word of its type), where it leads, and whether that is outside the file."""

    id: str
    kind: str
    target: str
    external: bool


def part_of_relations(part: str) -> str:
    """The name of the part that holds a part's relations; those of the package itself are the relations of ''."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


class Relations:
    """The relations of one part, of which some may be added and taken away."""

    def __init__(self, part: str, data: bytes) -> None:
        """``part`` is where they start; ``data`` the part that holds them, empty where there is none."""
        self._folder = posixpath.dirname(part)
        self._root = parsed(data or EMPTY)
        self._found: list[Relation] | None = None
        self.changed = False

    def __iter__(self) -> Iterator[Relation]:
        if self._found is None:
            self._found = [self._read(one) for one in self._root.iterchildren(f"{{{SPACE}}}Relationship")]
        return iter(self._found)

    def of_kind(self, kind: str) -> list[str]:
        """The parts inside the file that are related as ``kind``."""
        return [one.target for one in self if one.kind == kind and not one.external]

    def target(self, id_: str | None) -> str:
        """The part that a relation leads to, by the relation's id; '' if there is none."""
        return next((one.target for one in self if one.id == id_ and not one.external), "")

    def add(self, kind: str, target: str, base: str = REL) -> str:
        """A new relation; gives its id. ``kind`` is put behind ``base``."""
        taken = {one.id for one in self}
        id_ = next(name for number in range(1, 1_000_000) if (name := f"rId{number}") not in taken)
        link = quote(posixpath.relpath(f"/{target}", f"/{self._folder}"))
        attributes = {"Id": id_, "Type": f"{base}/{kind}", "Target": link}
        etree.SubElement(self._root, f"{{{SPACE}}}Relationship", attributes)
        self._found, self.changed = None, True
        return id_

    def forget(self, *targets: str) -> set[str]:
        """Take away all that leads to these parts; gives the ids."""
        unwanted = {name.lower() for name in targets}
        gone = {one.id for one in self if not one.external and one.target.lower() in unwanted}
        for relation in [one for one in self._root if one.get("Id") in gone]:
            self._root.remove(relation)
        self._found, self.changed = None, self.changed or bool(gone)
        return gone

    def written(self) -> bytes:
        """The part's bytes."""
        return written(self._root)

    def _read(self, one: etree._Element) -> Relation:
        external = one.get("TargetMode") == "External"
        target = str(one.get("Target", ""))
        kind = str(one.get("Type", "")).rpartition("/")[2]
        return Relation(str(one.get("Id")), kind, target if external else self._whole(target), external)

    def _whole(self, target: str) -> str:
        """A target as a name in the package."""
        place = unquote(target.replace("\\", "/").partition("#")[0])
        return posixpath.normpath(posixpath.join("/", self._folder, place)).lstrip("/")
