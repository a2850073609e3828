"""The finished file: its properties, and bytes that depend on its contents alone."""

import io
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st

from pipeline.model import Paper
from pipeline.packing import repack
from pipeline.word.finishing import finish

CLOCK = (1980, 1, 1, 0, 0, 0)


def paper(title: str = "Highlight report (November 2019)") -> Paper:
    """A paper of November 2019."""
    return Paper(title, "Saltmere Integrated Care Board", date(2019, 11, 28), {})


def finished(title: str = "Highlight report (November 2019)") -> bytes:
    """A finished file, from a template that somebody else wrote at another time."""
    document = Document()
    document.add_paragraph("The paper")
    properties = document.core_properties
    properties.author, properties.last_modified_by = "A. N. Other", "A. N. Other"
    properties.comments, properties.keywords, properties.subject = "secret", "secret", "secret"
    properties.created = datetime(2001, 2, 3, tzinfo=UTC)
    properties.revision = 77
    return finish(document, paper(title))


def archive(parts: dict[str, bytes], year: int = 2019) -> bytes:
    """A zip file of these parts, in this order, packed in some year."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(name, (year, 5, 6, 7, 8, 10)), data)
    return out.getvalue()


def unpacked(package: bytes) -> dict[str, bytes]:
    """The parts of a zip file, in its order."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def test_a_paper_says_what_it_is() -> None:
    """Title, author and language are set, as readers of screens need them."""
    properties = Document(io.BytesIO(finished())).core_properties
    assert properties.title == "Highlight report (November 2019)"
    assert properties.author == properties.last_modified_by == "Saltmere Integrated Care Board"
    assert properties.language == "en-GB"


def test_nothing_of_the_templates_writer_is_published() -> None:
    """Whoever wrote the template, when, and with what remarks, does not stand in the paper."""
    package = finished()
    whole = b"".join(unpacked(package).values())
    assert b"A. N. Other" not in whole
    assert b"secret" not in whole
    assert b"2001-02-03" not in whole
    assert Document(io.BytesIO(package)).core_properties.revision == 1


def test_the_papers_dates_are_the_papers_day() -> None:
    """The file is dated by the paper, never by a clock."""
    properties: Any = Document(io.BytesIO(finished())).core_properties
    assert properties.created.date() == properties.modified.date() == date(2019, 11, 28)


@pytest.mark.parametrize("title", ["", "R&D <b> {{ 7*7 }} 😀", "x" * 255, "x" * 300])
def test_any_title_can_be_finished(title: str) -> None:
    """Markup in a title is text, and a very long one is no crash."""
    kept = Document(io.BytesIO(finished(title))).core_properties.title
    assert title.startswith(kept.rstrip("…"))
    assert len(kept) >= min(len(title), 250)


def test_every_part_has_the_same_fixed_time() -> None:
    """No entry of the package carries the time of the build or the kind of the computer."""
    with zipfile.ZipFile(io.BytesIO(finished())) as parts:
        entries = parts.infolist()
    assert {(entry.date_time, entry.create_system, entry.external_attr) for entry in entries} == {
        (CLOCK, 0, 0o600 << 16)
    }
    assert entries[0].filename == "[Content_Types].xml"
    assert [entry.filename for entry in entries[1:]] == sorted(entry.filename for entry in entries[1:])


def test_finishing_twice_gives_the_same_bytes() -> None:
    """The same document and paper give the same bytes."""
    assert finished() == finished()


@search(max_examples=30)
@given(
    st.dictionaries(st.text("abc/._", min_size=1, max_size=8), st.binary(max_size=40), max_size=6),
    st.randoms(use_true_random=False),
    st.integers(1980, 2100),
)
def test_packing_depends_on_contents_alone(parts: dict[str, bytes], random: Any, year: int) -> None:
    """Order and time of the parts make no difference; no part is lost; packing again changes nothing."""
    names = list(parts)
    random.shuffle(names)
    packed = repack(archive(parts))
    assert packed == repack(archive({name: parts[name] for name in names}, year)) == repack(packed)
    assert unpacked(packed) == parts
