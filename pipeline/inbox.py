"""What lies in the folder of returns: files to read, and what is passed over by name."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from pipeline.model import Address, Finding, Level, Rule
from pipeline.printable import printable

PASSED_OVER = Rule(
    "file-passed-over",
    Level.NOTE,
    "{file} is not an Excel workbook and was passed over.",
    "Nothing to do, unless it is a return: then save it as “Excel Workbook (*.xlsx)”.",
    why="Letters, notes and pictures are often saved beside the returns. Each is named, so that a return saved as another kind of file is not missed.",
)
OPEN_ELSEWHERE = Rule(
    "file-open-in-excel",
    Level.WARNING,
    "{file} is a sign that somebody has {original} open.",
    "If the return is still being filled in, save and close it, then run again.",
    why="Excel leaves such a file beside a workbook that somebody is still filling in. What was read may not be the last word.",
)
UNREADABLE = Rule(
    "file-unreadable",
    Level.ERROR,
    "{file} could not be opened ({why}).",
    "Close it in other programs and see that you may read it.",
    why="A file that cannot be opened could be a return. It is named, so that nobody takes its sender for late.",
)
NOT_THERE = Rule(
    "file-not-there",
    Level.ERROR,
    "{file} was not found.",
    "See that its name and folder are right.",
    why="A mistyped name would otherwise look like a return in which nothing is wrong.",
)
PLACEHOLDER = Rule(
    "file-not-downloaded",
    Level.ERROR,
    "{file} is in OneDrive and not on this computer.",
    "In Explorer click it with the right button, choose “Always keep on this device”, and run again.",
    why="OneDrive can show a file in a folder whose contents are still on its server; there is nothing to read until it has come down.",
)
LINK = Rule(
    "file-is-a-link",
    Level.WARNING,
    "{file} is a link to another place, which is not followed.",
    "If a return is meant, put the file itself there.",
    why="A link can lead anywhere, also to files that were never meant as a return, and what lies there can change unseen.",
)
NOT_A_FILE = Rule(
    "file-not-regular",
    Level.WARNING,
    "{file} is a device or channel, not a file, and was not opened.",
    "If a return is meant, put the file itself there.",
    why="Reading from a device or channel may never end, and the paper would wait with it.",
)
FOLDER = Rule(
    "folder-named-like-a-file",
    Level.WARNING,
    "{file} is a folder with the name of a workbook; the files in it were read.",
    "If a return is meant, put the file itself there.",
    why="Some programs that unpack or sync files make a folder with the workbook's name. It is named, in case the workbook itself was lost.",
)
# What may be a return, whatever it turns out to be: the reader says, by its content.
SPREADSHEETS = frozenset(
    {
        ".xlsx",
        ".xlsm",
        ".xltx",
        ".xltm",
        ".xlsb",
        ".xls",
        ".xlt",
        ".ods",
        ".ots",
        ".fods",
        ".numbers",
        ".csv",
        ".tsv",
    }
)
SHORTCUTS = frozenset({".lnk", ".url", ".webloc"})
LOCKS = ("~$", ".~lock.")  # what Excel and LibreOffice leave beside an open file
# FILE_ATTRIBUTE_OFFLINE and FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: the file's content is elsewhere.
ELSEWHERE = 0x1000 | 0x400000


class Inbox(Struct, frozen=True):
    """The bytes of each file that may be a return, by its path in the folder, and what was found on collecting."""

    workbooks: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def collect(folder: Path, largest: int) -> Inbox:
    """Every file in ``folder`` and below that may be a return, in the order of the names.

    Nothing is passed over silently, links are not followed, and nothing but regular files is opened. Of a
    file larger than ``largest`` bytes just more than that is read: enough for the reader to refuse it.
    """
    workbooks: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in sorted(_paths(folder), key=lambda path: path.relative_to(folder).as_posix()):
        inbox = _take(path, printable(path.relative_to(folder).as_posix()), largest)
        workbooks |= inbox.workbooks
        findings += inbox.findings
    return Inbox(workbooks, tuple(findings))


def collect_file(path: Path, largest: int) -> Inbox:
    """One file, wherever it lies, by the same rules; known by its path as it was given."""
    return _take(path, printable(str(path)), largest)


def _take(path: Path, name: str, largest: int) -> Inbox:
    """One path's bytes if it may be a return, or why it is not read."""
    try:
        aside = _aside(path)
        data = _read(path, largest) if aside in (None, PASSED_OVER) else b""
    except OSError as fault:
        return Inbox({}, (_unopened(path, name, fault),))
    if aside is None or is_workbook(data):
        return Inbox({name: data}, ())
    return Inbox({}, (aside.found(Address(name), file=name, original=_original(path)),))


def _paths(folder: Path) -> Iterator[Path]:
    """Every file below a folder, and every folder that is named like a workbook or is a link."""
    for top, folders, files in os.walk(folder):
        here = Path(top)
        yield from (here / name for name in files)
        yield from (
            path
            for name in folders
            if (path := here / name).is_symlink() or path.suffix.lower() in SPREADSHEETS
        )


def _aside(path: Path) -> Rule | None:
    """Why a path is not read as a return; None for a file that may be one."""
    if path.is_symlink() or path.suffix.lower() in SHORTCUTS:
        return LINK
    if path.is_dir():
        return FOLDER
    if not stat.S_ISREG(path.lstat().st_mode):
        return NOT_A_FILE
    if path.name.startswith(LOCKS):
        return OPEN_ELSEWHERE
    return None if path.suffix.lower() in SPREADSHEETS else PASSED_OVER


def is_workbook(data: bytes) -> bool:
    """Whether a file is a workbook under another name: a zip that says so in its list of parts."""
    return data.startswith(b"PK\x03\x04") and b"xl/workbook." in data


def _read(path: Path, largest: int) -> bytes:
    with path.open("rb") as file:
        return file.read(largest + 1)


def _original(path: Path) -> str:
    """The file that a lock file stands beside."""
    return path.name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")


def _unopened(path: Path, name: str, fault: OSError) -> Finding:
    with contextlib.suppress(OSError):  # it may have vanished meanwhile
        if getattr(path.lstat(), "st_file_attributes", 0) & ELSEWHERE:
            return PLACEHOLDER.found(Address(name), file=name)
    if isinstance(fault, FileNotFoundError):
        return NOT_THERE.found(Address(name), file=name)
    return UNREADABLE.found(Address(name), file=name, why=(fault.strerror or "unknown cause").lower())
