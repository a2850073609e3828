"""Findings → what each sender is asked: numbered, by weight, in the order of the workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePosixPath

from msgspec import Struct

from pipeline.explain.grouping import HEADINGS, Group, grouped
from pipeline.forms.sheets import A_CELL, Reply, shortened
from pipeline.model import (
    Address,
    Finding,
    FormTable,
    Level,
    Query,
    RegisterEntry,
    Return,
    Submission,
    Value,
    replace,
)

ASKED = (Level.ERROR, Level.WARNING)
LONGEST = 700  # characters of a sentence in a letter; a cell may hold 32,767
NAMED_ROWS = 5  # with more cells than these, a letter gives them without their rows' names
ROW_NAME = 50  # characters


class Received(Struct, frozen=True):
    """One file of a sender as it came; ``contents`` is None when nothing could be read from it."""

    file: str
    contents: Return | None
    accepted: bool

    @property
    def name(self) -> str:
        """The file's name as its sender knows it."""
        return PurePosixPath(self.file).name

    @property
    def readable(self) -> bool:
        """Whether a return was read from it."""
        return self.contents is not None

    @property
    def version(self) -> str:
        """Its version as typed."""
        return self._typed("version")

    @property
    def approved_by(self) -> str:
        """The role that approved it, as typed."""
        return self._typed("approved_by")

    @property
    def approved_on(self) -> str:
        """When it was approved, as typed."""
        return self._typed("approved_on")

    def _typed(self, field_id: str) -> str:
        value = self.contents.fields.get(field_id) if self.contents else None
        return value.typed if value else ""


class Enquiry(Struct, frozen=True):
    """All that one sender is asked, and how to answer. ``reply`` is None when nothing could be read."""

    entry: RegisterEntry
    received: tuple[Received, ...]
    queries: tuple[Query, ...]
    reply: Reply | None

    def about(self, file: str) -> list[Query]:
        """The queries on one file."""
        return [query for query in self.queries if query.file == file]


def enquiries(
    register: Iterable[RegisterEntry],
    submissions: Sequence[Submission],
    findings: Sequence[Finding],
    whose: Mapping[str, str],
    period: str,
) -> list[Enquiry]:
    """What each sender in ``register`` is asked; nothing for those with nothing to answer.

    ``whose`` gives the sender's id for each file that somebody has to answer for, ``period`` is in words.
    """
    came, asked = _by_sender(submissions, findings, whose)
    made = []
    for entry in register:
        own = entry.partnership.id
        received = tuple(
            Received(one.file, one.contents, entry.accepted is not None and one.file == entry.accepted.file)
            for one in came.get(own, ())
        )
        if own in asked:
            reply = _reply(received, f"{entry.partnership.name}, {period}")
            made.append(Enquiry(entry, received, tuple(_queries(asked[own], received, reply)), reply))
    return made


def _by_sender(
    submissions: Iterable[Submission], findings: Iterable[Finding], whose: Mapping[str, str]
) -> tuple[dict[str, list[Submission]], dict[str, list[Finding]]]:
    """What came from each sender, and what each is asked: what names it, and what is found on its files."""
    came: dict[str, list[Submission]] = {}
    for one in submissions:
        came.setdefault(whose.get(one.file, ""), []).append(one)
    files = {one.file: sender for sender, own in came.items() for one in own}
    asked: dict[str, list[Finding]] = {}
    for finding in findings:
        for sender in {finding.sender, files.get(finding.address.file, "")} if finding.level in ASKED else ():
            asked.setdefault(sender, []).append(finding)
    return came, asked


def _reply(received: Sequence[Received], whose: str) -> Reply | None:
    """How the next return is to be numbered: above every version that came."""
    versions = [
        (version if isinstance(version, Decimal) else Decimal(1), one.contents.fields.get("version"))
        for one in received
        if one.contents
        for version in [one.contents.content("version")]
    ]
    if not versions:
        return None
    highest, value = max(versions, key=lambda pair: pair[0])
    at, typed = (value.address, value.typed) if value else (None, "")
    return Reply(whose, at, typed, str(int(highest) + 1))


# --- one sender's queries ---------------------------------------------------------------------


def _queries(
    findings: Iterable[Finding], received: Sequence[Received], reply: Reply | None
) -> Iterator[Query]:
    rows = {place: name for one in received if one.contents for place, name in _row_names(one.contents)}
    sheets = list(dict.fromkeys(sheet for one in received if one.contents for sheet in _sheets(one.contents)))
    groups = grouped(_for_letter(finding, rows, received, reply) for finding in findings)
    groups = [replace(group, addresses=_in_order(group.addresses, sheets)) for group in groups]
    groups.sort(key=lambda one: (ASKED.index(one.level), one.file, _rank(one.addresses[0], sheets)))
    for number, group in enumerate(groups, 1):
        yield Query(
            number,
            HEADINGS[group.level],
            group.file,
            _where(group, rows, [one.file for one in received]),
            group.message,
            group.remedy,
            group.addresses,
        )


