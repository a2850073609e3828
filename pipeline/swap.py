"""A folder's new contents in place of its old ones in one step, and what a run that was killed on the way left behind.

The new contents are made in a hidden folder beside the old ones and are exchanged with them when they are complete.
Beside ``2019-11`` may lie, after a kill:

``.2019-11.making``
    a new set that is not complete, or an old one that is done with: it can always be deleted.
``.2019-11.ready``
    with the mark ``.new`` in it a complete new set that was never put in place, which can be deleted; without it the
    old set, in which somebody may have saved something since.
``.2019-11.was``
    the old set, where the system cannot exchange two folders in one step. If ``2019-11`` is missing, it goes back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

MARK = ".new"
MAKING, READY, WAS = "making", "ready", "was"
EXCHANGE = 2  # RENAME_EXCHANGE of Linux's renameat2(2)
HERE = -100  # AT_FDCWD: paths count from where the process is
# What systems answer that cannot exchange: some network shares, and kernels before 3.15.
CANNOT_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
PAUSES = (0.1, 0.5, 1.0, 2.0)  # seconds: on Windows a virus scanner may hold a new folder for a moment


def begin(folder: Path) -> Path:
    """An empty hidden folder beside ``folder``, on the same disk, for its new contents."""
    making = _beside(folder, MAKING)
    discard(making)
    making.mkdir(parents=True)
    if folder.is_dir():
        with contextlib.suppress(OSError):  # of a share that keeps rights in its own way
            shutil.copystat(folder, making)
            shutil.chown(making, group=folder.stat().st_gid)
    return making


def carry_over(old: Path, new: Path, names: Mapping[str, str]) -> None:
    """Everything that lies in ``old`` into ``new``, each file under the name that ``names`` gives it: '' leaves it out."""
    for path in everything(old):
        name = path.relative_to(old).as_posix()
        with contextlib.suppress(FileNotFoundError):  # somebody deleted it meanwhile
            if path.is_dir() and not path.is_symlink():
                (new / name).mkdir(parents=True, exist_ok=True)
                shutil.copymode(path, new / name)
            elif to := names.get(name, name):
                same_again(path, new / to)


def same_again(path: Path, target: Path) -> None:
    """The same file at another place of the disk, by a second link; by a copy where the disk has no links."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(path.readlink())
        return
    try:
        target.hardlink_to(path)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copy2(path, target)


def everything(folder: Path) -> Iterator[Path]:
    """Every folder, file and link below a folder, each after what it lies in; links are not followed."""
    for top, folders, files in os.walk(folder):
        yield from (Path(top, name) for name in sorted([*folders, *files]))


def put_in_place(folder: Path, making: Path) -> Path | None:
    """The new set as ``folder``; gives where the old one lies now, None where there was none."""
    (making / MARK).touch()
    ready = _beside(folder, READY)
    _rename(making, ready)
    try:
        old = _take_the_place(folder, ready)
    except OSError:
        _rename(ready, making)
        raise
    with contextlib.suppress(OSError):  # the next run does it
        (folder / MARK).unlink()
    sync_folder(folder.parent)
    return old


def _take_the_place(folder: Path, ready: Path) -> Path | None:
    if not folder.is_dir():
        _rename(ready, folder)
        return None
    if exchange(ready, folder):
        return ready
    was = _beside(folder, WAS)
    _rename(folder, was)
    try:
        _rename(ready, folder)
    except OSError:
        _rename(was, folder)
        raise
    return was


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # noqa: PLC0415 - slow to load, and a first build has nothing to exchange

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:  # a C library without it
        return False
    if rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in CANNOT_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def left_behind(folder: Path) -> Iterator[Path]:
    """Undo what a killed run began; give each old set that it put out of the place and did not look through."""
    ready, was = _beside(folder, READY), _beside(folder, WAS)
    if was.is_dir() and not folder.exists():
        _rename(was, folder)
    (folder / MARK).unlink(missing_ok=True)
    discard(_beside(folder, MAKING))
    for old in (ready, was):
        if (old / MARK).exists():
            done_with(folder, old)
        elif old.is_dir():
            yield old


def interrupted(parent: Path) -> list[Path]:
    """The folders in ``parent`` beside which a killed run has left something."""
    left = [path for path in parent.glob(".*") if path.suffix[1:] in {MAKING, READY, WAS} and path.is_dir()]
    return sorted({parent / path.stem[1:] for path in left})


def done_with(folder: Path, old: Path) -> None:
    """Delete a set that is no longer needed, in such a way that a kill half-way leaves nothing to puzzle over."""
    making = _beside(folder, MAKING)
    discard(making)
    _rename(old, making)
    discard(making)


def discard(making: Path) -> None:
    """Delete a hidden folder of ours; what cannot be deleted now is deleted by the next run."""
    shutil.rmtree(making, ignore_errors=True)


def write_through(path: Path, data: bytes) -> None:
    """Write a file that is on the disk, and not only on its way there, when this ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; Windows does that by itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _rename(path: Path, to: Path) -> None:
    for pause in PAUSES if os.name == "nt" else ():
        try:
            path.rename(to)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    path.rename(to)
