"""The phases of a run, in order. This is the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.compose.paper import compose
from pipeline.edition import Decided, decide, findings_on
from pipeline.explain.correspondence import Sent, correspond
from pipeline.explain.letter import Letters
from pipeline.explain.queries import enquiries
from pipeline.explain.report import build_report
from pipeline.forms.blank import blank_form
from pipeline.inbox import collect, collect_file
from pipeline.intake.reading import read_return
from pipeline.model import Edition, Finding, Level, Period
from pipeline.project import Plan, Project, missing, read_letters, read_plan
from pipeline.publish import CANNOT_WRITE, digest, publish
from pipeline.rules.personal_data import discreet, hits
from pipeline.rules.publication import withheld
from pipeline.word.paper import write_paper

Progress = Callable[[str], None]
REPORT = "build-report.html"
QUERIES = "queries"  # the folder of what goes back to the senders


@dataclass(slots=True)
class Outcome:
    """What a run gave: ``faults`` of configuration or template, findings on returns, what was written.

    ``queries`` say who is sent what; their files lie in ``queries_folder``.
    """

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    edition: Edition | None = None
    written: list[Path] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)
    files_read: int = 0
    queries: tuple[Sent, ...] = ()
    queries_folder: Path = Path(QUERIES)


@dataclass(frozen=True, slots=True)
class _Inflow:
    """What the first phases gave: the plan, the files as they came, and what was decided on them."""

    plan: Plan
    workbooks: Mapping[str, bytes]
    decided: Decided


# --- the commands -----------------------------------------------------------------------------


def build(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge the returns; compose, render and prove the paper; ask the senders; publish."""
    outcome, inflow = _merged(project, period, progress)
    if inflow and outcome.edition:
        progress("Writing the paper")
        paper = _paper(project, inflow.plan, outcome.edition, outcome)
        letters = _letters(project, inflow, outcome, progress)
        if not outcome.faults:
            _publish(project, inflow, outcome.edition, {**paper, **letters}, outcome)
    return outcome


