"""The page of what changed, and the names by which a row tells its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from filled_form import FIRST_ROW, SOUND, FilledForm, sound_form

from pipeline.compose.changes import LISTS, changes
from pipeline.compose.paper import compose
from pipeline.compose.rows import rows
from pipeline.compose.selection import selected
from pipeline.edition import decide
from pipeline.model import Edition, Form, replace
from pipeline.project import Plan
from pipeline.settings import Settings

Change = Callable[[FilledForm], object]
Editions = Callable[..., Edition]
STATUS = ("Programmes", "Project status")


@pytest.fixture
def edition_of(settings: Settings, forms: dict[str, Form]) -> Editions:
    """November's edition from North Alderwick's returns: its own, October's, September's and so on."""

    def decided(*changes: tuple[Change, ...]) -> Edition:
        came = []
        for ago, month in enumerate(("November", "October", "September", "August")[: len(changes)]):
            form = sound_form(forms)
            form.answer("Reporting period", f"{month} 2019")
            for change in changes[ago]:
                change(form)
            came.append(form.read(f"2019-{11 - ago:02}/north.xlsx"))
        return decide(Plan(settings, forms), came, []).edition

    return decided


def typed(sheet: str, header: str, value: object, row: int = FIRST_ROW) -> Change:
    """A cell under a heading."""
    return lambda form: form.put(sheet, header, value, row)


def said(entries: Any) -> list[dict[str, str]]:
    """A list under ``changes`` as its words, without the partnership."""
    return [{name: str(word) for name, word in entry.items() if name != "partnership"} for entry in entries]


def test_without_earlier_returns_nothing_is_said_to_have_changed(edition_of: Editions) -> None:
    """The first edition has no page of changes, and nothing in it is called new."""
    edition = edition_of(())
    found = changes(edition)
    assert (found["since"], found["nothing"]) == ("", "There are no earlier returns to compare with.")
    assert not any(found[name] for name in LISTS)
    programme = rows(edition.register[2], "programmes", edition)[0]
    assert str(programme["status_movement"]) == str(programme["status_before"]) == ""


def test_the_same_return_twice_changes_nothing(edition_of: Editions) -> None:
    """A sentence says so."""
    found = changes(edition_of((), ()))
    assert found["nothing"] == "Nothing has changed since October 2019."


def test_ratings_that_moved_are_listed_with_both_words(edition_of: Editions) -> None:
    """From what, to what, and whether that is better or worse."""
    found = changes(edition_of((), (typed(*STATUS, "Red"),)))
    assert said(found["ratings"]) == [
        {"name": "Care close to home", "before": "Red", "now": "Green", "movement": "▲ Improved"}
    ]


def test_programmes_come_end_and_go(edition_of: Editions) -> None:
    """New ones, those completed now, and those that are missing; one that was completed before is not missing."""
    second = {**SOUND["Programmes"], "Ref": "N2", "Key programme of work": "Winter clinics"}
    third = {
        **SOUND["Programmes"],
        "Ref": "N3",
        "Key programme of work": "Old clinics",
        "Project status": "Complete",
    }
    now = (lambda form: form.fill_row("Programmes", second, 6), typed(*STATUS, "Complete"))
    gone = {**second, "Ref": "N4", "Key programme of work": "Lost clinics", "Project status": "Amber"}
    then = (
        lambda form: form.fill_row("Programmes", third, 6),
        lambda form: form.fill_row("Programmes", gone, 7),
    )
    found = changes(edition_of(now, then))
    assert said(found["new"]) == [{"name": "Winter clinics", "rating": "Green"}]
    assert said(found["completed"]) == [{"name": "Care close to home"}]
    assert said(found["gone"]) == [{"name": "Lost clinics", "rating": "Amber"}]


def test_risks_are_new_closed_and_moved(edition_of: Editions) -> None:
    """Each with its score; a higher score is worse."""
    closed = {**SOUND["Risks"], "Ref": "NR2", "Risk description": "The lease ends"}
    then = (
        typed("Risks", "Likelihood", 2), typed("Risks", "Score", 8), lambda form: form.fill_row("Risks", closed, 6),
    )  # fmt: skip
    found = changes(edition_of((), then))
    assert said(found["risks"]) == [
        {"name": "Too few nurses apply", "before": "8", "now": "12", "rating": "High", "movement": "▼ Worse"}
    ]
    assert said(found["risks_closed"]) == [{"name": "The lease ends", "now": "12", "rating": "High"}]


def test_promised_days_pass_and_slip(edition_of: Editions) -> None:
    """A day put off twice tells the first promise; the row itself says so too."""
    days = [date(2019, 11, 29), date(2019, 10, 31), date(2019, 9, 30)]
    edition = edition_of(*((typed("Key actions", "Due", day),) for day in days))
    found = changes(edition)
    assert said(found["days_passed"]) == [{"name": "Open the third clinic", "due": "29 November 2019"}]
    assert said(found["days_slipped"]) == [
        {
            "name": "Open the third clinic",
            "first": "30 September 2019",
            "now": "29 November 2019",
            "times": "2 times",
        }
    ]
    action = rows(edition.register[2], "actions", edition)[0]
    assert str(action["due_slip"]) == "put off 2 times, first promised for 30 September 2019"


def test_a_target_that_was_changed_in_the_year_stays_listed(edition_of: Editions) -> None:
    """Also in the months after the change: the year's figures are not alike."""
    lower = typed("Measures", "Target", "95%")
    found = changes(edition_of((), (), (lower,)))
    assert said(found["targets"]) == [
        {
            "name": "Seen within 18 weeks",
            "what": "The target",
            "before": "95%",
            "now": "92%",
            "since": "September 2019",
        }
    ]


