"""A meeting's papers put together."""

import io
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from pipeline.pack import Bound, bind, first_pages, pages


def pdf(length: int, *bookmarks: str) -> bytes:
    """A PDF of so many pages, with bookmarks on the first."""
    writer = PdfWriter()
    for _ in range(length):
        writer.add_blank_page(100, 100)
    for title in bookmarks:
        writer.add_outline_item(title=title, page_number=0)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_papers_stand_behind_the_index_with_their_bookmarks() -> None:
    """Every paper has a bookmark of its own at its first page, with its own bookmarks below."""
    papers = [Bound("Update", "4", "A", pdf(2, "Start")), Bound("Report", "5", "B", pdf(3))]
    reader: Any = PdfReader(io.BytesIO(bind(pdf(1), papers, "Papers for the board")))
    assert len(reader.pages) == 6
    titles = [(one.title, reader.get_destination_page_number(one)) for one in reader.outline if not isinstance(one, list)]  # fmt: skip
    assert titles == [("Index", 0), ("4 Update", 1), ("5 Report", 3)]
    assert [one.title for below in reader.outline if isinstance(below, list) for one in below] == ["Start"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Papers for the board"


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(1, 3))
def test_each_paper_begins_where_the_one_before_ends(lengths: list[int], index: int) -> None:
    """The pages given in the index are those on which the papers begin."""
    papers = [Bound("T", "1", "N", pdf(length)) for length in lengths]
    starts = first_pages(papers, index)
    assert starts[0] == index + 1
    assert [later - sooner for sooner, later in pairwise(starts)] == lengths[:-1]
    assert pages(bind(pdf(index), papers, "T")) == starts[-1] + lengths[-1] - 1
