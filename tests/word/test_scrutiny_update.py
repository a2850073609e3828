"""The example's second kind of paper: chapters of text, tables between them, an appendix, headings that number themselves."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from pipeline.compose.paper import compose
from pipeline.intake.reading import read_return
from pipeline.merge import merge
from pipeline.model import Form, Problem, Record, Return, Table, replace
from pipeline.rules.within_return import check
from pipeline.settings import read_settings
from pipeline.word.outline import Outline, words_of
from pipeline.word.paper import write_paper

ACRONYMS = "Acronyms used in this paper"
FILE, LAST = "scrutiny_update.docx", "Appendix 1: Delivery framework: how we are working"
NOT_IN_THE_ROW = ("reference", "place", "priority")  # the first two are for sorting, the third is in the band
PLACES = (
    "Before the highlight report",
    "Introduces the highlight report",
    "Introduces the challenges",
    "After the challenges",
    "Introduces the appendix",
)
BOLD = f"{qn('w:rPr')}/{qn('w:b')}"
BANDS = ["Priority 1: ", "Priority 2: ", "Priority 3: "]

Taken = Callable[[str, Record], bool]
Changed = Callable[[Record], Record]


@pytest.fixture
def contents(project: Path, forms: dict[str, Form]) -> Return:
    """The workstream's return of the example."""
    [path] = project.glob("inputs/2019-11/Families workstream*.xlsx")
    read = read_return(path.read_bytes(), path.name, forms)
    assert read.findings == ()
    assert read.contents is not None
    return read.contents


@pytest.fixture
def page(project: Path, forms: dict[str, Form], contents: Return) -> Callable[..., Any]:
    """Writes the paper of the rows that are taken."""
    template = (project / "templates" / "papers" / FILE).read_bytes()
    settings, _ = read_settings((project / "config.yaml").read_text("utf-8"), "config.yaml")
    assert settings
    paper = next(one for one in settings.papers if one.template == FILE)

    def write(
        taken: Taken = lambda _table, _record: True, changed: Changed = lambda one: one, **other: Any
    ) -> Any:
        tables = {name: _only(table, taken, changed) for name, table in contents.tables.items()}
        part = replace(contents, tables=tables)
        edition = merge(settings.partnerships, {"workstream": part}, {}, settings.period, forms)
        names = compose(edition, paper, replace(settings, **other))
        package, findings, _ = write_paper(template, FILE, names)
        assert findings == []
        assert package is not None
        return Document(io.BytesIO(package))

    return write


def _only(table: Table, taken: Taken, changed: Changed) -> Table:
    records = tuple(changed(one) for one in table.records if taken(table.definition.id, one))
    return replace(table, records=records, rows_in=len(records))


def lines(document: Any) -> list[str]:
    """The words of each paragraph, tables included."""
    return [words_of(p) for p in document.element.body.iter(qn("w:p"))]


def headings(document: Any) -> list[str]:
    """Each heading behind the number that its style gives it, but for that of the acronyms, which comes last."""
    outline = Outline.of(document)
    numbers = outline.numbers
    found = [
        " ".join(filter(None, (numbers[p].text if p in numbers else "", words_of(p))))
        for p, level in outline.headings()
        if level == 1
    ]
    return [one for one in found if one != ACRONYMS]


def place(record: Record) -> str:
    """Where a row of the narrative stands."""
    return str(record.content("place"))


def test_every_sentence_stands_in_its_place(page: Callable[..., Any], contents: Return) -> None:
    """Chapters before, between and after the tables, and each table's rows, come in the order of the return."""
    text, at = "\n".join(lines(page(acronyms={}))), 0
    for record in in_order(contents):
        for name, value in record.values.items():
            for line in value.typed.splitlines() if name not in NOT_IN_THE_ROW else ():
                words = line.strip().removeprefix("- ")
                assert words in text[at:]
                at = text.index(words, at) + len(words)


def in_order(contents: Return) -> list[Record]:
    """The rows of the return as the paper has them: each table after its introduction."""
    narrative = contents.records("narrative")
    before, highlights, challenges, after, appendix = (
        [one for one in narrative if place(one) == where] for where in PLACES
    )
    rows = contents.records
    chapters = (
        *before, *highlights, *rows("deliverables"), *challenges, *rows("challenges"),
        *after, *appendix, *rows("framework"),
    )  # fmt: skip
    return list(chapters)


