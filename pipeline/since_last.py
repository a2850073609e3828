"""What differs between a paper and the one of the last period, as tracked changes."""

from __future__ import annotations

from dataclasses import replace

from pipeline.compose.paper import compose
from pipeline.compose.selection import selected
from pipeline.model import Address, Edition, Finding, Level, Rule
from pipeline.project import Plan
from pipeline.settings import PaperSettings
from pipeline.word.origins import origins
from pipeline.word.paper import write_paper
from pipeline.word.revisions.marking import marked_changes
from pipeline.word.trace import Built

NOTHING_BEFORE = Rule(
    "no-last-paper",
    Level.WARNING,
    "There is no earlier period to mark changes against, so {paper} was written without a copy that shows them.",
    "Keep the returns of earlier periods in folders named after them, such as inputs/2019-10.",
)
NOT_MARKED = Rule(
    "changes-not-marked",
    Level.WARNING,
    "The changes of {paper} could not be marked: its template cannot be filled with the returns of {period}.",
    "See that every name that the template uses is there for {period} too.",
)


def changes_copy(
    plan: Plan, paper: PaperSettings, edition: Edition, template: bytes, built: Built, *, private: bool
) -> tuple[bytes | None, list[Finding]]:
    """A copy of the paper ``built`` in which all that differs from the last period's stands as tracked changes.

    The last paper is written anew from its returns, with this period's template and configuration, so that what
    is marked is what partnerships report, and nothing that is exempt by now comes back as deleted text.
    """
    part = selected(edition, paper, private=private)
    meeting = paper.meeting(edition.period)
    if not part.before or meeting is None:
        return None, [NOTHING_BEFORE.found(Address(paper.template), paper=paper.title)]
    last = replace(part.before[0], before=part.before[1:])
    if paper.meeting(last.period) is None:  # then what the cover says of the meeting is no change
        paper = replace(paper, meetings=(*paper.meetings, replace(meeting, period=last.period)))
    package, _, trace = write_paper(
        template, paper.template, compose(last, paper, plan.settings, private=private)
    )
    if package is None:
        found = NOT_MARKED.found(Address(paper.template), paper=paper.title, period=last.period.title)
        return None, [found]
    before = Built(package, trace.with_origins(origins(last.register, last.covers)))
    return marked_changes(before, built, plan.settings.organisation, meeting.date), []
