"""The block ``mail`` of ``config.yaml``: how e-mail is sent, from whom, and what the report author receives."""

from __future__ import annotations

from typing import Any

import yaml
from msgspec import Struct

from pipeline.model import Level, Rule
from pipeline.yaml_shapes import Block, ListOf, OneOf, TrueOrFalse, Words
from pipeline.yaml_source import Reading, within

NO_PASSWORD = Rule(
    "config-mail-password",
    Level.ERROR,
    "A user is named, and not where the password comes from.",
    "Add password_variable: with the name of an environment variable, or password_file: with the path of a file. "
    "The password itself never stands in this file.",
)
TWO_PASSWORDS = Rule(
    "config-mail-two-passwords",
    Level.ERROR,
    "The password would come from both an environment variable and a file.",
    "Keep one of password_variable and password_file.",
)
NOBODY = Rule(
    "config-mail-user",
    Level.ERROR,
    "A password is named, and no user.",
    "Add user: with the name to sign in with, or leave the password out.",
)
IN_CLEAR = Rule(
    "config-mail-in-clear",
    Level.ERROR,
    "The password would cross the network for all to read.",
    "Set security to starttls or tls. A server that asks for no password needs no user either.",
)

STARTTLS, TLS, NONE = "starttls", "tls", "none"  # how the connection is encrypted
PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}  # the usual ones: RFC 6409, RFC 8314, RFC 5321


class MailSettings(Struct, frozen=True):
    """How e-mail is sent. ``reminders`` are days before the last day for returns.

    ``author`` are the addresses of the report author, who receives the papers, the private ones only if
    ``private_to_author``. The password comes from an environment variable or from a file.
    """

    server: str
    sender: str
    security: str = STARTTLS
    port: int = 0
    user: str = ""
    password_variable: str = ""
    password_file: str = ""
    author: tuple[str, ...] = ()
    private_to_author: bool = False
    reminders: tuple[int, ...] = ()

    @property
    def at_port(self) -> int:
        """The server's port: the one that is set, else the usual one."""
        return self.port or PORTS[self.security]


EMAIL = Words(
    "an e-mail address such as name@example.org",
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
    number="",
)


class _OneOrMore(Struct, frozen=True):
    """One value, or a list of them."""

    item: Words

    def read(self, node: yaml.Node, reading: Reading) -> tuple[Any, ...] | None:
        """The values that were right, in order."""
        if isinstance(node, yaml.SequenceNode):
            return ListOf(self.item).read(node, reading)
        value = self.item.read(node, reading)
        return None if value is None else (value,)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"anyOf": [self.item.schema(), ListOf(self.item).schema()]}


ADDRESSES = _OneOrMore(EMAIL)
_PORT = Words(
    "a port from 1 to 65535",
    r"[1-9]\d{0,4}",
    lambda text: int(text) if text.isdecimal() and int(text) <= 65535 else None,
    number="integer",
)
_DAYS = Words(
    "a number of days, at most 366",
    r"0|[1-9]\d{0,2}",
    lambda text: int(text) if text.isdecimal() and int(text) <= 366 else None,
    number="integer",
)
MAIL = Block(
    "mail",
    MailSettings,
    {"server": Words("the name of a mail server", r"[A-Za-z0-9][A-Za-z0-9.:-]*", number=""), "sender": EMAIL},
    {
        "security": OneOf((STARTTLS, TLS, NONE)),
        "port": _PORT,
        "user": Words(),
        "password_variable": Words(
            "the name of an environment variable", r"[A-Za-z_][A-Za-z0-9_]*", number=""
        ),
        "password_file": Words(number=""),
        "author": ADDRESSES,
        "private_to_author": TrueOrFalse(),
        "reminders": ListOf(_DAYS),
    },
)


def mail_mistakes(mail: MailSettings, node: yaml.Node, reading: Reading) -> None:
    """What is right line by line and wrong taken together; ``node`` is the block."""
    if mail.user and not (mail.password_variable or mail.password_file):
        reading.refuse(NO_PASSWORD, within(node, "user"))
    if mail.password_variable and mail.password_file:
        reading.refuse(TWO_PASSWORDS, within(node, "password_file"))
    if (mail.password_variable or mail.password_file) and not mail.user:
        reading.refuse(
            NOBODY, within(node, "password_variable" if mail.password_variable else "password_file")
        )
    if mail.user and mail.security == NONE:
        reading.refuse(IN_CLEAR, within(node, "security"))
