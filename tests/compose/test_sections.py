"""One partnership's part of the paper."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER, SOUND, FilledForm

from pipeline.compose.sections import section
from pipeline.merge import merge
from pipeline.model import Form, Return, Standing
from pipeline.settings import Settings

KEYS = {
    "Programmes": "Ref",
    "Risks": "Ref",
    "Waiting times": "Pathway",
    "Measures": "Measure",
    "Key actions": "Action",
}


@pytest.fixture
def of_north(settings: Settings, forms: dict[str, Form]) -> "Sections":
    """Makes North Alderwick's section."""
    return Sections(settings, forms)


class Sections:
    """North Alderwick's section, from its return or for want of it."""

    def __init__(self, settings: Settings, forms: Mapping[str, Form]) -> None:
        """An edition expects the configured partnerships."""
        self.settings, self.forms = settings, forms

    def made(self, accepted: Return | None, reason: str = "") -> Any:
        """The section, where ``accepted`` is its return and ``reason`` why one was held out."""
        edition = merge(
            self.settings.partnerships,
            {"north": accepted} if accepted else {},
            {"north": reason} if reason else {},
            NOVEMBER,
            self.forms,
        )
        return SimpleNamespace(**section(edition.register[2], edition))


def test_every_row_stands_in_its_table(of_north: Sections, form: FilledForm) -> None:
    """Each table of the return is shown, row for row, in the order of the sheet."""
    for row, name in enumerate(("Second", "Third"), FIRST_ROW + 1):
        form.fill_row("Programmes", {**SOUND["Programmes"], "Key programme of work": name}, row)
    made = of_north.made(form.contents())
    assert [str(row["programme"]) for row in made.programmes] == ["Care close to home", "Second", "Third"]
    assert [len(rows) for rows in (made.risks, made.waits, made.measures, made.actions)] == [1, 1, 1, 1]
    assert (made.name, made.form, made.notice) == (
        "North Alderwick Care Partnership",
        "highlight_improvements",
        "",
    )
    assert str(made.waits[0]["longest"]) == "17 (North)"
    assert str(made.measures[0]["position"]) == "Off target"
    assert str(made.actions[0]["due"]) == "20 December 2019"


def test_a_missing_return_is_said_in_one_sentence(of_north: Sections) -> None:
    """Without a return the section has a notice, and nothing that looks like a report."""
    made = of_north.made(None)
    assert made.notice == "No return was received for November 2019."
    assert (made.form, made.programmes, made.risks, made.waits, made.measures, made.actions) == (
        "", (), (), (), (), ()
    )  # fmt: skip
    assert (made.no_programmes, made.no_risks, bool(made.key_aims)) == ("", "", False)


def test_a_return_held_out_says_why(of_north: Sections) -> None:
    """A return that was held out is not called missing, and its reason is given."""
    made = of_north.made(None, "It reports October 2019.")
    assert made.notice == "The return for November 2019 was held out. It reports October 2019."
    assert made.programmes == ()


def test_nil_is_an_answer(of_north: Sections, form: FilledForm) -> None:
    """A partnership that says Nil has reported: no notice, but a sentence for programmes and for risks."""
    for sheet, key in KEYS.items():
        form.fill_row(sheet, {key: "Nil"})
    made = of_north.made(form.contents())
    assert made.notice == ""
    assert made.no_programmes == "Nil return: nothing to report here."
    assert made.no_risks == "Nil return: nothing to report here."


def test_an_empty_table_is_not_nil(of_north: Sections, form: FilledForm) -> None:
    """A table left blank is said to hold nothing, without claiming that the partnership said Nil."""
    form.fill_row("Risks", {})
    made = of_north.made(form.contents())
    assert made.no_risks == "No risks were reported."
    assert made.no_programmes == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"Score": 12, "Likelihood": 3, "Impact": 4}, "12"),
        ({"Likelihood": 3, "Impact": 4}, "12"),
        ({"Likelihood": 3}, "Not scored"),
        ({}, "Not scored"),
        ({"Score": 30, "Likelihood": 3, "Impact": 4}, "30 [queried]"),
        ({"Score": 0}, "0 [queried]"),
    ],
)
def test_a_risk_shows_its_score(
    of_north: Sections, form: FilledForm, typed: dict[str, object], expected: str
) -> None:
    """The score as typed; worked out where blank; said to be missing; queried where it cannot be."""
    risk = {key: word for key, word in SOUND["Risks"].items() if key not in ("Score", "Likelihood", "Impact")}
    form.fill_row("Risks", {**risk, **typed})
    assert str(of_north.made(form.contents()).risks[0]["score"]) == expected


