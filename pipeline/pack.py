"""A meeting's papers put together: one PDF with an index, and a bookmark for each paper above its own."""

from __future__ import annotations

import io
from collections.abc import Sequence

from msgspec import Struct


class Bound(Struct, frozen=True):
    """A paper as it goes into a pack: what the index says of it, and its PDF."""

    title: str
    agenda_item: str
    paper_number: str
    pdf: bytes

    @property
    def length(self) -> int:
        """How many pages it has."""
        return pages(self.pdf)


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader  # noqa: PLC0415 - only a run with --pack needs it, and it loads slowly

    return len(PdfReader(io.BytesIO(pdf)).pages)


def first_pages(papers: Sequence[Bound], index_length: int) -> list[int]:
    """The page of the pack on which each paper begins, counted from 1, behind an index of so many pages."""
    starts, at = [], index_length + 1
    for paper in papers:
        starts.append(at)
        at += paper.length
    return starts


def bind(index: bytes, papers: Sequence[Bound], title: str) -> bytes:
    """The pack: the index, then each paper under a bookmark of its own with the paper's bookmarks below it."""
    from pypdf import PdfWriter  # noqa: PLC0415 - as above
    from pypdf.generic import NameObject, TextStringObject  # noqa: PLC0415

    writer = PdfWriter()
    writer.append(io.BytesIO(index), outline_item="Index", import_outline=False)
    for paper in papers:
        writer.append(io.BytesIO(paper.pdf), outline_item=f"{paper.agenda_item} {paper.title}")
    writer.add_metadata({"/Title": title})
    writer.root_object.update({NameObject("/Lang"): TextStringObject("en-GB")})
    writer.page_mode = "/UseOutlines"
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
