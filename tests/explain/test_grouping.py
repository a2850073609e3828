"""Findings as people and programs read them."""

from filled_form import NOVEMBER, FilledForm

from pipeline.explain.grouping import Status, counted, grouped, statuses
from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Level
from pipeline.settings import Settings


def found(file: str, cell: str, level: Level = Level.ERROR, message: str = "Blank.") -> Finding:
    """A finding in a sheet of a file."""
    return Finding("required-missing", level, Address(file, "Risks", cell), message, "Fill it in.")


def test_the_same_fault_of_one_file_is_one_group() -> None:
    """The same fault in several cells is told once, with each cell named once."""
    findings = [found("a.xlsx", "B5"), found("b.xlsx", "B5"), found("a.xlsx", "B7"), found("a.xlsx", "B5")]
    assert [group.place for group in grouped(findings)] == [
        "a.xlsx › Risks!B5, Risks!B7",
        "b.xlsx › Risks!B5",
    ]


def test_what_matters_most_comes_first() -> None:
    """Errors before warnings before notes; within each, file by file."""
    findings = [
        found("a.xlsx", "A1", Level.NOTE),
        found("b.xlsx", "A1"),
        found("a.xlsx", "A1", Level.WARNING),
        found("a.xlsx", "A1"),
    ]
    assert [(group.level.value, group.file) for group in grouped(findings)] == [
        ("error", "a.xlsx"),
        ("error", "b.xlsx"),
        ("warning", "a.xlsx"),
        ("note", "a.xlsx"),
    ]


def test_a_fault_of_a_whole_file_names_the_file() -> None:
    """A finding without a cell has the file alone as its place."""
    [group] = grouped([Finding("r", Level.ERROR, Address("a.xlsx"), "Broken.", "")])
    assert group.place == "a.xlsx"


def test_findings_are_counted_in_words() -> None:
    """The count says how many of each weight; none is said as such."""
    assert counted([]) == "nothing to put right"
    assert counted([found("a", "1"), found("a", "2"), found("a", "1", message="Wrong.")]) == "2 to put right"
    assert (
        counted([found("a", "1", Level.NOTE), found("a", "1", Level.WARNING)])
        == "1 to check, 1 for information"
    )


def test_each_return_has_its_line(settings: Settings, forms: dict[str, Form], form: FilledForm) -> None:
    """One line for each partnership, and one for the cover, says how it stands and whether all is well."""
    accepted, held_out = {"north": form.contents()}, {"maternity": "Wrong month."}
    edition = merge(settings.partnerships, accepted, held_out, NOVEMBER, forms["cover"], None)
    lines = statuses(edition, [found("north.xlsx", "B5", Level.WARNING), found("other.xlsx", "B5")])
    assert lines == [
        Status("Children's Services Collaborative", "not received, nothing came", well=False),
        Status("Saltmere Local Maternity System", "held out, Wrong month.", well=False),
        Status("North Alderwick Care Partnership", "received, 1 to check", well=True),
        Status("South West Saltmere Care Partnership", "not received, nothing came", well=False),
        Status("The paper's cover", "no return, so drafted where it can be", well=False),
    ]
    assert statuses(edition, [found("north.xlsx", "B5")])[2] == Status(
        "North Alderwick Care Partnership", "received, 1 to put right", well=False
    )
