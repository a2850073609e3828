"""Build whenever somebody has saved something, for as long as wanted, and say in a line what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from msgspec import Struct

from pipeline.build import build
from pipeline.explain.grouping import counted
from pipeline.inbox import LOCKS
from pipeline.lock import locked
from pipeline.model import Finding, Period, in_words
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project
from pipeline.publish import NOTHING_WRITTEN
from pipeline.wanted import Wanted
from pipeline.watched import at_rest, glance

AGAIN = 5.0  # seconds until what could not be written, or another run held up, is tried again
NAMED = 3  # files that a line names; of more it says how many
BEGUN = "Watching. Save a return, a template or {config}, and the papers follow. Ctrl-C ends it."


class Told(Struct, frozen=True):
    """What came of one build: a line, what stopped it, and whether it is to be tried again though nothing changes."""

    line: str
    stopped: tuple[Finding, ...] = ()
    again: bool = False


class Screen(Struct, frozen=True):
    """Where a watch tells what it does: a line, the findings that stopped a build, and a fault put on file."""

    line: Callable[[str], None]
    findings: Callable[[tuple[Finding, ...]], None]
    report_fault: Callable[[Exception], str]
    progress: Progress


def watch(
    project: Project, period: Period | None, wanted: Wanted, now: Callable[[], datetime], screen: Screen
) -> NoReturn:
    """Build, and build again after each change, until Ctrl-C. Each build takes the lock, and lets go of it."""
    built = glance(project)
    told = _build(project, period, wanted, now, screen)
    _say(screen, now(), told, [])
    screen.line(BEGUN.format(config=project.config.name))
    while True:
        seen = at_rest(project, built, AGAIN if told.again else None)
        changed, built = seen.changed(built), seen
        last, told = told, _build(project, period, wanted, now, screen)
        if changed or told.stopped != last.stopped or told.again != last.again:
            _say(screen, now(), told, changed)


def _say(screen: Screen, moment: datetime, told: Told, changed: list[str]) -> None:
    screen.progress("")
    screen.line(f"{moment:%H:%M:%S}  {_what(changed)}{told.line}.")
    screen.findings(told.stopped)


def _build(
    project: Project, period: Period | None, wanted: Wanted, now: Callable[[], datetime], screen: Screen
) -> Told:
    began = time.monotonic()
    try:
        with locked(project.outputs, f"{in_words(now().date())}, {now():%H:%M}") as held:
            if held:
                return Told(
                    "another run is writing to these results; tried again when it has ended", again=True
                )
            outcome = build(project, period, screen.progress, wanted)
            return _told(outcome, time.monotonic() - began)
    except Exception as fault:  # noqa: BLE001 - a fault of one build must not end the watch
        return Told(screen.report_fault(fault).removesuffix("."))


def _told(outcome: Outcome, took: float) -> Told:
    unwritten = tuple(one for one in outcome.findings if one.rule in NOTHING_WRITTEN)
    stopped = (*outcome.faults, *unwritten)
    papers = sum(path.suffix == ".docx" for path in outcome.written)
    written = f"{papers} paper{'' if papers == 1 else 's'} written" if outcome.written else "nothing written"
    queries = f", queries for {len(outcome.queries)}" if outcome.queries else ""
    found = f"; {counted(outcome.findings)}" if outcome.edition else ""
    return Told(f"{written}{queries}{found} ({took:.1f} s)", stopped, again=bool(outcome.unwritten))


def _what(changed: list[str]) -> str:
    named = ", ".join(
        f"{name} closed" if Path(name).name.startswith(LOCKS) else name for name in changed[:NAMED]
    )
    more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
    return f"{named}{more}: " if changed else ""
