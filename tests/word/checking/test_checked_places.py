"""Where a mistake stands, in the words of somebody who looks at the template in Word."""

import pytest
from template_trials import NAMES, found, template, xml
from word_places import PLACES, everywhere

from pipeline.word.checking.check import check_template
from pipeline.word.checking.reading import read_template

HEADINGS = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'


def test_every_place_has_its_words() -> None:
    """Body, tables, text boxes, content controls, headers, footers and notes are all read, each once."""
    lines = read_template(everywhere("{{ cover.title }}")).lines
    places = [", ".join(filter(None, (one.part, one.place))) for one in lines if "{{" in one.words]
    assert sorted(places) == sorted(PLACES)


def test_one_mistake_in_many_places_is_one_finding() -> None:
    """The same mistake everywhere is told at the first place, with the number of the others."""
    [finding] = check_template(everywhere("{{ cover.titel }}"), "paper.docx", NAMES)
    assert finding.message.endswith("It stands in “{{ cover.titel }}” and in 12 other places.")


@pytest.mark.parametrize(
    ("more", "place"),
    [
        (HEADINGS.replace("{words}", "Key aims"), "paragraph under the heading “Key aims”"),
        (
            HEADINGS.replace("{words}", "{% if cover.draft %}Draft{% endif %} {{ cover.title }}"),
            "paragraph under the heading “Draft {{ cover.title }}”",
        ),
        ("", "paragraph before the first heading"),
    ],
)
def test_a_paragraph_is_placed_by_its_heading(more: str, place: str) -> None:
    """A paragraph is said to stand under the heading above it, without the tags that print nothing."""
    wrong = "<w:p><w:r><w:t>{{ cover.titel }}</w:t></w:r></w:p>"
    assert found(template(more=xml(more + wrong)))[0] == f"error template-unknown-name: {place}"


def test_tables_rows_and_cells_are_counted_as_people_count_them() -> None:
    """A table in a content control counts; a table inside of a cell does not count among those outside."""
    inner = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    plain = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl><w:p/>"
    control = f"<w:sdt><w:sdtContent>{plain}</w:sdtContent></w:sdt>"
    data = template(rows=[["a", "b"], ["c", "{{ cover.titel }}"]], more=xml(plain + control))
    assert found(data)[0] == "error template-unknown-name: table 3, row 2, cell 2"


def test_a_row_that_was_deleted_still_counts() -> None:
    """The rows are numbered as Word shows them, with those that a tracked change deletes."""
    gone = "<w:tr><w:trPr><w:del w:id='1' w:author='A'/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    row = "<w:tr><w:tc><w:p><w:r><w:t>{{ cover.titel }}</w:t></w:r></w:p></w:tc></w:tr>"
    told = found(template(more=xml(f"<w:tbl>{gone}{row}</w:tbl><w:p/>")))
    assert "error template-unknown-name: table 1, row 2, cell 1" in told


def test_a_long_line_is_quoted_around_the_mistake() -> None:
    """Of a long paragraph the words around the mistake are quoted."""
    data = template(
        "Before the mistake there are words " * 4 + "{{ cover.titel }}" + " and words after it" * 6
    )
    message = found(data)[1]
    assert "“...the mistake there are words {{ cover.titel }} and words after it" in message
    assert len(message) < 200