def test_a_text_that_never_changes_is_labelled_with_its_age(edition_of: Editions) -> None:
    """From the third report on, on the page of changes and beside the text."""
    assert not changes(edition_of((), ()))["unchanged"]
    edition = edition_of((), (), ())
    age = "Text unchanged since September 2019 (3 reports)."
    assert {"name": "Care close to home", "age": age} in said(changes(edition)["unchanged"])
    assert str(rows(edition.register[2], "programmes", edition)[0]["text_age"]) == age


def test_ratings_of_the_last_periods_stand_side_by_side(edition_of: Editions) -> None:
    """The oldest first, a word where there was no return or no such row."""
    other = typed("Programmes", "Key programme of work", "Others"), typed("Programmes", "Ref", "N9")
    edition = edition_of((), (typed(*STATUS, "Red"),), other, (typed("Programmes", "Project status", None),))
    trail: Any = rows(edition.register[2], "programmes", edition)[0]["status_trail"]
    assert [str(one) for one in trail] == ["Not rated", "Not reported", "Red"]
    assert trail[-1].fill == "C00000"


def test_what_is_exempt_by_now_is_not_told_from_earlier_returns(
    edition_of: Editions, settings: Settings
) -> None:
    """A row that a public paper keeps back is neither gone from it nor named in it."""
    edition = edition_of((), ())
    entry = edition.register[2]
    assert entry.accepted
    programmes = entry.accepted.tables["programmes"]
    record = programmes.records[0]
    kept_back = replace(
        record,
        values={**record.values, "exempt": replace(record.values["status"], typed="Yes", content=True)},
    )
    accepted = replace(
        entry.accepted,
        tables={**entry.accepted.tables, "programmes": replace(programmes, records=(kept_back,))},
    )
    register = tuple(replace(one, accepted=accepted) if one is entry else one for one in edition.register)
    part = selected(replace(edition, register=register), settings.papers[0], private=False)
    assert not changes(part)["gone"]
    assert all(
        not one.accepted.records("programmes") for old in part.before for one in old.register if one.accepted
    )


def test_personal_data_of_earlier_returns_is_never_shown(edition_of: Editions, settings: Settings) -> None:
    """A closed risk is named without the number that stood in it."""
    closed = {**SOUND["Risks"], "Ref": "NR2", "Risk description": "Ring 07700 900123 about the lease"}
    edition = edition_of((), (lambda form: form.fill_row("Risks", closed, 6),))
    paper = compose(edition, settings.papers[0], settings)
    changed: Any = paper.names["changes"]
    assert said(changed["risks_closed"])[0]["name"] == "Ring ************ about the lease"
