"""The ratings of all programmes by partnership and month."""

from collections.abc import Sequence
from typing import Any

from filled_form import FIRST_ROW, NOVEMBER, SOUND, sound_form

from pipeline.compose.ratings import ratings
from pipeline.merge import merge
from pipeline.model import Edition, Form, Period, Return, replace
from pipeline.settings import Settings

Programmes = Sequence[tuple[str, str, str]]  # reference, name, rating
SEPTEMBER, OCTOBER = Period(2019, 9), Period(2019, 10)


def returned(forms: dict[str, Form], period: Period, programmes: Programmes) -> Return:
    """North Alderwick's return with these programmes."""
    form = sound_form(forms)
    form.answer("Reporting period", period.title)
    for row, (reference, name, rating) in enumerate(programmes, FIRST_ROW):
        values = {"Ref": reference, "Key programme of work": name, "Project status": rating}
        form.fill_row("Programmes", {**SOUND["Programmes"], **values}, row)
    return form.contents(f"{period}.xlsx")


def edition(
    settings: Settings, forms: dict[str, Form], months: dict[Period, Programmes], now: Period = NOVEMBER
) -> Edition:
    """An edition with those before it, of one partnership."""
    north = [one for one in settings.partnerships if one.id == "north"]
    empty: dict[Period, Programmes] = {now: ()}
    made = {
        period: merge(north, {"north": returned(forms, period, told)} if told else {}, {}, period, forms)
        for period, told in (empty | months).items()
    }
    before = sorted((period for period in made if period != now), key=lambda one: one.order, reverse=True)
    return replace(made[now], before=tuple(made[period] for period in before))


def lines(of: Edition) -> dict[str, list[str]]:
    """The cells of each programme, its movement last."""
    grid: Any = ratings(of)
    return {
        str(row["name"]): [*map(str, row["cells"]), str(row["movement"])]
        for part in grid["parts"]
        for row in part["rows"]
    }


def test_ratings_stand_side_by_side_with_their_movement(settings: Settings, forms: dict[str, Form]) -> None:
    """The oldest period first, this one last; what was not there says so, and what is gone stays in sight."""
    of = edition(
        settings,
        forms,
        {
            SEPTEMBER: [("A", "Hubs", "Red"), ("B", "Clinics", "Green")],
            OCTOBER: [("A", "Hubs", "Amber"), ("B", "Clinics", "Green"), ("D", "Wards", "Complete")],
            NOVEMBER: [("A", "Hubs", "Yellow"), ("C", "Schools", "Ambr")],
        },
    )
    assert lines(of) == {
        "Hubs": ["Red", "Amber", "Yellow", "▲ Improved"],
        "Schools": ["Not reported", "Not reported", "Ambr [queried]", "New"],
        "Clinics": ["Green", "Green", "Not reported", "No longer reported"],
    }
    grid: Any = ratings(of)
    assert grid["periods"] == ["September 2019", "October 2019", "November 2019"]
    assert [one.id for one in grid["schemes"]] == ["status"]


def test_a_partnership_without_a_return_shows_what_it_last_reported(
    settings: Settings, forms: dict[str, Form]
) -> None:
    """Its earlier ratings are still known; the gap says why there is none, and nothing is compared."""
    of = edition(settings, forms, {SEPTEMBER: [("A", "Hubs", "Red")], OCTOBER: []})
    assert lines(of) == {"Hubs": ["Red", "No return", "Not received", "No comparison"]}


def test_a_first_return_has_nothing_to_be_compared_with(settings: Settings, forms: dict[str, Form]) -> None:
    """Of the first return nothing is called new."""
    of = edition(settings, forms, {NOVEMBER: [("A", "Hubs", "Red")]})
    assert lines(of) == {"Hubs": ["Red", "First return"]}


def test_a_partnership_of_which_nothing_ever_came_has_its_place(
    settings: Settings, forms: dict[str, Form]
) -> None:
    """It is not left out of the grid."""
    grid: Any = ratings(edition(settings, forms, {}))
    assert [(part["partnership"], part["came"], part["rows"]) for part in grid["parts"]] == [
        ("North Alderwick Care Partnership", False, [])
    ]


def test_a_year_is_shown_and_no_more(settings: Settings, forms: dict[str, Form]) -> None:
    """Twelve periods stand side by side."""
    reported = [("A", "Hubs", "Red")]
    months = [Period(2018, month) for month in (10, 11, 12)] + [Period(2019, month) for month in range(1, 12)]
    grid: Any = ratings(edition(settings, forms, dict.fromkeys(months, reported)))
    assert len(grid["periods"]) == 12
    assert grid["periods"][0] == "December 2018"
