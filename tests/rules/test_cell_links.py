"""Links that a paper could carry and does not show."""

import pytest
from filled_form import FilledForm

from pipeline.rules.within_return import check

PAGE = "https://example.org/plan"


@pytest.mark.parametrize(
    ("sheet", "header", "typed", "why"),
    [
        ("Programmes", "Project status", "Green", "a link on the colour of a rating could not be read"),
        ("Programmes", "Project status", "Ambr", "what stands there is queried"),
        ("Key actions", "Due", "end of October", "what stands there is queried"),
        ("Programmes", "Reason for status", None, "the cell has no words"),
    ],
)
def test_a_link_that_the_paper_does_not_show_is_told(
    form: FilledForm, sheet: str, header: str, typed: str | None, why: str
) -> None:
    """A link on a rating, on what is queried or on nothing is named, with why it is left out."""
    cell = form.book[sheet][form.put(sheet, header, typed)]
    cell.hyperlink = PAGE
    cell.value = typed
    [found] = [one for one in check(form.contents()) if one.rule == "link-not-shown"]
    assert (found.address.sheet, found.address.cell) == (sheet, cell.coordinate)
    assert found.message == (f"{header} links to a page; the paper shows it without the link, because {why}.")


@pytest.mark.parametrize(
    ("sheet", "header", "typed", "link"),
    [
        ("Risks", "Mitigation", "See the plan", PAGE),
        ("Programmes", "Reason for status", "On plan", PAGE),
        ("Measures", "Actual", "88.4% YTD", PAGE),
        ("Key actions", "Due", "20 December 2019", PAGE),
        ("Programmes", "Project status", "Green", "file:///C:/plan.docx"),
        ("Programmes", "Ref", None, PAGE),
    ],
)
def test_other_links_are_not(form: FilledForm, sheet: str, header: str, typed: str | None, link: str) -> None:
    """A link that is shown, that no paper carries (told on reading), or in a column of no paper is not named again."""
    cell = form.book[sheet][form.put(sheet, header, typed)]
    cell.hyperlink = link
    cell.value = typed
    assert [one.rule for one in check(form.contents()) if one.rule.startswith("link")] == []
