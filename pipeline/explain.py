"""Findings → words: grouped lines for people, and one JSON document for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.model import Address, Edition, Finding, Level, Standing

ORDER = (Level.ERROR, Level.WARNING, Level.NOTE)
HEADINGS = {
    Level.ERROR: "To be put right",
    Level.WARNING: "Please check",
    Level.NOTE: "For information",
}


@dataclass(frozen=True, slots=True)
class Group:
    """The same fault across the cells of one file."""

    level: Level
    rule: str
    file: str
    message: str
    remedy: str
    addresses: tuple[Address, ...]

    @property
    def place(self) -> str:
        """Where, in one line: ``north.xlsx › Programmes!D7, Programmes!D9``."""
        within = ", ".join(dict.fromkeys(address.within for address in self.addresses if address.within))
        return self.file + (f" › {within}" if within else "")


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Findings by weight, then by file, the same fault of one file in one group."""
    groups: dict[tuple[Level, str, str, str, str], list[Address]] = {}
    for f in findings:
        groups.setdefault((f.level, f.rule, f.address.file, f.message, f.remedy), []).append(f.address)
    made = [Group(level, rule, file, message, remedy, tuple(places))
            for (level, rule, file, message, remedy), places in groups.items()]  # fmt: skip
    return sorted(made, key=lambda group: (ORDER.index(group.level), group.file))


def counted(findings: Sequence[Finding]) -> str:
    """How many of each: ``2 to be put right, 1 to check``."""
    words = {Level.ERROR: "to put right", Level.WARNING: "to check", Level.NOTE: "for information"}
    groups = grouped(findings)
    counts = {level: sum(group.level is level for group in groups) for level in ORDER}
    return (
        ", ".join(f"{count} {words[level]}" for level, count in counts.items() if count)
        or "nothing to put right"
    )


def status_lines(edition: Edition, findings: Sequence[Finding]) -> list[tuple[str, bool]]:
    """One line for each partnership: how it stands and what its return needs; and whether all is well."""
    lines = []
    for entry in edition.register:
        file = entry.accepted.file if entry.accepted else ""
        own = [f for f in findings if file and f.address.file == file]
        said = counted(own) if file else entry.reason or "nothing came"
        well = entry.standing in (Standing.RECEIVED, Standing.NIL) and not any(
            f.level is Level.ERROR for f in own
        )
        lines.append((f"{entry.partnership.name}: {entry.standing.value.lower()}, {said}", well))
    return lines


def as_json(finding: Finding) -> dict[str, str]:
    """One finding as JSON has it."""
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "file": finding.address.file,
        "sheet": finding.address.sheet,
        "cell": finding.address.cell,
        "message": finding.message,
        "remedy": finding.remedy,
    }
