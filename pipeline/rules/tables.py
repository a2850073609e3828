"""Rules on tables: references that are shared, tables that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Address, Finding, Level, Return, Rule, Value

DUPLICATE = Rule(
    "duplicate-reference",
    Level.ERROR,
    "The reference “{reference}” stands in more than one row of {table}.",
    "Give each row a reference of its own.",
    why="A reference names one row from month to month. If two rows share it, neither can be followed.",
)

NO_ROWS = Rule(
    "table-empty",
    Level.ERROR,
    "The table “{title}” has no rows.",
    "Fill it in, or type Nil in its first cell.",
    why="An empty table could mean nothing to report, or forgotten. Nil says which.",
)


def references(contents: Return) -> Iterator[Finding]:
    """Two rows of a table share a reference."""
    for table in contents.tables.values():
        for column in (c for c in table.definition.columns if c.kind == "reference"):
            typed = [record.values[column.id] for record in table.records if column.id in record.values]
            seen: dict[str, list[Value]] = {}
            for value in typed:
                if value.typed:
                    seen.setdefault(value.typed.casefold(), []).append(value)
            for shared in (values for values in seen.values() if len(values) > 1):
                for value in shared:
                    yield DUPLICATE.found(value.address, reference=value.typed, table=table.definition.sheet)


def tables(contents: Return) -> Iterator[Finding]:
    """A table that every return must fill has no rows and does not say Nil."""
    for table in contents.tables.values():
        hidden = any(finding.level is Level.ERROR for finding in table.held_out)
        if table.found and table.definition.required and not table.records and not table.nil and not hidden:
            yield NO_ROWS.found(Address(contents.file, table.definition.sheet), title=table.definition.title)
