"""What lies in the folder of returns: workbooks to read, and files that are passed over by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Address, Finding, Level, Rule

PASSED_OVER = Rule(
    "file-passed-over",
    Level.NOTE,
    "{file} is not an Excel workbook (.xlsx) and was passed over.",
    "Nothing to do, unless it is a return: then save it as “Excel Workbook (*.xlsx)”.",
)
OPEN_IN_EXCEL = Rule(
    "file-open-in-excel",
    Level.WARNING,
    "{file} is a sign that somebody has {original} open in Excel.",
    "If the return is still being filled in, save and close it, then run again.",
)
UNREADABLE = Rule(
    "file-unreadable",
    Level.ERROR,
    "{file} could not be opened ({why}).",
    "Close it in other programs and see that you may read it.",
)


@dataclass(frozen=True, slots=True)
class Inbox:
    """The bytes of each workbook by its path in the folder, and what was found on collecting them."""

    workbooks: Mapping[str, bytes]
    findings: tuple[Finding, ...]


def collect(folder: Path) -> Inbox:
    """Every workbook in ``folder`` and below it, in the order of the names. Nothing is passed over silently."""
    paths = sorted(path for path in folder.rglob("*") if not path.is_dir())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    workbooks, findings = {}, []
    for name, path in files.items():
        if aside := list(_not_a_workbook(name, path)):
            findings += aside
            continue
        try:
            workbooks[name] = path.read_bytes()
        except OSError as fault:
            why = (fault.strerror or "unknown cause").lower()
            findings.append(UNREADABLE.found(Address(name), file=name, why=why))
    return Inbox(workbooks, tuple(findings))


def _not_a_workbook(name: str, path: Path) -> Iterator[Finding]:
    if path.name.startswith("~$"):
        yield OPEN_IN_EXCEL.found(Address(name), file=name, original=path.name[2:])
    elif path.suffix.lower() != ".xlsx":
        yield PASSED_OVER.found(Address(name), file=name)
