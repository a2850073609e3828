"""One board's work as bytes: what a process or a computer that shares no disk needs to do it, and what it gives back.

``packed`` reads a board's files where they lie, ``work`` does the board's work anywhere, ``answered`` reads its answer.
Publishing is no part of it, nor is anything that lies among the results: whatever becomes of a worker, they are the old
ones, and what people changed in them is carried over where they lie.
"""

from __future__ import annotations

import pickle
import traceback
from pathlib import Path

from msgspec import Struct

from pipeline.build import prepare
from pipeline.files import Carried
from pipeline.inflow import take_in
from pipeline.limits import Limits
from pipeline.model import Address, Level, Period, Rule, replace
from pipeline.outcome import Outcome
from pipeline.project import Project
from pipeline.results import Prepared
from pipeline.runs import program
from pipeline.settings import read_settings
from pipeline.store import NOWHERE, Store
from pipeline.wanted import Wanted

OTHER_PROGRAM = Rule(
    "worker-has-other-program",
    Level.ERROR,
    "A worker of the cluster has another version of this program, so its papers would not be the same.",
    "Install the same version on every worker and restart it, then run again.",
)
FILE_BYTES = b"file_bytes"  # the setting that says how large a return may be


class Job(Struct, frozen=True):
    """What is to be done for one board, and all that it is done with; ``program`` is the text of who asks.

    ``cache`` is where the board's own results have their store, for who sees that disk; else ''.
    """

    command: str
    config: str
    inputs: str
    files: Carried
    period: Period | None
    wanted: Wanted
    cache: str
    program: str


class BrokenError(Exception):
    """The program's own fault while it did a board's work elsewhere, in its details."""


# --- where the board's files lie --------------------------------------------------------------


def packed(
    command: str, project: Project, period: Period | None, wanted: Wanted, *, sees_disk: bool
) -> bytes:
    """A board's work as it is sent, with its files as they lie there now; ``sees_disk``: to somebody on this computer."""
    names = project.config.name, project.inputs.name
    cache = str(project.cache.resolve()) if sees_disk else ""
    return pickle.dumps(Job(command, *names, _carried(project), period, wanted, cache, program()))


def answered(answer: bytes) -> Prepared:
    """What a worker gave back; a ``BrokenError`` where the program itself has a fault."""
    given: Prepared | str = pickle.loads(answer)  # noqa: S301 - of a worker of ours
    if isinstance(given, str):
        raise BrokenError(given)
    return given


def _carried(project: Project) -> Carried:
    """Everything that a build may ask for but the results."""
    home, letters = project.config.parent, project.templates / "letters"
    paths = project.files.below(project.templates)
    contents = {path.relative_to(home).as_posix(): _bytes(project, path) for path in paths}
    contents[project.config.name] = config = _bytes(project, project.config)
    inbox = project.files.collected(project.inputs, _largest(config, project.config.name))
    if inbox is None and project.files.has(project.inputs):
        contents[project.inputs.name] = "Is a file"
    folders = {letters.relative_to(home).as_posix()} if project.files.has(letters) else set()
    there = {name: data for name, data in contents.items() if data is not None}
    return Carried(there, frozenset(folders), inbox)


def _bytes(project: Project, path: Path) -> bytes | str | None:
    """The bytes of a file; why there are none; None where it is not there."""
    try:
        return project.files.read(path)
    except FileNotFoundError:
        return None
    except OSError as fault:
        return fault.strerror or "unknown cause"


def _largest(config: bytes | str | None, file: str) -> int:
    """How large a return may be. Few configurations say, and to read one takes longer than all the packing."""
    if not isinstance(config, bytes) or FILE_BYTES not in config:
        return Limits().file_bytes
    settings, _ = read_settings(config.decode("utf-8-sig", "replace"), file)
    return settings.limits.file_bytes if settings else Limits().file_bytes


# --- where the work is done -------------------------------------------------------------------


def work(job: bytes) -> bytes:
    """Do a board's work; never raises, so that no fault takes another form on its way back."""
    try:
        return pickle.dumps(_work(pickle.loads(job)))  # noqa: S301 - from the run that started this worker
    except Exception as fault:  # noqa: BLE001 - one board's fault must not touch another's
        return pickle.dumps("".join(traceback.format_exception(fault)))


def _work(job: Job) -> Prepared:
    if job.program != program():
        return Prepared(Outcome([OTHER_PROGRAM.found(Address(job.config))]))
    project = Project(Path(job.config), Path(job.inputs), Path("outputs"), job.files)
    if job.command == "check":
        return _lighter(Prepared(take_in(project, job.period, _silent, _store(job, growing=False))[0]))
    return _lighter(prepare(project, job.period, _silent, job.wanted, _store(job, growing=True)))


def _store(job: Job, *, growing: bool) -> Store:
    return Store(Path(job.cache), growing=growing) if job.cache else NOWHERE


def _lighter(prepared: Prepared) -> Prepared:
    """The papers are made: what they drew on need not travel."""
    edition, page = prepared.outcome.edition, prepared.page
    if edition:
        prepared.outcome.edition = edition = replace(edition, before=(), forms={})
        page = replace(page, edition=edition) if page else None
    return replace(prepared, page=page)


def _silent(_: str) -> None:
    """Nobody watches a worker."""
