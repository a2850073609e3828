"""What is asked of a return against those of earlier periods. The gallery pins the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from filled_form import FIRST_ROW, FilledForm, sound_form

from pipeline.edition import decide
from pipeline.model import Form
from pipeline.project import Plan
from pipeline.rulebook import rules_by_subject
from pipeline.settings import Settings

OVER_TIME = {rule.id for rule in rules_by_subject()["What changed over time"]}
Change = Callable[[FilledForm], object]
Asked = Callable[..., list[str]]


@pytest.fixture
def asked(settings: Settings, forms: dict[str, Form]) -> Asked:
    """The rules that speak of November's return after those of October, September and so on."""

    def told(*months: tuple[Change, ...]) -> list[str]:
        came = []
        for ago, month in enumerate(("November", "October", "September", "August", "March")[: len(months)]):
            form = sound_form(forms)
            form.answer("Reporting period", f"{month} 2019")
            for change in months[ago]:
                change(form)
            number = {"March": 3}.get(month, 11 - ago)
            came.append(form.read(f"2019-{number:02}/north.xlsx"))
        decided = decide(Plan(settings, forms), came, [])
        return [
            one.rule
            for one in decided.findings
            if one.address.file == "2019-11/north.xlsx" and one.rule in {*OVER_TIME, "row-hidden"}
        ]

    return told


def typed(sheet: str, header: str, value: object, row: int = FIRST_ROW) -> Change:
    """A cell under a heading."""
    return lambda form: form.put(sheet, header, value, row)


LOWER = typed("Measures", "Target", "95%")


def hide(form: FilledForm) -> None:
    """Hide the second programme."""
    form.fill_row(
        "Programmes", {"Ref": "N2", "Key programme of work": "Clinics", "Project status": "Amber"}, 6
    )
    form.book["Programmes"].row_dimensions[6].hidden = True


def second(form: FilledForm) -> None:
    """A second programme."""
    form.fill_row(
        "Programmes", {"Ref": "N2", "Key programme of work": "Clinics", "Project status": "Amber"}, 6
    )


def test_nothing_is_asked_of_a_return_that_stayed_as_it_was(asked: Asked) -> None:
    """The same return as in October is no fault; from the third month on its texts are noted."""
    assert asked((), ()) == []
    assert set(asked((), (), ())) == {"text-unchanged"}


def test_a_hidden_programme_is_not_also_missing(asked: Asked) -> None:
    """Who is asked about a row that is hidden is not told that it is gone as well."""
    assert "no-longer-reported" in asked((), (second,))
    rules = asked((hide,), (second,))
    assert "no-longer-reported" not in rules
    assert "row-hidden" in rules


def test_a_target_may_change_with_the_financial_year(asked: Asked) -> None:
    """Only a change within the year is asked about, in the month in which it comes."""
    assert "target-changed" in asked((), (LOWER,))
    assert "target-changed" not in asked((), (), (LOWER,))


def test_a_day_that_is_kept_is_not_asked_about(asked: Asked) -> None:
    """A day after the period has not passed; one put off is noted."""
    december = typed("Key actions", "Due", date(2019, 12, 20))
    assert asked((december,), (december,)) == []
    november = typed("Key actions", "Due", date(2019, 11, 30))
    assert asked((december,), (november,)) == ["promised-day-slipped"]
    assert asked((november,), (november,)) == ["promised-day-passed"]


def test_a_rewritten_name_under_its_reference_is_the_same(asked: Asked) -> None:
    """A few words more are no other programme; quite another name under an old reference is asked about."""
    assert asked((typed("Programmes", "Key programme of work", "Care closer to home (hubs)"),), ()) == []
    assert asked((typed("Programmes", "Key programme of work", "Winter vaccinations"),), ()) == [
        "reference-reused"
    ]
