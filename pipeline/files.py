"""Where a build reads the project's files from: a disk, or what was carried to another process or computer.

A build asks for files by their place in the project and by nothing else, so it is the same build wherever it runs.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from pipeline.inbox import LOCKS, Inbox, collect


class Files(Protocol):
    """What a build may ask of the project's files."""

    def read(self, path: Path) -> bytes:
        """The bytes of a file; an ``OSError`` says why there are none."""

    def has(self, path: Path) -> bool:
        """Whether something lies at a place."""

    def below(self, folder: Path) -> list[Path]:
        """Every file below a folder in the order of the names, without those that say that one is open."""

    def collected(self, folder: Path, largest: int) -> Inbox | None:
        """What lies in the folder of returns (``inbox.collect``); None where there is no such folder."""


class OnDisk:
    """The files as they lie on this computer's disks and shares."""

    def read(self, path: Path) -> bytes:
        """The bytes of a file."""
        return path.read_bytes()

    def has(self, path: Path) -> bool:
        """Whether something lies at a place."""
        return path.exists()

    def below(self, folder: Path) -> list[Path]:
        """Every file below a folder."""
        found = sorted(folder.rglob("*"), key=Path.as_posix)
        return [path for path in found if path.is_file() and not path.name.startswith(LOCKS)]

    def collected(self, folder: Path, largest: int) -> Inbox | None:
        """What lies in the folder of returns."""
        return collect(folder, largest) if folder.is_dir() else None


DISK = OnDisk()


class Carried(Struct, frozen=True):
    """Files that came as bytes, by their paths with forward slashes; in place of the bytes the reason why there are none.

    ``folders`` are the paths of the folders that they lay in. Strings, because a path of one system is none of another.
    """

    contents: Mapping[str, bytes | str]
    folders: frozenset[str]
    inbox: Inbox | None

    def read(self, path: Path) -> bytes:
        """The bytes of a file, or the same ``OSError`` as where it came from."""
        found = self.contents.get(path.as_posix())
        if found is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory", str(path))
        if isinstance(found, str):
            raise OSError(errno.EIO, found, str(path))
        return found

    def has(self, path: Path) -> bool:
        """Whether something lay at a place."""
        return path.as_posix() in self.contents or path.as_posix() in self.folders

    def below(self, folder: Path) -> list[Path]:
        """Every file below a folder."""
        return [path for name in sorted(self.contents) if folder in (path := Path(name)).parents]

    def collected(self, folder: Path, largest: int) -> Inbox | None:  # noqa: ARG002 - there is one folder of returns
        """What lay in the folder of returns; of a file that is too large as much as is read from a disk."""
        if self.inbox is None:
            return None
        return Inbox(
            {name: data[: largest + 1] for name, data in self.inbox.workbooks.items()}, self.inbox.findings
        )
