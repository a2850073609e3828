"""The phases of a run, in order. This is the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.compose.paper import compose
from pipeline.explain.report import build_report
from pipeline.forms.blank import blank_form
from pipeline.inbox import collect
from pipeline.intake.reading import read_return
from pipeline.merge import merge
from pipeline.model import Edition, Finding, Level, Partnership, Period, Submission
from pipeline.project import Plan, Project, missing, read_plan
from pipeline.publish import CANNOT_WRITE, digest, publish
from pipeline.rules.acceptance import accept
from pipeline.rules.personal_data import discreet, hits, masked, personal_data
from pipeline.rules.publication import withheld
from pipeline.rules.within_return import check
from pipeline.word.paper import write_paper

Progress = Callable[[str], None]


@dataclass(slots=True)
class Outcome:
    """What a run gave: ``faults`` of configuration or template, findings on returns, what was written."""

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    edition: Edition | None = None
    written: list[Path] = field(default_factory=list)
    files_read: int = 0


# --- the commands -----------------------------------------------------------------------------


def build(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge the returns; compose, render, prove and publish the paper."""
    outcome, plan, inputs = _merged(project, period, progress)
    if plan and outcome.edition:
        name = f"{plan.settings.paper.id}-{outcome.edition.period}.docx"
        if stop := withheld(plan.settings.paper.public, outcome.findings, name):
            outcome.findings.append(stop)
            _publish(project, plan, outcome.edition, {}, inputs, outcome)
            return outcome
        progress("Writing the paper")
        package = _paper(project, plan, outcome.edition, outcome)
        if package is not None:
            _publish(project, plan, outcome.edition, {name: package}, inputs, outcome)
    return outcome


def check_returns(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge the returns; write nothing."""
    return _merged(project, period, progress)[0]


def write_forms(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Write a blank form for each partnership, and for the paper's cover."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    settings = plan.settings
    wanted = [(p.id, p.form, p.name) for p in settings.partnerships]
    wanted.append((settings.paper.id, settings.paper.cover_form, settings.paper.title))
    files = {}
    for sender, form, name in wanted:
        progress(f"Writing the form of {name}")
        files[f"{sender}-{settings.period}.xlsx"] = blank_form(plan.forms[form], name, settings.period)
    _write(project.output_folder(settings.period) / "forms", files, {}, outcome)
    return outcome


# --- the phases -------------------------------------------------------------------------------


def _merged(
    project: Project, period: Period | None, progress: Progress
) -> tuple[Outcome, Plan | None, Mapping[str, bytes]]:
    """The first phases, which every look at the returns shares: plan, collect, read, check, merge."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome, None, {}
    if not project.inputs.is_dir():
        remedy = "Make it and put the returns into it."
        outcome.faults.append(missing(project.inputs, f"The folder {project.inputs.name}", remedy))
        return outcome, None, {}
    inbox = collect(project.inputs)
    outcome.files_read = len(inbox.workbooks)
    submissions = []
    for number, (name, data) in enumerate(inbox.workbooks.items(), 1):
        progress(f"Reading {number} of {len(inbox.workbooks)}: {name}")
        submissions.append(read_return(data, name, plan.forms))
    outcome.edition, found = _edition(plan, submissions)
    outcome.findings += _levelled([*inbox.findings, *found], plan.settings.rules)
    return outcome, plan, inbox.workbooks


def _edition(plan: Plan, submissions: Sequence[Submission]) -> tuple[Edition, list[Finding]]:
    """Decide which returns count, check those, and merge them."""
    settings, paper = plan.settings, plan.settings.paper
    contents = [submission.contents for submission in submissions if submission.contents]
    returns = accept(
        [one for one in contents if one.form.subject != "paper"],
        settings.partnerships,
        settings.period,
        unreadable=[submission.file for submission in submissions if submission.contents is None],
    )
    author = Partnership(paper.id, paper.title, paper.cover_form)
    covers = accept(
        [one for one in contents if one.form.subject == "paper"], [author], settings.period, "paper"
    )
    edition = merge(
        settings.partnerships,
        returns.accepted,
        returns.held_out,
        settings.period,
        plan.forms[paper.cover_form],
        covers.accepted.get(paper.id),
    )
    found = [finding for submission in submissions for finding in submission.findings]
    for one in edition.returns:
        found += check(masked(one, settings.small_numbers))
    found = discreet([*found, *returns.findings, *covers.findings], settings.small_numbers)
    return edition, [*found, *personal_data(edition.returns, settings.small_numbers, settings.cleared)]


def _levelled(findings: Sequence[Finding], levels: Mapping[str, Level]) -> list[Finding]:
    """The findings at the levels that the configuration gives their rules; those switched off are left out."""
    levelled = [replace(finding, level=levels.get(finding.rule, finding.level)) for finding in findings]
    return [finding for finding in levelled if finding.level is not Level.OFF]


def _paper(project: Project, plan: Plan, edition: Edition, outcome: Outcome) -> bytes | None:
    """The finished paper; None, with a fault, when the template is missing or at fault."""
    settings = plan.settings
    meeting = settings.paper.meeting(settings.period)
    template = project.templates / "papers" / settings.paper.template
    if meeting is None:
        return None
    try:
        data = template.read_bytes()
    except OSError:
        remedy = "Put it into templates/papers, or name another under template in config.yaml."
        outcome.faults.append(missing(template, f"The template {template.name}", remedy))
        return None
    package, faults = write_paper(data, template.name, compose(edition, settings, meeting))
    private = {hit.value.address for one in edition.returns for hit in hits(one, settings.small_numbers)}
    outcome.faults += discreet(faults, settings.small_numbers, private)
    return package


def _publish(
    project: Project,
    plan: Plan,
    edition: Edition,
    paper: Mapping[str, bytes],
    inputs: Mapping[str, bytes],
    outcome: Outcome,
) -> None:
    """Put the paper (file name → bytes; none if it is withheld) and the report into the period's folder."""
    report = build_report(plan.settings.paper.title, edition, outcome.findings, paper)
    files = {**paper, "build-report.html": report.encode()}
    _write(project.output_folder(edition.period), files, inputs, outcome)


def _write(folder: Path, files: Mapping[str, bytes], inputs: Mapping[str, bytes], outcome: Outcome) -> None:
    found = publish(folder, files, {name: digest(data) for name, data in inputs.items()})
    outcome.findings += found
    unwritten = {finding.address.file for finding in found if finding.rule == CANNOT_WRITE.id}
    outcome.written = [folder / name for name in files if name not in unwritten]
