"""The project's folder: configuration, forms, templates, returns, results, and what is open elsewhere."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.doctor.check import Check, Result, fine, look, of_findings, stops
from pipeline.inbox import LOCKS, collect
from pipeline.model import Finding, Level, in_words
from pipeline.project import Plan, Project, read_letters
from pipeline.scheduled import next_meeting
from pipeline.swap import exchange
from pipeline.template_checks import template_mistakes

OPEN_SHOWN = 5  # files named, of those that are open


def on_plan(project: Project, plan: Plan | None, faults: list[Finding]) -> Iterator[Check]:
    """``config.yaml`` and the forms, with every mistake in them."""
    config = project.config.name
    wrong = [one for one in faults if one.address.file == config]
    forms = [one for one in faults if one.address.file != config]
    periods = plan.settings if plan else None
    sound = (
        f"Sound; period {periods.period}, {len(periods.papers)} papers"
        if periods
        else "Nothing wrong seen in it"
    )
    yield from of_findings("Configuration", wrong, sound)
    yield from of_findings(
        "Forms", forms, f"{len(plan.forms)} forms, sound" if plan else "Nothing wrong seen in them"
    )


def on_templates(project: Project, plan: Plan) -> Iterator[Check]:
    """The papers' templates with their styles, by the check that every build makes, and the letters'."""
    for paper in plan.settings.papers:
        try:
            data = (project.templates / "papers" / paper.template).read_bytes()
        except OSError as fault:
            remedy = "Close it in other programs, and see that you may read it."
            yield stops("Template", f"{paper.template} could not be read ({fault.strerror}).", remedy)
            continue
        mistakes, others = template_mistakes(plan, paper, data, paper.template)
        yield from of_findings(
            "Template", [*mistakes, *others], f"{paper.template}: names and styles are right"
        )
    _, faults = read_letters(project)
    yield from of_findings("Letters", faults, "Both templates can be read")


def on_calendar(plan: Plan, today: date) -> Iterator[Check]:
    """Which period ``scheduled`` would build today."""
    found = next_meeting(plan.settings, today)
    if found is None:
        remedy = "Before you run scheduled, add the next meeting under meetings of its paper in config.yaml."
        yield look("Calendar", f"No meeting lies on or after {in_words(today)}, so nothing is due.", remedy)
    else:
        paper, meeting = found
        yield fine(
            "Calendar",
            f"{meeting.period.title} is due, for the {paper.committee} on {in_words(meeting.date)}",
        )


def on_inputs(project: Project, largest: int) -> Iterator[Check]:
    """Whether every file in the folder of returns can be read."""
    if not project.inputs.is_dir():
        found = f"The folder {project.inputs} is not there."
        yield Check("Returns", Result.STOPS, found, "Make it and put the returns into it.", mistaken=True)
        return
    inbox = collect(project.inputs, largest)
    shut = [one for one in inbox.findings if one.level is Level.ERROR]
    for one in shut:
        yield look("Returns", one.message, one.remedy)
    if not shut:
        yield fine("Returns", f"{len(inbox.workbooks)} files, all can be read")


def on_outputs(outputs: Path) -> Iterator[Check]:
    """Whether results can be written, and how they are put in place: tried with two small folders, which go again."""
    made = not outputs.exists()
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".doctor-", dir=outputs) as place:
            one, other = Path(place, "one"), Path(place, "other")
            one.mkdir()
            other.mkdir()
            (one / "file").write_bytes(b"x")
            at_once = exchange(one, other)
        if made:
            outputs.rmdir()
    except OSError as fault:
        remedy = "Give the account that runs the program the right to write there, or name another folder with --outputs."
        yield stops("Results", f"{outputs} cannot be written to ({fault.strerror}).", remedy)
        return
    how = "in one step" if at_once else "in two steps, which the next run completes after a kill between them"
    yield fine("Results", f"{outputs} can be written to; new papers take the old ones' place {how}")


def on_open_files(project: Project) -> Iterator[Check]:
    """Files that Word, Excel or LibreOffice says are open."""
    folders = (project.inputs, project.outputs, project.templates)
    locks = [path for folder in folders for path in _files(folder) if path.name.startswith(LOCKS)]
    if not locks:
        yield fine("Open files", "None in Word, Excel or LibreOffice")
        return
    shown = ", ".join(path.name for path in locks[:OPEN_SHOWN])
    more = f" and {len(locks) - OPEN_SHOWN} more" if len(locks) > OPEN_SHOWN else ""
    remedy = "Have them closed before the papers are built. If nobody has them open, delete these files."
    yield look("Open files", f"These say that somebody has a file open: {shown}{more}.", remedy)


def _files(folder: Path) -> Iterator[Path]:
    yield from (Path(top, name) for top, _, names in os.walk(folder) for name in sorted(names))


def returns(project: Project) -> list[Path]:
    """Every file in the folder of returns."""
    return [path for path in _files(project.inputs) if path.is_file()]
