"""What was sent before: a small file for each message and address, so that nothing is ever sent twice.

A file is made before its message is handed to the server, by the one step that fails where the file is there already;
so two runs at once cannot send the same either. When the server has taken the message the file says ``sent``. If the
program is stopped between the two, it says ``sending`` for good: it is not known whether the message went, and it is not
sent again unless a person says so. A reminder that is missed can be made up for by a telephone call; one that comes
twice a day teaches people to ignore it.

The files tell what was sent to whom by the ids of config.yaml; addresses stand in none of them.
"""

from __future__ import annotations

import contextlib
import json
import os
from datetime import date
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from pipeline.mail.due import Due
from pipeline.publish import write_whole

FOLDER = "sent"
SENDING, SENT = "sending", "sent"


class Ledger(Struct, frozen=True):
    """The files of a period, in ``folder``."""

    folder: Path

    def state(self, due: Due, address: str) -> str:
        """What is known of a message to an address: '' when it was never handed over, ``sending`` or ``sent``."""
        path = self._path(due, address)
        if not path.exists():
            return ""
        try:
            entry = json.loads(path.read_text("utf-8"))
            return SENT if entry["state"] == SENT else SENDING
        except (OSError, ValueError, KeyError, TypeError):
            return SENDING  # half a file: the program was stopped while it wrote it

    def claim(self, due: Due, address: str, today: date) -> bool:
        """Say that a message is being handed over; False when another run has said so already."""
        path = self._path(due, address)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("xb") as file:
                file.write(_entry(due, SENDING, today))
                file.flush()
                os.fsync(file.fileno())  # it has to be there even if the power fails in the next moment
        except FileExistsError:
            return False
        _keep(path.parent)
        return True

    def settle(self, due: Due, address: str, today: date) -> None:
        """Say that the server has taken a message."""
        write_whole(self._path(due, address), _entry(due, SENT, today))

    def release(self, due: Due, address: str) -> None:
        """Take back that a message is being handed over: it is known not to have gone, or is to go once more."""
        self._path(due, address).unlink(missing_ok=True)

    def _path(self, due: Due, address: str) -> Path:
        told = sha256(repr((due.kind.value, due.to, due.what, address.lower())).encode()).hexdigest()[:20]
        return self.folder / f"{due.kind.value}-{due.to}-{told}.json"


def _entry(due: Due, state: str, today: date) -> bytes:
    said = {"kind": due.kind.value, "to": due.to, "what": due.what, "state": state, "on": str(today)}
    return (json.dumps(said, indent=1) + "\n").encode()


def _keep(folder: Path) -> None:
    """Let a new file's name outlast a failing power supply, where the system can (Windows does so by itself)."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
