"""Packages with the same bytes for the same contents."""

import io
import zipfile

import pytest

from pipeline.packing import edited, repack


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


def test_parts_that_stay_are_packed_as_they_came() -> None:
    """Parts are changed, added and left out; of the others not even the packing is done anew."""
    came = package("b", "a", "gone", year=2019)  # packed by being stored, which is not how new parts are
    made = edited(came, ["a", "b", "c"], {"a": b"new", "c": b"more"})
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {name: parts.read(name) for name in parts.namelist()} == {"a": b"new", "b": b"b", "c": b"more"}
        assert [one.compress_type for one in parts.infolist()] == [
            zipfile.ZIP_DEFLATED,
            zipfile.ZIP_STORED,
            zipfile.ZIP_DEFLATED,
        ]
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.testzip() is None
    assert made == edited(package("gone", "a", "b", year=2001), ["c", "b", "a"], {"a": b"new", "c": b"more"})


def test_a_part_that_is_not_where_it_should_be_is_not_carried() -> None:
    """A package whose directory is wrong is told, and nothing is made of it."""
    spoilt = package("a", year=2019).replace(b"PK\x03\x04", b"XX\x03\x04", 1)
    with pytest.raises(zipfile.BadZipFile):
        edited(spoilt, ["a"], {})
