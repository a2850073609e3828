"""What the page of a build shows of an edition."""

from typing import Any

import pytest
from filled_form import NOVEMBER, FilledForm

from pipeline.compose.overview import overview
from pipeline.merge import merge, told
from pipeline.model import Form, Record, Return, Value, replace
from pipeline.settings import Settings


def register(shown: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """Standing, version, sign-off and remarks by name."""
    names = ("standing", "version", "signed_off", "remarks")
    return {line["partnership"]: tuple(str(line[name]) for name in names) for line in shown["register"]}


def test_the_register_tells_what_came(settings: Settings, forms: dict[str, Form], form: FilledForm) -> None:
    """A line for each partnership and for each cover, whatever came of it."""
    form.answer("Version", 3)
    author = settings.papers[0].author
    edition = merge(
        settings.partnerships,
        {"north": form.contents()},
        {"maternity": "It is of October."},
        NOVEMBER,
        forms,
        [author],
    )
    edition = told(edition, {}, {"north"}, {"north": ("Late: saved on 20 November 2019.",)}, {})
    assert register(overview(edition)) == {
        "Children's Services Collaborative": ("Not received", "None", "None", "None came."),
        "Saltmere Local Maternity System": ("Held out", "None", "None", "It is of October."),
        "North Alderwick Care Partnership": (
            "Received, late", "3", "Director of commissioning, 14 November 2019", "Late: saved on 20 November 2019.",
        ),
        "South West Saltmere Care Partnership": ("Not received", "None", "None", "None came."),
        f"Cover of {author.name}": ("Not received", "None", "Not asked", "Drafted where it can be."),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "day", "said"),
    [("", "", "Not signed off"), ("Director", "", "Director"), ("", "14 November 2019", "14 November 2019")],
)
def test_who_signed_off_is_told_so_far_as_the_return_says(
    settings: Settings, forms: dict[str, Form], form: FilledForm, role: str, day: str, said: str
) -> None:
    """By whom, when, or that nobody did."""
    form.answer("Approved by (role)", role or None)
    form.answer("Date approved", day or None)
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    assert register(overview(edition))["North Alderwick Care Partnership"][2] == said


def test_what_is_exempt_is_not_among_the_ratings(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """A programme that is exempt from publication does not stand on the page."""
    open_to_all = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    edition = merge(settings.partnerships, {"north": exempt(form.contents())}, {}, NOVEMBER, forms)
    assert "Care close to home" in str(overview(open_to_all)["ratings"])
    assert "Care close to home" not in str(overview(edition))


def exempt(contents: Return) -> Return:
    """The return with each of its programmes marked as exempt."""
    table = contents.tables["programmes"]
    records = tuple(
        Record(one.address, {**one.values, "exempt": Value(one.address, "Yes", content=True)})
        for one in table.records
    )
    return replace(contents, tables={**contents.tables, "programmes": replace(table, records=records)})
