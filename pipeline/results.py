"""What a build must know of the results that lie there: which returns they were made from, and what somebody edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pipeline.model import Finding, Period
from pipeline.publish import foreseen
from pipeline.runs import vanished


class Results(Protocol):
    """What a build may ask of the results."""

    def vanished(self, period: Period, inputs: Path, read: Mapping[str, str]) -> list[Finding]:
        """The returns that are no longer there (``runs.vanished``)."""

    def foreseen(self, period: Period, files: Mapping[str, bytes], swept: str) -> list[Finding]:
        """What publishing will say of edits (``publish.foreseen``)."""


@dataclass(frozen=True, slots=True)
class Lying:
    """The results as they lie in a folder on this computer."""

    outputs: Path

    def vanished(self, period: Period, inputs: Path, read: Mapping[str, str]) -> list[Finding]:
        """The returns that are no longer there."""
        return vanished(self.outputs / str(period), period, inputs, read)

    def foreseen(self, period: Period, files: Mapping[str, bytes], swept: str) -> list[Finding]:
        """What publishing will say of edits."""
        return foreseen(self.outputs / str(period), files, swept)


@dataclass(frozen=True, slots=True)
class Told:
    """What was found out elsewhere, where the results lie."""

    gone: tuple[Finding, ...] = ()
    edits: tuple[Finding, ...] = ()

    def vanished(self, period: Period, inputs: Path, read: Mapping[str, str]) -> list[Finding]:  # noqa: ARG002
        """The returns that are no longer there."""
        return list(self.gone)

    def foreseen(self, period: Period, files: Mapping[str, bytes], swept: str) -> list[Finding]:  # noqa: ARG002
        """What publishing will say of edits."""
        return list(self.edits)
