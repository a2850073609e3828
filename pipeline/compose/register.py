"""The register of returns: how each partnership stands, who signed its return off, and what else is to be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.compose.catalogue import SIGNED
from pipeline.compose.sections import notice
from pipeline.compose.showing import counted, shown
from pipeline.model import Edition, RegisterEntry, Return, Value


def register_line(entry: RegisterEntry, edition: Edition) -> dict[str, object]:
    """A partnership's line, by the names that a template may use."""
    fields: Mapping[str, Value] = entry.shown.fields if entry.shown else {}
    reason = notice(entry, edition) if entry.position else entry.reason
    remarks = [reason, *entry.remarks, _queried(entry.shown)]
    return {
        "partnership": entry.partnership.name,
        "standing": entry.standing.value + (", late" if entry.late else ""),
        **{name: shown(fields.get(name)) for name in SIGNED},
        "received": entry.shown is not None,
        "remarks": " ".join(filter(None, remarks)) or ("" if entry.shown else "None came."),
    }


def _queried(contents: Return | None) -> str:
    """How many cells of a return could not be understood; they stand in the paper as typed, marked."""
    count = sum(value.problem is not None for value in _values(contents)) if contents else 0
    return f"{counted(count, 'value is', 'values are')} queried." if count else ""


def _values(contents: Return) -> Iterator[Value]:
    yield from contents.fields.values()
    for table in contents.tables.values():
        for record in table.records:
            yield from record.values.values()
