"""The cells and rows of a return, as the rules go through them."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Column, FormTable, Record, Return, Value


def values(contents: Return) -> Iterator[tuple[Column, Value, str]]:
    """Every value of a return with its column and what its row is called ('' for a single field)."""
    for column in contents.form.fields:
        if column.id in contents.fields:
            yield column, contents.fields[column.id], ""
    for table in contents.tables.values():
        for record in table.records:
            name = name_of(record, table.definition)
            for column in table.definition.columns:
                if column.id in record.values:
                    yield column, record.values[column.id], name


def row_number(record: Record) -> str:
    """The row's number on its sheet, to call it by where its key column is blank."""
    return record.address.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def name_of(record: Record, table: FormTable) -> str:
    """What a row is called: the first line of its key column, shortened."""
    value = record.values.get(table.key)
    first = value.typed.split("\n")[0] if value and value.typed else ""
    return first if len(first) <= 60 else first[:57].rstrip() + "..."
