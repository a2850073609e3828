"""Templates as governance staff edit them in Word: filled where right, and refused in words where wrong."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import pytest
from docx import Document
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from openpyxl import Workbook

from pipeline.model import Finding, Level, Paper, Paragraph, Shown
from pipeline.names import OnDemand
from pipeline.word.paper import write_paper

DAY = date(2019, 11, 28)
TOKEN_SIGNS = ("\ufdd0", "\ufdd1")  # what stands for a value while the template is filled


def template(
    *paragraphs: str,
    rows: Sequence[Sequence[str]] = (),
    header: str = "",
    more: Callable[[Word], object] | None = None,
) -> bytes:
    """A Word template; ``more`` is done to it before it is saved."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(len(rows), len(rows[0])) if rows else None
    for cells, typed in zip(table.rows if table else (), rows, strict=True):
        for cell, text in zip(cells.cells, typed, strict=True):
            cell.text = text
    document.sections[0].header.paragraphs[0].text = header
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def fill(data: bytes, **names: object) -> tuple[bytes | None, list[Finding]]:
    """The paper made from a template and these names."""
    return write_paper(data, "paper.docx", Paper("A paper", "A board", DAY, names))[:2]


def page(data: bytes, **names: object) -> list[str]:
    """The lines of a paper that must come out well."""
    package, findings = fill(data, **names)
    assert findings == []
    assert package is not None
    document = Document(io.BytesIO(package))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def fault(data: bytes, **names: object) -> str:
    """The one thing that is wrong with a template, in words; no paper is made of it."""
    package, [finding] = fill(data, **names)
    assert package is None
    assert (finding.level, finding.address.file) == (Level.ERROR, "paper.docx")
    assert finding.remedy
    return finding.message


# --- what is right ----------------------------------------------------------------------------


def test_what_a_template_does_not_name_is_not_worked_out() -> None:
    """Each name that stands in a tag is worked out once, wherever it stands; the others are not."""
    asked: list[str] = []

    def worked_out(name: str) -> str:
        asked.append(name)
        return name.title()

    wanted = ("first", "second", "in_header", "unused")
    names = OnDemand({name: partial(worked_out, name) for name in wanted})
    data = template(
        "{{ first }} and {{ first }}, not unused",
        rows=[["{% if second %}Yes{% endif %}"]],
        header="{{ in_header }}",
    )
    package, findings, _ = write_paper(data, "paper.docx", Paper("A paper", "A board", DAY, names))
    assert findings == []
    assert package is not None
    assert Document(io.BytesIO(package)).paragraphs[0].text == "First and First, not unused"
    assert Document(io.BytesIO(package)).sections[0].header.paragraphs[0].text == "In_Header"
    assert sorted(asked) == ["first", "in_header", "second"]


def test_names_loops_and_conditions_are_filled() -> None:
    """A template places names, loops over rows and shows a part only where there is something."""
    rows = [{"name": "Clinics", "status": "Green"}, {"name": "Wards", "status": ""}]
    data = template(
        "{{ title }}",
        "{%p for row in rows %}",
        "{{ row.name }}{% if row.status %}: {{ row.status }}{% endif %}",
        "{%p endfor %}",
        "{# seen by nobody #}The end",
    )
    assert page(data, title="A report", rows=rows) == ["A report", "Clinics: Green", "Wards", "The end"]


def test_rows_and_columns_are_looped() -> None:
    """A table grows by a row for each record and by a cell for each rating."""
    data = template(
        rows=[
            ["Name", "{%tc for word in words %}", "{{ word }}", "{%tc endfor %}"],
            ["{%tr for line in lines %}", "", "", ""],
            ["{{ line.name }}", "{%tc for count in line.counts %}", "{{ count }}", "{%tc endfor %}"],
            ["{%tr endfor %}", "", "", ""],
        ]
    )
    lines = [{"name": "North", "counts": [0, 2]}, {"name": "South", "counts": [1, 0]}]
    assert page(data, words=["Red", "Green"], lines=lines) == [
        "Name", "Red", "Green", "North", "0", "2", "South", "1", "0"
    ]  # fmt: skip


