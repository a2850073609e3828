"""One partnership's part of the paper."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.compose.rows import blank, rows
from pipeline.compose.showing import counted, shown
from pipeline.model import Column, Edition, FormTable, RegisterEntry, Return, Value

Section = Mapping[str, object]


def section(entry: RegisterEntry, edition: Edition) -> Section:
    """What the paper shows of a partnership; where no return counts, a notice that says why.

    Under the id of each field and table of any form stands what the return says there; ``no_`` and the id of a
    table give a sentence where it has no rows. ``position`` is the earlier period that is shown, '' when it is the
    paper's own.
    """
    contents = entry.shown
    fields: Mapping[str, Value] = contents.fields if contents else {}
    return {
        **{name: shown(fields.get(name), blank(column)) for name, column in fields_of(edition).items()},
        **{name: rows(entry, name, edition) for name in tables_of(edition)},
        **{f"no_{name}": _nothing(contents, name) for name in tables_of(edition)},
        "no_measures": _no_measures(contents),
        "name": entry.partnership.name,
        "form": contents.form.id if contents else "",
        "notice": notice(entry, edition),
        "position": entry.position,
    }


def fields_of(edition: Edition) -> dict[str, Column]:
    """Every single field of the forms of partnerships, by id."""
    return {
        column.id: column
        for form in edition.forms.values()
        if form.subject != "paper"
        for column in form.fields
    }


def tables_of(edition: Edition) -> dict[str, FormTable]:
    """Every table of the forms of partnerships, by id."""
    return {
        table.id: table for form in edition.forms.values() if form.subject != "paper" for table in form.tables
    }


def notice(entry: RegisterEntry, edition: Edition) -> str:
    """Why nothing of a partnership is reported, or an earlier position; '' when its return counts."""
    if entry.accepted:
        return ""
    why = f"No return was received for {edition.period.title}."
    if entry.reason:
        why = f"The return for {edition.period.title} was held out. {entry.reason}"
    return f"Position at {entry.position}: {why[0].lower()}{why[1:]}" if entry.position else why


def _nothing(contents: Return | None, table_id: str) -> str:
    """Said where a table has no rows: that it is exempt, nil, or, where rows are always needed, that none came."""
    table = contents.tables.get(table_id) if contents else None
    if table is None or table.records:
        return ""
    if table.exempt:
        return f"{counted(table.exempt, 'entry is', 'entries are')} exempt from publication."
    if table.nil:
        return "Nil return: nothing to report here."
    return f"No {table_id.replace('_', ' ')} were reported." if table.definition.required else ""


def _no_measures(contents: Return | None) -> str:
    """Said where a heading or an area was given for measures that did not follow."""
    if contents is None or contents.records("waits") or contents.records("measures"):
        return ""
    announced = any(shown(contents.fields.get(name), "") for name in ("measures_heading", "measures_area"))
    return "No waiting times or measures were reported." if announced else ""
