"""A store of bytes by key in a folder that may be deleted at any time: each entry is proved before it is believed.

An entry that is damaged, half written or of another make is as if it were not there. Of an entry nothing is trusted but
its bytes, once their hash is right: no length, no name and no path that it may hold.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path

HASH = 32  # bytes of SHA-256, which stand in front of each entry
KEY = re.compile(r"[0-9a-f]{64}")


class Store:
    """Entries in a folder, by keys of 64 hexadecimal digits."""

    def __init__(self, folder: Path, *, growing: bool, private: bool = True) -> None:
        """Keep in ``folder``, which is made when it is needed; where it is not ``growing``, what is there is read only.

        What is ``private`` is for nobody else who works on the computer: it holds what senders wrote.
        """
        self._folder, self._growing = folder, growing
        self._mode = 0o700 if private else 0o777
        self._used: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The entry of a key; None where there is none that is sound."""
        try:
            held = (self._folder / key).read_bytes()
        except OSError:
            return None
        data = held[HASH:]
        if held[:HASH] != _proof(key, data):
            return None
        self._used.add(key)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep an entry; where it cannot be written, it is worked out again the next time."""
        if not self._growing:
            return
        self._used.add(key)
        part = self._folder / f"{key}.{os.getpid()}"
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=self._mode, parents=True, exist_ok=True)
            part.write_bytes(_proof(key, data) + data)
            part.replace(self._folder / key)

    def drop_unused(self) -> None:
        """Let go of all that was neither asked for nor put: so the store is never larger than one run."""
        with contextlib.suppress(OSError):
            for path in list(self._folder.iterdir()) if self._growing else ():
                if path.name not in self._used and KEY.match(path.name):
                    path.unlink()


NOWHERE = Store(Path(os.devnull), growing=False)  # for work that is to leave nothing behind: it holds nothing


def _proof(key: str, data: bytes) -> bytes:
    """The hash of an entry with its key, so that none can pass for another."""
    return hashlib.sha256(key.encode() + data).digest()
