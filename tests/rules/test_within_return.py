"""Checks within one return, in the words that the partnership's administrator reads."""

import io
from collections.abc import Callable
from datetime import date

import pytest
from filled_form import FIRST_ROW, NOVEMBER, FilledForm
from openpyxl import load_workbook

from pipeline.forms.blank import blank_form
from pipeline.model import Finding, Form, Level
from pipeline.rules.within_return import check


def only(form: FilledForm) -> Finding:
    """The one finding within the return."""
    [finding] = check(form.contents())
    return finding


def test_a_sound_return_has_nothing_to_put_right(form: FilledForm) -> None:
    """A form that is filled in properly has no finding."""
    assert check(form.contents()) == []


@pytest.mark.parametrize(
    ("sheet", "header", "typed", "wording"),
    [
        (
            "Risks",
            "Mitigation",
            None,
            (
                "required-missing",
                "Mitigation is blank.",
                "Please fill it in, or write why it cannot be given.",
            ),
        ),
        (
            "Programmes",
            "Project status",
            "Ambr",
            (
                "word-not-in-list",
                "You've typed “Ambr” in Project status; choose one of Red, Amber, Yellow, Green, Complete.",
                "Did you mean Amber?",
            ),
        ),
        (
            "Programmes",
            "Project status",
            "On hold",
            (
                "word-not-in-list",
                "You've typed “On hold” in Project status; choose one of Red, Amber, Yellow, Green, Complete.",
                "Choose from the list in the cell.",
            ),
        ),
        (
            "Measures",
            "Better when",
            "Highr",
            (
                "word-not-in-list",
                "You've typed “Highr” in Better when; choose one of Higher, Lower.",
                "Did you mean Higher?",
            ),
        ),
        (
            "Key actions",
            "Due",
            "31 November 2019",
            (
                "impossible-date",
                "“31 November 2019” in Due is not a day in the calendar.",
                "Please give the right date.",
            ),
        ),
        (
            "Key actions",
            "Due",
            "by end of Oct",
            (
                "date-incomplete",
                "“by end of Oct” in Due does not give day, month and year.",
                "Please give the whole date, for example 21 November 2019.",
            ),
        ),
        (
            "Key actions",
            "Due",
            "soon",
            (
                "value-not-understood",
                "“soon” in Due is not a date.",
                "Please type a date, for example 20 December 2019.",
            ),
        ),
        (
            "Key actions",
            "Due",
            "03/04/2020",
            (
                "value-inferred",
                "“03/04/2020” in Due was read as 3 April 2020.",
                "Nothing to do if that is right.",
            ),
        ),
        (
            "Programmes",
            "Project status",
            "Green (was amber)",
            (
                "value-inferred",
                "“Green (was amber)” in Project status was read as Green.",
                "Nothing to do if that is right.",
            ),
        ),
        (
            "Risks",
            "Mitigation",
            "-",
            (
                "dash-unclear",
                "“-” in Mitigation could mean nothing to report, not applicable or not known.",
                "Please type Nil, n/a, or what is known so far.",
            ),
        ),
        (
            "Measures",
            "Actual",
            "9 per day / 3250 pa",
            (
                "figure-not-compared",
                "“9 per day / 3250 pa” in Actual is more than a single figure; it is shown as typed and not compared with anything.",
                "Nothing to do, unless one figure would say it.",
            ),
        ),
        (
            "Measures",
            "Actual",
            "good",
            (
                "value-not-understood",
                "“good” in Actual is not a single number.",
                "Please type a single number, for example 96.2%.",
            ),
        ),
        (
            "Risks",
            "Likelihood",
            "high",
            (
                "value-not-understood",
                "“high” in Likelihood is not a single number from 1 to 5.",
                "Please type a single number from 1 to 5, for example 2.",
            ),
        ),
        (
            "Measures",
            "Actual",
            "#REF!",
            (
                "cell-error",
                "Actual shows #REF!, Excel's sign of a broken formula.",
                "Type the value itself into the cell.",
            ),
        ),
        (
            "Measures",
            "Actual",
            "=1+1",
            (
                "formula-without-value",
                "Actual holds a formula whose result was never worked out.",
                "Type the value itself. Or, if the formula is right, open the workbook in Excel, save it, and send it again.",
            ),
        ),
        (
            "Risks",
            "Impact",
            6,
            (
                "number-out-of-range",
                "“6” in Impact lies outside 1 to 5.",
                "Please give a number from 1 to 5.",
            ),
        ),
        (
            "Risks",
            "Score",
            10,
            (
                "risk-score-disagrees",
                "The score is 10, but likelihood 3 times impact 4 is 12.",
                "Correct the likelihood, the impact or the score. Until then it is shown as typed, marked [queried].",
            ),
        ),
        (
            "Risks",
            "Current rating",
            "Low",
            (
                "risk-rating-disagrees",
                "The rating says Low, but a score of 12 is High.",
                "Correct the rating or the score. Until then the rating is shown as typed, marked [queried].",
            ),
        ),
        (
            "Risks",
            "Likelihood",
            None,
            (
                "risk-half-scored",
                "The risk says its impact and not its likelihood.",
                "Please give both, or leave both empty.",
            ),
        ),
        (
            "Measures",
            "Actual",
            None,
            (
                "target-without-actual",
                "“Seen within 18 weeks” has a target and no actual figure.",
                "Please give the latest figure.",
            ),
        ),
        (
            "Measures",
            "Target",
            None,
            (
                "actual-without-target",
                "“Seen within 18 weeks” has a figure and no target.",
                "Please give the target; without it no position can be worked out.",
            ),
        ),
        (
            "Measures",
            "Actual",
            0.884,
            (
                "units-differ",
                "The target of “Seen within 18 weeks” is 92% and the actual figure is 0.884: their units differ.",
                "Give both in the same unit, for example 95% and 88.4%; until then no position can be worked out.",
            ),
        ),
        (
            "Key actions",
            "Owner (role)",
            "TBC",
            (
                "leftover-text",
                "Owner (role) still says “TBC”.",
                "Replace it with what the paper should say, or clear the cell.",
            ),
        ),
        (
            "Key actions",
            "Owner (role)",
            "m" * 121,
            (
                "text-too-long",
                "Owner (role) has 121 characters; the form allows 120.",
                "Please shorten it if you can. Until then all of it stands.",
            ),
        ),
    ],
)
def test_a_fault_is_told_with_its_cell(
    form: FilledForm, sheet: str, header: str, typed: object, wording: tuple[str, str, str]
) -> None:
    """One fault gives one finding, worded for the person who typed it, at the cell where it stands."""
    cell = form.put(sheet, header, typed)
    finding = only(form)
    assert (finding.rule, finding.message, finding.remedy) == wording
    assert str(finding.address) == f"north.xlsx › {sheet}!{cell}"


