"""Findings in the order that a person works through them: by weight, by file, the same fault in one group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from pipeline.model import Address, Edition, Finding, Level, RegisterEntry, Return, in_words

ORDER = (Level.ERROR, Level.WARNING, Level.NOTE)
HEADINGS = {
    Level.ERROR: "To be put right",
    Level.WARNING: "Please check",
    Level.NOTE: "For information",
}


class Group(Struct, frozen=True):
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
    sheets = list(dict.fromkeys(group.addresses[0].sheet for group in made))
    return sorted(made, key=lambda group: (ORDER.index(group.level), group.file, *_place(group, sheets)))


def _place(group: Group, sheets: Sequence[str]) -> tuple[int, int, str]:
    """Where a group's first cell stands, to list groups from top to bottom."""
    first = group.addresses[0]
    row = re.search(r"\d+", first.cell)
    return sheets.index(first.sheet), int(row[0]) if row else 0, first.cell


def counted(findings: Sequence[Finding]) -> str:
    """How many of each: ``2 to be put right, 1 to check``."""
    words = {Level.ERROR: "to put right", Level.WARNING: "to check", Level.NOTE: "for information"}
    groups = grouped(findings)
    counts = {level: sum(group.level is level for group in groups) for level in ORDER}
    return (
        ", ".join(f"{count} {words[level]}" for level, count in counts.items() if count)
        or "nothing to put right"
    )


class Status(Struct, frozen=True):
    """How one expected return stands: whose it is, what became of it, and whether all is well."""

    who: str
    how: str
    well: bool


def statuses(edition: Edition, findings: Sequence[Finding]) -> list[Status]:
    """How each partnership's return stands, and the return of each paper's cover."""
    return [
        *(_status(entry, findings) for entry in edition.register),
        *(_cover_status(entry, findings) for entry in edition.covers),
    ]


def _status(entry: RegisterEntry, findings: Sequence[Finding]) -> Status:
    standing = entry.standing.value.lower()
    if entry.accepted is None:
        due = f" (it was due on {in_words(entry.due)})" if entry.due else ""
        instead = f"; the paper shows the position at {entry.position}" if entry.position else ""
        how = f"{standing}, {entry.reason or f'nothing came{due}'}{instead}"
        return Status(entry.partnership.name, how, well=False)
    needs, well = _needs(entry.accepted, findings)
    late = ", late" if entry.late else ""
    return Status(entry.partnership.name, f"{standing}{late}, {needs}", well)


def _cover_status(entry: RegisterEntry, findings: Sequence[Finding]) -> Status:
    who = f"Cover of {entry.partnership.name}"
    if entry.accepted is None:
        return Status(who, "no return, so drafted where it can be", well=False)
    needs, well = _needs(entry.accepted, findings)
    return Status(who, f"received, {needs}", well)


def _needs(contents: Return, findings: Sequence[Finding]) -> tuple[str, bool]:
    """What a return needs, and whether it is free of errors."""
    own = [finding for finding in findings if finding.address.file == contents.file]
    return counted(own), not any(finding.level is Level.ERROR for finding in own)
