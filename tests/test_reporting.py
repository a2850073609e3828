"""The page of a build, gathered from what a run read, found and wrote."""

from filled_form import NOVEMBER, FilledForm

from pipeline import __version__
from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Level, replace
from pipeline.reporting import page_of, report_page
from pipeline.rules.personal_data import CLEARED
from pipeline.settings import Settings


def page(settings: Settings, forms: dict[str, Form], form: FilledForm, *findings: Finding) -> str:
    """The page of an edition with one return, which was held to be late."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    first, *others = edition.register
    register = (replace(first, reason="It names “Ring 07700 900123”."), *others)
    made = page_of(
        settings,
        replace(edition, register=register),
        papers=[],
        sent=[],
        written=[],
        run="0f1e",
        inputs={"north.xlsx": "0f" * 32},
    )
    return report_page(made, findings).decode()


def test_no_personal_data_stands_on_the_page(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Whoever may read the paper, and even where it was cleared: the page stars it out."""
    form.put("Programmes", "Key programme of work", "Ring 07700 900123 for care")
    form.answer("Approved by (role)", "Director, 07700 900123")
    made = page(settings, forms, form)
    assert "Ring ************ for care" in made
    assert "It names “Ring ************”." in made
    assert "900123" not in made


def test_what_was_cleared_has_its_own_part(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """The finding that something was cleared stands there and nowhere else."""
    cleared = Finding(CLEARED.id, Level.NOTE, Address("n.xlsx"), "It was cleared: “Office.”.", "")
    made = page(settings, forms, form, cleared)
    assert '<h2 id="cleared">' in made
    assert made.count("“Office.”") == 1


def test_the_page_names_the_version_and_has_the_same_bytes_again(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """What made the page is told; nothing on it comes from the clock."""
    made = page(settings, forms, form)
    assert f"committee-papers {__version__}" in made
    assert made == page(settings, forms, form)