def _for_letter(
    finding: Finding, rows: Mapping[Address, str], received: Sequence[Received], reply: Reply | None
) -> Finding:
    """A finding in the words of a letter: files by their own names, on one line, no longer than can be read."""
    row = rows.get(finding.address, "")
    message = finding.message.replace(f" for “{row}”", "") if row else finding.message  # where it is says so
    for one in received:
        message = message.replace(one.file, one.name)
    wanted = finding.asked or finding.remedy
    if reply and finding.address == reply.version_at:  # the last step of the answer asks for it too
        wanted = f"Please type {reply.version_next}."
    return replace(finding, message=_one_line(message), remedy=_one_line(wanted))


def _one_line(text: str) -> str:
    return shortened(" ".join(text.split()), LONGEST)


def _row_names(contents: Return) -> Iterator[tuple[Address, str]]:
    """What the row of each cell is called."""
    for table in contents.tables.values():
        for record in table.records:
            name = _row_name(record.values, table.definition)
            yield from ((value.address, name) for value in record.values.values() if name)


def _row_name(values: Mapping[str, Value], table: FormTable) -> str:
    named = values.get(table.key)
    first = named.typed.split("\n")[0] if named else ""
    return first if len(first) <= 60 else first[:57].rstrip() + "..."


def _sheets(contents: Return) -> Iterator[str]:
    """The sheets of a return, in the order of its form."""
    yield from (value.address.sheet for value in contents.fields.values())
    for table in contents.tables.values():
        rows = (*(row.address for row in table.records), *(row.address for row in table.held_out))
        yield rows[0].sheet if rows else table.definition.sheet


def _rank(address: Address, sheets: Sequence[str]) -> tuple[int, str, int, int]:
    """Where in the workbook a place comes: the whole file first, then by sheet, row and column."""
    named = sheets.index(address.sheet) if address.sheet in sheets else len(sheets)
    return named if address.sheet else -1, address.sheet, *_row_and_column(address)


def _in_order(addresses: Iterable[Address], sheets: Sequence[str]) -> tuple[Address, ...]:
    return tuple(sorted(dict.fromkeys(addresses), key=lambda one: _rank(one, sheets)))


def _row_and_column(address: Address) -> tuple[int, int]:
    if not A_CELL.fullmatch(address.cell):
        return 0, 0
    letters = address.cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(address.cell[len(letters) :]), column


# --- places in words --------------------------------------------------------------------------


def _where(group: Group, rows: Mapping[Address, str], files: Sequence[str]) -> str:
    """The place of a query: ``Sheet “Risks”, cells B5 (“Frailty”) and B7 (“Stroke”)``; '' when nothing came."""
    if group.file not in files:
        return ""
    by_sheet: dict[str, list[Address]] = {}
    for address in group.addresses:
        by_sheet.setdefault(address.sheet, []).append(address)
    sheets = "; ".join(_on_sheet(sheet, cells, rows) for sheet, cells in by_sheet.items() if sheet)
    file = f"File “{PurePosixPath(group.file).name}”" if len(files) > 1 or not sheets else ""
    return ": ".join(part for part in (file, sheets) if part)


def _on_sheet(sheet: str, addresses: Sequence[Address], rows: Mapping[Address, str]) -> str:
    cells = [address for address in addresses if address.cell]
    if not cells:
        return f"Sheet “{sheet}”"
    named = cells if len(cells) <= NAMED_ROWS else []
    listed = [_cell(address, rows) for address in named] or _runs([address.cell for address in cells])
    noun = "cell" if len(cells) == 1 else "cells"
    return f"Sheet “{sheet}”, {noun} {_and(listed)}"


def _cell(address: Address, rows: Mapping[Address, str]) -> str:
    row = " ".join(rows.get(address, "").split())
    short = row if len(row) <= ROW_NAME else row[: ROW_NAME - 1].rstrip() + "…"
    return f"{address.cell} (“{short}”)" if short else address.cell


def _runs(cells: Sequence[str]) -> list[str]:
    """Cells in the fewest words: a run of neighbours down a column is “D5 to D9”."""
    runs: list[list[tuple[str, int]]] = []
    parts = sorted(
        (column, int(row)) for cell in cells for column, row in re.findall(r"([A-Z]+)([0-9]+)", cell)
    )
    for column, row in parts:
        if runs and runs[-1][-1] == (column, row - 1):
            runs[-1].append((column, row))
        else:
            runs.append([(column, row)])
    return [" to ".join(dict.fromkeys(f"{c}{r}" for c, r in (run[0], run[-1]))) for run in runs]


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
