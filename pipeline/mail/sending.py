"""``python run.py send``: build, then send what is due of what was built, each message once.

It builds first, so that what goes out is what the returns say now: a partnership whose return came in meanwhile gets no
reminder, and nobody a letter that a correction has answered. One command on a server does it all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from msgspec import Struct

from pipeline.build import build
from pipeline.filling import Texts
from pipeline.mail.due import Due, papers, queries, reminders
from pipeline.mail.ledger import FOLDER, Ledger
from pipeline.mail.posting import Post
from pipeline.mail.round import Round
from pipeline.mail.wording import TEMPLATES, mistakes
from pipeline.model import Address, Finding, Level, Period, Rule, in_words
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project, read_letters, read_plan
from pipeline.settings import PaperSettings, Settings
from pipeline.settings.mail import MailSettings
from pipeline.wanted import Wanted, papers_due
from pipeline.yaml_source import hint, place

SWITCHED_OFF = Rule(
    "mail-off",
    Level.ERROR,
    "E-mail is switched off.",
    "To switch it on, add a block mail: with server: and sender: to config.yaml, as docs/mail.md shows.",
)
NO_RECEIVER = Rule(
    "mail-no-such-receiver",
    Level.ERROR,
    "There is no partnership and no paper with the id “{id}”.",
    "{hint}",
)
OVER = Rule(
    "mail-meeting-over",
    Level.WARNING,
    "The meeting that receives {period} was on {meeting}, so nothing is sent.",
    "Set period in config.yaml to the one that is being reported, or name it with --period. "
    "What would be sent on another day shows: python run.py send --dry-run --today {meeting_iso}",
)


class Sending(Struct, frozen=True):
    """How a run sends. ``today`` decides what is due, ``now`` is the time on the messages.

    ``password`` gives the password for the settings and the configuration's folder. ``again`` is the id of a receiver
    who gets what is due once more.
    """

    today: date
    now: datetime
    password: Callable[[MailSettings, Path], tuple[str, Finding | None]]
    dry_run: bool = False
    again: str = ""


def send(
    project: Project, period: Period | None, progress: Progress, wanted: Wanted, sending: Sending
) -> Outcome:
    """Build as ever, then send what is due. Without the block ``mail`` nothing is done."""
    plan, _ = read_plan(project, period)  # its mistakes are told by the build
    if plan and plan.settings.mail is None:
        return Outcome([SWITCHED_OFF.found(Address(project.config.name))])
    outcome = build(project, period, progress, wanted)
    if plan and plan.settings.mail:
        tell(project, plan.settings, plan.settings.mail, outcome, wanted, sending, progress)
    return outcome


def tell(  # noqa: PLR0913, PLR0917 - what was built, for whom, and how it is sent
    project: Project,
    settings: Settings,
    mail: MailSettings,
    outcome: Outcome,
    wanted: Wanted,
    sending: Sending,
    progress: Progress,
) -> None:
    """Send what is due of what a build gave, and put what came of it into its outcome."""
    texts, faults = _texts(project, settings, sending)
    outcome.faults += faults
    if faults or outcome.edition is None:
        return
    made, _ = papers_due(settings, wanted.only)
    folder = project.output_folder(settings.period)
    post = _post(project, settings, mail, sending, folder)
    everything = Round(project, settings, mail, folder, texts, post)
    for due in _due(settings, mail, outcome, made, folder, sending.today):
        progress(f"Sending to {due.name}")
        everything.send(due, outcome)
    outcome.findings += [*post.findings, *_over(project, made, settings, sending.today)]
    outcome.posted = tuple(post.posted)


def _texts(project: Project, settings: Settings, sending: Sending) -> tuple[Texts, list[Finding]]:
    """The messages' templates, and what stands in the way of sending at all."""
    sources, faults = read_letters(project, tuple(TEMPLATES.values()))
    texts = Texts(sources)
    faults = faults or mistakes(texts)
    ids = [*(one.id for one in settings.partnerships), *(one.id for one in settings.papers)]
    if sending.again and sending.again not in ids:
        near = hint(sending.again, ids)
        faults.append(NO_RECEIVER.found(Address("--again"), id=sending.again, hint=near))
    return texts, faults


def _due(
    settings: Settings,
    mail: MailSettings,
    outcome: Outcome,
    made: list[PaperSettings],
    folder: Path,
    today: date,
) -> Iterator[Due]:
    """Everything that is due, in the order in which it is sent."""
    if outcome.edition is None:
        return
    yield from reminders(settings, mail, outcome.edition, today)
    yield from queries(settings, mail, outcome.edition, outcome.queries, today)
    told = [*outcome.faults, *outcome.findings]
    yield from papers(settings, mail, outcome.edition, made, _written(folder, outcome), told, today)


def _written(folder: Path, outcome: Outcome) -> dict[str, str]:
    """The papers in the period's folder, each with a hash of what it says; its properties may change without it."""
    written = {}
    for path in (path for path in outcome.written if path.parent == folder):
        try:
            data = path.read_bytes() if path.suffix == ".docx" else b""
        except OSError:
            data = b""  # it is found missing when it is to be attached
        written[path.name] = _said(data)
    return written


def _said(package: bytes) -> str:
    if not package:
        return ""
    with ZipFile(BytesIO(package)) as parts:
        named = {name: sha256(parts.read(name)).hexdigest() for name in parts.namelist()}
    return repr(sorted(part for part in named.items() if not part[0].startswith("docProps/")))


# --- where things stand -----------------------------------------------------------------------


def _post(project: Project, settings: Settings, mail: MailSettings, sending: Sending, folder: Path) -> Post:
    def at(due: Due | None, key: str) -> Address:
        path = _path(settings, mail, due, key) if due else ("mail", key)
        return _line(project, *path)

    return Post(
        mail,
        Ledger(folder / FOLDER),
        sending.today,
        sending.now,
        lambda: sending.password(mail, project.config.parent),
        at,
        sending.dry_run,
        sending.again,
    )


def _path(settings: Settings, mail: MailSettings, due: Due, address: str) -> tuple[str | int, ...]:
    """Where an address stands in the configuration."""
    for number, one in enumerate(settings.partnerships):
        if one.id == due.to and address in one.email:
            return ("partnerships", number, "email", one.email.index(address))
    return ("mail", "author", mail.author.index(address))


def _line(project: Project, *path: str | int) -> Address:
    """The line of the configuration that ``path`` leads to; the file alone when it can no longer be read."""
    try:
        return place(project.config.read_text("utf-8-sig"), project.config.name, *path)
    except (OSError, ValueError):
        return Address(project.config.name)


def _over(project: Project, made: list[PaperSettings], settings: Settings, today: date) -> Iterator[Finding]:
    """That the last meeting was, after which nobody is written to."""
    days = [meeting.date for paper in made if (meeting := paper.meeting(settings.period))]
    if days and today > max(days):
        said = {"meeting": in_words(max(days)), "meeting_iso": max(days)}
        yield OVER.found(_line(project, "period"), period=settings.period.title, **said)
