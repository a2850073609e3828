"""The whole paper of an edition: names for its template, and what it must show."""

from datetime import date
from typing import Any

import pytest
from filled_form import NOVEMBER, FilledForm

from pipeline.compose.paper import compose
from pipeline.merge import merge, told
from pipeline.model import Address, Edition, Form, Paper, Return, Value
from pipeline.settings import Settings


@pytest.fixture
def of_one(settings: Settings, forms: dict[str, Form]) -> "Papers":
    """Makes papers of editions with North Alderwick's return."""
    return Papers(settings, forms)


class Papers:
    """Papers of editions with one return."""

    def __init__(self, settings: Settings, forms: dict[str, Form]) -> None:
        """The configured partnerships are expected."""
        self.settings, self.forms = settings, forms

    def edition(self, form: FilledForm, cover: Return | None = None) -> Edition:
        """North Alderwick's return, one held out, two missing."""
        return merge(
            self.settings.partnerships,
            {"north": form.contents()} | ({self.settings.papers[0].id: cover} if cover else {}),
            {"maternity": "It reports October 2019."},
            NOVEMBER,
            self.forms,
            [self.settings.papers[0].author],
        )

    def made(self, edition: Edition) -> Paper:
        """The edition's paper."""
        return compose(edition, self.settings.papers[0], self.settings)

    def remarks(self, form: FilledForm) -> list[str]:
        """The remarks of the register."""
        lines: Any = self.made(self.edition(form)).names["register"]
        return [line["remarks"] for line in lines]


def test_the_register_names_everybody(of_one: Papers, form: FilledForm) -> None:
    """Each expected partnership has its line, in order, with its standing and who signed it off."""
    lines: Any = of_one.made(of_one.edition(form)).names["register"]
    assert [(line["partnership"], line["standing"]) for line in lines] == [
        ("Children's Services Collaborative", "Not received"),
        ("Saltmere Local Maternity System", "Held out"),
        ("North Alderwick Care Partnership", "Received"),
        ("South West Saltmere Care Partnership", "Not received"),
    ]
    north = lines[2]
    assert [str(north[name]) for name in ("prepared_by", "approved_by", "approved_on")] == [
        "Programme manager",
        "Director of commissioning",
        "14 November 2019",
    ]
    assert str(lines[0]["prepared_by"]) == "Not given"


def test_remarks_are_a_reason_or_none(of_one: Papers, form: FilledForm) -> None:
    """A sound return has no remarks; one held out has its reason, one that never came says so."""
    assert of_one.remarks(form) == ["None came.", "It reports October 2019.", "", "None came."]


def test_remarks_count_what_is_queried(of_one: Papers, form: FilledForm) -> None:
    """Fields and cells that could not be understood are counted, one or many."""
    form.put("Programmes", "Project status", "Ambr")
    assert of_one.remarks(form)[2] == "1 value is queried."
    form.put("Measures", "Actual", "#REF!")
    form.answer("Date approved", "by end of Oct")
    assert of_one.remarks(form)[2] == "3 values are queried."


def test_remarks_say_what_is_known_of_a_return(of_one: Papers, form: FilledForm) -> None:
    """Not signed off, late and queried stand beside each other; a late return is called so in its standing."""
    form.put("Programmes", "Project status", "Ambr")
    label = "Late: saved on 20 November 2019, due on 18 November 2019."
    remarks = {"north": ("Not signed off.", label)}
    edition = told(of_one.edition(form), {}, {"north"}, remarks, {})
    lines: Any = of_one.made(edition).names["register"]
    assert lines[2]["standing"] == "Received, late"
    assert lines[2]["remarks"] == f"Not signed off. {label} 1 value is queried."


def test_an_earlier_position_is_labelled_throughout(of_one: Papers, form: FilledForm) -> None:
    """Section, summary, cover and register show the position of October and say whose and when it is."""
    edition = of_one.edition(form)
    form.answer("Reporting period", "October 2019")
    form.put("Programmes", "Project status", "Red")
    edition = told(
        edition, {"southwest": form.contents("old.xlsx")}, (), {"southwest": ("Not signed off.",)}, {}
    )
    paper = of_one.made(edition)
    names: Any = paper.names
    label = "Position at October 2019: no return was received for November 2019."
    section, line = names["sections"][3], names["register"][3]
    assert (section["notice"], section["position"], len(section["programmes"])) == (label, "October 2019", 1)
    assert (line["standing"], line["remarks"]) == ("Not received", f"{label} Not signed off.")
    assert str(line["prepared_by"]) == "Programme manager"
    summary = names["summary"]
    assert (summary["received_count"], summary["carried_count"], summary["programme_count"]) == (1, 1, 2)
    assert summary["gaps"][-1] == (
        f"South West Saltmere Care Partnership: {label} The numbers and lists of this summary include that position."
    )
    assert [one["name"] for one in summary["counts"]] == [
        "North Alderwick Care Partnership",
        "South West Saltmere Care Partnership, October 2019",
        "All partnerships",
    ]
    assert [one["partnership"] for one in summary["red"]] == [
        "South West Saltmere Care Partnership, October 2019"
    ]
    assert "1 of them stands as reported for an earlier period." in str(names["cover"]["key_issues"])
    assert {value.source.address.file for value in paper.must_show if value.source} == {
        "north.xlsx",
        "old.xlsx",
    }


