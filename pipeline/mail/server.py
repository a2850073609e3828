"""The conversation with the mail server: one connection for each message, and what became of it.

This is the only module that uses the network.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from pipeline.model import Address, Finding, Level, Rule
from pipeline.settings.mail import STARTTLS, TLS, MailSettings

UNREACHABLE = Rule(
    "mail-server-unreachable",
    Level.ERROR,
    "The mail server {server} could not be reached at port {port}: {why}.",
    "See that server and port in config.yaml are right and that this computer may connect to it. "
    "What was not sent is sent by the next run.",
)
NO_STARTTLS = Rule(
    "mail-not-encrypted",
    Level.ERROR,
    "The mail server {server} offers no encryption at port {port}, so nothing was sent.",
    "Write security: tls with its port (usually 465). Only for a server in your own network that needs no password, "
    "write security: none.",
)
NOT_TRUSTED = Rule(
    "mail-certificate-not-trusted",
    Level.ERROR,
    "The certificate of the mail server {server} is not trusted ({why}), so nothing was sent.",
    "Name the server as its certificate does. If your organisation signs its certificates itself, install its root "
    "certificate on this computer, or name the file of it in the environment variable SSL_CERT_FILE.",
)
TLS_FAILED = Rule(
    "mail-encryption-failed",
    Level.ERROR,
    "No encrypted connection to the mail server {server} came about at port {port} ({why}), so nothing was sent.",
    "See that security and port in config.yaml belong together: starttls with 587, tls with 465.",
)
REFUSED_PASSWORD = Rule(
    "mail-password-refused",
    Level.ERROR,
    "The mail server {server} did not accept the user or the password (answer {code}).",
    "See that user is right and that the password is the current one. If it is, ask whoever runs the server whether "
    "programs may sign in with a password.",
)
NO_SIGN_IN = Rule(
    "mail-no-sign-in",
    Level.ERROR,
    "The mail server {server} has no way to sign in with a password at port {port}.",
    "Ask whoever runs the server which port programs sign in at, or leave user out if none is needed.",
)

PATIENCE = 30.0  # seconds for the connection, and for each answer
LAST_PATIENCE = 600.0  # seconds for the answer to a whole message, which servers may search for viruses (RFC 5321, 4.5.3.2.6)
TAKEN = (250, 251)  # RFC 5321, 4.2.3
GO_ON, SIGNED_IN, SEND_IT = 334, 235, 354


class Answer(Struct, frozen=True):
    """What became of one message.

    ``taken`` are the addresses that the server took it for, ``refused`` those that it did not, each with its code.
    ``code`` says why the whole message was refused; ``sender`` that it was for its sender. ``lost``: the connection
    ended before the server had the whole message. ``unknown``: it had, and its answer did not come.
    """

    taken: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    sender: bool = False
    lost: bool = False
    unknown: bool = False


def connect(
    mail: MailSettings, password: str, at: Address, patience: float = PATIENCE
) -> tuple[smtplib.SMTP | None, Finding | None]:
    """A connection on which messages can be handed over; else why there is none. ``at`` is the server's line."""
    opened: list[smtplib.SMTP] = []
    try:
        fault = _open(mail, password, patience, opened)
    except (OSError, UnicodeError) as trouble:
        fault = _why(trouble)
    if fault is None:
        return opened[0], None
    for one in opened:
        one.close()
    rule, values = fault
    return None, rule.found(at, **{"server": mail.server, "port": mail.at_port, **values})


_Fault = tuple[Rule, dict[str, object]]


def _open(mail: MailSettings, password: str, patience: float, opened: list[smtplib.SMTP]) -> _Fault | None:
    context = ssl.create_default_context()
    if mail.security == TLS:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.at_port, timeout=patience, context=context)
    else:
        smtp = smtplib.SMTP(mail.server, mail.at_port, timeout=patience)
    opened.append(smtp)
    smtp.ehlo_or_helo_if_needed()
    if mail.security == STARTTLS:
        if not smtp.has_extn("starttls"):
            return NO_STARTTLS, {}
        smtp.starttls(context=context)
        smtp.ehlo_or_helo_if_needed()
    return _sign_in(smtp, mail.user, password) if mail.user else None