def test_blanks_are_said_where_they_matter(of_north: Sections, form: FilledForm) -> None:
    """A blank status or rating is “Not rated”, a blank text “Not given”; what was not asked for is left out."""
    form.fill_row("Programmes", {"Key programme of work": "Care close to home"})
    form.fill_row("Risks", {"Risk description": "Too few nurses apply"})
    form.fill_row("Key actions", {"Action": "Open the third clinic"})
    made = of_north.made(form.contents())
    [programme], [risk], [action] = made.programmes, made.risks, made.actions
    assert (str(programme["status"]), str(programme["progress"])) == ("Not rated", "Not given")
    assert (str(risk["rating"]), str(risk["mitigation"])) == ("Not rated", "Not given")
    assert not any((programme["reason"], risk["likelihood"], risk["impact"], action["owner"], action["due"]))


def test_a_queried_status_is_shown_as_typed_without_a_fill(of_north: Sections, form: FilledForm) -> None:
    """A word that the scheme lacks is printed and marked, and gets no colour."""
    form.put("Programmes", "Project status", "Ambr")
    status = of_north.made(form.contents()).programmes[0]["status"]
    assert (str(status), status.fill) == ("Ambr [queried]", "")


def test_a_measure_that_cannot_be_judged_says_so(of_north: Sections, form: FilledForm) -> None:
    """Two figures in one cell are shown as typed, and the measure is not rated."""
    form.put("Measures", "Actual", "9 per day / 3250 pa")
    [measure] = of_north.made(form.contents()).measures
    assert str(measure["actual"]) == "9 per day / 3250 pa"
    assert str(measure["position"]) == "Not rated"


def test_headings_of_measures_have_defaults(of_north: Sections, form: FilledForm) -> None:
    """The partnership's own heading and area count; without them there are plain ones."""
    plain = of_north.made(form.contents())
    assert (str(plain.measures_heading), str(plain.measures_area)) == ("Waiting times and measures", "Actual")
    form.answer("Heading for the measures", "Key risk: service delivery")
    form.answer("Area the measures cover", "Whole county")
    own = of_north.made(form.contents())
    assert (str(own.measures_heading), str(own.measures_area)) == (
        "Key risk: service delivery",
        "Whole county",
    )


def test_sections_agree_with_the_register(of_north: Sections, settings: Settings, form: FilledForm) -> None:
    """Exactly the partnerships whose returns do not count have a notice."""
    edition = merge(
        settings.partnerships,
        {"north": form.contents()},
        {"maternity": "Wrong month."},
        NOVEMBER,
        of_north.forms,
    )
    noticed = [bool(section(entry, edition)["notice"]) for entry in edition.register]
    assert noticed == [entry.standing in (Standing.MISSING, Standing.HELD_OUT) for entry in edition.register]


@pytest.mark.parametrize(
    ("header", "value", "score", "rating"),
    [
        ("Impact", 5, "12 [queried]", "High"),
        ("Current rating", "Low", "12", "Low [queried]"),
        ("Reason", None, "12", "High"),
    ],
)
def test_what_contradicts_is_marked(
    of_north: Sections, form: FilledForm, header: str, value: object, score: str, rating: str
) -> None:
    """A score or a rating that the rest of its row contradicts is marked as queried on the page."""
    if header != "Reason":
        form.put("Risks", header, value)
    [risk] = of_north.made(form.contents()).risks
    assert (str(risk["score"]), str(risk["rating"])) == (score, rating)


def test_half_a_score_says_what_is_missing(of_north: Sections, form: FilledForm) -> None:
    """A likelihood without impact is shown with words for what is missing."""
    for header in ("Impact", "Score"):
        form.put("Risks", header, None)
    [risk] = of_north.made(form.contents()).risks
    assert (str(risk["likelihood"]), str(risk["impact"]), str(risk["score"])) == (
        "3",
        "not given",
        "Not scored",
    )
