"""Findings as people and programs read them."""

from datetime import date

from filled_form import NOVEMBER, FilledForm

from pipeline.explain.grouping import Status, counted, grouped, statuses
from pipeline.merge import merge, told
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
    authors = [paper.author for paper in settings.papers]
    edition = merge(settings.partnerships, accepted, held_out, NOVEMBER, forms, authors)
    lines = statuses(edition, [found("north.xlsx", "B5", Level.WARNING), found("other.xlsx", "B5")])
    assert lines == [
        Status("Children's Services Collaborative", "not received, nothing came", well=False),
        Status("Saltmere Local Maternity System", "held out, Wrong month.", well=False),
        Status("North Alderwick Care Partnership", "received, 1 to check", well=True),
        Status("South West Saltmere Care Partnership", "not received, nothing came", well=False),
        Status(f"Cover of {settings.papers[0].title}", "no return, so drafted where it can be", well=False),
    ]
    assert statuses(edition, [found("north.xlsx", "B5")])[2] == Status(
        "North Alderwick Care Partnership", "received, 1 to put right", well=False
    )


def test_what_is_late_due_or_shown_instead_is_said(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """A late return is called so; what is missing says when it was due, and which position the paper shows."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    form.answer("Reporting period", "October 2019")
    edition = told(
        edition,
        {"maternity": form.contents()},
        {"north"},
        {},
        dict.fromkeys(["children", "maternity"], date(2019, 11, 18)),
    )
    assert [status.how for status in statuses(edition, [])][:3] == [
        "not received, nothing came (it was due on 18 November 2019)",
        "not received, nothing came (it was due on 18 November 2019); the paper shows the position at October 2019",
        "received, late, nothing to put right",
    ]


def test_a_nil_return_is_a_return(settings: Settings, forms: dict[str, Form], form: FilledForm) -> None:
    """Nil throughout is an answer: it is called a nil return, late or not, and all is well with it."""
    for sheet, header in {"Programmes": "Ref", "Risks": "Ref", "Waiting times": "Pathway"}.items():
        form.fill_row(sheet, {header: "Nil"})
    for sheet, header in {"Measures": "Measure", "Key actions": "Action"}.items():
        form.fill_row(sheet, {header: "Nil"})
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    assert statuses(edition, [])[2] == Status(
        "North Alderwick Care Partnership", "nil return, nothing to put right", well=True
    )
    late = told(edition, {}, {"north"}, {}, {})
    assert statuses(late, [])[2].how == "nil return, late, nothing to put right"