def test_headings_count_themselves(page: Callable[..., Any]) -> None:
    """The style numbers the headings; without a chapter or a table the others move up; the appendix has no number."""
    whole = headings(page())
    assert [one.split()[0] for one in whole[:-1]] == [f"{number}.0" for number in range(1, 11)]
    assert whole[-1] == LAST
    assert "7.0 Delivering transformation: risks and challenges" in whole
    less = headings(page(lambda _, one: str(one.content("section")) != "Impact"))
    assert less == [
        *whole[:2],
        *(f"{at}.0 {one.split(' ', 1)[1]}" for at, one in enumerate(whole[3:-1], 3)),
        LAST,
    ]
    bare = page(lambda table, one: table != "challenges" and place(one) != "Introduces the challenges")
    assert "7.0 Primary care: working through networks and neighbourhoods" in headings(bare)
    assert len(bare.tables) == 3  # with that of the acronyms


def test_a_table_without_an_introduction_has_the_usual_heading(page: Callable[..., Any]) -> None:
    """Where nobody introduces the challenges or the framework, the template's own headings stand."""
    found = headings(
        page(lambda table, one: table != "narrative" or place(one).startswith(("Before", "After")))
    )
    assert [one.split(" ", 1)[1] for one in found if "ighlight" in one or "hallenges" in one] == ["Highlight report", "Risks and challenges"]  # fmt: skip
    assert found[-1] == "Appendix 1: Delivery framework"


@pytest.mark.parametrize(("typed", "problem"), [("", None), ("Befor the highlights", Problem.NOT_A_CHOICE)])
def test_text_without_a_place_is_not_lost(
    page: Callable[..., Any], typed: str, problem: Problem | None
) -> None:
    """A row whose place is empty or misspelt stands before the appendix, under a heading that says so."""

    def unplaced(record: Record) -> Record:
        if str(record.content("section")) != "Impact":
            return record
        lost = replace(record.values["place"], typed=typed, content=None, problem=problem)
        return replace(record, values={**record.values, "place": lost})

    document = page(changed=unplaced)
    said = lines(document)
    assert headings(document)[-2].endswith(" Text whose place in the paper is not known")
    assert said.index("Impact") > said.index("Co-production and engagement")
    assert any(line.startswith("Health outcomes are improving") for line in said)


def test_the_acronyms_come_last(page: Callable[..., Any]) -> None:
    """Those of the configuration that the paper uses are listed with what they stand for."""
    table = page().tables[-1]
    assert [row.cells[0].text for row in table.rows] == ["Acronym", "A&E", "CAMHS", "SEND"]
    assert ACRONYMS not in lines(page(acronyms={}))


def test_each_priority_has_its_band(page: Callable[..., Any]) -> None:
    """A row over the whole table names each priority, once and in order; the header row repeats on every page."""
    table = page().tables[0]
    bands = [row for row in table.rows if len(row._tr.findall(qn("w:tc"))) == 1]
    assert [row.cells[0].text[:12] for row in bands] == BANDS
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


def test_bold_and_links_are_kept(page: Callable[..., Any]) -> None:
    """A bold beginning is bold, in chapters and cells; the link to the national plan leads there."""
    document = page()
    runs = [one for one in document.element.body.iter(qn("w:r")) if one.find(BOLD) is not None]
    bold = {"".join(text.text or "" for text in run.iter(qn("w:t"))) for run in runs}
    assert {"National plan.", "Safety", "Measles could return."} <= bold
    targets = [one.target_ref for one in document.part.rels.values() if one.is_external]
    assert targets == ["https://www.longtermplan.nhs.uk/"]


def test_the_example_has_nothing_to_put_right(contents: Return) -> None:
    """No rule on single returns finds anything."""
    assert check(contents) == []


def test_acronyms_are_spelt_out_at_first(page: Callable[..., Any]) -> None:
    """The reader meets the words before the letters."""
    text = "\n".join(lines(page()))
    for words in (
        "child and adolescent mental health services (CAMHS)",
        "special educational needs and disabilities (SEND)",
    ):
        assert text.count(words) == 1
