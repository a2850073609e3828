"""The outcome of a run as JSON, for programs: ``docs/json.md`` promises its shape."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.explain.correspondence import Sent
from pipeline.model import Edition, Finding, Posted, RegisterEntry

VERSION = 1  # rises when a key goes or changes; a new key leaves it as it is


def document(
    edition: Edition | None,
    faults: Iterable[Finding],
    findings: Iterable[Finding],
    written: Iterable[Path],
    queries: Iterable[Sent] = (),
    posted: Iterable[Posted] = (),
) -> dict[str, object]:
    """What a run gave, in types that JSON has."""
    return {
        "version": VERSION,
        "period": str(edition.period) if edition else None,
        "register": [_entry(entry) for entry in edition.register] if edition else [],
        "faults": [as_json(finding) for finding in faults],
        "findings": [as_json(finding) for finding in findings],
        "written": [path.as_posix() for path in written],
        "queries": [
            {"sender": one.id, "name": one.name, "count": one.count, "files": list(one.files)}
            for one in queries
        ],
        "mail": [_mail(one) for one in posted],
    }


def _mail(one: Posted) -> dict[str, object]:
    return {
        "kind": one.kind,
        "to": one.to,
        "name": one.name,
        "subject": one.subject,
        "attachments": list(one.attachments),
        "fate": one.fate.value,
        "addresses": list(one.addresses),
    }


def _entry(entry: RegisterEntry) -> dict[str, object]:
    return {
        "partnership": entry.partnership.id,
        "name": entry.partnership.name,
        "standing": entry.standing.value,
        "file": entry.accepted.file if entry.accepted else None,
        "reason": entry.reason,
        "late": entry.late,
        "remarks": list(entry.remarks),
        "carried_forward": entry.carried.file if entry.position and entry.carried else None,
    }


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
