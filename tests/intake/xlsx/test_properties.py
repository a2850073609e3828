"""When a file says that it was saved."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_workbook import PACKAGE, Parts, parts, read, refusal

CORE = f"{PACKAGE}/metadata/core-properties"
TERMS = "http://purl.org/dc/terms/"
OFFICE_PART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def saying(modified: str, part: str = "docProps/core.xml") -> Parts:
    """A workbook whose core properties hold this."""
    return {
        **parts(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE_PART}" Target="xl/workbook.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="{part}"/>'
        "</Relationships>",
        part: f'<cp:coreProperties xmlns:cp="{CORE}" xmlns:dcterms="{TERMS}">'
        f"<dcterms:created>2019-01-01T00:00:00Z</dcterms:created>{modified}</cp:coreProperties>",
    }


def modified(text: str) -> str:
    """The element with this text."""
    return f"<dcterms:modified>{text}</dcterms:modified>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-11-20T14:05:09Z", datetime(2019, 11, 20, 14, 5, 9, tzinfo=UTC)),
        ("2019-11-20T14:05:09.5Z", datetime(2019, 11, 20, 14, 5, 9, 500000, tzinfo=UTC)),
        ("2019-07-20T00:30+01:00", datetime(2019, 7, 19, 23, 30, tzinfo=UTC)),
        (" 2019-11-20T14:05:09 ", datetime(2019, 11, 20, 14, 5, 9, tzinfo=UTC)),
        ("2019-11-20", datetime(2019, 11, 20, tzinfo=UTC)),
        ("2019-11", None),
        ("20 November 2019", None),
        ("2019-11-31T00:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_the_saved_date_is_read_as_utc(text: str, expected: datetime | None) -> None:
    """A W3C date becomes a moment in UTC; what is no day says nothing."""
    assert read(saying(modified(text))).saved == expected


def test_the_part_is_found_by_its_relationship() -> None:
    """Whatever the part is called, it is the one that the file names as its core properties."""
    found = read(saying(modified("2019-11-20"), "odd/name.xml")).saved
    assert found == datetime(2019, 11, 20, tzinfo=UTC)
    stray = parts() | {"docProps/core.xml": saying(modified("2019-11-20"))["docProps/core.xml"]}
    assert read(stray).saved is None


@pytest.mark.parametrize(
    "properties", ["", "<dcterms:modified>2019-11-20", '<x:modified xmlns:x="urn:x">2019-11-20</x:modified>']
)
def test_a_file_may_not_say(properties: str) -> None:
    """Without the date, with a damaged part, or with an element of another kind, nothing is known and all is read."""
    workbook = read(saying(properties))
    assert workbook.saved is None
    assert workbook.sheets[0].cells


def test_a_part_that_declares_entities_refuses_the_file() -> None:
    """The properties are read as warily as the rest."""
    contents = saying(modified("2019-11-20"))
    contents["docProps/core.xml"] = f"<!DOCTYPE x [<!ENTITY a 'b'>]>{contents['docProps/core.xml']!s}"
    assert refusal(contents)[0] == "file-declares-entities"


@given(st.text(st.characters(exclude_characters="<&", exclude_categories=["Cs", "Cc"]), max_size=40))
def test_no_text_stops_the_reading(text: str) -> None:
    """Whatever stands for the date, the workbook is read."""
    assert read(saying(modified(text))).sheets
