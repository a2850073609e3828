"""Parts of a workbook as trees: read without any risk, written as they were but for what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = (
    "http://purl.oclc.org/ooxml/spreadsheetml/main"  # ISO/IEC 29500 part 1: “Strict Open XML Spreadsheet”
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
MOST_BYTES = 40_000_000  # of one part: a tree takes some ten times as much memory
YES = ("1", "true", "on", "t")  # ST_OnOff and xsd:boolean
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parsed(data: bytes) -> etree._Element:
    """The root of a part; raises ValueError where it is too large or declares entities, as no workbook does."""
    if len(data) > MOST_BYTES or b"<!DOCTYPE" in data:
        raise ValueError("no part of a workbook is like this")
    root = etree.fromstring(data, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("no part of a workbook declares a document type")
    return root


def written(root: etree._Element) -> bytes:
    """The part's bytes, with all that stands outside its root."""
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)


def name_of(element: etree._Element) -> str:
    """An element's name without its namespace; '' for a comment. What offers alternatives is called as they are."""
    tag: object = element.tag
    if not isinstance(tag, str):
        return ""
    name = etree.QName(element).localname
    first = element.find("{*}Choice/*") if name == "AlternateContent" else None
    return name if first is None else name_of(first)


def space_of(element: etree._Element) -> str:
    """An element's namespace."""
    return etree.QName(element).namespace or ""


def relation_space(root: etree._Element) -> str:
    """The namespace of attributes such as ``r:id`` in the part that ``root`` is of."""
    return STRICT_REL if space_of(root) == STRICT else REL


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The children of that name, as a list that holds when one of them is removed."""
    return iter(list(element.iterchildren(f"{{{space_of(element)}}}{name}")))


def child(element: etree._Element, name: str) -> etree._Element | None:
    """The first child of that name."""
    return element.find(f"{{{space_of(element)}}}{name}")


def new(parent: etree._Element, name: str, text: str = "", /, **attributes: str) -> etree._Element:
    """A new last child in its parent's namespace. ``text`` keeps its spaces and lines."""
    made = etree.SubElement(parent, f"{{{space_of(parent)}}}{name}", attributes)
    if text:
        made.text = text
        made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def loose(name: str, space: str) -> etree._Element:
    """A new element of that namespace that stands in nothing yet."""
    return etree.Element(f"{{{space}}}{name}", nsmap={None: space})  # type: ignore[dict-item]  # None is the default


def dropped(element: etree._Element, attribute: str) -> bool:
    """Take an attribute away; say whether it was there."""
    return bool(element.attrib.pop(attribute, ""))  # an empty one says nothing


def taken_out(element: etree._Element) -> None:
    """Take an element out of what it stands in."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def placed(parent: etree._Element, name: str, order: Sequence[str], /, **attributes: str) -> etree._Element:
    """A new child where ``order``, the schema's sequence of children, wants it: after others of its name."""
    made = new(parent, name, **attributes)
    later = set(order[order.index(name) + 1 :])
    for at, other in enumerate(parent):
        if name_of(other) in later:
            parent.insert(at, made)
            break
    return made


def have(parent: etree._Element, name: str, order: Sequence[str]) -> etree._Element:
    """The child of that name, made where there is none."""
    found = child(parent, name)
    return placed(parent, name, order) if found is None else found


def is_on(element: etree._Element | None, attribute: str, *, default: bool = False) -> bool:
    """Whether an attribute says yes."""
    value = element.get(attribute) if element is not None else None
    return default if value is None else value in YES
