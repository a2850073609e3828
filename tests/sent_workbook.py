"""Workbooks as their senders have them, and the copies of them that go back."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook, load_workbook

from pipeline.forms.marked import mark
from pipeline.forms.sheets import Marked, Reply
from pipeline.model import Address, Query

FILE = "north.xlsx"
REPLY = Reply("North, November 2019", None, "", "2")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Parts = dict[str, bytes]


def sent(change: Callable[[Any], None] = lambda _: None) -> Parts:
    """The parts of a workbook with the sheets Risks and Choices, Risks as a test changes it."""
    book, out = Workbook(), io.BytesIO()
    sheet: Any = book.active
    sheet.title = "Risks"
    sheet["B5"] = "Ambr"
    book.create_sheet("Choices")["A1"] = "Red"
    change(sheet)
    book.save(out)
    return unzipped(out.getvalue())


def unzipped(data: bytes) -> Parts:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return out.getvalue()


def put_in(parts: Parts, part: str, before: str, inside: str) -> None:
    """Put text into a part, before the last place where ``before`` stands."""
    head, mark_, tail = parts[part].decode().rpartition(before)
    assert mark_, (part, before)
    parts[part] = f"{head}{inside}{mark_}{tail}".encode()


def relate(parts: Parts, part: str, kind: str, target: str, id_: str, more: str = "") -> None:
    """Have a part lead to another; ``kind`` is the whole type or, for Office's own, its last word."""
    folder, _, name = part.rpartition("/")
    held = f"{folder}/_rels/{name}.rels".lstrip("/")
    parts.setdefault(held, f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode())
    whole = kind if "://" in kind else f"{OFFICE}/{kind}"
    relation = f'<Relationship Id="{id_}" Type="{whole}" Target="{target}"{more}/>'
    put_in(parts, held, "</Relationships>", relation)


def call(parts: Parts, part: str, kind: str) -> None:
    """Say in the list of content types what a part is."""
    put_in(parts, "[Content_Types].xml", "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/>')


def query(*places: str, number: int = 1, found: str = "Blank.") -> Query:
    """A query at places such as ``Risks!B5``."""
    addresses = tuple(Address(FILE, *place.split("!")) for place in places)
    return Query(number, "To be put right", FILE, "", found, "Fill it in.", addresses)


def tried(parts: Parts, *places: str) -> Marked | None:
    """The marked copy, if one can be made."""
    return mark(zipped(parts), [query(*(places or ("Risks!B5",)))], REPLY)


def copied(parts: Parts, *places: str) -> Parts:
    """The parts of the marked copy, which can be made."""
    marked = tried(parts, *places)
    assert marked is not None
    return unzipped(marked.data)


def opened(parts: Parts) -> Any:
    """The workbook, opened with openpyxl."""
    return load_workbook(io.BytesIO(zipped(parts)), rich_text=True)
