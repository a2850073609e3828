"""Each message to those who have not had it: noted, handed over, and noted again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec import Struct, field

from pipeline.mail.due import Due
from pipeline.mail.ledger import SENDING, Ledger
from pipeline.mail.message import Message, as_bytes
from pipeline.mail.server import Answer, connect, hand_over, part
from pipeline.model import Address, Fate, Finding, Level, Posted, Rule
from pipeline.settings.mail import MailSettings

ADDRESS_REFUSED = Rule(
    "mail-address-refused",
    Level.ERROR,
    "The mail server did not take the address of {name} that stands here (answer {code}).",
    "Correct the address. If it is right and the answer begins with 4, the server could not take it for now, and the "
    "next run tries again.",
)
SENDER_REFUSED = Rule(
    "mail-sender-refused",
    Level.ERROR,
    "The mail server does not let this program send from the address under sender (answer {code}).",
    "Write an address under sender that belongs to the user who signs in, or ask whoever runs the server.",
)
REFUSED = Rule(
    "mail-refused",
    Level.ERROR,
    "The mail server did not take “{subject}” to {name} (answer {code}).",
    "The next run tries again. 552 says that the message is too large: send its attachments in another way.",
)
LOST = Rule(
    "mail-connection-lost",
    Level.ERROR,
    "The connection to the mail server ended before it had “{subject}” to {name}, which was not sent.",
    "The next run tries again.",
)
UNKNOWN = Rule(
    "mail-fate-unknown",
    Level.WARNING,
    "It is not known whether “{subject}” reached {name}: a run was stopped, or had no answer from the server, just as "
    "it handed the message over. It is not sent again by itself.",
    "Ask {name}. If it did not come, send it with: python run.py send --again {to}",
)
NOT_NOTED = Rule(
    "mail-not-noted",
    Level.ERROR,
    "It could not be noted that “{subject}” goes to {name} ({why}), so it was not sent.",
    "See that there is room on the disk and that you may write to the folder sent in the period's results. "
    "Then run again.",
)
SENT_NOT_NOTED = Rule(
    "mail-sent-not-noted",
    Level.WARNING,
    "“{subject}” was sent to {name}, and that could not be noted ({why}), so the next run says that it is not known.",
    "Nothing needs to be sent again. See that there is room on the disk and that you may write to the folder sent.",
)


class Post(Struct):
    """One run's sending, and what came of it.

    ``at`` gives the line of ``config.yaml`` on which the server, the sender or an address stands. ``again`` is the id
    of a receiver who gets what is due whether it was sent before or not. Once the server cannot be reached it is
    not tried again, so that a run ends and no account is locked.
    """

    mail: MailSettings
    ledger: Ledger
    today: date
    now: datetime
    password: Callable[[], tuple[str, Finding | None]]
    at: Callable[[Due | None, str], Address]
    dry_run: bool = False
    again: str = ""
    posted: list[Posted] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stopped: bool = False

    def waiting(self, due: Due) -> tuple[str, ...]:
        """The addresses that a message has still to go to."""
        if due.to == self.again:
            return due.addresses
        return tuple(one for one in due.addresses if not self.ledger.state(due, one))

    def unsettled(self, due: Due) -> bool:
        """Whether an earlier run left it open if the message went to one of its addresses."""
        return due.to != self.again and SENDING in {self.ledger.state(due, one) for one in due.addresses}

    def leave(self, due: Due, subject: str) -> None:
        """Say of a message that an earlier run left open that it is so."""
        self._say(UNKNOWN, due, subject, self.at(None, ""), to=due.to)
        self._note(due, subject, (), Fate.UNKNOWN)

    def send(self, due: Due, message: Message, waiting: Sequence[str]) -> Fate:
        """Send a message to the addresses that wait for it, or show it in a dry run; what became of it."""
        names = tuple(one.name for one in message.attachments)
        if not due.addresses:
            fate = Fate.NO_ADDRESS
        elif self.dry_run:
            fate = Fate.DRY_RUN
        else:
            fate = self._hand_over(due, message, waiting)
        self._note(due, message.subject, names, fate, tuple(waiting) if fate is Fate.DRY_RUN else ())
        return fate

    def _hand_over(self, due: Due, message: Message, waiting: Sequence[str]) -> Fate:
        if self.stopped:
            return Fate.NOT_SENT
        password, fault = self.password()
        smtp = None
        if fault is None:
            smtp, fault = connect(self.mail, password, self.at(None, "server"))
        if smtp is None:
            self.stopped = True
            self.findings += [fault] if fault else []
            return Fate.NOT_SENT
        try:
            claimed = self._claimed(due, message, waiting)
            if not claimed:
                return Fate.NOT_SENT
            answer = hand_over(smtp, self.mail.sender, claimed, as_bytes(message, self.now))
            self._settle(due, message, claimed, answer)
            return self._fate(due, message, claimed, answer)
        finally:
            part(smtp)

    # --- the notes --------------------------------------------------------------------------------

    def _claimed(self, due: Due, message: Message, waiting: Sequence[str]) -> list[str]:
        """The addresses for which it could be noted that the message is on its way."""
        claimed = []
        try:
            for address in waiting:
                if due.to == self.again:
                    self.ledger.release(due, address)
                if self.ledger.claim(due, address, self.today):
                    claimed.append(address)
        except OSError as fault:
            self._say(NOT_NOTED, due, message.subject, Address("sent"), why=_reason(fault))
        return claimed

    def _settle(self, due: Due, message: Message, claimed: Sequence[str], answer: Answer) -> None:
        """Note what is known now. Of what is not known, the note that it was on its way stays."""
        try:
            for address in claimed:
                if address in answer.taken:
                    self.ledger.settle(due, address, self.today)
                elif address in answer.refused or not answer.unknown:
                    self.ledger.release(due, address)
        except OSError as fault:
            self._say(SENT_NOT_NOTED, due, message.subject, Address("sent"), why=_reason(fault))

    def _fate(self, due: Due, message: Message, claimed: Sequence[str], answer: Answer) -> Fate:
        """What became of a message, with a finding for whatever went wrong."""
        for address, code in answer.refused.items():
            self.findings.append(ADDRESS_REFUSED.found(self.at(due, address), name=due.name, code=code))
        if answer.sender:
            self.stopped = True
            self.findings.append(SENDER_REFUSED.found(self.at(None, "sender"), code=answer.code))
        elif answer.code:
            self._say(REFUSED, due, message.subject, self.at(None, "server"), code=answer.code)
        if answer.lost:
            self._say(LOST, due, message.subject, self.at(None, "server"))
        if answer.unknown:
            self._say(UNKNOWN, due, message.subject, self.at(None, "server"), to=due.to)
            return Fate.UNKNOWN
        if not answer.taken:
            return Fate.NOT_SENT
        return Fate.SENT if len(answer.taken) == len(claimed) else Fate.IN_PART

    def _say(self, rule: Rule, due: Due, subject: str, at: Address, **values: object) -> None:
        self.findings.append(rule.found(at, subject=subject, name=due.name, **values))

    def _note(
        self, due: Due, subject: str, names: tuple[str, ...], fate: Fate, addresses: tuple[str, ...] = ()
    ) -> None:
        self.posted.append(Posted(due.kind.value, due.to, due.name, subject, names, fate, addresses))


def _reason(fault: OSError) -> str:
    return (fault.strerror or "unknown cause").lower()
