"""A worded message → the bytes that a mail server takes (RFC 5322 and MIME), the same for the same message."""

from __future__ import annotations

import re
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from msgspec import Struct

from pipeline.printable import printable

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}
ON_ONE_LINE = SMTP.clone(
    max_line_length=998
)  # the most that RFC 5322 allows: names of files are split by few programs
SPECIALS = re.compile(r'[()<>@,;:\\".\[\]]')  # what has a meaning in a list of addresses (RFC 5322, 3.2.3)
LONGEST_SUBJECT = 200  # characters; mail programs show about 70


class Attachment(Struct, frozen=True):
    """A file that goes with a message."""

    name: str
    data: bytes


class Message(Struct, frozen=True):
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
    head = {
        "From": f"{_encoded(_name(message.organisation), 'From')} <{message.sender}>",
        "To": ",\r\n ".join(message.addresses),
        "Subject": _encoded(_line(message.subject)[:LONGEST_SUBJECT], "Subject"),
        "Date": format_datetime(moment),
        "Message-ID": message.id,
        "Auto-Submitted": "auto-generated",  # keeps out-of-office notes from being sent back (RFC 3834)
    }
    return "".join(f"{name}: {said}\r\n" for name, said in head.items()).encode("ascii") + _content(message)


def _content(message: Message) -> bytes:
    """The text and the attachments, with the headers that say what they are."""
    made = EmailMessage(policy=ON_ONE_LINE)
    made.set_content(printable(message.body), cte="quoted-printable")
    for one in message.attachments:
        kind = KINDS.get(one.name[one.name.rfind(".") :].lower(), "application/octet-stream")
        main, _, sub = kind.partition("/")
        made.add_attachment(one.data, main, sub, filename=_line(one.name))
    if message.attachments:
        made.set_boundary(f"=-{sha256(message.id.encode()).hexdigest()[:32]}")
    return made.as_bytes()


def _encoded(text: str, header: str) -> str:
    """A header's text in ASCII, on lines of the length that mail programs expect.

    Not by ``EmailMessage``: in Python 3.11 it folds the comma between two addresses into an encoded word, and begins
    a long subject with an empty line.
    """
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep="\r\n")


def _line(text: str) -> str:
    """Text on one line, with nothing in it that could begin another."""
    return " ".join(printable(text).split())


def _name(text: str) -> str:
    """A name that can stand beside an address, with nothing in it that could begin another address."""
    return " ".join(SPECIALS.sub(" ", _line(text)).split())