def test_a_tag_typed_in_two_formats_is_filled() -> None:
    """A tag that Word has split, because half of it is bold, is a tag still."""

    def split(document: Word) -> None:
        paragraph = document.add_paragraph()
        paragraph.add_run("{{ cover").bold = True
        paragraph.add_run(".title }}")

    assert page(template(more=split), cover={"title": "A report"}) == ["A report"]


@pytest.mark.parametrize("name", ["items", "update", "get"])
def test_a_column_may_have_any_name(name: str) -> None:
    """A column called update or items is that column, never something of the program's."""
    assert page(template(f"{{{{ row.{name} }}}}"), row={name: "Two clinics"}) == ["Two clinics"]


def test_quotes_that_word_makes_round_are_quotes() -> None:
    """Word turns quotes in a condition into typographic ones; the condition holds all the same."""
    assert page(template("{% if form == “update” %}yes{% else %}no{% endif %}"), form="update") == ["yes"]


def test_an_ampersand_in_a_condition_is_an_ampersand() -> None:
    """A condition on a name such as A&E holds."""
    assert page(template('{% if name == "A&E" %}yes{% else %}no{% endif %}'), name="A&E") == ["yes"]


def test_nought_is_printed() -> None:
    """A count of 0 is printed; it is not nothing."""
    assert page(template("{{ count }} off target"), count=0) == ["0 off target"]


def test_a_value_is_never_run_or_read_as_a_template() -> None:
    """Tags inside values, in a body or a header, are text."""
    typed = "{{ 7*7 }} {% raw %} {# x #} {{ secret }}"
    assert page(template("{{ typed }}", header="{{ typed }}"), typed=typed) == [typed]


# --- what is wrong ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag",
    [
        "{{ nonsense }}",
        "{% if nonsense %}x{% endif %}",
        "{% for x in nonsense %}x{% endfor %}",
        "{% for x in nonsense.rows %}x{% endfor %}",
        "{{ nonsense.title }}",
        "{{ nonsense | upper }}",
        "{{ nonsense ~ title }}",
    ],
)
def test_an_unknown_name_never_prints_nothing(tag: str) -> None:
    """A misspelt name is refused by name, wherever it is used."""
    assert "The template uses the name “nonsense”, which does not exist" in fault(template(tag), title="A")
    assert "uses the name “nonsense”, which does not exist" in fault(template(header=tag), title="A")


def test_an_unknown_field_of_a_known_name_is_refused() -> None:
    """A misspelt field of a row is refused by its name."""
    data = template(rows=[["{%tr for row in rows %}"], ["{{ row.staus }}"], ["{%tr endfor %}"]])
    _, [finding] = fill(data, rows=[{"status": "Green"}])
    assert (
        finding.message == "The template uses the name “staus”, which does not exist, near “{{ row.staus }}”."
    )
    assert finding.remedy == "Did you mean status? Possible: status."


@pytest.mark.parametrize(
    "tag",
    [
        "{{ title",
        "{{ title }",
        "{% if title %}",
        "{% for x in title %}",
        "{% endfor %}",
        "{% iff title %}x{% endif %}",
        "{{ title | nonsense }}",
        "{{ title. }}",
        "{{ }}",
        "{% include 'other.docx' %}",
        "{% import 'os' as os %}",
        "{% raw %}{{ title }}{% endraw %}",
        "{% for a, b in rows %}x{% endfor %}",
        "{{ title.__class__.__mro__ }}",
        "{{ title.missing() }}",
        "{{ title() }}",
        "{% for x in 5 %}x{% endfor %}",
        "{{ rows[1:2:0] }}",
    ],
)
def test_a_broken_tag_is_a_finding(tag: str) -> None:
    """A tag that cannot be filled is told, and never a crash."""
    assert fault(template(tag), title="A report", rows=[1, 2]).endswith(".")


@pytest.mark.parametrize("tag", ["{{ title", "{% if title %}", "{% raw %}{{ title }}{% endraw %}"])
def test_a_broken_tag_is_found_wherever_it_stands(tag: str) -> None:
    """A tag that cannot be filled is told in a table and in a header too."""
    for data in (template(rows=[[tag, "b"]]), template(header=tag)):
        assert fault(data, title="A report").endswith(".")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 1 / 0 }}",
        "{% for x in range(10000000) %}x{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
