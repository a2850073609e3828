"""Which rows of earlier periods are the same programme, risk, measure or action as a row of this one.

Rows are matched by their reference; where it was changed, or the form asks for none, by their name. Nobody's row is
matched by its place: rows are put in another order, and new ones come between.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from pipeline.model import Address, Edition, FormTable, Period, Record, RegisterEntry, Table

REFERENCE = "reference"  # the column that stays the same every month
NUMBERING = re.compile(r"^\W*\d+[.)]\s*")  # “1. Community hubs” may be “2. Community hubs” a month later


class Past(Struct, frozen=True):
    """A row as it was in an earlier period. ``renamed``: its reference was another, and its name matched."""

    period: Period
    record: Record
    renamed: bool = False


Pasts = Mapping[Address, tuple[Past, ...]]  # by the address of the row as it is now, the latest first


def pasts(entry: RegisterEntry, table_id: str, before: Iterable[Edition]) -> Pasts:
    """The earlier rows behind each row that is shown of a partnership's table; none behind a new one."""
    table = _shown(entry, table_id)
    if table is None:
        return {}
    found: dict[Address, list[Past]] = {record.address: [] for record in table.records}
    latest = {record.address: record for record in table.records}
    for period, earlier in _tables_before(entry, table_id, before):
        pairs = _pairs(latest, earlier.records, table.definition)
        for address, (record, renamed) in pairs.items():
            found[address].append(Past(period, record, renamed))
            latest[address] = record
    return {address: tuple(rows) for address, rows in found.items()}


def gone(entry: RegisterEntry, table_id: str, before: Iterable[Edition]) -> list[Past]:
    """The rows of a partnership's last earlier return that it reports no more, in their order."""
    table = _shown(entry, table_id)
    last = next(_tables_before(entry, table_id, before), None)
    if table is None or last is None:
        return []
    period, earlier = last
    now = {record.address: record for record in table.records}
    still = {row.address for row, _ in _pairs(now, earlier.records, table.definition).values()}
    return [Past(period, record) for record in earlier.records if record.address not in still]


def reported_before(entry: RegisterEntry, table_id: str, before: Iterable[Edition]) -> Period | None:
    """The last earlier period in which a return of the partnership with that table counts."""
    return next((period for period, _ in _tables_before(entry, table_id, before)), None)


def identity(record: Record, table: FormTable) -> tuple[str, str]:
    """What a row is known by from one period to the next: its reference and its name, each '' where it has none."""
    return _reference(record), _name(record, table)


def _shown(entry: RegisterEntry, table_id: str) -> Table | None:
    return entry.shown.tables.get(table_id) if entry.shown else None


def _tables_before(
    entry: RegisterEntry, table_id: str, before: Iterable[Edition]
) -> Iterator[tuple[Period, Table]]:
    """A partnership's table in each earlier period of which a return of it counts, the latest first."""
    shown = entry.shown.period if entry.shown else None
    for edition in before:
        of_it = (one.accepted for one in edition.register if one.partnership.id == entry.partnership.id)
        contents = next(of_it, None)
        table = contents.tables.get(table_id) if contents else None
        if table and shown and edition.period.precedes(shown):
            yield edition.period, table


def _pairs(
    now: Mapping[Address, Record], earlier: Sequence[Record], table: FormTable
) -> dict[Address, tuple[Record, bool]]:
    """Each row of now with the earlier row that is the same, and whether only the name says so."""
    pairs: dict[Address, tuple[Record, bool]] = {}
    for known_by, by_name in ((_reference, False), (lambda row: _name(row, table), True)):
        taken = {row.address for row, _ in pairs.values()}
        left = {address: record for address, record in now.items() if address not in pairs}
        rest = [record for record in earlier if record.address not in taken]
        for address, row in _matched(left, rest, known_by):
            pairs[address] = row, by_name and _changed(_reference(left[address]), _reference(row))
    return pairs


def _matched(
    now: Mapping[Address, Record], earlier: Sequence[Record], known_by: Callable[[Record], str]
) -> Iterator[tuple[Address, Record]]:
    """Pairs of rows that have the same word, where one row has it on either side: a repeated one tells nothing."""
    times = Counter(map(known_by, now.values()))
    times_before = Counter(map(known_by, earlier))
    rows = {known_by(record): record for record in earlier}
    for address, record in now.items():
        word = known_by(record)
        if word and times[word] == 1 == times_before[word]:
            yield address, rows[word]


def _changed(reference: str, earlier: str) -> bool:
    return bool(reference and earlier) and reference != earlier


def _reference(record: Record) -> str:
    return _folded(record, REFERENCE)


def _name(record: Record, table: FormTable) -> str:
    return "" if table.key == REFERENCE else NUMBERING.sub("", _folded(record, table.key))


def _folded(record: Record, column_id: str) -> str:
    value = record.values.get(column_id)
    return " ".join(value.typed.casefold().split()).rstrip(" .") if value else ""
