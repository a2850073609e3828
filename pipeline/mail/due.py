"""What is to be sent on a day, and to whom: reminders, queries, papers. Nothing is worded or sent here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from pathlib import PurePosixPath

from msgspec import Struct

from pipeline.explain.correspondence import Sent
from pipeline.model import Edition, Finding, Level, RegisterEntry, in_words
from pipeline.settings import PaperSettings, Settings
from pipeline.settings.mail import MailSettings
from pipeline.wanted import paper_file

AUTHOR = "the report author"


class Kind(StrEnum):
    """What a message is about; its template in templates/letters has a name of its own."""

    REMINDER = "reminder"
    QUERIES = "queries"
    PAPER = "paper"
    NO_PAPER = "no-paper"


class Due(Struct, frozen=True):
    """A message that is due: to whom, on what, with which files of the period's folder.

    ``what`` tells it from others of its kind to the same receiver: a message of which nothing has changed is not sent
    twice. ``values`` fill its template and ``must_say`` has to stand in it; ``letter`` is the file of a text that
    stands in it.
    """

    kind: Kind
    to: str
    name: str
    addresses: tuple[str, ...]
    what: str
    values: Mapping[str, object]
    files: tuple[str, ...] = ()
    letter: str = ""
    must_say: tuple[str, ...] = ()


# --- to the partnerships ----------------------------------------------------------------------


def reminders(settings: Settings, mail: MailSettings, edition: Edition, today: date) -> Iterator[Due]:
    """A reminder, with the form, for each partnership of which no return counts; once for each day of reminders."""
    due, papers = settings.returns_due_by_sender(), settings.papers_by_sender()
    for entry in edition.register:
        who, last = entry.partnership, due.get(entry.partnership.id)
        day = _reminder_day(last, mail.reminders, today)
        if entry.accepted or last is None or day is None:
            continue
        form = f"forms/{who.id}-{edition.period}.xlsx"
        values = {
            **_about(_paper_of(who.id, papers, settings), settings, who.name, (form,)),
            "due": in_words(last),
            "days": (last - today).days,
            "standing": entry.standing.value,
            "reason": entry.reason,
        }
        yield Due(
            Kind.REMINDER, who.id, who.name, who.email, str(day), values, (form,), must_say=(in_words(last),)
        )


def _reminder_day(last: date | None, reminders: Iterable[int], today: date) -> date | None:
    """The latest day of reminders that has come, so that one on which nothing ran is made up for; none after the last."""
    if last is None or today > last:
        return None
    days = [last - timedelta(days=before) for before in reminders]
    return max((day for day in days if day <= today), default=None)


def queries(
    settings: Settings, mail: MailSettings, edition: Edition, sent: Iterable[Sent], today: date
) -> Iterator[Due]:
    """The letters with their marked copies, until the meeting. Who has sent nothing is asked when the last day is past."""
    emails = {entry.partnership.id: entry.partnership.email for entry in edition.register}
    due, papers = settings.returns_due_by_sender(), settings.papers_by_sender()
    for one in sent:
        paper, last = _paper_of(one.id, papers, settings), due.get(one.id)
        if _is_over(paper, settings, today) or not (one.came or (last and today > last)):
            continue
        files = tuple(f"queries/{file}" for file in one.files if file.endswith(".xlsx"))
        letter = next(f"queries/{file}" for file in one.files if file.endswith(".txt"))
        values = {
            **_about(paper, settings, one.name, files),
            "is_cover": one.is_cover,
            "came": one.came,
            "count": one.count,
            "due": in_words(last) if last else "",
        }
        addresses = mail.author if one.is_cover else emails.get(one.id, ())
        name = AUTHOR if one.is_cover else one.name
        yield Due(Kind.QUERIES, one.id, name, addresses, one.asked, values, files, letter)


# --- to the report author ---------------------------------------------------------------------


def papers(  # noqa: PLR0913, PLR0917 - a paper is finished, or is not, by all of it
    settings: Settings,
    mail: MailSettings,
    edition: Edition,
    made: Iterable[PaperSettings],
    written: Mapping[str, str],
    findings: Sequence[Finding],
    today: date,
) -> Iterator[Due]:
    """Each paper, once nothing more is expected for it; of one that could not be written the reasons, at once.

    ``made`` are the papers of this run, ``written`` the files in the period's folder with a hash of what they say.
    """
    for paper in made if mail.author else ():
        if _is_over(paper, settings, today):
            continue
        if paper_file(paper, edition, private=not paper.public) not in written:
            yield _no_paper(paper, settings, mail, edition, findings)
        elif _is_finished(paper, settings, edition, today):
            yield _finished(paper, settings, mail, edition, written)


def _finished(
    paper: PaperSettings, settings: Settings, mail: MailSettings, edition: Edition, written: Mapping[str, str]
) -> Due:
    names = {private: paper_file(paper, edition, private=private) for private in (not paper.public, True)}
    files: list[str] = []
    kept_back: list[str] = []
    for private, name in names.items():
        own = [one for one in (name, f"{name.removesuffix('.docx')}.pdf") if one in written]
        (kept_back if private and not mail.private_to_author else files).extend(own)
    waiting = [entry.partnership.name for entry in _entries(paper, edition) if entry.accepted is None]
    values = {
        **_about(paper, settings, AUTHOR, files),
        "kept_back": tuple(kept_back),
        "waiting": tuple(waiting),
    }
    what = sha256("".join(written[name] for name in files if name.endswith(".docx")).encode()).hexdigest()
    return Due(Kind.PAPER, paper.id, AUTHOR, mail.author, what, values, tuple(files))


def _no_paper(
    paper: PaperSettings,
    settings: Settings,
    mail: MailSettings,
    edition: Edition,
    findings: Sequence[Finding],
) -> Due:
    """That a paper was not written. The reasons are its own; if it has none, all that had to be put right."""
    own = (paper.template, paper_file(paper, edition, private=not paper.public))
    errors = [one for one in findings if one.level is Level.ERROR]
    told = [one for one in errors if one.address.file in own] or errors
    reasons = tuple(dict.fromkeys(f"{one.address}: {one.message} {one.remedy}".strip() for one in told))
    values = {**_about(paper, settings, AUTHOR, ()), "reasons": reasons}
    what = sha256("\n".join(reasons).encode()).hexdigest()
    return Due(Kind.NO_PAPER, paper.id, AUTHOR, mail.author, what, values, must_say=reasons)


def _is_finished(paper: PaperSettings, settings: Settings, edition: Edition, today: date) -> bool:
    """Whether nothing more is expected: every return counts, or the last day is past, or none was set."""
    meeting = paper.meeting(settings.period)
    last = meeting.returns_due if meeting else None
    return last is None or today > last or all(entry.accepted for entry in _entries(paper, edition))


# --- what they have in common -----------------------------------------------------------------


def _entries(paper: PaperSettings, edition: Edition) -> list[RegisterEntry]:
    return [entry for entry in edition.register if paper.takes(entry.partnership.id)]


def _paper_of(
    sender: str, papers: Mapping[str, Sequence[PaperSettings]], settings: Settings
) -> PaperSettings:
    """The paper that is spoken of to a sender: the first that takes its return."""
    return (papers.get(sender) or settings.papers)[0]


def _is_over(paper: PaperSettings, settings: Settings, today: date) -> bool:
    """Whether the meeting was: then nobody is asked for anything more."""
    meeting = paper.meeting(settings.period)
    return meeting is None or today > meeting.date


def _about(
    paper: PaperSettings, settings: Settings, recipient: str, files: Iterable[str]
) -> dict[str, object]:
    """The names that every template may use."""
    meeting = paper.meeting(settings.period)
    return {
        "organisation": settings.organisation,
        "committee": paper.committee,
        "paper": paper.title,
        "period": settings.period.title,
        "meeting": in_words(meeting.date) if meeting else "a date to be set",
        "recipient": recipient,
        "attachments": tuple(PurePosixPath(file).name for file in files),
    }
