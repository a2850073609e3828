"""The cover sheet: the report author's own words, and drafts for what is left blank."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compose.showing import bulleted, counted, shown, text
from pipeline.compose.summary import highest_risks, lines, measures_off_target, programmes_in_need, reason
from pipeline.model import Edition, Shown, Value, in_words
from pipeline.scores import risk_score
from pipeline.settings import Meeting, Settings

DRAFTED = "[Drafted from the returns, for the report author to confirm]"
MOST_KEY_ISSUES = 5  # the bullets that committees allow: “no more than five”


def cover(edition: Edition, settings: Settings, meeting: Meeting) -> dict[str, object]:
    """The names under ``cover``: every field of the cover's form, the paper's title and the meeting."""
    fields: Mapping[str, Value] = edition.cover.fields if edition.cover else {}
    words = {column.id: shown(fields.get(column.id)) for column in edition.cover_form.fields}
    blank = [name for name in words if name not in fields or fields[name].blank]
    drafts = _drafts(edition, settings)
    return words | {name: drafts[name] for name in blank if name in drafts} | {
        "organisation": settings.organisation,
        "committee": settings.paper.committee,
        "title": title(edition, settings),
        "short_title": settings.paper.title,
        "period": edition.period.title,
        "meeting_date": in_words(meeting.date),
        "agenda_item": meeting.agenda_item,
        "paper_number": meeting.paper_number,
    }  # fmt: skip


def title(edition: Edition, settings: Settings) -> str:
    """The paper's title with the period that it reports."""
    return f"{settings.paper.title} ({edition.period.title})"


def _drafts(edition: Edition, settings: Settings) -> dict[str, Shown]:
    """What can be drafted from the returns, by field, marked as drafted."""
    asked = (
        f"The {settings.paper.committee} is asked to review this report "
        "and to consider the associated risks and mitigating actions."
    )
    return {
        "key_issues": _key_issues(edition, settings.paper.committee),
        "actions_requested": text(DRAFTED, asked),
        "principal_risks": text(DRAFTED, _principal_risk(edition)),
    }


def _key_issues(edition: Edition, committee: str) -> Shown:
    programmes = list(lines(edition, "programmes"))
    unrated = sum(line.record.rating("status") is None for line in programmes)
    earlier = sum(
        len(entry.carried.records("programmes"))
        for entry in edition.register
        if entry.position and entry.carried
    )
    off_target = len(measures_off_target(edition))
    issues = programmes_in_need(edition)
    facts = [
        f"This report covers {counted(len(programmes), 'programme')} of work in {edition.period.title}.",
        f"{counted(earlier, 'of them stands', 'of them stand')} as reported for an earlier period."
        if earlier
        else "",
        f"{counted(len(issues), 'programme needs', 'programmes need')} the attention of the {committee}.",
        f"{counted(unrated, 'programme has', 'programmes have')} no rating." if unrated else "",
        f"{counted(off_target, 'measure is', 'measures are')} off target." if off_target else "",
    ]
    points = [f"{line.name('programme')}, {line.partnership}: {reason(line.record)}" for line in issues]
    more = len(points) - MOST_KEY_ISSUES
    if more > 0:
        facts.append(f"The first {MOST_KEY_ISSUES} are listed here, all of them in the summary.")
    return bulleted((DRAFTED, " ".join(filter(None, facts))), points[:MOST_KEY_ISSUES])


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