def _sign_in(smtp: smtplib.SMTP, user: str, password: str) -> _Fault | None:
    """Sign in, with characters of every kind: smtplib knows passwords of plain ASCII only, and not a £."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        answer = smtp.docmd("AUTH", "PLAIN " + _coded(f"\0{user}\0{password}"))
    elif "LOGIN" in offered:
        answer = smtp.docmd("AUTH", "LOGIN " + _coded(user))
        answer = smtp.docmd(_coded(password)) if answer[0] == GO_ON else answer
    else:
        return NO_SIGN_IN, {}
    return None if answer[0] == SIGNED_IN else (REFUSED_PASSWORD, {"code": _code(answer)})


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _why(trouble: Exception) -> _Fault:
    """What stopped a connection, in words."""
    if isinstance(trouble, ssl.SSLCertVerificationError):
        return NOT_TRUSTED, {"why": trouble.verify_message.rstrip(".")}
    if isinstance(trouble, ssl.SSLError):
        return TLS_FAILED, {"why": (trouble.reason or "unknown cause").replace("_", " ").lower()}
    if TimeoutError in (
        type(trouble),
        type(trouble.__context__),
    ):  # smtplib takes silence for a closed connection
        return UNREACHABLE, {"why": "it did not answer in time"}
    if isinstance(trouble, smtplib.SMTPResponseException) and trouble.smtp_code > 0:
        return UNREACHABLE, {"why": f"it answered {trouble.smtp_code}"}
    if isinstance(trouble, smtplib.SMTPException):
        return UNREACHABLE, {"why": "it closed the connection, or is no mail server"}
    if isinstance(trouble, socket.gaierror | UnicodeError):
        return UNREACHABLE, {"why": "there is no computer of that name"}
    why = getattr(trouble, "strerror", None) or "unknown cause"
    return UNREACHABLE, {"why": why[:1].lower() + why[1:]}


# --- one message ------------------------------------------------------------------------------


def hand_over(
    smtp: smtplib.SMTP, sender: str, addresses: Sequence[str], data: bytes, patience: float = LAST_PATIENCE
) -> Answer:
    """Hand one message over for ``addresses``."""
    refused: dict[str, str] = {}
    try:
        if _too_big(smtp, data):
            return Answer(code="552")  # what the server would answer: RFC 1870
        if (answer := smtp.mail(sender))[0] not in TAKEN:
            return Answer(code=_code(answer), sender=True)
        for address in addresses:
            if (answer := smtp.rcpt(address))[0] not in TAKEN:
                refused[address] = _code(answer)
        taken = tuple(address for address in addresses if address not in refused)
        if not taken:
            return Answer(refused=refused)
        if (answer := smtp.docmd("DATA"))[0] != SEND_IT:
            return Answer(refused=refused, code=_code(answer))
        smtp.send(_stuffed(data))
    except OSError:
        return Answer(refused=refused, lost=True)
    return _taken(smtp, taken, refused, patience)


def part(smtp: smtplib.SMTP) -> None:
    """End a connection, without waiting for the server to say goodbye."""
    with contextlib.suppress(OSError):
        smtp.putcmd("quit")
    smtp.close()


def _taken(smtp: smtplib.SMTP, taken: tuple[str, ...], refused: Mapping[str, str], patience: float) -> Answer:
    """The server's answer to a message that it has whole."""
    try:
        if smtp.sock:
            smtp.sock.settimeout(patience)
        answer = smtp.getreply()
    except OSError:
        return Answer(refused=refused, unknown=True)
    if answer[0] in TAKEN:
        return Answer(taken, refused)
    return Answer(refused=refused, code=_code(answer))


def _too_big(smtp: smtplib.SMTP, data: bytes) -> bool:
    """Whether a message is larger than the server says it takes (RFC 1870; 0 is no limit)."""
    limit = smtp.esmtp_features.get("size", "").strip()
    return limit.isdecimal() and 0 < int(limit) < len(data)


def _stuffed(data: bytes) -> bytes:
    """A message with its end; a full stop that begins a line is doubled (RFC 5321, 4.5.2)."""
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"


def _code(answer: tuple[int, bytes]) -> str:
    """An answer's code, with the more telling one (``550 5.1.1``) if there is one. Its words may hold an address."""
    number, said = answer
    closer = re.match(rb"[245]\.\d{1,3}\.\d{1,3}\b", said)
    return f"{number} {closer[0].decode('ascii')}" if closer else str(number)
