"""The names that a template may use are exactly those that the paper has."""

from collections.abc import Iterator, Mapping

import pytest
from filled_form import NOVEMBER, FilledForm

from pipeline.compose.catalogue import names_of
from pipeline.compose.paper import compose
from pipeline.merge import merge
from pipeline.model import Form, Shown, replace
from pipeline.names import Name
from pipeline.settings import PaperSettings, Settings, TableSettings

ACROSS = {
    "waits": TableSettings(across="partnership", values="average"),
    "programmes": TableSettings(
        columns=("programme", "status"), group_by="status", only={"status": ("Green",)}
    ),
    "targets": TableSettings("measures", differences={"gap": ("actual", "target")}, total=("actual",)),
}


@pytest.fixture
def whole(settings: Settings) -> PaperSettings:
    """The shipped paper."""
    return settings.papers[0]


def apart(names: Mapping[str, Name], found: Mapping[str, object], at: str = "") -> Iterator[str]:
    """Where names and what a paper holds differ."""
    yield from (f"{at}{name}" for name in set(names) ^ set(found))
    for name in set(names) & set(found):
        declared, value = names[name], found[name]
        entries = list(value) if isinstance(value, list | tuple) else [value]
        if declared.many != isinstance(value, list | tuple):
            yield f"{at}{name} is a list or not"
        for entry in entries:
            if isinstance(entry, Mapping):
                yield from apart(declared.members, entry, f"{at}{name}.")
            elif declared.members and not isinstance(entry, Shown):
                yield f"{at}{name} has no members"


@pytest.mark.parametrize("tables", [{}, ACROSS])
def test_names_and_paper_agree(
    settings: Settings,
    whole: PaperSettings,
    forms: dict[str, Form],
    form: FilledForm,
    tables: dict[str, TableSettings],
) -> None:
    """Every name that is listed is there, and nothing is there that is not listed, however tables are configured."""
    paper = replace(whole, tables=tables)
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms, [paper.author])
    names = names_of(paper, settings, forms)
    assert sorted(set(apart(names, compose(edition, paper, settings).names))) == []


def test_a_rating_tells_its_words(settings: Settings, whole: PaperSettings, forms: dict[str, Form]) -> None:
    """The words of a rating's scheme are known, with what is printed where none is given."""
    programmes = names_of(whole, settings, forms)["sections"].members["programmes"].members
    assert programmes["status"].choices == ("Red", "Amber", "Yellow", "Green", "Complete", "Not rated")
    assert programmes["status"].kind == "rating"
    assert programmes["status"].meaning.startswith("Project status. Choose from the list.")


def test_what_the_papers_partnerships_are_asked_is_to_be_shown(
    settings: Settings, whole: PaperSettings, forms: dict[str, Form]
) -> None:
    """A column counts as reported where a partnership of the paper is asked it and the paper has a table for it."""
    maternity = replace(whole, partnerships=("maternity",))
    programmes = names_of(maternity, settings, forms)["sections"].members["programmes"].members
    assert (programmes["update"].reported, programmes["improvements"].reported) == (True, False)
    assert not programmes["reference"].reported
    few = replace(maternity, tables={"programmes": TableSettings(columns=("programme",))})
    programmes = names_of(few, settings, forms)["sections"].members["programmes"].members
    assert (programmes["programme"].reported, programmes["update"].reported) == (True, False)