def check_returns(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge the returns; write nothing."""
    return _merged(project, period, progress)[0]


def check_files(
    project: Project, period: Period | None, files: Sequence[Path], progress: Progress
) -> Outcome:
    """Read and check single files, wherever they lie, each for itself; write nothing."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    settings = plan.settings
    for path in files:
        progress(f"Reading {path}")
        inbox = collect_file(path, settings.limits.file_bytes)
        outcome.files_read += len(inbox.workbooks)
        found = list(inbox.findings)
        for name, data in inbox.workbooks.items():
            found += findings_on(read_return(data, name, plan.forms, settings.limits), settings)
        outcome.findings += _levelled(found, settings.rules)
    return outcome


def write_forms(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Write a blank form for each partnership, and for the paper's cover."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    settings = plan.settings
    wanted = [(p.id, p.form, p.name) for p in settings.partnerships]
    wanted.append(("cover", settings.paper.cover_form, settings.paper.title))
    files = {}
    for sender, form, name in wanted:
        progress(f"Writing the form of {name}")
        files[f"{sender}-{settings.period}.xlsx"] = blank_form(plan.forms[form], name, settings.period)
    _write(project.output_folder(settings.period) / "forms", files, {}, outcome)
    return outcome


# --- the phases -------------------------------------------------------------------------------


def _merged(project: Project, period: Period | None, progress: Progress) -> tuple[Outcome, _Inflow | None]:
    """The first phases, which every look at the returns shares: plan, collect, read, check, merge."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome, None
    if not project.inputs.is_dir():
        remedy = "Make it and put the returns into it." + (
            " It is a file." if project.inputs.exists() else ""
        )
        outcome.faults.append(missing(project.inputs, f"The folder {project.inputs.name}", remedy))
        return outcome, None
    limits = plan.settings.limits
    inbox = collect(project.inputs, limits.file_bytes)
    outcome.files_read = len(inbox.workbooks)
    submissions = []
    for number, (name, data) in enumerate(inbox.workbooks.items(), 1):
        progress(f"Reading {number} of {len(inbox.workbooks)}: {name}")
        submissions.append(read_return(data, name, plan.forms, limits))
    unopened = [finding.address.file for finding in inbox.findings if finding.level is Level.ERROR]
    decided = decide(plan, submissions, unopened)
    outcome.edition = decided.edition
    outcome.findings += _levelled([*inbox.findings, *decided.findings], plan.settings.rules)
    return outcome, _Inflow(plan, inbox.workbooks, decided)


def _levelled(findings: Sequence[Finding], levels: Mapping[str, Level]) -> list[Finding]:
    """The findings at the levels that the configuration gives their rules; those switched off are left out."""
    levelled = [replace(finding, level=levels.get(finding.rule, finding.level)) for finding in findings]
    return [finding for finding in levelled if finding.level is not Level.OFF]


def _paper(project: Project, plan: Plan, edition: Edition, outcome: Outcome) -> Mapping[str, bytes]:
    """The finished paper by its name; none, with the reason, when it is withheld or its template is at fault."""
    settings = plan.settings
    name = f"{settings.paper.id}-{edition.period}.docx"
    meeting = settings.paper.meeting(settings.period)
    template = project.templates / "papers" / settings.paper.template
    if meeting is None:
        return {}
    shown = {one.file for one in edition.returns}
    on_shown = [one for one in outcome.findings if one.address.file in shown]
    if stop := withheld(settings.paper.public, on_shown, name):
        outcome.findings.append(stop)
        return {}
    try:
        data = template.read_bytes()
    except OSError:
        remedy = "Put it into templates/papers, or name another under template in config.yaml."
        outcome.faults.append(missing(template, f"The template {template.name}", remedy))
        return {}
    package, faults = write_paper(data, template.name, compose(edition, settings, meeting))
    private = {hit.value.address for one in edition.returns for hit in hits(one, settings.small_numbers)}
    outcome.faults += discreet(faults, settings.small_numbers, private)
    return {name: package} if package else {}


def _letters(project: Project, inflow: _Inflow, outcome: Outcome, progress: Progress) -> Mapping[str, bytes]:
    """The letters to those with something to answer, and their marked copies; faults of the letters' templates."""
    sources, faults = read_letters(project)
    outcome.faults += faults
    if faults:
        return {}
    settings = inflow.plan.settings
    decided = inflow.decided
    asked = enquiries(
        decided.register, decided.submissions, outcome.findings, decided.whose, settings.period.title
    )
    going = correspond(asked, inflow.workbooks, Letters(sources), settings, progress)
    outcome.faults += going.faults
    outcome.queries = going.sent
    return {f"{QUERIES}/{file}": data for file, data in going.files.items()}


def _publish(
    project: Project, inflow: _Inflow, edition: Edition, files: Mapping[str, bytes], outcome: Outcome
) -> None:
    """Put the paper and the queries into the period's folder, then the report on what was built."""
    folder = project.output_folder(edition.period)
    outcome.queries_folder = folder / QUERIES
    _write(folder, files, inflow.workbooks, outcome, QUERIES)
    written = [path.relative_to(folder).as_posix() for path in outcome.written]
    listed = [name for name in written if name.endswith((".docx", ".html"))]
    report = build_report(inflow.plan.settings.paper.title, edition, outcome.findings, listed)
    _write(folder, {REPORT: report.encode()}, inflow.workbooks, outcome)


def _write(
    folder: Path, files: Mapping[str, bytes], inputs: Mapping[str, bytes], outcome: Outcome, swept: str = ""
) -> None:
    found = publish(folder, files, {name: digest(data) for name, data in inputs.items()}, swept)
    outcome.findings += found
    unwritten = {finding.address.file for finding in found if finding.rule == CANNOT_WRITE.id}
    outcome.unwritten += sorted(unwritten)
    outcome.written += [folder / name for name in files if name not in unwritten]
