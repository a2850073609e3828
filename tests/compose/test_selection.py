"""The part of an edition that one paper shows."""

from datetime import date

import pytest
from filled_form import NOVEMBER, FilledForm

from pipeline.compose.paper import compose
from pipeline.compose.selection import addresses, selected
from pipeline.merge import merge
from pipeline.model import Address, Content, Edition, Form, Problem, Record, Return, Value, replace
from pipeline.settings import PaperSettings, Settings, TableSettings


@pytest.fixture
def paper(settings: Settings) -> PaperSettings:
    """The shipped paper."""
    return settings.papers[0]


@pytest.fixture
def whole(settings: Settings, forms: dict[str, Form], form: FilledForm) -> Edition:
    """An edition with North Alderwick's return."""
    return merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)


def north(edition: Edition) -> Return:
    """North Alderwick's return in an edition."""
    contents = next(entry.accepted for entry in edition.register if entry.accepted)
    assert contents is not None
    return contents


def test_a_paper_takes_its_partnerships(whole: Edition, paper: PaperSettings) -> None:
    """Only the partnerships that a paper names stand in its register."""
    part = selected(whole, replace(paper, partnerships=("north",)), private=False)
    assert [entry.partnership.id for entry in part.register] == ["north"]


def test_a_paper_takes_its_tables(whole: Edition, paper: PaperSettings) -> None:
    """Of the tables only those that a paper names stay; what it does not show of them is not meant for its pages."""
    tables = {"work": TableSettings("programmes", columns=("programme", "status"))}
    table = north(selected(whole, replace(paper, tables=tables), private=False)).tables
    assert list(table) == ["programmes"]
    meant = [column.id for column in table["programmes"].definition.columns if column.in_paper]
    assert meant == ["programme", "status"]


def test_a_paper_of_tables_shows_the_fields_that_it_names(whole: Edition, paper: PaperSettings) -> None:
    """A paper that names its tables need not show the returns' other fields, but for those that it names."""
    narrowed = replace(paper, tables={"risks": TableSettings()}, fields=("key_aims",))
    form = north(selected(whole, narrowed, private=False)).form
    assert [column.id for column in form.fields if column.in_paper] == ["key_aims"]


def exempt(whole: Edition, content: Content | None, typed: str, problem: Problem | None = None) -> Edition:
    """The edition with a word on its programme's exemption."""
    contents = north(whole)
    programmes = contents.tables["programmes"]
    value = Value(Address(contents.file, "Programmes", "Z9"), typed, content, problem)
    records = tuple(Record(one.address, {**one.values, "exempt": value}) for one in programmes.records)
    own = replace(contents, tables={**contents.tables, "programmes": replace(programmes, records=records)})
    register = tuple(replace(entry, accepted=own if entry.accepted else None) for entry in whole.register)
    return replace(whole, register=register)


@pytest.mark.parametrize(
    ("content", "typed", "problem", "kept"),
    [
        (True, "Yes", None, 0),
        (False, "No", None, 1),
        (None, "", None, 1),
        (None, "part II", Problem.NOT_YES_OR_NO, 0),
    ],
)
def test_a_row_that_is_exempt_is_not_for_the_public(
    whole: Edition, paper: PaperSettings, content: bool | None, typed: str, problem: Problem | None, kept: int
) -> None:
    """Whatever is typed there but No keeps a row from the public; the private paper has it."""
    edition = exempt(whole, content, typed, problem)
    public = north(selected(edition, paper, private=False)).tables["programmes"]
    assert (len(public.records), public.exempt) == (kept, 1 - kept)
    assert len(north(selected(edition, paper, private=True)).tables["programmes"].records) == 1


def test_an_exempt_row_is_said_to_be_missing(
    whole: Edition, paper: PaperSettings, settings: Settings
) -> None:
    """Where all rows are exempt the public paper says so, and does not say that none were reported."""
    names = compose(exempt(whole, True, "Yes"), paper, settings).names
    said = names["sections"][2]["no_programmes"]  # type: ignore[index]
    assert said == "1 entry is exempt from publication."
    assert "Care close to home" not in repr(names)


def test_exempt_columns_and_tables_leave_no_trace(
    whole: Edition, paper: PaperSettings, settings: Settings
) -> None:
    """A column or table that its form calls exempt is in the private paper only, with all its words."""
    contents = north(whole)
    programmes, risks = contents.tables["programmes"], contents.tables["risks"]
    columns = tuple(
        replace(column, exempt=column.id == "progress") for column in programmes.definition.columns
    )
    tables = {
        **contents.tables,
        "programmes": replace(programmes, definition=replace(programmes.definition, columns=columns)),
        "risks": replace(risks, definition=replace(risks.definition, exempt=True)),
    }
    own = replace(contents, tables=tables)
    edition = replace(
        whole, register=tuple(replace(e, accepted=own if e.accepted else None) for e in whole.register)
    )
    public, private = (compose(edition, paper, settings, private=one) for one in (False, True))
    for words in ("Two clinics have opened", "Too few nurses apply"):
        assert words not in repr((dict(public.names), public.must_show))
        assert words in repr(public.must_not_show)
        assert words in repr(dict(private.names))
        assert not private.must_not_show


def test_cells_of_a_part_are_known(whole: Edition, paper: PaperSettings) -> None:
    """Personal data stops a paper only where its cell is among those that the paper draws on."""
    part = selected(whole, replace(paper, tables={"risks": TableSettings()}), private=False)
    sheets = {address.sheet for address in addresses(part)}
    assert sheets == {"About this return", "Risks"}
    assert date(2019, 11, 14) == north(part).content("approved_on")


def test_a_row_must_show_what_its_own_table_shows(
    whole: Edition, paper: PaperSettings, settings: Settings
) -> None:
    """Where two tables of a paper show other columns, a row need only show those of the table that takes it."""
    tables = {
        "red": TableSettings("programmes", ("programme", "reason"), {"status": ("Red",)}),
        "others": TableSettings("programmes", ("programme", "status"), rest=True),
    }
    composed = compose(whole, replace(paper, tables=tables), settings)
    assert [str(value) for value in composed.must_show] == ["Care close to home", "Green"]


def test_a_row_that_no_table_takes_for_the_public_is_still_asked_for(
    whole: Edition, paper: PaperSettings, settings: Settings
) -> None:
    """A row that is chosen by what the public may not see cannot vanish from the paper without a word."""
    tables = {"part": TableSettings("programmes", ("programme",), {"exempt": ("No",)})}
    marked = exempt(whole, content=False, typed="No")
    form = north(marked).form
    programmes = north(marked).tables["programmes"]
    secret = replace(programmes.definition.columns[0], id="exempt", exempt=True)
    definition = replace(programmes.definition, columns=(*programmes.definition.columns, secret))
    own = replace(north(marked), form=form, tables={"programmes": replace(programmes, definition=definition)})
    register = tuple(replace(entry, accepted=own if entry.accepted else None) for entry in marked.register)
    composed = compose(replace(marked, register=register), replace(paper, tables=tables), settings)
    assert [str(value) for value in composed.must_show] == ["Care close to home"]
