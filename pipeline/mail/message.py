"""A worded message → the bytes that a mail server takes (RFC 5322 and MIME), the same for the same message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from pipeline.printable import printable

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
SPECIALS = re.compile(r'[()<>@,;:\\".\[\]]')  # what has a meaning in a list of addresses (RFC 5322, 3.2.3)
LONGEST_SUBJECT = 200  # characters; mail programs show about 70


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A message as its receivers get it. ``id`` is the same whenever the same is sent to the same."""

    id: str
    organisation: str
    sender: str
    addresses: tuple[str, ...]
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()


def message_id(sender: str, *parts: str) -> str:
    """A Message-ID that follows from ``parts`` alone, so that mail servers can tell a duplicate."""
    return f"<{sha256(repr((sender, *parts)).encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def as_bytes(message: Message, moment: datetime) -> bytes:
    """The message in plain ASCII with the line ends of SMTP. ``moment`` is when it is sent."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(_name(message.organisation), addr_spec=message.sender)
    # Bare addresses: with a name that is not ASCII, Python 3.11 folds the comma between two into an encoded word.
    made["To"] = [Address(addr_spec=address) for address in message.addresses]
    made["Subject"] = _line(message.subject)[:LONGEST_SUBJECT]
    made["Date"] = moment
    made["Message-ID"] = message.id
    made["Auto-Submitted"] = "auto-generated"  # keeps out-of-office notes from being sent back (RFC 3834)
    made.set_content(printable(message.body), cte="quoted-printable")
    for one in message.attachments:
        _attach(made, one)
    if message.attachments:
        made.set_boundary(f"=-{sha256(message.id.encode()).hexdigest()[:32]}")
    return made.as_bytes()


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    suffix = attachment.name[attachment.name.rfind(".") :].lower()
    kind = KINDS.get(suffix, "application/octet-stream")
    main, _, sub = kind.partition("/")
    message.add_attachment(attachment.data, main, sub, filename=_line(attachment.name))


def _line(text: str) -> str:
    """Text on one line, with nothing in it that could begin another."""
    return " ".join(printable(text).split())


def _name(text: str) -> str:
    """A name that can stand beside an address, with nothing in it that could begin another address."""
    return " ".join(SPECIALS.sub(" ", _line(text)).split())
