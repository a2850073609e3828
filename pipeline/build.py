"""The phases of a run, in order. This is the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.compose.catalogue import names_of
from pipeline.compose.paper import compose
from pipeline.compose.selection import selected
from pipeline.editing import kept, kept_before, names, with_edits
from pipeline.edition import Decided, decide, findings_on
from pipeline.explain.correspondence import Sent, correspond
from pipeline.explain.fields import fields_page
from pipeline.explain.letter import Letters
from pipeline.explain.queries import enquiries
from pipeline.explain.report import build_report
from pipeline.forms.blank import blank_form
from pipeline.inbox import collect, collect_file
from pipeline.intake.reading import read_return
from pipeline.model import Address, Edition, Finding, Level, Period, Rule
from pipeline.papers import (
    ALL,
    Made,
    Wanted,
    levelled,
    make_papers,
    paper_of_template,
    papers_due,
    template_mistakes,
)
from pipeline.project import Plan, Project, missing, read_letters, read_plan
from pipeline.publish import CANNOT_WRITE, digest, publish, write_whole
from pipeline.rules.lengths import lengths
from pipeline.rules.personal_data import discreet
from pipeline.settings import Settings
from pipeline.word.checking.marking import mark_template
from pipeline.word.rendering import NOT_A_TEMPLATE

MARK_TAKEN = Rule(
    "mark-not-written",
    Level.ERROR,
    "The marked copy was not written: {name} is there already.",
    "Give --mark a name that is free.",
)
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


def build(project: Project, period: Period | None, progress: Progress, wanted: Wanted = ALL) -> Outcome:
    """Read, check and merge the returns; compose, render and prove the papers; ask the senders; publish."""
    outcome, inflow = _merged(project, period, progress)
    if inflow and outcome.edition:
        made = make_papers(project, inflow.plan, outcome.edition, outcome.findings, wanted, progress)
        outcome.faults += made.faults
        outcome.findings += made.findings
        letters = _letters(project, inflow, outcome, progress) if made.papers else None
        if letters is None:
            outcome.queries = ()  # nothing is written, so there is nothing to send
        _publish(project, inflow, outcome.edition, made, letters, outcome)
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
        outcome.findings += levelled(found, settings.rules)
    return outcome


def write_forms(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Write a blank form for each partnership, and for the cover of each paper that is due."""
    plan, faults = read_plan(project, period)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    settings = plan.settings
    wanted = [(p.id, p.form, p.name) for p in settings.partnerships]
    covers = [paper for paper in settings.due if paper.cover_form]
    wanted += [(f"cover-{paper.id}", paper.cover_form, paper.title) for paper in covers]
    files = {}
    for sender, form, name in wanted:
        progress(f"Writing the form of {name}")
        files[f"{sender}-{settings.period}.xlsx"] = blank_form(plan.forms[form], name, settings.period)
    _write(project.output_folder(settings.period) / "forms", files, {}, outcome)
    return outcome


def write_fields(project: Project, period: Period | None, progress: Progress, only: str = "") -> Outcome:
    """Write a page of the names that the template of each paper may use, with what they hold now."""
    merged, inflow = _merged(project, period, progress)
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
    _write(project.output_folder(edition.period), files, inflow.workbooks, outcome)
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
    found = [*inbox.findings, *decided.findings, *_too_long(decided.edition, plan.settings)]
    outcome.findings += levelled(found, plan.settings.rules)
    return outcome, _Inflow(plan, inbox.workbooks, decided)


def _too_long(edition: Edition, settings: Settings) -> Iterator[Finding]:
    """What the committees of the papers that are due find too long, in the version that holds the most."""
    for paper in settings.due:
        yield from lengths(selected(edition, paper, private=paper.private_version or not paper.public), paper)


def _letters(
    project: Project, inflow: _Inflow, outcome: Outcome, progress: Progress
) -> Mapping[str, bytes] | None:
    """The letters to those with something to answer, and their marked copies; None when their templates are at fault."""
    sources, faults = read_letters(project)
    outcome.faults += faults
    if faults:
        return None
    settings = inflow.plan.settings
    decided = inflow.decided
    register = (*decided.edition.register, *decided.edition.covers)
    asked = enquiries(register, decided.submissions, outcome.findings, decided.whose, settings.period.title)
    going = correspond(asked, inflow.workbooks, Letters(sources), settings, progress)
    outcome.faults += going.faults
    outcome.queries = going.sent
    return None if going.faults else {f"{QUERIES}/{file}": data for file, data in going.files.items()}


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


def _publish(
    project: Project,
    inflow: _Inflow,
    edition: Edition,
    made: Made,
    letters: Mapping[str, bytes] | None,
    outcome: Outcome,
) -> None:
    """Put the papers and the queries into the period's folder, then the report on what was built.

    What people changed in a paper that lies there is carried into the new one. Without letters, those of an earlier
    run stay as they are.
    """
    folder = project.output_folder(edition.period)
    outcome.queries_folder = folder / QUERIES
    files = {**made.files, **(letters or {})}
    if not files and outcome.faults:
        return
    settings = inflow.plan.settings
    for name, built in made.built.items():
        read = {path: data for path in names(name) if (data := _read(folder / path)) is not None}
        files[name], found = with_edits(name, _read(folder / name), kept_before(name, read), built)
        unquoted = [Address(name)] if name in made.private else []
        outcome.findings += levelled(discreet(found, settings.small_numbers, unquoted), settings.rules)
    _write(folder, files, inflow.workbooks, outcome, "" if letters is None else QUERIES)
    for name, built in made.built.items():
        if name not in outcome.unwritten:  # else the paper that lies there is still that of the earlier build
            outcome.findings += publish(folder, kept(name, built), _hashes(inflow.workbooks))
    written = [path.relative_to(folder).as_posix() for path in outcome.written]
    listed = [name for name in written if name.endswith((".docx", ".html"))]
    findings = [*outcome.faults, *outcome.findings]
    report = build_report(settings.organisation, edition, findings, listed)
    _write(folder, {REPORT: report.encode()}, inflow.workbooks, outcome)


def _hashes(inputs: Mapping[str, bytes]) -> dict[str, str]:
    return {name: digest(data) for name, data in inputs.items()}


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(
    folder: Path, files: Mapping[str, bytes], inputs: Mapping[str, bytes], outcome: Outcome, swept: str = ""
) -> None:
    found = publish(folder, files, _hashes(inputs), swept)
    outcome.findings += found
    unwritten = {finding.address.file for finding in found if finding.rule == CANNOT_WRITE.id}
    outcome.unwritten += sorted(unwritten)
    outcome.written += [folder / name for name in files if name not in unwritten]
