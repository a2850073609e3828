"""The cover sheet: the author's own words, and marked drafts for what is left blank."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER, SOUND, FilledForm
from openpyxl import load_workbook

from pipeline.compose.cover import DRAFTED, cover, title
from pipeline.forms.blank import blank_form
from pipeline.intake.reading import read_return
from pipeline.merge import merge
from pipeline.model import Edition, Form, Return
from pipeline.settings import Settings

PROGRAMME = SOUND["Programmes"]
ANSWERS: Mapping[str, object] = {
    "Strategic objectives / perspectives": "- Safe services\n- Less waiting",
    "Other committees / groups where evidence supporting this paper has been considered": "None",
    "Financial and resource implications / impact": "None.",
    "Legal implications / impact": "None.",
    "Report author": "Head of performance",
    "Sponsoring director": "Director of commissioning",
    "Date of paper": date(2019, 11, 20),
}


def cover_return(forms: Mapping[str, Form], **more: object) -> Return:
    """The report author's return, filled in as in Excel; ``more`` answers by field id."""
    book = load_workbook(io.BytesIO(blank_form(forms["cover"], "A highlight report", NOVEMBER)))
    labels = {column.id: column.header for column in forms["cover"].fields}
    answers = {**ANSWERS, **{labels[name]: answer for name, answer in more.items()}}
    sheet: Any = book["About this return"]
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value in answers:
            sheet.cell(row, 2).value = answers[sheet.cell(row, 1).value]
    out = io.BytesIO()
    book.save(out)
    contents = read_return(out.getvalue(), "cover.xlsx", forms).contents
    assert contents is not None
    return contents


def edition(
    settings: Settings, forms: dict[str, Form], form: FilledForm | None, author: Return | None = None
) -> Edition:
    """An edition with one return at most."""
    accepted = {"north": form.contents()} if form else {}
    paper = settings.papers[0].author
    if author:
        accepted[paper.id] = author
    return merge(settings.partnerships, accepted, {}, NOVEMBER, forms, [paper])


def made(settings: Settings, whole: Edition) -> dict[str, Any]:
    """The names of an edition's cover."""
    return cover(whole, settings.papers[0], settings, private=False)


def test_the_meeting_and_the_organisation_stand_on_the_cover(
    settings: Settings, forms: dict[str, Form]
) -> None:
    """Committee, meeting, agenda item and paper number are the configured ones, the date in words."""
    names = made(settings, edition(settings, forms, None))
    assert names["organisation"] == "Saltmere and Alderwick Integrated Care Board"
    assert names["committee"] == "Integrated Care Board"
    assert names["meeting_date"] == "28 November 2019"
    assert (names["agenda_item"], names["paper_number"]) == ("6.3", "SAICB19/113")
    assert names["period"] == "November 2019"
    assert names["title"] == f"{settings.papers[0].title} (November 2019)"
    assert names["title"] == title(edition(settings, forms, None), settings.papers[0])


def test_the_authors_words_come_first(settings: Settings, forms: dict[str, Form], form: FilledForm) -> None:
    """What the report author writes is printed as it is, with nothing drafted beside it."""
    author = cover_return(
        forms, key_issues="- One\n- Two", actions_requested="To note.", principal_risks="None new."
    )
    names = made(settings, edition(settings, forms, form, author))
    assert str(names["key_issues"]) == "One\nTwo"
    assert [point.level for point in names["key_issues"].paragraphs] == [1, 1]
    assert str(names["actions_requested"]) == "To note."
    assert str(names["principal_risks"]) == "None new."
    assert str(names["date_of_paper"]) == "20 November 2019"
    assert not any(DRAFTED in str(words) for words in names.values())


def test_what_is_blank_is_drafted_and_marked(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Exactly the three fields that can be drafted are, and each is marked in its first line."""
    names = made(settings, edition(settings, forms, form, cover_return(forms)))
    drafted = {name for name, words in names.items() if str(words).startswith(DRAFTED)}
    assert drafted == {"key_issues", "actions_requested", "principal_risks"}
    assert str(names["actions_requested"]) == (
        f"{DRAFTED}\nThe Integrated Care Board is asked to review this report "
        "and to consider the associated risks and mitigating actions."
    )
    assert str(names["principal_risks"]) == (
        f"{DRAFTED}\nThe highest risk reported is rated high and scored 12: "
        "Too few nurses apply (North Alderwick Care Partnership)."
    )


def test_without_the_authors_return_every_name_is_there(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """No cover return: drafts where they can be, “Not given” elsewhere, and no name is missing."""
    names = made(settings, edition(settings, forms, form))
    assert {column.id for column in forms["cover"].fields} <= names.keys()
    assert str(names["key_issues"]).startswith(DRAFTED)
    assert str(names["strategic_objectives"]) == str(names["date_of_paper"]) == "Not given"


def test_a_queried_answer_is_not_drafted_over(settings: Settings, forms: dict[str, Form]) -> None:
    """An answer that could not be understood is shown as typed and marked."""
    names = made(settings, edition(settings, forms, None, cover_return(forms, date_of_paper="by end of Oct")))
    assert str(names["date_of_paper"]) == "by end of Oct [queried]"


def test_drafted_key_issues_are_complete(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """The draft counts programmes, those in need, those not rated and measures off target, and names each red."""
    red = {**PROGRAMME, "Project status": "Red", "Reason for status": "No lease"}
    form.fill_row("Programmes", red)
    form.fill_row("Programmes", {**PROGRAMME, "Project status": None}, FIRST_ROW + 1)
    form.fill_row("Programmes", {**PROGRAMME, "Project status": "Ambr"}, FIRST_ROW + 2)
    issues = made(settings, edition(settings, forms, form))["key_issues"]
    facts = (
        "This report covers 3 programmes of work in November 2019. "
        "1 programme needs the attention of the Integrated Care Board. "
        "2 programmes have no rating. 1 measure is off target."
    )
    assert [(point.text, point.level) for point in issues.paragraphs] == [
        (DRAFTED, 0),
        (facts, 0),
        ("Care close to home, North Alderwick Care Partnership: No lease", 1),
    ]


@pytest.mark.parametrize("count", [5, 6])
def test_no_more_than_five_issues_are_drafted(
    settings: Settings, forms: dict[str, Form], form: FilledForm, count: int
) -> None:
    """Committees allow five bullets; that there are more is said."""
    for row in range(count):
        name = f"Programme {row + 1}"
        typed = {**PROGRAMME, "Key programme of work": name, "Project status": "Red"}
        form.fill_row("Programmes", typed, FIRST_ROW + row)
    issues = made(settings, edition(settings, forms, form))["key_issues"]
    bullets = [point.text for point in issues.paragraphs if point.level]
    assert [bullet.split(",")[0] for bullet in bullets] == [f"Programme {row}" for row in range(1, 6)]
    assert f"{count} programmes need the attention" in str(issues)
    more = "The first 5 are listed here, all of them in the summary."
    assert (more in str(issues)) == (count > 5)


def test_an_edition_without_risks_says_so(settings: Settings, forms: dict[str, Form]) -> None:
    """Where no risk is scored, the draft says that and names none."""
    names = made(settings, edition(settings, forms, None))
    assert str(names["principal_risks"]) == f"{DRAFTED}\nNo risks with a rating or a score were reported."