def test_a_missing_answer_is_told(form: FilledForm) -> None:
    """A single field that must be there is asked for at the cell beside its label."""
    form.answer("Approved by (role)", None)
    finding = only(form)
    assert finding.message == "Approved by (role) is blank."
    assert finding.address.within.startswith("About this return!B")


def test_a_shared_reference_is_told_at_each_row(form: FilledForm) -> None:
    """Both rows that share a reference are named, whatever their case."""
    form.put("Risks", "Ref", "R1")
    for header in ("Risk description", "Mitigation"):
        form.put("Risks", header, "Another", FIRST_ROW + 1)
    form.put("Risks", "Current rating", "Low", FIRST_ROW + 1)
    form.put("Risks", "Ref", "r1", FIRST_ROW + 1)
    findings = check(form.contents())
    assert [(f.message, f.address.cell) for f in findings] == [
        ("The reference “R1” stands in more than one row of Risks.", "A5"),
        ("The reference “r1” stands in more than one row of Risks.", "A6"),
    ]


def test_a_red_without_its_reason_is_told(form: FilledForm) -> None:
    """A programme that needs attention must say why; one on plan need not."""
    form.put("Programmes", "Reason for status", None)
    assert check(form.contents()) == []
    form.put("Programmes", "Project status", "Red")
    finding = only(form)
    assert finding.message == "“Care close to home” is rated Red and gives no reason."
    assert finding.level is Level.WARNING


def test_a_rating_is_checked_without_a_typed_score(form: FilledForm) -> None:
    """Where the score was left empty it is worked out for the check."""
    form.put("Risks", "Score", None)
    assert check(form.contents()) == []
    form.put("Risks", "Current rating", "Very high")
    assert only(form).message == "The rating says Very high, but a score of 12 is High."


def test_a_table_that_must_be_filled_is_told(form: FilledForm) -> None:
    """An empty table that must be filled is told; Nil in its first cell is an answer."""
    form.fill_row("Programmes", {})
    assert only(form).message == "The table “Programmes of work” has no rows."
    form.fill_row("Programmes", {"Ref": "Nil"})
    assert check(form.contents()) == []


