"""A published paper that people edited in Word, and the paper that is built anew: nobody's edits are lost.

Beside each published paper lie, in the folder ``.built``, the paper as the program built it and its trace. Before a
build publishes a paper, it gives to ``with_edits`` what lies in the folder now, what was kept there, and what it has
built; it publishes the bytes that come back, and keeps the new build and its trace in the place of the old ones, in
the same step: the one without the other would make the program's own changes look like somebody's edits.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath

from pipeline.model import Address, Finding, Level, Rule
from pipeline.word.trace import Built

FOLDER = ".built"
UNREADABLE = Rule(
    "edited-file-unreadable", Level.WARNING,
    "{file} was changed since it was built, and is no Word document that can be read, so nothing was carried over.",
    "Open the edited file, which is kept, in Word, and take over from it what is still needed.",
)  # fmt: skip


def kept(name: str, built: Built) -> dict[str, bytes]:
    """The files to keep beside a published paper: what was built, and its trace."""
    return {_path(name): built.package, _path(name, ".trace"): built.traced}


def kept_before(name: str, read: Mapping[str, bytes]) -> Built | None:
    """What an earlier run kept beside a paper; None where it kept nothing. ``read`` has the files of ``names``."""
    package, trace = (read.get(path) for path in names(name))
    return Built(package, trace or b"") if package else None


def is_kept(path: str) -> bool:
    """Whether a file of the results is one that the program keeps for itself."""
    return PurePosixPath(path).parts[0] == FOLDER


def names(name: str) -> tuple[str, str]:
    """The names under which a paper and its trace are kept, seen from the folder of the papers."""
    return _path(name), _path(name, ".trace")


def _path(name: str, ending: str = "") -> str:
    return str(PurePosixPath(FOLDER, name + ending))


def with_edits(
    name: str, current: bytes | None, before: Built | None, new: Built
) -> tuple[bytes, list[Finding]]:
    """The new paper with what people changed in the one that lies in the folder, and a finding on each edit.

    ``current`` is the file that lies there, None where none does; ``before`` is what the program had built for it.
    Without either there is nothing that could be told from the program's own work: then the new paper comes back as
    it is. Edits are dated by the day on which the edited file says that it was saved.
    """
    if current is None or before is None or current in {before.package, new.package}:
        return new.package, []
    from docx import Document  # noqa: PLC0415 - in most runs nobody has edited a paper

    from pipeline.word.revisions.carrying import carried_over  # noqa: PLC0415

    try:
        saved = Document(io.BytesIO(current)).core_properties.modified
        return carried_over(before, current, new, name, saved.date() if saved else date.min)
    except Exception:  # noqa: BLE001 - whatever somebody's program made of the file, the new paper is published
        return new.package, [UNREADABLE.found(Address(name), file=name)]
