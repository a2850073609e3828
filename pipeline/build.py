"""The phases of a run, in order. This is the only module that knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pipeline.compose.catalogue import names_of
from pipeline.compose.paper import compose
from pipeline.compose.selection import selected
from pipeline.editing import is_kept, kept, kept_before, names, with_edits
from pipeline.edition import Decided, decide, findings_on
from pipeline.explain.correspondence import Sent, correspond, letter_file
from pipeline.explain.fields import fields_page
from pipeline.explain.letter import Letters
from pipeline.explain.queries import enquiries
from pipeline.explain.report import Page
from pipeline.explain.status import Known, Status, status_of
from pipeline.forms.start import Issued
from pipeline.inbox import collect_file
from pipeline.intake.reading import read_return
from pipeline.issuing import form_file, issue, no_meeting_yet, received
from pipeline.manifest import digest
from pipeline.model import Address, Edition, Finding, Level, Period, Posted, Rule
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
from pipeline.pdf import NO_LIBREOFFICE, NOT_MADE
from pipeline.project import Plan, Project, missing, read_letters, read_plan
from pipeline.publish import (
    CANNOT_WRITE,
    EDITED,
    LEFT_ASIDE,
    NO_LONGER_NEEDED,
    NOTHING_WRITTEN,
    foreseen,
    publish,
    write_whole,
)
from pipeline.remembering import Reading, marking
from pipeline.reporting import page_of, report_page
from pipeline.rules.lengths import lengths
from pipeline.rules.personal_data import discreet
from pipeline.rules.versions import signed_off
from pipeline.runs import ALL_VANISHED, VANISHED, of_run, program, run_id, vanished
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.word.checking.marking import mark_template
from pipeline.word.rendering import NOT_A_TEMPLATE
from pipeline.word.trace import Built

MARK_TAKEN = Rule(
    "mark-not-written",
    Level.ERROR,
    "The marked copy was not written: {name} is there already.",
    "Give --mark a name that is free.",
)
Progress = Callable[[str], None]
REPORT = "index.html"  # what a browser shows of the folder
PDF_RULES = {NO_LIBREOFFICE.id, NOT_MADE.id}
QUERIES = "queries"  # the folder of what goes back to the senders
FORMS = "forms"
SAID_ONCE = {VANISHED.id, EDITED.id, NO_LONGER_NEEDED.id, LEFT_ASIDE.id, *NOTHING_WRITTEN}


@dataclass(slots=True)
class Outcome:
    """What a run gave: ``faults`` of configuration or template, findings on returns, what was written.

    ``queries`` say who is sent what; their files lie in ``queries_folder``. ``posted`` are the e-mails that were due,
    ``unsent`` the receivers of those that could not be sent. ``issued`` are the forms; ``status`` says how everybody
    stands. ``run`` identifies the run.
    """

    faults: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    edition: Edition | None = None
    written: list[Path] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)
    files_read: int = 0
    queries: tuple[Sent, ...] = ()
    queries_folder: Path | None = None
    run: str = ""
    posted: tuple[Posted, ...] = ()
    unsent: list[str] = field(default_factory=list)
    issued: tuple[Issued, ...] = ()
    status: Status | None = None

    @property
    def has_errors(self) -> bool:
        """Whether something is to be put right in a return."""
        return any(one.level is Level.ERROR for one in self.findings)

    @property
    def lasting(self) -> bool:
        """Whether all was written, and the same build again would say the very same."""
        return (
            bool(self.written) and not self.faults and SAID_ONCE.isdisjoint(one.rule for one in self.findings)
        )


@dataclass(frozen=True, slots=True)
class _Inflow:
    """What the first phases gave: the plan, the files as they came, and what was decided on them.

    ``store`` keeps what was worked out, for the next run.
    """

    plan: Plan
    workbooks: Mapping[str, bytes]
    decided: Decided
    store: Store


@dataclass(frozen=True, slots=True)
class Prepared:
    """A build before it is published, wherever it was made: the files by name, and the Word papers among them as built.

    ``inputs`` are the hashes of what was read, ``run`` is what the manifest says of the run. What lies in the folder
    ``swept`` and is not among the files goes. ``page`` is the build report, which lacks only what publishing finds;
    without it there is nothing to publish.
    """

    outcome: Outcome
    inputs: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    built: Mapping[str, Built] = field(default_factory=dict)
    page: Page | None = None
    swept: str = ""
    run: Mapping[str, object] = field(default_factory=dict)


# --- the commands -----------------------------------------------------------------------------


def build(project: Project, period: Period | None, progress: Progress, wanted: Wanted = ALL) -> Outcome:
    """Read, check and merge the returns; compose, render and prove the papers; ask the senders; publish."""
    store = Store(project.cache, growing=True)
    return put(project, prepare(project, period, progress, wanted, store))


def prepare(
    project: Project, period: Period | None, progress: Progress, wanted: Wanted, store: Store
) -> Prepared:
    """All of a build but the publishing: nothing but ``project.files`` is read, and but for the store nothing written."""
    outcome, inflow = take_in(project, period, progress, store)
    if inflow is None:
        return Prepared(outcome)
    made = make_papers(project, inflow.plan, inflow.decided.edition, outcome.findings, wanted, progress)
    outcome.faults += made.faults
    outcome.findings += levelled(made.findings, inflow.plan.settings.rules)
    letters = _letters(project, inflow, outcome, progress) if made.papers else None
    if letters is None:
        outcome.queries = ()  # nothing is written, so there is nothing to send
    return _prepared(inflow, made, letters, outcome, wanted)


def put(project: Project, prepared: Prepared) -> Outcome:
    """Publish what was prepared, with what people changed in the papers that lie there; gives the outcome of it all."""
    outcome, edition = prepared.outcome, prepared.outcome.edition
    if edition is None:
        return outcome
    folder = project.output_folder(edition.period)
    gone = vanished(folder, edition.period, project.inputs, prepared.inputs)
    outcome.faults += [one for one in gone if one.level is Level.ERROR]
    outcome.findings += [one for one in gone if one.level is not Level.ERROR]
    if prepared.page and ALL_VANISHED.id not in {one.rule for one in gone}:
        _publish(folder, prepared, prepared.page)
    outcome.queries = outcome.queries if outcome.written else ()
    return outcome


def check_returns(project: Project, period: Period | None, progress: Progress) -> Outcome:
    """Read, check and merge the returns; write nothing."""
    return take_in(project, period, progress, _kept(project))[0]


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
    """Write a form for each partnership, and for the cover of each paper that is due, filled from its last return."""
    plan, faults = read_plan(project, period, meeting_needed=False)
    outcome = Outcome(faults)
    if plan is None:
        return outcome
    workbooks, came = received(project, plan, progress)
    forms = list(issue(plan, came, progress))
    outcome.issued = tuple(issued for issued, _ in forms)
    outcome.findings += no_meeting_yet(plan.settings)
    used = {issued.source.file for issued in outcome.issued if issued.source}
    sources = {file: digest(data) for file, data in workbooks.items() if file in used}
    folder = project.output_folder(plan.settings.period) / FORMS
    _write(folder, {issued.file: data for issued, data in forms}, sources, outcome)
    return outcome


def tell_status(project: Project, period: Period | None, today: date, progress: Progress) -> Outcome:
    """Say who has a form, who has returned it, what is open, and the days that are left; write nothing."""
    merged, inflow = take_in(project, period, progress, _kept(project), meeting_needed=False)
    outcome = Outcome(merged.faults, edition=merged.edition)  # what was found is counted, and not listed
    if inflow is None or merged.edition is None:
        return outcome
    edition, decided, settings = merged.edition, inflow.decided, inflow.plan.settings
    register = (*edition.register, *edition.covers)
    asked = enquiries(register, decided.submissions, merged.findings, decided.whose, settings.period.title)
    outcome.status = status_of(edition, asked, _known(project, edition), settings, today)
    return outcome


def _known(project: Project, edition: Edition) -> Known:
    """Which forms and letters lie among the results, and which returns are signed off."""
    folder, senders = (
        project.output_folder(edition.period),
        {one.partnership.id: one for one in edition.register},
    )
    covers = {one.partnership.id: one for one in edition.covers}
    everybody = {**senders, **covers}
    return Known(
        [
            one
            for one in everybody
            if (folder / FORMS / form_file(one, one in covers, edition.period)).exists()
        ],
        [one for one in everybody if (folder / QUERIES / letter_file(one)).exists()],
        [one for one, entry in everybody.items() if entry.accepted and signed_off(entry.accepted)],
    )


def write_fields(project: Project, period: Period | None, progress: Progress, only: str = "") -> Outcome:
    """Write a page of the names that the template of each paper may use, with what they hold now."""
    merged, inflow = take_in(project, period, progress, _kept(project))
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
    _write(project.output_folder(edition.period), files, _hashes(inflow.workbooks), outcome)
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


def take_in(
    project: Project, period: Period | None, progress: Progress, store: Store, *, meeting_needed: bool = True
) -> tuple[Outcome, _Inflow | None]:
    """The first phases, which every look at the returns shares: plan, collect, read, check, merge."""
    plan, faults = read_plan(project, period, meeting_needed)
    outcome = Outcome(faults)
    if plan is None:
        return outcome, None
    limits = plan.settings.limits
    inbox = project.files.collected(project.inputs, limits.file_bytes)
    if inbox is None:
        remedy = "Make it and put the returns into it." + (
            " It is a file." if project.files.has(project.inputs) else ""
        )
        outcome.faults.append(missing(project.inputs, f"The folder {project.inputs.name}", remedy))
        return outcome, None
    run = run_id(project, plan.settings.period, inbox)
    plan = replace(plan, run=run, program=program(), store=store)
    outcome.run = plan.run
    outcome.files_read = len(inbox.workbooks)
    read, submissions = Reading(store, plan.program, plan.forms, limits), []
    for number, (name, data) in enumerate(inbox.workbooks.items(), 1):
        progress(f"Reading {number} of {len(inbox.workbooks)}: {name}")
        submissions.append(read(data, name))
    unopened = [finding.address.file for finding in inbox.findings if finding.level is Level.ERROR]
    decided = decide(plan, submissions, unopened)
    outcome.edition = decided.edition
    found = [*inbox.findings, *decided.findings, *_too_long(decided.edition, plan.settings)]
    outcome.findings += levelled(found, plan.settings.rules)
    return outcome, _Inflow(plan, inbox.workbooks, decided, store)


def _kept(project: Project) -> Store:
    """What earlier builds kept, for a command that keeps nothing itself."""
    return Store(project.cache, growing=False)


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
    mark = marking(inflow.store, program())
    going = correspond(asked, inflow.workbooks, Letters(sources), settings, progress, mark)
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


def _prepared(
    inflow: _Inflow, made: Made, letters: Mapping[str, bytes] | None, outcome: Outcome, wanted: Wanted
) -> Prepared:
    """The papers and the queries as they are to lie in the period's folder, and the report on them.

    Without letters, those of an earlier run stay as they are.
    """
    files, inputs = {**made.files, **(letters or {})}, _hashes(inflow.workbooks)
    if not files and outcome.faults:
        return Prepared(outcome, inputs)
    inflow.store.drop_unused()
    page = page_of(
        inflow.plan.settings,
        inflow.decided.edition,
        papers=made.kinds,
        sent=outcome.queries,
        written=list(files),
        inputs=inputs,
        run=inflow.plan.run,
    )
    complete = not outcome.faults and not any(one.rule in PDF_RULES for one in outcome.findings)
    run = of_run(inflow.plan.run, wanted, complete)
    return Prepared(outcome, inputs, files, made.built, page, "" if letters is None else QUERIES, run)


def _publish(folder: Path, prepared: Prepared, page: Page) -> None:
    """Put the papers, the queries and the report on them into the period's folder.

    What people changed in a paper that lies there is carried into the new one.
    """
    outcome = prepared.outcome
    outcome.queries_folder = folder / QUERIES
    carried, found = _with_edits(folder, prepared.built, page)
    outcome.findings += found
    files = {**prepared.files, **carried}
    said = [*outcome.faults, *outcome.findings, *foreseen(folder, files, prepared.swept)]
    beside = {path: data for name, one in prepared.built.items() for path, data in kept(name, one).items()}
    files |= {**beside, REPORT: report_page(page, said)}
    _write(folder, files, prepared.inputs, outcome, prepared.swept, prepared.run)


def _with_edits(
    folder: Path, built: Mapping[str, Built], page: Page
) -> tuple[dict[str, bytes], list[Finding]]:
    """The Word papers with what people changed in those that lie in the folder, and what is to be said of it.

    Of a private paper nothing is quoted.
    """
    papers: dict[str, bytes] = {}
    findings: list[Finding] = []
    unquoted = {Address(one.name) for one in page.papers if one.private}
    for name, new in built.items():
        read = {path: data for path in names(name) if (data := _read(folder / path)) is not None}
        papers[name], found = with_edits(name, _read(folder / name), kept_before(name, read), new)
        findings += discreet(found, page.settings.small_numbers, unquoted)
    return papers, levelled(findings, page.settings.rules)


def _hashes(inputs: Mapping[str, bytes]) -> dict[str, str]:
    return {name: digest(data) for name, data in inputs.items()}


def _read(path: Path) -> bytes | None:
    """A file's bytes; None where there is none that can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(
    folder: Path,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
    outcome: Outcome,
    swept: str = "",
    run: Mapping[str, object] | None = None,
) -> None:
    """Publish ``files``; those that the program keeps for itself are not told as written."""
    found = publish(folder, files, inputs, swept, run)
    outcome.findings += found
    outcome.unwritten += [finding.address.file for finding in found if finding.rule in NOTHING_WRITTEN]
    outcome.written += [] if outcome.unwritten else [folder / name for name in files if not is_kept(name)]