@pytest.mark.parametrize("typed", ["xxx", "Date to be confirmed", "[insert text]", "More to follow", "tbc."])
def test_leftovers_are_found_within_text(form: FilledForm, typed: str) -> None:
    """Placeholders are found wherever they stand in a text."""
    form.put("Risks", "Mitigation", f"Advertise. {typed}")
    assert only(form).rule == "leftover-text"


@pytest.mark.parametrize("typed", ["Phase xx", "The TBCs clinic", "Following up", "Superbowl XXIV"])
def test_ordinary_words_are_no_leftovers(form: FilledForm, typed: str) -> None:
    """Words that merely look alike are left alone."""
    form.put("Risks", "Mitigation", typed)
    assert check(form.contents()) == []


def test_all_faults_are_told_at_once(form: FilledForm) -> None:
    """One check tells everything that is to be put right."""
    spoil: list[Callable[[], object]] = [
        lambda: form.answer("Prepared by (role)", None),
        lambda: form.put("Programmes", "Project status", "Purple"),
        lambda: form.put("Risks", "Score", 11),
        lambda: form.put("Measures", "Actual", None),
        lambda: form.put("Key actions", "Due", "soon"),
    ]
    for one in spoil:
        one()
    rules = {finding.rule for finding in check(form.contents())}
    assert rules >= {
        "required-missing",
        "word-not-in-list",
        "risk-score-disagrees",
        "target-without-actual",
        "value-not-understood",
    }


def test_a_date_in_excels_own_form_is_fine(form: FilledForm) -> None:
    """A real date needs no typing out."""
    form.put("Key actions", "Due", date(2020, 2, 29))
    assert check(form.contents()) == []


def test_the_same_blank_in_many_rows_is_one_line(form: FilledForm) -> None:
    """Blank references of several rows are told in one group, with what is wanted of a reference."""
    for row in range(3):
        form.fill_row(
            "Risks",
            {"Risk description": f"Risk {row}", "Mitigation": "Yes", "Current rating": "Low"},
            FIRST_ROW + row,
        )
    found = [finding for finding in check(form.contents()) if finding.rule == "required-missing"]
    assert {(finding.message, finding.remedy) for finding in found} == {
        ("Ref is blank.", "Please give each row a short reference of its own, the same every month.")
    }
    assert [finding.address.within for finding in found] == ["Risks!A5", "Risks!A6", "Risks!A7"]


def test_too_many_points_are_told(forms: dict[str, Form]) -> None:
    """A cover with more key issues than a committee takes is told; nothing is cut."""
    points = "\n".join(f"- Point {number}" for number in range(6))
    book = load_workbook(io.BytesIO(blank_form(forms["cover"], "A report", NOVEMBER)))
    form = FilledForm(book, forms)
    form.answer("Key issues", points)
    [finding] = [finding for finding in check(form.contents()) if finding.rule == "too-many-points"]
    assert finding.message == "Key issues has 6 points; the form allows 5."


def test_a_date_that_excel_made_is_queried(form: FilledForm) -> None:
    """12-14 typed into a figure has become a date: that is asked, never printed as a figure."""
    form.put("Measures", "Actual", date(2019, 12, 14))
    [finding] = check(form.contents())
    assert finding.message == (
        "Actual holds the date 14 December 2019, which Excel may have made of something like 12-14."
    )


def test_two_ratings_in_one_cell_get_no_nearest(form: FilledForm) -> None:
    """Where two words of the scheme were typed, neither is suggested."""
    form.put("Programmes", "Project status", "Amber/Green")
    [finding] = [finding for finding in check(form.contents()) if finding.rule == "word-not-in-list"]
    assert finding.remedy == "Choose the one word that is right."


def test_a_table_that_was_not_found_is_not_called_empty_too(form: FilledForm) -> None:
    """That a table was not found is told on reading; its emptiness is only the echo."""
    del form.book["Risks"]
    assert "table-empty" not in {finding.rule for finding in check(form.contents())}


def test_a_row_without_a_name_is_called_by_its_number(form: FilledForm) -> None:
    """Where the name of a measure is blank too, the row is said by its number."""
    form.put("Measures", "Measure", None)
    form.put("Measures", "Target", None)
    messages = [finding.message for finding in check(form.contents())]
    assert "“row 5” has a figure and no target." in messages
