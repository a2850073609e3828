"""What identifies a run, and whether its results lie there already.

A run is known by all that its results depend on and by nothing else, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from msgspec.structs import asdict

from pipeline import __version__
from pipeline.compiled import keep, recall
from pipeline.files import DISK, Files
from pipeline.inbox import Inbox
from pipeline.manifest import MANIFEST, told, written_before
from pipeline.model import Address, Finding, Level, Period, Rule
from pipeline.project import LETTERS, Project, read_plan
from pipeline.swap import interrupted
from pipeline.unchanged import packages
from pipeline.wanted import ALL, Wanted

VANISHED = Rule(
    "return-vanished",
    Level.WARNING,
    "{file} was read by the last build and is no longer in the folder of returns.",
    "If nobody took it away on purpose, put it back and run again.",
)
ALL_VANISHED = Rule(
    "returns-vanished",
    Level.ERROR,
    "The folder of returns is empty, and the last build read {count} returns from it; nothing was written.",
    "See that {folder} is the right folder, and that its disk or share is connected. If it is meant to be empty, delete "
    "{manifest} in the results of {period} and run again.",
)
LENGTH = 16  # hexadecimal digits: enough that no two runs of an organisation ever share them
PROGRAM = Path(__file__).resolve().parent
TEXTS = {".py", ".html", ".css", ".txt"}


def run_id(project: Project, period: Period, inbox: Inbox) -> str:
    """The run that makes the papers of ``period`` from what lies in the inbox.

    It is drawn from the returns, what was found on collecting them, the configuration, the templates, the period and
    the program, never from the clock.
    """
    drawn = hashlib.sha256(f"{program()} {period}".encode())
    for name, data in inbox.workbooks.items():
        drawn.update(_line(f"inputs/{name}", data))
    for finding in inbox.findings:
        drawn.update(_line(finding.rule, str(finding.address).encode()))
    drawn.update(_line("config.yaml", _bytes(project.files, project.config)))
    for path in project.files.below(project.templates):
        name = path.relative_to(project.templates).as_posix()
        drawn.update(_line(name, _bytes(project.files, path)))
    return drawn.hexdigest()[:LENGTH]


def of_run(run: str, wanted: Wanted, complete: bool) -> dict[str, object]:
    """What the manifest says of a run; one that is not ``complete`` may give more when it is tried again."""
    return {"id": run, "program": __version__, **asdict(wanted), "complete": complete}


def built_already(project: Project, period: Period | None, wanted: Wanted = ALL) -> str:
    """The run whose results lie there whole, if a build would be the very same run; '' if there is something to build.

    A paper that somebody has edited since is whole: it is theirs now, and the same build would not better it.
    """
    plan, faults = read_plan(project, period)
    inbox = project.files.collected(project.inputs, plan.settings.limits.file_bytes) if plan else None
    if plan is None or faults or inbox is None:
        return ""
    run = run_id(project, plan.settings.period, inbox)
    manifest = project.output_folder(plan.settings.period) / MANIFEST
    there = all((manifest.parent / name).is_file() for name in written_before(manifest))
    there = there and not interrupted(project.outputs)  # or the next build has to clear up
    return run if there and told(manifest).get("run") == of_run(run, wanted, complete=True) else ""


def vanished(results: Path, period: Period, inputs: Path, there: Mapping[str, str]) -> list[Finding]:
    """The returns that the last build of a period read and that are no longer there, under whatever name.

    ``results`` is the folder of the period, ``inputs`` that of the returns; ``there`` are the hashes of those in it.
    Where none of them is left, it is rather the folder that is not what it was: an error, and nothing should be written.
    """
    read = told(results / MANIFEST).get("inputs")
    before = {str(name): hashed for name, hashed in read.items()} if isinstance(read, dict) else {}
    now = set(there.values())
    gone = [name for name, hashed in before.items() if hashed not in now and name not in there]
    if before and not there:
        at = Address(inputs.name)
        return [ALL_VANISHED.found(at, count=len(before), folder=inputs, manifest=MANIFEST, period=period)]
    return [VANISHED.found(Address(name), file=name) for name in gone]


@cache
def program() -> str:
    """The program's version and its very text, so that a program that was changed without a new version counts as new."""
    drawn = hashlib.sha256(__version__.encode())
    drawn.update(recall("program's text") or _text_of_modules())
    for path in DISK.below(LETTERS):
        if path.suffix in TEXTS:
            drawn.update(_line(path.relative_to(LETTERS).as_posix(), _text(path)))
    return drawn.hexdigest()


def made_with() -> str:
    """The program and the packages that it stands on: what was worked out by others is not taken from a store."""
    return hashlib.sha256(program().encode() + packages()).hexdigest()


def _text_of_modules() -> bytes:
    """A hash of all modules and pages; it is kept, for to read some two hundred files takes longer than all else here."""
    drawn = hashlib.sha256()
    for path in DISK.below(PROGRAM):
        if path.suffix in TEXTS:
            drawn.update(_line(path.relative_to(PROGRAM).as_posix(), _text(path)))
    keep(drawn.digest(), "program's text")
    return drawn.digest()


def _text(path: Path) -> bytes:
    """What stands in a file of the program; a checkout on Windows may have its own line ends."""
    return _bytes(DISK, path).replace(b"\r\n", b"\n")


def _line(name: str, data: bytes) -> bytes:
    return f"{name} {hashlib.sha256(data).hexdigest()}\n".encode()


def _bytes(files: Files, path: Path) -> bytes:
    try:
        return files.read(path)
    except OSError:  # whoever needs it will say so
        return b""
