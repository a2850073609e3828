"""The cover sheet: the report author's own words, and drafts for what is left blank."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compose.rows import blank
from pipeline.compose.showing import bulleted, counted, shown, text
from pipeline.compose.summary import highest_risks, lines, measures_off_target, programmes_in_need, reason
from pipeline.model import Edition, Shown, Value, in_words
from pipeline.scores import risk_score
from pipeline.settings import PaperSettings, Settings

DRAFTED = "[Drafted from the returns, for the report author to confirm]"


def cover(edition: Edition, paper: PaperSettings, settings: Settings, *, private: bool) -> dict[str, object]:
    """The names under ``cover``: every field of the cover's form, the paper's title and the meeting."""
    own, meeting = edition.cover(paper.id), paper.meeting(edition.period)
    fields: Mapping[str, Value] = own.fields if own else {}
    form = edition.forms.get(paper.cover_form)
    words = {column.id: shown(fields.get(column.id), blank(column)) for column in form.fields} if form else {}
    empty = [name for name in words if name not in fields or fields[name].blank]
    drafts = _drafts(edition, paper)
    return words | {name: drafts[name] for name in empty if name in drafts} | {
        "organisation": settings.organisation,
        "committee": paper.committee,
        "title": title(edition, paper),
        "short_title": paper.title,
        "period": edition.period.title,
        "meeting_date": in_words(meeting.date) if meeting else "",
        "agenda_item": meeting.agenda_item if meeting else "",
        "paper_number": meeting.paper_number if meeting else "",
        "private": private,
        "draft": not (meeting and meeting.final),
    }  # fmt: skip


def title(edition: Edition, paper: PaperSettings) -> str:
    """The paper's title with the period that it reports."""
    return f"{paper.title} ({edition.period.title})"


def _drafts(edition: Edition, paper: PaperSettings) -> dict[str, Shown]:
    """What can be drafted from the returns, by field, marked as drafted."""
    asked = (
        f"The {paper.committee} is asked to review this report "
        "and to consider the associated risks and mitigating actions."
    )
    return {
        "key_issues": _key_issues(edition, paper),
        "actions_requested": text(DRAFTED, asked),
        "principal_risks": text(DRAFTED, _principal_risk(edition)),
    }


def _key_issues(edition: Edition, paper: PaperSettings) -> Shown:
    programmes = list(lines(edition, "programmes"))
    unrated = sum(line.record.rating("status") is None for line in programmes if line.table.column("status"))
    earlier = sum(
        len(entry.carried.records("programmes"))
        for entry in edition.register
        if entry.position and entry.carried
    )
    off_target = len(measures_off_target(edition))
    issues, most = programmes_in_need(edition), paper.lengths.key_issues
    facts = [
        f"This report covers {counted(len(programmes), 'programme')} of work in {edition.period.title}.",
        f"{counted(earlier, 'of them stands', 'of them stand')} as reported for an earlier period."
        if earlier
        else "",
        f"{counted(len(issues), 'programme needs', 'programmes need')} the attention of the {paper.committee}.",
        f"{counted(unrated, 'programme has', 'programmes have')} no rating." if unrated else "",
        f"{counted(off_target, 'measure is', 'measures are')} off target." if off_target else "",
    ]
    points = [f"{line.name('programme')}, {line.partnership}: {reason(line.record)}" for line in issues]
    if len(points) > most:
        facts.append(f"The first {most} are listed here, all of them in the summary.")
    return bulleted((DRAFTED, " ".join(filter(None, facts))), points[:most])


def _principal_risk(edition: Edition) -> str:
    ranked = highest_risks(edition)
    if not ranked:
        return "No risks with a rating or a score were reported."
    risk = ranked[0].record
    band, score = risk.rating("rating"), risk_score(risk)
    rated = [f"rated {band.word.lower()}"] if band else []
    scored = [f"scored {score.normalize():f}"] if score is not None else []
    said = " and ".join([*rated, *scored])
    return f"The highest risk reported is {said}: {ranked[0].name('risk')} ({ranked[0].partnership})."
