"""Accepted returns → ``Edition``, with every row accounted for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from pipeline.model import Edition, Form, Partnership, Period, RegisterEntry, Return, Standing, replace


class RowsUnaccountedError(Exception):
    """A row was read and is neither reported nor held out. That is a fault of the program, never of a return."""


def merge(
    partnerships: Iterable[Partnership],
    accepted: Mapping[str, Return],
    held_out: Mapping[str, str],
    period: Period,
    forms: Mapping[str, Form],
    authors: Iterable[Partnership] = (),
) -> Edition:
    """One edition in the order of ``partnerships``. ``authors`` send the return of a paper's cover.

    ``accepted`` and ``held_out`` give the return that counts, and why one does not, by the sender's id.

    Raises:
        RowsUnaccountedError: rows in are not equal to rows reported plus rows held out.
    """
    register, covers = (
        tuple(_entry(sender, accepted.get(sender.id), held_out.get(sender.id, "")) for sender in senders)
        for senders in (partnerships, authors)
    )
    for contents in accepted.values():
        account_for_rows(contents)
    return Edition(period, register, forms, covers)


def told(
    edition: Edition,
    carried: Mapping[str, Return],
    late: Collection[str],
    remarks: Mapping[str, tuple[str, ...]],
    due: Mapping[str, date],
) -> Edition:
    """The edition with all that its register tells: earlier positions, late returns, remarks, and the last days.

    Each is given by the partnership's id.
    """
    for contents in carried.values():
        account_for_rows(contents)
    register = tuple(
        replace(
            entry,
            carried=carried.get(entry.partnership.id),
            late=entry.partnership.id in late,
            remarks=remarks.get(entry.partnership.id, ()),
            due=due.get(entry.partnership.id),
        )
        for entry in edition.register
    )
    return replace(edition, register=register)


def _entry(partnership: Partnership, contents: Return | None, reason: str) -> RegisterEntry:
    if contents is not None:
        tables = contents.tables.values()
        nil = not any(table.records for table in tables) and any(table.nil for table in tables)
        return RegisterEntry(partnership, Standing.NIL if nil else Standing.RECEIVED, contents)
    return RegisterEntry(partnership, Standing.HELD_OUT if reason else Standing.MISSING, reason=reason)


def account_for_rows(contents: Return) -> None:
    """Check that each table's rows in equal its rows reported plus its rows held out."""
    for table in contents.tables.values():
        if table.rows_in != len(table.records) + len(table.held_out):
            raise RowsUnaccountedError(f"{contents.file}: {table.definition.sheet}")
