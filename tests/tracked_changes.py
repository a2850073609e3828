"""Accepting and rejecting tracked changes, after what the format says of them and not after how the program writes them.

A change of a paragraph's mark joins the paragraph to the next one, which keeps its own properties (ECMA-376 part 1,
17.13.5). Where no paragraph follows, an empty one goes, as in Word.
"""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
INS, DEL, P, TBL, TR, TC = (f"{W}{name}" for name in ("ins", "del", "p", "tbl", "tr", "tc"))
MARKED = {f"{W}rPr", f"{W}trPr"}
TEXTS = ("document.xml", "header", "footer", "footnotes", "endnotes")


def parts(package: bytes) -> dict[str, Any]:
    """The texts of a Word file, by the names of their parts."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        names = [name for name in file.namelist() if name.startswith(tuple(f"word/{text}" for text in TEXTS))]
        return {name: etree.fromstring(file.read(name)) for name in names if name.endswith(".xml")}


def accepted(package: bytes) -> dict[str, Any]:
    """The texts with all changes accepted."""
    return {name: _settled(root, keep=INS, drop=DEL) for name, root in parts(package).items()}


def rejected(package: bytes) -> dict[str, Any]:
    """The texts with all changes rejected."""
    return {name: _settled(root, keep=DEL, drop=INS) for name, root in parts(package).items()}


def _settled(root: Any, keep: str, drop: str) -> Any:
    _drop_rows(root, drop)
    for change in [one for one in root.iter(drop) if one.getparent().tag not in MARKED]:
        change.getparent().remove(change)
    for paragraph in list(root.iter(P)):
        if paragraph.find(f"{W}pPr/{W}rPr/{drop}") is not None:
            _join(paragraph)
    for change in list(root.iter(keep)):
        for child in list(change):
            change.addprevious(child)
        change.getparent().remove(change)
    for text in list(root.iter(f"{W}delText", f"{W}delInstrText")):
        text.tag = f"{W}t" if text.tag == f"{W}delText" else f"{W}instrText"
    return root


def _drop_rows(root: Any, drop: str) -> None:
    for row in list(root.iter(TR)):
        if row.find(f"{W}trPr/{drop}") is not None:
            row.getparent().remove(row)
    for table in list(root.iter(TBL)):
        if next(table.iter(TR), None) is None:
            table.getparent().remove(table)


def _join(paragraph: Any) -> None:
    following = paragraph.getnext()
    while following is not None and following.tag in {f"{W}bookmarkStart", f"{W}bookmarkEnd"}:
        following = following.getnext()
    contents = [child for child in paragraph if child.tag != f"{W}pPr"]
    if following is None or following.tag != P:
        assert not any(child.tag == f"{W}r" for child in contents)
        paragraph.getparent().remove(paragraph)
        return
    place = 1 if following.find(f"{W}pPr") is not None else 0
    for child in reversed(contents):
        following.insert(place, child)
    paragraph.getparent().remove(paragraph)


# --- what a reader sees -----------------------------------------------------------------------


def shape(root: Any) -> list[Any]:
    """The texts of a part as a reader sees them: lines, and tables as lists of rows of cells."""
    if root.tag == f"{W}document":
        root = root.find(f"{W}body")
    return list(_shape(root))


def _shape(container: Any) -> Iterator[Any]:
    for child in container:
        if child.tag == P:
            yield line(child)
        elif child.tag == TBL:
            yield [[list(_shape(cell)) for cell in row.iterchildren(TC)] for row in _rows(child)]
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}footnote", f"{W}endnote"}:
            yield from _shape(child)


def _rows(table: Any) -> list[Any]:
    return [row for row in table.iter(TR) if next(row.iterancestors(TBL)) is table]


def line(paragraph: Any) -> str:
    """The text of a paragraph, with what its fields show."""
    signs = {f"{W}tab": "\t", f"{W}br": "\n"}
    nodes = [node for node in paragraph.iter(f"{W}t", *signs) if node.getparent().tag == f"{W}r"]
    return "".join(signs.get(node.tag) or node.text or "" for node in nodes)


def formatted(root: Any) -> list[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Each paragraph: its properties, and its text in stretches of one format."""
    found = []
    for paragraph in root.iter(P):
        properties = paragraph.find(f"{W}pPr")
        stretches: list[tuple[str, str]] = []
        for run in paragraph.iter(f"{W}r"):
            format_ = run.find(f"{W}rPr")
            look = "" if format_ is None else _canonical(format_)
            words = "".join(
                _canonical(child) if child.tag != f"{W}t" else child.text or ""
                for child in run
                if child is not format_
            )
            if stretches and stretches[-1][0] == look:
                stretches[-1] = (look, stretches[-1][1] + words)
            elif words:
                stretches.append((look, words))
        found.append(("p", "" if properties is None else _without_empty(properties), tuple(stretches)))
    return found


def _canonical(element: Any) -> str:
    return str(etree.tostring(element, method="c14n", exclusive=True).decode())


def _without_empty(properties: Any) -> str:
    """The properties of a paragraph; those of its end only where they say something."""
    end = properties.find(f"{W}rPr")
    if end is not None and not len(end):
        properties.remove(end)
    return _canonical(properties) if len(properties) else ""
