"""Rows of the returns that no table of a paper takes: nothing is left out of a paper without a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pipeline.compose.selection import taken, views_of
from pipeline.model import Address, Edition, Finding, Level, Record, Rule, Table
from pipeline.settings import PaperSettings

UNDECIDED = Rule(
    "row-in-no-table",
    Level.WARNING,
    "{places}: no table of the paper “{title}” takes these rows of {table}, for what decides on it is empty there or "
    "not understood. What they say does not stand in the paper.",
    "Have the return corrected, or let a table of the paper take what no other takes: {{of: {id}, rest: true}}.",
    why="A paper that sorts rows into tables by a word loses those whose word is missing, and nobody sees the gap.",
)
LEFT_OUT = Rule(
    "rows-left-out",
    Level.NOTE,
    "{places}: the paper “{title}” leaves out these rows of {table}, for none of its tables asks for their words.",
    "If they should stand in it, let a table of the paper take what no other takes: {{of: {id}, rest: true}}.",
    why="A paper may leave rows out on purpose; those who build it should know which.",
)


def unplaced(edition: Edition, paper: PaperSettings, config: str) -> Iterator[Finding]:
    """The rows that are in a table of the returns of which the paper shows other rows; ``config`` is its file."""
    left: dict[tuple[str, bool], list[Record]] = {}
    titles: dict[str, str] = {}
    for table in _tables(edition, paper):
        table_id = table.definition.id
        titles[table_id] = table.definition.title
        for record in table.records:
            if not any(taken(record, view, table_id, paper) for view in views_of(table_id, paper)):
                left.setdefault((table_id, _undecided(record, table_id, paper)), []).append(record)
    for (table_id, undecided), records in left.items():
        rule, at = (UNDECIDED if undecided else LEFT_OUT), Address(config, "", paper.id)
        named = {"title": paper.title, "table": titles[table_id], "id": table_id}
        yield rule.found(at, places=_places(records), **named)


def _tables(edition: Edition, paper: PaperSettings) -> Iterator[Table]:
    """The tables of the paper's partnerships of which it shows anything."""
    for entry in edition.register:
        if entry.shown and paper.takes(entry.partnership.id):
            yield from (one for name, one in entry.shown.tables.items() if views_of(name, paper))


def _undecided(record: Record, table_id: str, paper: PaperSettings) -> bool:
    """Whether a cell by which the paper's tables take their rows says nothing that is understood."""
    deciding = {name for view in views_of(table_id, paper) for name in view.only}
    return any(record.content(name) is None for name in deciding)


def _places(records: list[Record]) -> str:
    """Where the rows stand: ``north.xlsx › Narrative!A5, A9``."""
    sheets = groupby((one.address for one in records), key=lambda at: (at.file, at.sheet))
    return "; ".join(
        f"{Address(*sheet)}!" + ", ".join(address.cell for address in addresses)
        for sheet, addresses in sheets
    )
