"""One run at a time writes into a folder of results, on this computer or from another one over the network.

The lock is the operating system's own, on the file ``.lock`` in the folder. The system lets go of it when the program
ends, however it ends: after a kill or a power cut there is nothing to clear away. Windows shares and NFS pass it on to
the file server, so it holds between computers; a server that loses a computer lets go of its locks.

Where a file system has no locks, a second file, ``.running``, says by its date that a run is alive: it is touched every
few seconds, and one that was not touched for long is a dead run's and is taken over. The dates compared are both the
file system's own, so the computers' clocks need not agree.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from msgspec import Struct

LOCK, RUNNING = ".lock", ".running"
HEARTBEAT = 10.0  # seconds
DEAD_AFTER = 120.0  # seconds: a dozen heartbeats missed, which a busy share alone does not explain
FAR = 1 << 30  # the byte that Windows locks: beyond the text, which a second run must be able to read
SystemLock = Callable[[IO[str]], bool]


class NoLocksError(OSError):
    """The file system does not know locks."""


class Held(Struct, frozen=True):
    """Another run has the lock: which process, on which computer, since when."""

    process: str = ""
    computer: str = ""
    since: str = ""

    def __str__(self) -> str:
        known = f" (since {self.since}, process {self.process} on {self.computer})" if self.since else ""
        return (
            f"Another run is writing to these results{known}; nothing was done. "
            "Wait until it has ended, and run again."
        )


def system_lock(file: IO[str]) -> bool:
    """Lock an open file for this process, at once or not at all; False where another process has it."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - each system has its own

            os.lseek(file.fileno(), FAR, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as fault:
        raise NoLocksError(*fault.args) from fault
    return True


@contextlib.contextmanager
def locked(folder: Path, now: str, system: SystemLock = system_lock) -> Iterator[Held | None]:
    """Hold the lock of a folder while the work is done; gives who holds it where that is another run.

    ``now`` is the time to be told to others. Where the folder cannot be written to there is nothing to lock, and the
    work goes on to say so in its own words.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _opened(folder / LOCK)
    except OSError:
        yield None
        return
    with file:
        try:
            free = system(file)
        except NoLocksError:
            with _beating(folder / RUNNING, now) as held:
                yield held
            return
        if not free:
            yield _holder(folder / LOCK)
            return
        _say(file, now)
        try:
            yield None
        finally:
            file.truncate(0)


def _opened(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+", encoding="utf-8")


def _say(file: IO[str], now: str) -> None:
    with contextlib.suppress(OSError):  # a full disk holds a lock all the same
        file.seek(0)
        file.truncate()
        json.dump({"process": os.getpid(), "computer": platform.node(), "since": now}, file)
        file.flush()


def _holder(path: Path) -> Held:
    try:
        said = json.loads(path.read_text("utf-8"))
        return Held(str(said["process"]), str(said["computer"]), str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Held()  # it has only just begun


# --- where there are no locks -----------------------------------------------------------------


@contextlib.contextmanager
def _beating(path: Path, now: str) -> Iterator[Held | None]:
    """Hold the file that says a run is alive, and keep saying so; gives who holds it where that is another run."""
    _take_over(path)
    try:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666), "r+", encoding="utf-8")
    except FileExistsError:
        yield _holder(path)
        return
    ended = threading.Event()
    with file:
        _say(file, now)
        threading.Thread(target=_beat, args=(path, ended), daemon=True).start()
        try:
            yield None
        finally:
            ended.set()
    path.unlink(missing_ok=True)


def _beat(path: Path, ended: threading.Event) -> None:
    while not ended.wait(HEARTBEAT):
        with contextlib.suppress(OSError):
            path.touch()


def _take_over(path: Path) -> None:
    """Move a dead run's file out of the way; if another run did so first, its own goes back."""
    with contextlib.suppress(OSError):
        mine = path.with_name(f"{path.name}.{platform.node()}.{os.getpid()}")
        mine.touch()
        now = mine.stat().st_mtime
        if path.exists() and now - path.stat().st_mtime > DEAD_AFTER:
            path.replace(mine)
            if now - mine.stat().st_mtime <= DEAD_AFTER:
                mine.replace(path)
        mine.unlink(missing_ok=True)
