"""What an entry of the gallery is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pipeline.model import Level

Files = Callable[[], Mapping[str, bytes]]  # what was sent, by its path below the inputs
Changes = tuple[
    tuple[str, str, str], ...
]  # a file of the project, what stands in it, what stands there instead
LIMITS = "# limits: {rows: 30000}"  # the line of config.yaml that an entry on limits replaces


class Outcome(StrEnum):
    """What becomes of the file or the part of it that the finding is about."""

    NOTED = "noted"  # the return counts; something is to be known of it
    QUERIED = "queried"  # the return counts; something in it is asked
    LEFT_OUT = "left out"  # the return counts, without this part of it
    PASSED_OVER = "passed over"  # the file is nobody's concern
    REFUSED = "refused"  # the file is not read
    HELD_OUT = "held out"  # the return was read and does not count
    SUPERSEDED = "superseded"  # another return of the same sender counts
    MISSING = "missing"  # nothing came

    @property
    def counts(self) -> bool:
        """Whether a return counts all the same."""
        return bool(self.levels)

    @property
    def levels(self) -> frozenset[Level]:
        """How much a finding of this outcome can matter, where a return counts all the same."""
        return {
            Outcome.NOTED: frozenset({Level.NOTE}),
            Outcome.QUERIED: frozenset({Level.ERROR, Level.WARNING}),
            Outcome.LEFT_OUT: frozenset(Level),
        }.get(self, frozenset())


def nothing() -> Mapping[str, bytes]:
    """No files."""
    return {}


@dataclass(frozen=True)
class Entry:
    """Files that provoke a rule, and its finding as the user sees it: place, message and remedy.

    ``put`` lays into the inputs what bytes cannot express, such as a link. ``changes`` are made to the project's
    own files; ``named`` are files given on the command line, after ``command``. ``while_running`` stands for what
    the machine does meanwhile; ``unfit`` says why this machine cannot show the entry, '' when it can.
    """

    rule: str
    happened: str
    outcome: Outcome
    files: Files
    place: str
    message: str
    remedy: str
    put: Callable[[Path], object] = lambda _: None
    changes: Changes = ()
    named: tuple[str, ...] = ()
    command: str = "check"
    while_running: Callable[[], AbstractContextManager[object]] = nullcontext
    unfit: Callable[[], str] = lambda: ""

    @property
    def id(self) -> str:
        """The rule and what happened, as the tests name it."""
        return f"{self.rule}: {self.happened}"

    @property
    def said(self) -> str:
        """Place and message in one line; a message that starts with the place says it once."""
        return self.message if self.message.startswith(self.place) else f"{self.place}: {self.message}"


def limits(**caps: int) -> Changes:
    """Lower caps than the usual ones, so that a small file shows what a large one would do."""
    listed = ", ".join(f"{name}: {cap}" for name, cap in caps.items())
    return (("config.yaml", LIMITS, f"limits: {{{listed}}}"),)
