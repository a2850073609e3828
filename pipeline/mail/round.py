"""One round of messages: each is worded, gets its files as they lie in the folder of results, and is posted."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from msgspec import Struct

from pipeline.filling import Texts
from pipeline.mail.due import Due, Kind
from pipeline.mail.message import Attachment, Message, message_id
from pipeline.mail.posting import Post
from pipeline.mail.wording import Worded, word
from pipeline.model import Address, Fate, Finding, Level, Rule
from pipeline.outcome import Outcome
from pipeline.project import Project
from pipeline.returns import write_forms
from pipeline.settings import Settings
from pipeline.settings.mail import MailSettings

GONE = Rule(
    "mail-attachment-missing",
    Level.ERROR,
    "{file} could not be read ({why}), so what it belongs to was not sent to {name}.",
    "See that nobody moves or deletes files in the folder of results, and run again.",
)


class Round(Struct, frozen=True):
    """What every message of a round needs: the project, the folder of results, the templates, and how it is posted."""

    project: Project
    settings: Settings
    mail: MailSettings
    folder: Path
    texts: Texts
    post: Post

    def send(self, due: Due, outcome: Outcome) -> None:
        """Send one message, unless it went before, and put what went wrong into the outcome."""
        waiting, unsettled = self.post.waiting(due), self.post.unsettled(due)
        if due.addresses and not waiting and not unsettled:
            return
        if due.kind is Kind.REMINDER and not (self.folder / due.files[0]).exists():
            self._issue_forms(outcome)
        files, found = _read(self.folder, due)
        outcome.findings += found
        outcome.unsent += [due.name] if found else []
        letter = files.pop(due.letter, b"").decode("utf-8-sig").replace("\r\n", "\n")
        worded, faults = (None, []) if found else word(self.texts, due, letter)
        outcome.faults += [fault for fault in faults if fault not in outcome.faults]
        if worded and unsettled:
            self.post.leave(due, worded.subject)
        if worded and (waiting or not due.addresses):
            fate = self.post.send(due, self._message(due, worded, files), waiting)
            failed = fate in (Fate.NOT_SENT, Fate.IN_PART, Fate.UNKNOWN)
            outcome.unsent += [due.name] if failed else []

    def _issue_forms(self, outcome: Outcome) -> None:
        """Write the forms, which go with reminders; those that were issued before are sent as they are."""
        issued = write_forms(self.project, self.settings.period, lambda _: None)
        outcome.written += issued.written
        outcome.findings += issued.findings
        outcome.unwritten += issued.unwritten

    def _message(self, due: Due, worded: Worded, files: dict[str, bytes]) -> Message:
        period, sender = str(self.settings.period), self.mail.sender
        return Message(
            message_id(sender, period, due.kind.value, due.to, due.what),
            self.settings.organisation,
            sender,
            due.addresses,
            worded.subject,
            worded.body,
            tuple(Attachment(PurePosixPath(name).name, data) for name, data in files.items()),
        )


def _read(folder: Path, due: Due) -> tuple[dict[str, bytes], list[Finding]]:
    """The files that go with a message, and its letter, as they lie in the period's folder."""
    files = {}
    for name in (*due.files, *([due.letter] if due.letter else ())):
        try:
            files[name] = (folder / name).read_bytes()
        except OSError as fault:
            why = (fault.strerror or "unknown cause").lower()
            return {}, [GONE.found(Address(name), file=name, why=why, name=due.name)]
    return files, []
