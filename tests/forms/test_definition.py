"""Definitions of return forms, and the mistakes that people make in them."""

from pathlib import Path

import pytest

from pipeline.forms.definition import read_forms
from pipeline.model import Finding, Form
from pipeline.settings import Settings

BASE = """
form: base
version: 2
title: A return
introduction: >
  Please fill
  it in.
fields:
  - {id: period, header: Reporting period, kind: month, required: true}
  - {id: aims, header: Key aims, kind: long_text}
tables:
  - id: work
    sheet: Work
    title: The work
    key: name
    columns:
      - {id: name, header: Name, kind: text, aliases: [Title, "No"]}
      - {id: status, header: Status, kind: rating, scheme: status}
"""
OWN = """
form: own
version: 1
title: Another return
extends: base
fields:
  - {id: aims, header: Our aims, kind: text}
  - {id: sponsor, header: Sponsor, kind: text}
"""


def read(settings: Settings, *texts: str) -> tuple[dict[str, Form], list[Finding]]:
    """The forms in some texts and what is wrong with them."""
    return read_forms({f"{number}.yaml": text for number, text in enumerate(texts)}, settings.rating_schemes)


def test_a_form_is_read_whole(settings: Settings) -> None:
    """Fields and tables come in their order, the scheme is put into its column, and nothing is found wrong."""
    forms, findings = read(settings, BASE)
    assert findings == []
    form = forms["base"]
    assert (form.version, form.introduction, form.subject) == (2, "Please fill it in.", "partnership")
    assert [(field.id, field.required) for field in form.fields] == [("period", True), ("aims", False)]
    [table] = form.tables
    status = table.column("status")
    assert status is not None
    assert status.scheme == settings.rating_schemes["status"]
    assert table.columns[0].aliases == ("Title", "No")


def test_a_form_replaces_what_it_redefines(settings: Settings) -> None:
    """A form that extends another keeps its tables, replaces a field in its place and adds its own behind."""
    forms, findings = read(settings, BASE, OWN)
    assert findings == []
    assert [field.header for field in forms["own"].fields] == ["Reporting period", "Our aims", "Sponsor"]
    assert forms["own"].tables == forms["base"].tables
    assert forms["own"].introduction == forms["base"].introduction


def test_extending_an_unknown_form_names_the_nearest(settings: Settings) -> None:
    """A misspelt base gets the nearest right name."""
    _, findings = read(settings, BASE, OWN.replace("extends: base", "extends: bass"))
    assert [finding.message for finding in findings] == ["There is no return form called “bass”."]
    assert findings[0].remedy == "Did you mean base? Possible: base."
    assert str(findings[0].address) == "1.yaml › line 5, column 10"


def test_two_forms_of_one_name_are_refused(settings: Settings) -> None:
    """A copied form that kept its name is told, instead of one taking the place of the other."""
    _, findings = read(settings, BASE, BASE)
    assert [finding.message for finding in findings] == [
        "“base” stands twice among the forms of templates/returns."
    ]
    assert str(findings[0].address) == "1.yaml › line 2, column 7"


@pytest.mark.parametrize(
    ("right", "wrong", "message", "remedy", "place"),
    [
        (
            "scheme: status",
            "scheme: statsu",
            "The column “Status” names the rating scheme “statsu”.",
            "Did you mean status? Possible: status, risk.",
            "line 18, column 60",
        ),
        (
            ", scheme: status",
            "",
            "The column “Status” is of kind rating and has no scheme.",
            "Add scheme.",
            "line 18, column 44",
        ),
        (
            "kind: rating, scheme: status",
            "kind: choice",
            "The column “Status” is of kind choice and has no choices.",
            "Add choices.",
            "line 18, column 44",
        ),
        (
            "kind: rating",
            "kind: ratings",
            "“ratings” is not one of the words here.",
            (
                "Did you mean rating? Possible: text, long_text, rating, date, month, number, figure, choice, yes_no, "
                "reference."
            ),
            "line 18, column 44",
        ),
        (
            "title: The work",
            "titel: The work",
            "“title” is missing in table.",
            "Add a line that starts with title:",
            "line 12, column 5",
        ),
        (
            '"No"',
            "No",
            "No without quotes is read as something other than the text No.",
            'Put it in quotes: "No".',
            "line 17, column 63",
        ),
    ],
)
def test_a_mistake_is_told_in_plain_words(
    settings: Settings, right: str, wrong: str, message: str, remedy: str, place: str
) -> None:
    """Each mistake in a form says what is wrong, in which line of which file, and what would be right."""
    _, findings = read(settings, BASE.replace(right, wrong))
    finding = next(finding for finding in findings if finding.message == message)
    assert finding.remedy == remedy
    assert str(finding.address) == f"0.yaml › {place}"


