"""The levels that the configuration gives to rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.model import Finding, Level, replace


def levelled(findings: Iterable[Finding], levels: Mapping[str, Level]) -> list[Finding]:
    """The findings at the levels that the configuration gives their rules; those switched off are left out."""
    given = [replace(finding, level=levels.get(finding.rule, finding.level)) for finding in findings]
    return [finding for finding in given if finding.level is not Level.OFF]
