"""The mail server's password, from where ``config.yaml`` says; the command line hands the environment in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.model import Address, Finding, Level, Rule
from pipeline.settings.mail import MailSettings

MISSING = Rule(
    "mail-password-missing",
    Level.ERROR,
    "The mail server's password should be in {place}, {why}.",
    "Put it there, for the account under which the program runs.",
)


def read_password(
    mail: MailSettings, folder: Path, environment: Mapping[str, str]
) -> tuple[str, Finding | None]:
    """The password, or why there is none. A file's path starts from ``folder``, that of the configuration."""
    if mail.password_variable:
        found = environment.get(mail.password_variable, "")
        place, why = f"the environment variable {mail.password_variable}", "which is not set"
    elif mail.password_file:
        place, why = f"the file {mail.password_file}", "which is empty"
        try:
            found = (folder / mail.password_file).read_text("utf-8-sig").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as fault:
            found, why = "", f"which could not be read ({getattr(fault, 'strerror', None) or 'not UTF-8'})"
    else:
        return "", None  # a server that asks for none
    return found, None if found else MISSING.found(Address(mail.server), place=place, why=why)
