"""What is said of one thing that was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from pipeline.exit_codes import BUILT, MISTAKEN, NOT_SET_UP
from pipeline.model import Finding, Level


class Result(StrEnum):
    """How a thing stands."""

    FINE = "fine"
    LOOK = "look at this"
    STOPS = "stops the work"


class Check(Struct, frozen=True):
    """One thing that was looked at: what was found, and what to do where it is not fine.

    ``mistaken``: what stops the work is a mistake in the project's own files, and not in the machine.
    """

    subject: str
    result: Result
    found: str
    remedy: str = ""
    mistaken: bool = False


def fine(subject: str, found: str) -> Check:
    """Nothing to do."""
    return Check(subject, Result.FINE, found)


def look(subject: str, found: str, remedy: str) -> Check:
    """The work goes on, and somebody should know."""
    return Check(subject, Result.LOOK, found, remedy)


def stops(subject: str, found: str, remedy: str) -> Check:
    """Without the remedy no paper is written."""
    return Check(subject, Result.STOPS, found, remedy)


def of_findings(subject: str, findings: Iterable[Finding], sound: str) -> list[Check]:
    """A check for each thing found in the project's files; ``sound`` is said where nothing is wrong."""
    found = [
        Check(
            subject,
            Result.STOPS if one.level is Level.ERROR else Result.LOOK,
            f"{one.address}: {one.message}",
            one.remedy,
            one.level is Level.ERROR,
        )
        for one in findings
    ]
    return found or [fine(subject, sound)]


def code_of(checks: Iterable[Check]) -> int:
    """The exit code: a mistake in the project's files counts before what is wrong with the machine."""
    stopping = [one for one in checks if one.result is Result.STOPS]
    if not stopping:
        return BUILT
    return MISTAKEN if any(one.mistaken for one in stopping) else NOT_SET_UP
