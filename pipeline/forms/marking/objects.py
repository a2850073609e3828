"""Objects on a sheet that bring a file or code of their own: they do not go back with a copy, as harm often comes so.

Controls that Excel itself draws (a button, a dropdown of the old kind) have no code, and stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipeline.forms.marking.boxes import O, V, drawn
from pipeline.forms.marking.package import Package
from pipeline.forms.marking.trees import name_of, relation_space, taken_out, written

FILES, CONTROLS = "embedded files", "controls with code of their own"
KINDS = {"oleObject": FILES, "package": FILES, "control": CONTROLS}
HOLDERS = frozenset({"Choice", "Fallback", "AlternateContent", "oleObjects", "controls"})
ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "AlternateContent"})


def leave_out_objects(package: Package, sheet: str) -> set[str]:
    """Take such objects off a sheet, with the shapes that show them; say in words what there was of them."""
    relations = package.relations(sheet)
    found = [one for one in relations if one.kind in KINDS and not one.external and one.target in package]
    if not found:
        return set()
    shapes = _take_off(package, sheet, {one.id for one in found})
    for one in found:
        for part in (*package.relations(one.target).of_kind("activeXControlBinary"), one.target):
            package.leave_out(part)
    relations.forget(*(one.target for one in found))
    for one in relations:
        if one.kind in ("vmlDrawing", "drawing") and one.target in package:
            _take_shapes(package, one.target, shapes)
    return {KINDS[one.kind] for one in found}


def _take_off(package: Package, sheet: str, ids: set[str]) -> set[str]:
    """Take the objects of these relations out of a sheet; gives the names of the shapes that show them."""
    root = package.tree(sheet)
    id_ = f"{{{relation_space(root)}}}id"
    objects = [one for one in root.iter(etree.Element) if one.get("shapeId") and one.get(id_) in ids]
    for one in objects:
        _take_with_holders(one)
    package.put(sheet, written(root))
    return {f"_x0000_s{one.get('shapeId')}" for one in objects}


def _take_with_holders(element: etree._Element) -> None:
    """Take an element out, with all that held nothing else."""
    parent = element.getparent()
    taken_out(element)
    if parent is not None and etree.QName(parent).localname in HOLDERS and not _holds(parent):
        _take_with_holders(parent)


def _holds(element: etree._Element) -> bool:
    """Whether there is anything in it; of alternatives, in any of them."""
    alternatives = etree.QName(element).localname == "AlternateContent"
    return element.find("*/*" if alternatives else "*") is not None


def _take_shapes(package: Package, drawing: str, names: set[str]) -> None:
    data = package.read(drawing)
    root = drawn(data)
    shown = [one for one in root.iter(etree.Element) if names & set(_names(one))]
    for one in shown:
        taken_out(_anchor(one))
    if shown:
        package.put(
            drawing,
            etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=data.startswith(b"<?xml")),
        )


def _names(element: etree._Element) -> Iterator[str]:
    """The names by which a shape of either kind of drawing is known to its object."""
    if element.tag == f"{V}shape":
        yield from (str(element.get("id")), str(element.get(f"{O}spid")))
    elif name_of(element) == "compatExt":
        yield str(element.get("spid"))


def _anchor(element: etree._Element) -> etree._Element:
    """What holds a shape in its drawing."""
    found = [one for one in element.iterancestors() if name_of(one) in ANCHORS]
    return found[-1] if found else element