def test_a_mistake_is_told_once_and_where_it_was_made(settings: Settings) -> None:
    """A mistake in a form that others extend stands in its own file, and is not told of theirs."""
    wrong = BASE.replace("scheme: status", "scheme: statsu")
    _, [finding] = read(settings, wrong, OWN, OWN.replace("form: own", "form: third"))
    assert str(finding.address) == "0.yaml › line 18, column 60"


def test_an_id_that_stands_twice_in_an_extension_is_told(settings: Settings) -> None:
    """Neither of two fields with one id takes the other's place without a word."""
    _, [finding] = read(settings, BASE, OWN.replace("id: aims", "id: sponsor"))
    assert finding.message == "“sponsor” stands twice among the ids of the form."
    assert str(finding.address) == "1.yaml › line 8, column 10"


def test_two_tables_of_one_id_are_refused(settings: Settings) -> None:
    """Rows of one table would be taken for those of the other."""
    table = BASE[BASE.index("  - id: work") :]
    again = table.replace("sheet: Work", "sheet: More").replace("title: The work", "title: More work")
    _, [finding] = read(settings, BASE + again)
    assert finding.message == "“work” stands twice among the ids of the tables."
    assert str(finding.address) == "0.yaml › line 19, column 9"


def test_a_name_that_an_extension_repeats_is_told_in_the_extension(settings: Settings) -> None:
    """Of two names of which one is inherited, the form's own is to be changed."""
    _, [finding] = read(settings, BASE, OWN.replace("header: Sponsor", "header: Reporting period"))
    assert finding.message == "“reporting period” stands twice among the headers and aliases of the form."
    assert str(finding.address) == "1.yaml › line 8, column 27"


def test_the_shipped_forms_differ_as_their_partnerships_do(forms: dict[str, Form]) -> None:
    """Three shapes of the programme table stand on the same fields and the same other tables."""
    shapes = ("highlight_targets", "highlight_update", "highlight_improvements")
    columns = {name: [column.id for column in forms[name].tables[0].columns] for name in shapes}
    assert columns == {
        "highlight_targets": ["reference", "programme", "targets", "progress", "status", "reason"],
        "highlight_update": ["reference", "programme", "update", "status", "reason"],
        "highlight_improvements": ["reference", "programme", "progress", "improvements", "status", "reason"],
    }
    assert len({forms[name].fields for name in shapes}) == 1
    assert len({forms[name].tables[1:] for name in shapes}) == 1


def test_every_shipped_column_tells_how_to_fill_it_in(forms: dict[str, Form], project: Path) -> None:
    """Each column of each form has guidance and an example, and the table's key is one of its columns."""
    assert len(forms) == len(list((project / "templates/returns").glob("*.yaml")))
    for form in forms.values():
        for column in [*form.fields, *(column for table in form.tables for column in table.columns)]:
            assert column.guidance, column.id
            assert column.example, column.id
        for table in form.tables:
            assert table.column(table.key), table.id


@pytest.mark.parametrize(
    ("right", "wrong", "message", "place"),
    [
        (
            "kind: rating, scheme: status",
            "kind: rating, scheme: status, carried_from: stauts",
            "The column “Status” is carried from “stauts”, which is no column beside it.",
            "line 18, column 82",
        ),
        (
            "key: name",
            "key: nmae",
            "The rows of “The work” are named by “nmae”, which is none of its columns.",
            "line 15, column 10",
        ),
        (
            "id: status",
            "id: name",
            "“name” stands twice among the ids of “The work”.",
            "line 18, column 14",
        ),
        (
            "header: Status",
            "header: title",
            "“title” stands twice among the headers and aliases of “The work”.",
            "line 18, column 30",
        ),
        (
            "header: Status",
            "header: Status, aliases: [Stand, NAME]",
            "“name” stands twice among the headers and aliases of “The work”.",
            "line 18, column 55",
        ),
        ("id: aims", "id: period", "“period” stands twice among the ids of the form.", "line 10, column 10"),
    ],
)
def test_names_that_could_mean_two_things_are_refused(
    settings: Settings, right: str, wrong: str, message: str, place: str
) -> None:
    """Ids, headers and aliases are unique where they are looked up, and a table's key is one of its columns."""
    _, findings = read(settings, BASE.replace(right, wrong, 1))
    assert [(finding.message, str(finding.address)) for finding in findings] == [
        (message, f"0.yaml › {place}")
    ]


@pytest.mark.parametrize(
    "name", ["Choices", "Queries", "start here", "a" * 32, '"Risks/Issues"', '"[Risks]"']
)
def test_a_sheet_needs_a_name_that_excel_allows(settings: Settings, name: str) -> None:
    """A name that Excel refuses, or that a blank form has already, is refused with its line."""
    _, findings = read(settings, BASE.replace("sheet: Work", f"sheet: {name}", 1))
    [finding] = findings
    assert finding.message.endswith("” is not a sheet's name that Excel allows and that the form has free.")
    assert finding.address.cell == "line 13, column 12"
