"""What a build is made from, as a glance at the disk shows it, and when what is being saved there is at rest.

A glance looks at names, sizes and times and opens nothing, so it costs little on a network share too, where no system
tells of changes made by another computer.
"""

from __future__ import annotations

import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from pipeline.inbox import LOCKS
from pipeline.project import Project

PAUSE = 0.1  # seconds between two glances
SETTLED = 0.3  # seconds without a change: programs that save in several steps take less between two of them
PATIENCE = 10.0  # seconds that a file may stay half written; then the build says what is wrong with it
SHARE = 5  # a glance takes at most one part in so many of the time, however slow a share is
PACKAGES = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".docx", ".ods"}
)  # zip files, whose end is written last


class Glance(Struct, frozen=True):
    """Each file by its place in the project with its size and time, and the files by which Excel says that one is open."""

    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    locks: frozenset[str] = frozenset()

    def changed(self, before: Glance) -> list[str]:
        """What was saved, added, taken away or closed since, by its place, in order. That a file is opened is no change."""
        saved = {name for name, one in self.files.items() if before.files.get(name) != one}
        return sorted(saved | (before.files.keys() - self.files.keys()) | (before.locks - self.locks))


def glance(project: Project) -> Glance:
    """The configuration, the templates and the returns as they lie there now; never the results."""
    files, locks = {}, set()
    home, results = project.config.parent, project.outputs.resolve()
    for path in _paths(project, results):
        name = path.relative_to(home).as_posix() if path.is_relative_to(home) else path.as_posix()
        if path.name.startswith(LOCKS):
            locks.add(name)
            continue
        try:
            found = path.stat()
        except OSError:  # it was there a moment ago, or is a link to nowhere
            continue
        files[name] = found.st_size, found.st_mtime_ns
    return Glance(files, frozenset(locks))


def _paths(project: Project, results: Path) -> Iterator[Path]:
    yield project.config
    for folder in (project.templates, project.inputs):
        for top, folders, files in os.walk(folder):
            folders[:] = [name for name in folders if Path(top, name).resolve() != results]
            yield from (Path(top, name) for name in files)


def at_rest(project: Project, before: Glance, at_latest: float | None = None) -> Glance:
    """Wait until something differs from ``before`` and nothing is being written; gives what lies there then.

    ``at_latest`` is how many seconds to wait for a difference; then what lies there is given as it is.
    """
    began = since = time.monotonic()
    seen = before
    while True:
        looked = time.monotonic()
        now = glance(project)
        took = time.monotonic() - looked
        if now.files != seen.files:
            seen, since = now, time.monotonic()
        quiet = time.monotonic() - since
        changed = now.changed(before)
        if changed and quiet >= SETTLED and (quiet >= PATIENCE or _whole(project, changed)):
            return now
        if at_latest is not None and not changed and time.monotonic() - began >= at_latest:
            return now
        time.sleep(max(PAUSE, took * SHARE))


def _whole(project: Project, names: list[str]) -> bool:
    """Whether each of these files can be opened, and is all there if it is a package."""
    return all(_is_whole(project.config.parent / name) for name in names)


def _is_whole(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            start = file.read(2)
        if path.suffix.lower() in PACKAGES:
            return zipfile.is_zipfile(path) if start == b"PK" else bool(start)
    except FileNotFoundError:  # it was taken away
        return True
    except OSError:
        return False
    return True
