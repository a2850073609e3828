"""The outcome of a run as JSON, for programs: ``docs/json.md`` promises its shape."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pipeline.explain.correspondence import Sent
from pipeline.explain.status import Position, Status
from pipeline.forms.start import Issued
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


def forms_document(issued: Iterable[Issued]) -> list[dict[str, object]]:
    """The forms that were issued, in types that JSON has."""
    return [
        {
            "sender": one.sender.id,
            "name": one.sender.name,
            "file": one.file,
            "filled_from": one.source.file if one.source else None,
            "period": str(one.period) if one.period else None,
            "left_out": len(one.left_out),
        }
        for one in issued
    ]


def status_document(status: Status | None) -> dict[str, object] | None:
    """How everybody stands, in types that JSON has; None where nobody asked."""
    if status is None:
        return None
    return {"today": str(status.today), "senders": [_position(one) for one in status.positions]}


def _position(one: Position) -> dict[str, object]:
    return {
        "sender": one.entry.partnership.id,
        "name": one.entry.partnership.name,
        "cover": one.is_cover,
        "form_written": one.form,
        "queries_written": one.letter,
        "standing": one.entry.standing.value,
        "version": one.version,
        "signed_off": one.signed_off,
        "late": one.entry.late,
        "to_put_right": one.open,
        "to_check": one.to_check,
        "due": str(one.due) if one.due else None,
        "days_left": one.days,
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