def test_arithmetic_that_fails_in_a_template_is_a_finding(tag: str) -> None:
    """A template that divides by nought, counts without end or calls itself is told, and never a crash."""
    assert fault(template(tag))


@pytest.mark.parametrize("count", [0, 1, 2])
@pytest.mark.parametrize(
    "rows",
    [
        [["{% for x in rows %}{{ x }}", "{% endfor %}b"]],
        [["{% for x in rows %}{{ x }}", "a"], ["b", "{% endfor %}"]],
        [["{% if rows %}{% for x in rows %}{{ x }}", "{% endfor %}b"], ["a{% endif %}", "c"]],
    ],
)
def test_a_loop_across_cells_is_refused(count: int, rows: list[list[str]]) -> None:
    """A loop that opens in one cell and closes in another would merge cells; it is refused, however many rows."""
    package, findings = fill(template(rows=rows), rows=list(range(count)))
    assert package is None
    assert {(finding.rule, finding.level) for finding in findings} == {("template-block-torn", Level.ERROR)}
    assert findings[0].address.cell == "table 1, row 1, cell 1"


def test_every_mistake_of_a_template_is_told_at_once() -> None:
    """Two misspelt names are two findings of one run."""
    _, findings = fill(template("{{ staus }}", "{{ title }}", "{{ tilte }}"), title="A report")
    messages = "\n".join(finding.message for finding in findings)
    assert "staus" in messages
    assert "tilte" in messages


def test_the_fault_is_placed_by_the_words_around_it() -> None:
    """A broken tag is shown with its own words, as they stand in Word."""
    data = template("Organisation", "Paper for {{ committee | shout }}", "The end")
    assert "“Paper for {{ committee | shout }}”" in fault(data, committee="Board")


@pytest.mark.parametrize("kind", ["empty", "text", "zip", "cut", "workbook", "old"])
def test_what_is_no_word_document_is_told(kind: str) -> None:
    """Whatever is put in the template's place, the answer is a sentence."""
    whole = template("{{ title }}")
    workbook, archive = io.BytesIO(), io.BytesIO()
    Workbook().save(workbook)
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("a.txt", "a")
    data = {
        "empty": b"",
        "text": b"{{ title }}",
        "zip": archive.getvalue(),
        "cut": whole[: len(whole) // 2],
        "workbook": workbook.getvalue(),
        "old": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    }[kind]
    assert fault(data, title="A report") == "paper.docx is not a Word document (.docx)."


def _with_footnote(document: Word) -> None:
    """A footnote that holds a tag, as Word stores it."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>{{ title }}</w:t></w:r></w:p></w:footnote>'
    xml = f'<?xml version="1.0"?><w:footnotes xmlns:w="{space}">{note}</w:footnotes>'.encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(template("{% set x %}{{ title }}{% endset %}{{ x }}"), id="set"),
        pytest.param(template("{% macro m(x) %}{{ x }}{% endmacro %}{{ m(title) }}"), id="macro"),
        pytest.param(template("{% filter upper %}{{ title }}{% endfilter %}"), id="filter"),
        pytest.param(template("A {{r title }} B"), id="run"),
        pytest.param(template("{{p title }}"), id="paragraph"),
        pytest.param(template(rows=[["{% cellbg title %}word", "b"]]), id="cell background"),
        pytest.param(template(rows=[["{% colspan title %}word", "b"]]), id="column span"),
        pytest.param(template(rows=[["{{tc title }}", "b"]]), id="cell"),
        pytest.param(template("a", more=_with_footnote), id="footnote"),
    ],
)
def test_no_token_is_left_in_a_finished_paper(data: bytes) -> None:
    """Whatever way a name is placed, the paper shows its value or is refused; no stand-in is published."""
    package, findings = fill(data, title=Shown((Paragraph("A report"),)))
    if package is None:
        assert findings
        return
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        whole = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
    assert not [sign for sign in TOKEN_SIGNS if sign in whole]
    assert "A report" in whole or "A REPORT" in whole
