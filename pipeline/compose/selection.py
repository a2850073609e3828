"""The part of an edition that one paper shows: its partnerships, tables and rows; what is exempt only in private."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.compose.showing import shown
from pipeline.matching import identity
from pipeline.model import (
    Address,
    Column,
    Edition,
    Form,
    Record,
    RegisterEntry,
    Return,
    Table,
    Value,
    replace,
)
from pipeline.settings import PaperSettings, TableSettings

EXEMPT = "exempt"  # the column in which a return says that a row is exempt from publication


def of_paper(edition: Edition, paper: PaperSettings) -> Edition:
    """The edition of those alone of whom the paper speaks, in this period and those before."""
    own = frozenset(paper.partnerships)
    return replace(
        edition,
        register=tuple([one for one in edition.register if not own or one.partnership.id in own]),
        covers=tuple(one for one in edition.covers if one.partnership.id == paper.id),
        before=tuple(of_paper(one, paper) for one in edition.before),
    )


def selected(edition: Edition, paper: PaperSettings, *, private: bool) -> Edition:
    """The edition without what the paper does not show.

    A column that the paper leaves out stays, for rows are put in order by it, and is no longer meant for the page.
    Of what is exempt nothing stays, unless the paper is private.
    """
    own = of_paper(edition, paper)
    register = [_entry(one, paper, private) for one in own.register]
    covers = [_entry(one, paper, private) for one in own.covers]
    before = [selected(_open_now(one, own, private), paper, private=private) for one in own.before]
    return replace(own, register=tuple(register), covers=tuple(covers), before=tuple(before))


def _open_now(earlier: Edition, edition: Edition, private: bool) -> Edition:
    """An earlier edition without the rows that are exempt by now: it would tell what this one keeps back."""
    now = {entry.partnership.id: entry.shown for entry in edition.register}
    register = tuple(
        replace(entry, accepted=_without_exempt(entry.accepted, now.get(entry.partnership.id), private))
        for entry in earlier.register
    )
    return replace(earlier, register=register)


def _without_exempt(earlier: Return | None, now: Return | None, private: bool) -> Return | None:
    if earlier is None or now is None or private:
        return earlier
    tables = {
        table_id: _rows_open(table, now.tables.get(table_id)) for table_id, table in earlier.tables.items()
    }
    return replace(earlier, tables=tables)


def _rows_open(table: Table, now: Table | None) -> Table:
    exempt = [one for one in now.records if is_exempt(one)] if now else []
    known = {word for one in exempt for word in identity(one, table.definition) if word}
    open_rows = tuple(one for one in table.records if known.isdisjoint(identity(one, table.definition)))
    return replace(table, records=open_rows)


def addresses(edition: Edition) -> frozenset[Address]:
    """The cells of an edition's returns."""
    return frozenset(value.address for value in every_value(edition))


def every_value(edition: Edition) -> Iterator[Value]:
    """What stands in each cell of an edition's returns."""
    for contents in edition.returns:
        yield from contents.fields.values()
        for record in (one for table in contents.tables.values() for one in table.records):
            yield from record.values.values()


def _entry(entry: RegisterEntry, paper: PaperSettings, private: bool) -> RegisterEntry:
    accepted, carried = (
        _part(one, paper, private) if one else None for one in (entry.accepted, entry.carried)
    )
    return replace(entry, accepted=accepted, carried=carried)


def _part(contents: Return, paper: PaperSettings, private: bool) -> Return:
    open_fields = _open(contents.form.fields, private)
    fields = tuple(_meant_if(one, shown=shows_field(one.id, contents.form, paper)) for one in open_fields)
    tables = {
        table_id: _table(table, paper, private)
        for table_id, table in contents.tables.items()
        if views_of(table_id, paper) and (private or not table.definition.exempt)
    }
    form = replace(contents.form, fields=fields, tables=tuple(table.definition for table in tables.values()))
    return replace(contents, form=form, fields=_only(contents.fields, fields), tables=tables)


