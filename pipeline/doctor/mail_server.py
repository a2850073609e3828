"""Whether the mail server takes messages from this computer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from pipeline.doctor.check import Check, fine, look
from pipeline.mail.password import read_password
from pipeline.mail.server import connect, part
from pipeline.model import Address
from pipeline.settings.mail import MailSettings

SUBJECT = "Mail server"
PATIENCE = 10.0  # seconds: somebody waits before the screen


def on_mail(mail: MailSettings | None, folder: Path) -> Iterator[Check]:
    """Sign in as for sending, and send nothing. ``folder`` is that of the configuration."""
    if mail is None:
        yield fine(SUBJECT, "Not used: config.yaml has no block mail")
        return
    password, fault = read_password(mail, folder, os.environ)
    if fault is None:
        smtp, fault = connect(mail, password, Address("config.yaml"), PATIENCE)
        if smtp:
            part(smtp)
    if fault:
        yield look(SUBJECT, fault.message, fault.remedy)
    else:
        yield fine(SUBJECT, f"{mail.server} takes messages from this computer")
