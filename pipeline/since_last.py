"""What differs between a paper and the one of the last period, as tracked changes."""

from __future__ import annotations

from pipeline.compose.selection import selected
from pipeline.model import Address, Finding, Level, Rule, replace
from pipeline.word.revisions.marking import marked_changes
from pipeline.word.trace import Built
from pipeline.word_file import Order, write_file

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


def changes_copy(order: Order, built: Built) -> tuple[bytes | None, list[Finding]]:
    """A copy of the paper ``built`` in which all that differs from the last period's stands as tracked changes.

    The last paper is written anew from its returns, with this period's template and configuration, so that what
    is marked is what partnerships report, and nothing that is exempt by now comes back as deleted text.
    """
    paper, template = order.paper, order.paper.template
    part = selected(order.edition, paper, private=order.private)
    meeting = paper.meeting(part.period)
    if not part.before or meeting is None:
        return None, [NOTHING_BEFORE.found(Address(template), paper=paper.title)]
    last = replace(part.before[0], before=part.before[1:])
    if paper.meeting(last.period) is None:  # then what the cover says of the meeting is no change
        paper = replace(paper, meetings=(*paper.meetings, replace(meeting, period=last.period)))
    before, _ = write_file(replace(order, paper=paper, edition=last, run=""))
    if before is None:
        return None, [NOT_MARKED.found(Address(template), paper=paper.title, period=last.period.title)]
    return marked_changes(before, built, order.settings.organisation, meeting.date), []
