"""What each value is in the terms of its return: whose, in which table and row, under which header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from pipeline.model import Address, RegisterEntry, Return, Table
from pipeline.word.trace import Origin


def origins(register: Iterable[RegisterEntry], covers: Iterable[RegisterEntry] = ()) -> dict[Address, Origin]:
    """The origin of every value of the returns that a paper shows; those of the covers are nobody's."""
    senders = [(entry.shown, entry.partnership.name) for entry in register]
    senders += [(entry.shown, "") for entry in covers]
    return {address: origin for shown, name in senders if shown for address, origin in _of(shown, name)}


def _of(shown: Return, name: str) -> Iterator[tuple[Address, Origin]]:
    for column in shown.form.fields:
        if column.id in shown.fields:
            yield shown.fields[column.id].address, Origin(name, column=column.header)
    for table in shown.tables.values():
        yield from _in_table(table, name)


def _in_table(table: Table, name: str) -> Iterator[tuple[Address, Origin]]:
    form = table.definition
    for record in table.records:
        key = record.values.get(form.key)
        for column in form.columns:
            if column.id in record.values:
                row = _digest(key.typed) if key and key.typed else ""
                yield record.values[column.id].address, Origin(name, form.title, row, column.header)


def _digest(typed: str) -> str:
    """Tells a row from others without repeating what was typed, which may be about a person."""
    return sha256(typed.encode("utf-8", "replace")).hexdigest()[:16]
