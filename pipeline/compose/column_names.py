"""The names of fields and of the columns of tables. Each has one name, wherever its values are shown."""

from __future__ import annotations

from pipeline.compose.row_history import history_names, trail_names
from pipeline.compose.rows import WORKED_OUT
from pipeline.compose.selection import shows, shows_field, views_of
from pipeline.compose.showing import NOT_GIVEN, NOT_RATED
from pipeline.model import Column, Edition, FormTable, replace
from pipeline.names import Name, Names, list_of
from pipeline.settings import PaperSettings

KINDS = {"long_text": "long text", "yes_no": "yes or no", "reference": "text"}
LINES = list_of("Each line of the text by itself, for lines that are to be numbered.")


def column_name(column: Column, wanted: bool, withheld: bool = False) -> Name:
    """The name of a column or field: its header and guidance, and the words that it can print.

    ``wanted``: the paper has to show it, if it is meant for papers at all; ``withheld``: it never may.
    """
    words = [rating.word for rating in column.scheme.ratings] if column.scheme else list(column.choices)
    if column.kind == "yes_no":
        words = ["Yes", "No"]
    blank = NOT_RATED if column.kind == "rating" else NOT_GIVEN
    return Name(
        f"{column.header}. {column.guidance}".strip(),
        KINDS.get(column.kind, column.kind),
        {"lines": LINES} if column.kind == "long_text" else {},
        choices=(*words, blank if column.if_blank is None else column.if_blank) if words else (),
        reported=column.in_paper and wanted and not withheld,
        withheld=withheld,
    )


class ColumnNames:
    """The names of fields and of the columns of tables that the forms of an edition have."""

    def __init__(self, edition: Edition, paper: PaperSettings) -> None:
        """What the forms of an edition ask; the paper has to show what its own partnerships are asked."""
        self.tables: dict[str, dict[str, Name]] = {}
        self.fields: dict[str, Name] = {}
        issued = {entry.partnership.form for entry in edition.register}
        open_only = paper.public and not paper.private_version
        for form in edition.forms.values():
            wanted = form.id in issued
            if form.subject != "paper":
                fields = {
                    one.id: column_name(
                        one, wanted and shows_field(one.id, form, paper), open_only and one.exempt
                    )
                    for one in form.fields
                }
                self._add(self.fields, fields)
            for table in form.tables:
                views = views_of(table.id, paper)
                columns = {
                    column.id: column_name(
                        column,
                        wanted and any(shows(column.id, view) for view in views),
                        open_only and (column.exempt or table.exempt),
                    )
                    for column in table.columns
                }
                self._add(self.tables.setdefault(table.id, {}), columns)
                known = self.tables[table.id]
                known |= {name: Name(meaning) for name, meaning in _worked_out(table).items()}
                self.tables[table.id] = _history(table) | known

    @staticmethod
    def _add(known: dict[str, Name], more: Names) -> None:
        """Add names; one that another form has too may print the words of both, and is wanted where either is."""
        for name, one in more.items():
            first = known.get(name, one)
            choices = (
                tuple(dict.fromkeys((*first.choices, *one.choices))) if first.choices and one.choices else ()
            )
            known[name] = replace(
                first,
                choices=choices,
                reported=first.reported or one.reported,
                withheld=first.withheld and one.withheld,
            )

    def of(self, table_id: str) -> dict[str, Name]:
        """The names of a row of one table."""
        return self.tables.get(table_id, {})


def _worked_out(table: FormTable) -> dict[str, str]:
    if table.column("target") and table.column("actual"):
        return WORKED_OUT
    return (
        {"score": "The score as typed, else likelihood times impact."} if table.column("likelihood") else {}
    )


def _history(table: FormTable) -> dict[str, Name]:
    """The names by which a row's earlier periods are shown."""
    trails = {name: list_of(meaning) for name, meaning in trail_names(table).items()}
    return trails | {name: Name(meaning) for name, meaning in history_names(table).items()}
