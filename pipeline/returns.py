"""What is asked of returns without building a paper: to check them, to hand out their forms, to say how they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pipeline.edition import findings_on
from pipeline.explain.correspondence import letter_file
from pipeline.explain.queries import enquiries
from pipeline.explain.status import Known, status_of
from pipeline.inbox import collect_file
from pipeline.inflow import take_in
from pipeline.intake.reading import read_return
from pipeline.issuing import form_file, issue, no_meeting_yet, received
from pipeline.levels import levelled
from pipeline.manifest import hashes
from pipeline.model import Edition, Period
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project, read_plan
from pipeline.results import QUERIES, write
from pipeline.rules.versions import signed_off
from pipeline.sharing import HERE, Sharing

FORMS = "forms"  # the folder of what is handed out, among the results


def check_returns(
    project: Project, period: Period | None, progress: Progress, sharing: Sharing = HERE
) -> Outcome:
    """Read, check and merge the returns; write nothing."""
    return take_in(project, period, progress, sharing=sharing)[0]


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
    sources = hashes({file: data for file, data in workbooks.items() if file in used})
    folder = project.output_folder(plan.settings.period) / FORMS
    write(folder, {issued.file: data for issued, data in forms}, sources, outcome)
    return outcome


def tell_status(project: Project, period: Period | None, today: date, progress: Progress) -> Outcome:
    """Say who has a form, who has returned it, what is open, and the days that are left; write nothing."""
    merged, inflow = take_in(project, period, progress, meeting_needed=False)
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
