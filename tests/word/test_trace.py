"""Where each value stands in a finished paper, and what it is in the terms of its return."""

import io
import zlib
from datetime import date

from docx import Document
from docx.oxml.ns import qn
from filled_form import FilledForm
from hypothesis import given
from hypothesis import strategies as st
from two_versions import ShippedPaper
from word_template import field, saved

from pipeline.model import Address, Paper, Paragraph, Shown, Value
from pipeline.word.paper import write_paper
from pipeline.word.revisions.reading import Line
from pipeline.word.trace import Built, Kind, Origin, Placed, Trace

BODY = "word/document.xml"


def places(built: Built) -> dict[str, Placed]:
    """Each value of a paper's body that a return holds, by the words that stand at its place."""
    paragraphs = list(Document(io.BytesIO(built.package)).element.body.iter(qn("w:p")))
    return {
        Line(paragraphs[one.paragraph]).text[one.start : one.end]: one
        for one in built.trace.placed
        if one.part == BODY and one.address
    }


def test_each_value_is_traced_to_its_cell(shipped: ShippedPaper, form: FilledForm) -> None:
    """Ratings, figures and texts, each line of a long one, with their partnership, table, row and header."""
    found = places(shipped.built(form))
    assert {"Green", "Two clinics have opened", "A third is planned", "88.4% YTD"} <= found.keys()
    rating, text, figure = found["Green"], found["A third is planned"], found["88.4% YTD"]
    assert [one.kind for one in (rating, text, figure)] == [Kind.RATING, Kind.TEXT, Kind.FIGURE]
    origin = rating.origin
    assert (origin.partnership, origin.table, origin.column) == (
        "North Alderwick Care Partnership",
        "Programmes of work",
        "Project status",
    )
    assert text.origin.row == origin.row != figure.origin.row
    assert text.address is not None
    assert (text.address.sheet, text.address.cell[0]) == ("Programmes", "C")


def test_a_trace_repeats_nothing_that_was_typed(shipped: ShippedPaper, form: FilledForm) -> None:
    """It is kept in the open beside a paper that may be private."""
    trace = zlib.decompress(shipped.built(form).trace.as_bytes()).decode()
    assert "Programmes" in trace
    assert not [words for words in ("Care close to home", "nurses", "88.4", "Advertise") if words in trace]


def test_what_is_put_before_a_value_moves_it() -> None:
    """An acronym spelt out in a value or before it, a field that shows another number: the value is found where it is."""
    address = Address("a.xlsx", "S", "A1")
    value = Shown((Paragraph("the ICB and the ICB"),), source=Value(address, "the ICB and the ICB"))

    def template(document: Document) -> None:  # type: ignore[valid-type]
        paragraph = document.add_paragraph("The ICB, page ")  # type: ignore[attr-defined]
        field(paragraph, "PAGE", "999")
        paragraph.add_run(": {{ first }}; {{ second }}, ended")

    plain = Shown((Paragraph("LA"),), source=Value(Address("a.xlsx", "S", "A2"), "LA"))
    names = {"first": plain, "second": value}
    acronyms = {"ICB": "integrated care board", "LA": "local authority"}
    package, findings, trace = write_paper(
        saved(template), "paper.docx", Paper("T", "A", date(2019, 11, 28), names, acronyms=acronyms)
    )
    assert findings == []
    assert package is not None
    found = {
        one.address.cell: words for words, one in places(Built.of(package, trace)).items() if one.address
    }
    assert found == {"A1": "the ICB and the ICB", "A2": "local authority (LA)"}


TRACES = st.builds(
    Placed,
    part=st.text(max_size=5),
    paragraph=st.integers(0, 9),
    start=st.integers(0, 9),
    end=st.integers(0, 9),
    kind=st.sampled_from(Kind),
    address=st.none() | st.builds(Address, st.text(max_size=5), st.text(max_size=5)),
    origin=st.builds(Origin, st.text(max_size=5), st.text(max_size=5)),
)


@given(st.lists(TRACES, max_size=4))
def test_a_trace_survives_being_kept(placed: list[Placed]) -> None:
    """What is kept beside a paper reads as it was written."""
    trace = Trace(tuple(placed))
    assert Trace.from_bytes(trace.as_bytes()) == trace


def test_what_is_no_trace_is_an_empty_one() -> None:
    """A damaged file stops nothing: then no edit is known to be of a field."""
    for data in (
        b"",
        b"[]",
        b"{}",
        b'{"format": 2, "placed": [{}]}',
        b'{"format": 2, "placed": [["word/document.xml", 1]]}',
        b'{"format": 1, "placed": []}',
        b"\xff",
    ):
        for kept in (data, zlib.compress(data)):
            assert Trace.from_bytes(kept) == Trace()
