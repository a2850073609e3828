"""What somebody who edits a template asks: which names it may use, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from pipeline.compose.catalogue import names_of
from pipeline.compose.paper import compose
from pipeline.explain.fields import fields_page
from pipeline.inflow import take_in
from pipeline.manifest import hashes
from pipeline.model import Address, Level, Period, Rule
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project, missing, read_plan
from pipeline.publish import CANNOT_WRITE, write_whole
from pipeline.results import write
from pipeline.template_checks import template_mistakes
from pipeline.wanted import paper_of_template, papers_due
from pipeline.word.checking.marking import mark_template
from pipeline.word.prepared import NOT_A_TEMPLATE

MARK_TAKEN = Rule(
    "mark-not-written",
    Level.ERROR,
    "The marked copy was not written: {name} is there already.",
    "Give --mark a name that is free.",
)


def write_fields(project: Project, period: Period | None, progress: Progress, only: str = "") -> Outcome:
    """Write a page of the names that the template of each paper may use, with what they hold now."""
    merged, inflow = take_in(project, period, progress)
    outcome = Outcome(merged.faults)  # what is wrong with the returns is another command's matter
    if inflow is None or merged.edition is None:
        return outcome
    plan, edition, files = inflow.plan, merged.edition, {}
    papers, faults = papers_due(plan.settings, only)
    outcome.faults += faults
    for paper in papers:
        composed = compose(edition, paper, plan.settings, private=not paper.public)
        page = fields_page(paper.title, names_of(paper, plan.settings, plan.forms), composed.names)
        files[f"fields-{paper.id}.html"] = page.encode()
    write(project.output_folder(edition.period), files, hashes(inflow.workbooks), outcome)
    return outcome


def check_one_template(
    project: Project, period: Period | None, file: Path, only: str = "", mark: Path | None = None
) -> Outcome:
    """Check one template, wherever it lies, by the names of the paper that uses it; ``only`` names that paper.

    ``mark`` is where to write a copy that has a Word comment at each place; it is never the template itself.
    """
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    try:
        data = file.read_bytes()
    except OSError:
        outcome.faults.append(missing(file, file.name, "See that its name and folder are right."))
        return outcome
    paper, outcome.faults = paper_of_template(plan.settings, file.name, only)
    if paper:
        outcome.faults, outcome.findings = template_mistakes(plan, paper, data, file.name)
        found = [*outcome.faults, *outcome.findings]
        if mark and found and NOT_A_TEMPLATE.id not in {one.rule for one in found}:
            _mark(file, mark, mark_template(data, found), outcome)
    return outcome


def _mark(template: Path, mark: Path, data: bytes, outcome: Outcome) -> None:
    """Write the marked copy of a template, but not over a file that is there."""
    if mark.exists():
        name = "the template itself" if mark.resolve() == template.resolve() else mark.name
        outcome.faults.append(MARK_TAKEN.found(Address(mark.name), name=name))
        return
    try:
        write_whole(mark, data)
        outcome.written.append(mark)
    except OSError as fault:
        why = (fault.strerror or "unknown cause").lower()
        outcome.findings.append(CANNOT_WRITE.found(Address(mark.name), file=mark.name, why=why))
        outcome.unwritten.append(mark.name)