def _open(columns: Iterable[Column], private: bool) -> tuple[Column, ...]:
    """The columns that may be shown."""
    return tuple(column for column in columns if private or not column.exempt)


def _only(values: Mapping[str, Value], columns: Iterable[Column]) -> dict[str, Value]:
    return {column.id: values[column.id] for column in columns if column.id in values}


def views_of(table_id: str, paper: PaperSettings) -> list[TableSettings]:
    """How a paper shows a table of the returns: once for each table that it makes of it."""
    if not paper.tables:
        return [TableSettings()]
    return [one for one in _made_of(table_id, paper) if not one.left_out]


def _made_of(table_id: str, paper: PaperSettings) -> list[TableSettings]:
    return [one for name, one in paper.tables.items() if (one.of or name) == table_id]


def _table(table: Table, paper: PaperSettings, private: bool) -> Table:
    views = views_of(table.definition.id, paper)
    public = [one for one in table.records if private or not is_exempt(one)]
    columns = _open(table.definition.columns, private)
    definition = replace(table.definition, columns=tuple(_meant(column, views) for column in columns))
    return replace(
        table,
        definition=definition,
        records=tuple(
            replace(one, values=_only(one.values, columns))
            for one in public
            if any(taken(one, view, table.definition.id, paper) for view in views)
        ),
        exempt=len(table.records) - len(public),
    )


def is_exempt(record: Record) -> bool:
    """Whether a row is marked as exempt; whatever is typed there but No, understood or not, keeps it from the public."""
    value = record.values.get(EXEMPT)
    return value is not None and not value.blank and value.content is not False


def anything_exempt(edition: Edition) -> bool:
    """Whether anything at all in the returns of an edition is exempt from publication."""
    return any(
        any(column.exempt for column in contents.form.fields)
        or any(_anything_exempt(table) for table in contents.tables.values())
        for contents in edition.returns
    )


def _anything_exempt(table: Table) -> bool:
    form = table.definition
    return form.exempt or any(column.exempt for column in form.columns) or any(map(is_exempt, table.records))


def taken(record: Record, view: TableSettings, table_id: str, paper: PaperSettings) -> bool:
    """Whether a table of a paper takes the row of the returns' table with that id.

    Each column that it names holds one of its words; where it takes the rest, no other table takes the row, not even
    one that is left out.
    """
    others = [one for one in _made_of(table_id, paper) if not one.rest] if view.rest else []
    return _chosen(record, view) and not any(_chosen(record, one) for one in others)


def _chosen(record: Record, view: TableSettings) -> bool:
    return all(str(shown(record.values.get(name))) in words for name, words in view.only.items())


def columns_of_row(record: Record, table: Table, paper: PaperSettings) -> tuple[Column, ...]:
    """The columns of a selected table, each meant for the page only where a table that takes the row shows it.

    A row may be chosen by what the public must not see; as no table then takes it, each is asked to show it.
    """
    views = views_of(table.definition.id, paper)
    if len(views) == 1:
        return table.definition.columns
    taking = [view for view in views if taken(record, view, table.definition.id, paper)]
    return tuple(_meant(column, taking or views) for column in table.definition.columns)


def _meant(column: Column, views: list[TableSettings]) -> Column:
    """The column, meant for the page only where one of these tables shows it in every row."""
    return _meant_if(column, shown=any(shows(column.id, view) for view in views))


def _meant_if(column: Column, *, shown: bool) -> Column:
    return column if shown or not column.in_paper else replace(column, in_paper=False)


def shows_field(field_id: str, form: Form, paper: PaperSettings) -> bool:
    """Whether a paper has to show a single field: those of its own cover, and those that it names or does not narrow."""
    return form.subject == "paper" or not paper.tables or field_id in paper.fields


def shows(column_id: str, view: TableSettings) -> bool:
    """Whether a table shows each cell of a column. Names of groups and rows are shown once for all that have them."""
    if view.across:
        return column_id == view.values
    return column_id in view.columns if view.columns else column_id != view.group_by
