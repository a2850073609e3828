"""Which part is what: the content types of a package and the relationships of its parts.

A relationship that leads out of the file is kept as text and never followed.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote

from pipeline.intake.xlsx.alike import read_alike
from pipeline.intake.xlsx.limits import DamagedPartError
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.parts import Attributes, Element, read_part

CONTENT_TYPES = "[Content_Types].xml"


class Relation(NamedTuple):
    """A relationship: its ``kind`` (the last word of its type: ``worksheet``) and the part or address it leads to."""

    kind: str
    target: str
    external: bool = False


Relations = Mapping[str, Relation]


def content_types(package: Package) -> Mapping[str, str]:
    """The declared content type of each part that has its own, by lower-case name; empty when none can be read."""
    try:
        return read_alike(package, CONTENT_TYPES, _types)
    except DamagedPartError:
        return {}


def _types(package: Package, name: str) -> Mapping[str, str]:
    types: dict[str, str] = {}

    def override(attributes: Attributes) -> None:
        package.meter.keep()
        part = attributes.get("PartName", "").replace("\\", "/").lstrip("/").lower()
        types[part] = attributes.get("ContentType", "").lower()

    read_part(package, name, {"Types/Override": Element(override)})
    return types


def relations_of(package: Package, source: str) -> dict[str, Relation]:
    """The relationships of a part (of the package itself for ``''``), by id; none when it has no such part.

    Raises ``DamagedPartError`` when they are there and cannot be read.
    """
    folder, name = posixpath.split(source)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package:
        return {}
    return {
        name: one if one.external else one._replace(target=_part_name(package, folder, one.target))
        for name, one in read_alike(package, rels, _relations).items()
    }


def _relations(package: Package, name: str) -> Relations:
    """The relationships in a part, with their targets as they stand there."""
    found: dict[str, Relation] = {}

    def relationship(attributes: Attributes) -> None:
        package.meter.keep()
        found[attributes.get("Id", "")] = Relation(
            attributes.get("Type", "").rstrip("/").rpartition("/")[2],
            attributes.get("Target", ""),
            attributes.get("TargetMode", "").lower() == "external",
        )

    read_part(package, name, {"Relationships/Relationship": Element(relationship)})
    return found


def _part_name(package: Package, folder: str, target: str) -> str:
    """The name of the part that a target means: relative to its source's folder, or absolute with a first ``/``.

    ECMA-376 part 2, 6.5.2; backslashes and percent signs are written by programs other than Excel.
    """
    target = target.replace("\\", "/").partition("#")[0]
    joined = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return joined if joined in package else unquote(joined, errors="replace")


def of_kind(relations: Relations, kind: str) -> Iterator[str]:
    """The parts inside the file that are related as ``kind`` (``styles``, ``comments``)."""
    return (each.target for each in relations.values() if each.kind == kind and not each.external)