def test_a_return_held_out_says_why_beside_the_earlier_position(of_one: Papers, form: FilledForm) -> None:
    """The label names the period that is shown and the reason why the other is not."""
    edition = of_one.edition(form)
    form.answer("Reporting period", "October 2019")
    edition = told(edition, {"maternity": form.contents("old.xlsx")}, (), {}, {})
    names: Any = of_one.made(edition).names
    assert names["sections"][1]["notice"] == (
        "Position at October 2019: the return for November 2019 was held out. It reports October 2019."
    )


def test_keys_explain_every_scheme(of_one: Papers, form: FilledForm) -> None:
    """Each configured scheme has a key with every word, its scores and its meaning."""
    keys: Any = of_one.made(of_one.edition(form)).names["keys"]
    assert [key["title"] for key in keys] == [s.title for s in of_one.settings.rating_schemes.values()]
    assert [(str(line["rating"]), line["scores"]) for line in keys[1]["ratings"]] == [
        ("Very high", "15 to 25"),
        ("High", "8 to 12"),
        ("Moderate", "4 to 6"),
        ("Low", "1 to 3"),
    ]
    assert {line["scores"] for line in keys[0]["ratings"]} == {""}
    assert all(line["rating"].fill and line["meaning"] for key in keys for line in key["ratings"])


def test_everything_reported_must_be_shown(of_one: Papers, form: FilledForm) -> None:
    """Each value typed into the return, queried ones with their mark, must stand in the paper."""
    form.put("Programmes", "Project status", "Ambr")
    edition = of_one.edition(form)
    must = {str(value) for value in of_one.made(edition).must_show}
    assert {
        "Programme manager", "Director of commissioning", "14 November 2019", "Care close to home",
        "Two clinics have opened\nA third is planned", "Fewer journeys to hospital", "Ambr [queried]", "On plan",
        "Too few nurses apply", "Advertise again in January", "3", "4", "12", "High", "Referral to first visit",
        "9", "17 (North)", "Seen within 18 weeks", "92%", "88.4% YTD", "Open the third clinic", "20 December 2019",
    } == must  # fmt: skip


def test_each_value_to_show_knows_its_cell(of_one: Papers, form: FilledForm) -> None:
    """What must be shown can be followed to the file, sheet and cell that it comes from."""
    cell = form.put("Risks", "Mitigation", "Ask the deanery")
    [value] = [v for v in of_one.made(of_one.edition(form)).must_show if str(v) == "Ask the deanery"]
    assert value.source is not None
    assert value.source.address == Address("north.xlsx", "Risks", cell)


def test_the_paper_has_a_title_an_author_and_a_day(of_one: Papers, form: FilledForm) -> None:
    """Title with period, the organisation as its author, and the meeting's day where the cover gives none."""
    paper = of_one.made(of_one.edition(form))
    assert paper.title == f"{of_one.settings.papers[0].title} (November 2019)"
    assert paper.author == of_one.settings.organisation
    assert paper.day == date(2019, 11, 28)


def test_the_covers_own_date_is_the_papers(of_one: Papers, form: FilledForm) -> None:
    """The date that the report author gives wins over the meeting's, and never a clock."""
    at = Address("cover.xlsx", "About this return", "B9")
    fields = {"date_of_paper": Value(at, "20 November 2019", date(2019, 11, 20))}
    cover = Return("cover.xlsx", of_one.forms["cover"], fields, {})
    assert of_one.made(of_one.edition(form, cover)).day == date(2019, 11, 20)


def test_the_same_edition_composes_the_same_paper(of_one: Papers, form: FilledForm) -> None:
    """Composing is a function of the edition, the settings and the meeting."""
    edition = of_one.edition(form)
    assert of_one.made(edition) == of_one.made(edition)
