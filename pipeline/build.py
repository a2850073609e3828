"""The phases of a build, in order."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.explain.correspondence import correspond
from pipeline.explain.letter import Letters
from pipeline.explain.queries import enquiries
from pipeline.inflow import Inflow, take_in
from pipeline.levels import levelled
from pipeline.manifest import hashes
from pipeline.model import Period
from pipeline.outcome import Outcome, Progress
from pipeline.papers import Made, make_papers
from pipeline.pdf import NO_LIBREOFFICE, NOT_MADE
from pipeline.project import Project, read_letters
from pipeline.remembering import marking
from pipeline.reporting import page_of
from pipeline.results import QUERIES, Prepared, put
from pipeline.runs import of_run
from pipeline.sharing import HERE, Sharing
from pipeline.store import Store
from pipeline.wanted import ALL, Wanted

PDF_RULES = {NO_LIBREOFFICE.id, NOT_MADE.id}


def build(
    project: Project,
    period: Period | None,
    progress: Progress,
    wanted: Wanted = ALL,
    sharing: Sharing = HERE,
) -> Outcome:
    """Read, check and merge the returns; compose, render and prove the papers; ask the senders; publish."""
    store = Store(project.cache, growing=True)
    return put(project, prepare(project, period, progress, wanted, store, sharing))


def prepare(
    project: Project,
    period: Period | None,
    progress: Progress,
    wanted: Wanted,
    store: Store,
    sharing: Sharing = HERE,
) -> Prepared:
    """All of a build but the publishing: nothing but ``project.files`` is read, and but for the store nothing written."""
    outcome, inflow = take_in(project, period, progress, store, sharing)
    if inflow is None:
        return Prepared(outcome)
    made = make_papers(project, inflow.plan, inflow.decided.edition, outcome.findings, wanted, progress)
    outcome.faults += made.faults
    outcome.findings += levelled(made.findings, inflow.plan.settings.rules)
    letters = _letters(project, inflow, outcome, progress) if made.papers else None
    if letters is None:
        outcome.queries = ()  # nothing is written, so there is nothing to send
    return _prepared(inflow, made, letters, outcome, wanted)


def _letters(
    project: Project, inflow: Inflow, outcome: Outcome, progress: Progress
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
    mark = marking(inflow.plan.store, inflow.plan.program)
    going = correspond(asked, inflow.workbooks, Letters(sources), settings, progress, mark)
    outcome.faults += going.faults
    outcome.queries = going.sent
    return None if going.faults else {f"{QUERIES}/{file}": data for file, data in going.files.items()}


def _prepared(
    inflow: Inflow, made: Made, letters: Mapping[str, bytes] | None, outcome: Outcome, wanted: Wanted
) -> Prepared:
    """The papers and the queries as they are to lie in the period's folder, and the report on them.

    Without letters, those of an earlier run stay as they are.
    """
    files, inputs = {**made.files, **(letters or {})}, hashes(inflow.workbooks)
    if not files and outcome.faults:
        return Prepared(outcome, inputs)
    inflow.plan.store.drop_unused()
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
