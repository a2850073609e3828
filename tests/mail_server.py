"""A real mail server on the machine, that takes, refuses, hangs or hangs up as a test asks."""

from __future__ import annotations

import email
import email.policy
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

CERTIFICATES = Path(__file__).resolve().parent / "mail" / "certificates"
AUTHORITY = CERTIFICATES / "authority.pem"
USER, PASSWORD = "papers", "häher £5"


@dataclass(frozen=True)
class Got:
    """A message that the server took: for whom, and its bytes."""

    addresses: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        """The message as a mail program reads it."""
        read = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class Handler:
    """What the server does at each step. ``answers`` are by address, or by ``DATA`` and ``MAIL``."""

    answers: dict[str, str] = field(default_factory=dict)
    on_data: Callable[[], None] | None = None
    got: list[Got] = field(default_factory=list)
    tried: int = 0

    async def handle_MAIL(self, _: Any, __: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        """Take the sender, or refuse it."""
        self.tried += 1
        envelope.mail_from, envelope.mail_options = address, options
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: list[str]) -> str:  # noqa: N802
        """Take an address, or refuse it."""
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:  # noqa: N802
        """Take the message, or refuse it."""
        answer = self.answers.get("DATA", "250 OK")
        if answer.startswith("2"):
            self.got.append(Got(tuple(envelope.rcpt_tos), envelope.content))
        if self.on_data:
            self.on_data()
        return answer


def _sign_in(_: Any, __: Any, ___: Any, mechanism: str, data: Any) -> AuthResult:
    assert mechanism in ("PLAIN", "LOGIN")
    known = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=known, handled=False)


class MailServer(Controller):
    """A server at a free port of localhost; ``security`` is starttls, tls or none, as in config.yaml."""

    def __init__(self, security: str = "none", *, sign_in: bool = False, **options: Any) -> None:
        """Make ready; ``options`` are aiosmtpd's."""
        self.handled, self.security = Handler(), security
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATES / "localhost.pem")
        if security == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if sign_in:
            options |= {
                "authenticator": _sign_in,
                "auth_required": True,
                "auth_require_tls": security != "tls",
            }
        encrypted = context if security == "tls" else None
        super().__init__(self.handled, hostname="127.0.0.1", port=0, ssl_context=encrypted, **options)

    def _trigger_server(self) -> None:
        """Learn the port that the system gave, and let the server make ready."""
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        socket.create_connection((self.hostname, self.port), 5).close()

    def config(self) -> str:
        """The block of config.yaml that leads to this server."""
        return (
            f"\nmail:\n  server: localhost\n  port: {self.port}\n  security: {self.security}\n"
            "  sender: papers@saltmere.example\n  author: author@saltmere.example\n  reminders: [7, 2]\n"
        )
