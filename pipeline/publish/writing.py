"""How a file is written whole, and what is said where files cannot be written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.model import Address, Finding, Level, Rule
from pipeline.swap import MARK, everything

CANNOT_WRITE = Rule(
    "file-not-written", Level.ERROR, "{file} could not be written ({why}).",
    "See that it is not open in another program, that you may write to the folder, and that the disk has space; then "
    "run again. Until then everything stays as it was.",
)  # fmt: skip
OPEN = Rule(
    "file-open-elsewhere", Level.ERROR, "{file} is open in Word or LibreOffice ({lock} lies beside it), so nothing was written.",
    "Close it and run again. If nobody has it open, delete {lock}.",
)  # fmt: skip
NOTHING_WRITTEN = frozenset({CANNOT_WRITE.id, OPEN.id})  # each says that the old set stands as it was


def write_whole(path: Path, data: bytes) -> None:
    """Write one file beside its place and move it there in one step, so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def cannot(name: str, fault: OSError) -> Finding:
    """That a file could not be written, and why."""
    why = (fault.strerror or "unknown cause").lower()
    return CANNOT_WRITE.found(Address(name), file=name, why=why)


def name_in(folder: Path, fault: OSError, files: Mapping[str, bytes]) -> str:
    """The file to close, where one is open; else the one at fault; else the first."""
    for path in everything(folder) if isinstance(fault, PermissionError) else ():
        if path.is_file() and (lock_beside(path) or _is_held(path)):
            return path.relative_to(folder).as_posix()
    at = Path(str(fault.filename)) if fault.filename else folder
    ours = at.name == MARK or folder not in at.parents  # names that nobody knows
    return next(iter(files), folder.name) if ours else at.relative_to(folder).as_posix()


def lock_beside(path: Path) -> str:
    """The name of the file by which Word, Excel or LibreOffice says that somebody has a file open; '' for none.

    Word leaves out up to two of the name's first letters.
    """
    locks = [f"~${path.name[cut:]}" for cut in range(3)] + [f".~lock.{path.name}#"]
    return next((lock for lock in locks if path.with_name(lock).exists()), "")


def _is_held(path: Path) -> bool:
    """Whether another program keeps a file to itself, as on Windows it may: we have the right to it and cannot open it."""
    try:
        path.open("r+b").close()
    except OSError:
        return os.access(path, os.W_OK)
    return False
