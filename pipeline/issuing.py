"""The forms of a period: for each partnership, and each cover, what it last reported put into a new form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pipeline.edition import last_returns
from pipeline.forms.start import Issued
from pipeline.intake.reading import read_return
from pipeline.model import Address, Finding, Level, Partnership, Period, Return, Rule
from pipeline.next_forms import start_from
from pipeline.project import Plan, Project
from pipeline.settings import Settings

NO_MEETING_YET = Rule(
    "forms-before-meeting",
    Level.WARNING,
    "No paper has a meeting for {period} yet, so no form was written for a cover sheet.",
    "When the meeting is known, add it under meetings of its paper, with returns_due, and run this again.",
)


def form_file(sender: str, is_cover: bool, period: Period) -> str:
    """The name of a sender's form."""
    return f"{'cover-' if is_cover else ''}{sender}-{period}.xlsx"


def received(
    project: Project, plan: Plan, progress: Callable[[str], None]
) -> tuple[Mapping[str, bytes], list[Return]]:
    """The files among the inputs, and the returns read from them; none where the folder is not there yet."""
    limits = plan.settings.limits
    inbox = project.files.collected(project.inputs, limits.file_bytes)
    workbooks = inbox.workbooks if inbox else {}
    submissions = []
    for number, (name, data) in enumerate(workbooks.items(), 1):
        progress(f"Reading {number} of {len(workbooks)}: {name}")
        submissions.append(read_return(data, name, plan.forms, limits))
    return workbooks, [one.contents for one in submissions if one.contents]


def issue(
    plan: Plan, came: Sequence[Return], progress: Callable[[str], None]
) -> Iterator[tuple[Issued, bytes]]:
    """A form for each partnership, and for the cover of each paper that is due; ``came`` are returns of any period."""
    from pipeline.forms.blank import blank_form  # noqa: PLC0415 - only this command writes forms, and openpyxl loads slowly

    settings, last = plan.settings, last_returns(plan, came)
    for sender, is_cover in _senders(settings):
        progress(f"Writing the form of {sender.name}")
        form, source = plan.forms[sender.form], last.get(sender.id)
        start = start_from(source, form, settings.next_forms) if source else None
        file = form_file(sender.id, is_cover, settings.period)
        issued = Issued(sender, is_cover, file, source, start.left_out if start else ())
        yield issued, blank_form(form, sender.name, settings.period, start)


def _senders(settings: Settings) -> Iterator[tuple[Partnership, bool]]:
    yield from ((sender, False) for sender in settings.partnerships)
    yield from ((paper.author, True) for paper in settings.due if paper.cover_form)


def no_meeting_yet(settings: Settings) -> list[Finding]:
    """That no paper has a meeting for the period, if none has."""
    if settings.due or not any(paper.cover_form for paper in settings.papers):
        return []
    return [NO_MEETING_YET.found(Address("config.yaml"), period=settings.period.title)]
