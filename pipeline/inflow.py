"""The first phases of a run, which every look at the returns shares: plan, collect, read, check, merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from pipeline.compose.selection import selected
from pipeline.edition import Decided, decide
from pipeline.levels import levelled
from pipeline.model import Edition, Finding, Level, Period, replace
from pipeline.outcome import Outcome, Progress
from pipeline.project import Plan, Project, missing, read_plan
from pipeline.remembering import Asked, Reading
from pipeline.rules.lengths import by_words, lengths
from pipeline.runs import made_with, run_id
from pipeline.settings import Settings
from pipeline.sharing import HERE, Sharing
from pipeline.store import Store


class Inflow(Struct, frozen=True):
    """What the first phases gave: the plan, the files as they came, and what was decided on them."""

    plan: Plan
    workbooks: Mapping[str, bytes]
    decided: Decided


def take_in(
    project: Project,
    period: Period | None,
    progress: Progress,
    store: Store | None = None,
    sharing: Sharing = HERE,
    *,
    meeting_needed: bool = True,
) -> tuple[Outcome, Inflow | None]:
    """What lies among the returns, as far as a paper can be made of it; None with the faults where there is no plan.

    ``store`` keeps what is worked out for the next run; without it, what earlier builds keep is only made use of.
    ``sharing`` shares out what there is much of.
    """
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
    store = store or Store(project.cache, growing=False)
    run = run_id(project, plan.settings.period, inbox)
    plan = replace(plan, run=run, program=made_with(), store=store, sharing=sharing)
    outcome.run = plan.run
    outcome.files_read = len(inbox.workbooks)
    asked = Asked(limits, plan.settings.small_numbers)
    submissions, read = [], Reading(store, plan.program, plan.forms, asked, sharing)(inbox.workbooks)
    for number, name in enumerate(inbox.workbooks, 1):
        progress(f"Reading {number} of {len(inbox.workbooks)}: {name}")
        submissions.append(next(read))
    unopened = [finding.address.file for finding in inbox.findings if finding.level is Level.ERROR]
    decided = decide(plan, submissions, unopened)
    outcome.edition = decided.edition
    found = [*inbox.findings, *decided.findings, *_too_long(decided.edition, plan.settings)]
    outcome.findings += levelled(found, plan.settings.rules)
    return outcome, Inflow(plan, inbox.workbooks, decided)


def _too_long(edition: Edition, settings: Settings) -> Iterator[Finding]:
    """What the committees of the papers that are due find too long, in the version that holds the most."""
    for paper in settings.due:
        looked_at = edition if by_words(paper) else replace(edition, register=())
        part = selected(looked_at, paper, private=paper.private_version or not paper.public)
        yield from lengths(part, paper)
