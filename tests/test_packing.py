"""Packages with the same bytes for the same contents."""

import io
import zipfile

from pipeline.packing import repack


def package(*names: str, year: int) -> bytes:
    """A zip of parts that hold their own names, made in some year."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for name in names:
            parts.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), name)
    return out.getvalue()


def test_order_and_time_do_not_count() -> None:
    """The same parts give the same bytes, whenever and in whatever order they were packed."""
    first = repack(package("b.xml", "a.xml", "[Content_Types].xml", year=2001))
    assert first == repack(package("a.xml", "[Content_Types].xml", "b.xml", year=2019))
    with zipfile.ZipFile(io.BytesIO(first)) as parts:
        assert parts.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]


def test_a_part_can_be_changed_on_the_way() -> None:
    """A part that is given takes the place of the package's own."""
    with zipfile.ZipFile(io.BytesIO(repack(package("a", "b", year=2019), {"a": b"new"}))) as parts:
        assert (parts.read("a"), parts.read("b")) == (b"new", b"b")
