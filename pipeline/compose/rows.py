"""A row of a return as the page shows it: its own cells, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pipeline.compose.row_history import RowHistory, has_score, histories, moved
from pipeline.compose.showing import NOT_GIVEN, NOT_RATED, NOTHING, marked, shown, text
from pipeline.model import Column, Edition, Figure, FormTable, RatingScheme, Record, RegisterEntry, Shown
from pipeline.scores import direction, disagreements, position, risk_score

Cells = dict[str, Shown]
Row = dict[str, object]
WORKED_OUT = {
    "position": "How the actual stands against the target.",
    "on_target": "Y or N: whether the actual meets the target.",
    "direction": "How the actual moved since the previous one, with an arrow.",
}


def row(record: Record, table: FormTable, columns: Mapping[str, Column], history: RowHistory) -> Row:
    """The cells of a row by column id, with what is worked out from them and from earlier periods.

    ``columns`` are those of the table on every form; the ones that the row's own form has not show nothing.
    """
    cells: Row = {column.id: shown(record.values.get(column.id), blank(column)) for column in table.columns}
    if has_score(table):
        cells |= _risk(record, table.scheme("rating"))
    if table.column("target") and table.column("actual"):
        cells |= _measure(record)
    return dict.fromkeys(columns, NOTHING) | moved(record, columns.values(), table, history) | cells


def blank(column: Column) -> str:
    """What the page shows where a column is left empty: the form's own words, else that it is missing."""
    if column.if_blank is not None:
        return column.if_blank
    return NOT_RATED if column.kind == "rating" else NOT_GIVEN


def columns_of(edition: Edition, table_id: str) -> dict[str, Column]:
    """Every column that the table has on any form of the edition, by id; a row of any form can be asked for it."""
    return {
        column.id: column
        for form in (*edition.forms.values(), *(contents.form for contents in edition.returns))
        for table in form.tables
        if table.id == table_id
        for column in table.columns
    }


def rows(entry: RegisterEntry, table_id: str, edition: Edition) -> tuple[Row, ...]:
    """The rows of a partnership's table as shown; none where there is no such table."""
    table = entry.shown.tables.get(table_id) if entry.shown else None
    if table is None:
        return ()
    columns, known = columns_of(edition, table_id), histories(entry, table_id, edition)
    return tuple(row(record, table.definition, columns, known[record.address]) for record in table.records)


# --- risks ------------------------------------------------------------------------------------


def _risk(record: Record, scheme: RatingScheme | None) -> Cells:
    """A risk: a score worked out where none was typed, and what contradicts the rest marked."""
    factors = {name: _factor(record, name) for name in ("likelihood", "impact")}
    rating = {"rating": shown_rating(record, scheme)} if scheme else {}
    return factors | rating | {"score": shown_score(record, scheme)}


def _factor(record: Record, column_id: str) -> Shown:
    """Likelihood or impact; said to be missing only where the other is there."""
    either = any(shown(record.values.get(name), "") for name in ("likelihood", "impact"))
    return shown(record.values.get(column_id), "not given" if either else "")


def shown_score(risk: Record, scheme: RatingScheme | None) -> Shown:
    """A risk's score as typed, marked where likelihood times impact contradicts it; else worked out."""
    typed, score = risk.values.get("score"), risk_score(risk)
    if typed is None or typed.blank:
        return text("Not scored" if score is None else f"{score.normalize():f}")
    return marked(shown(typed)) if "score" in disagreements(risk, scheme) else shown(typed)


def shown_rating(risk: Record, scheme: RatingScheme | None) -> Shown:
    """A risk's rating, marked where the score contradicts it."""
    rating = shown(risk.values.get("rating"), NOT_RATED)
    return marked(rating) if "rating" in disagreements(risk, scheme) else rating


# --- measures ---------------------------------------------------------------------------------


def _measure(record: Record) -> Cells:
    stands = position(record)
    return {
        "position": text(stands or NOT_RATED),
        "on_target": text({"On target": "Y", "Off target": "N"}.get(stands, NOT_RATED)),
        "direction": text(direction(record) or "No comparison"),
    }


# --- figures ----------------------------------------------------------------------------------


def amount(number: Decimal, unit: str) -> str:
    """A figure that was worked out, in the words of its unit: ``£1,200``, ``-3.5%``, ``12 weeks``."""
    sign, size = ("-" if number < 0 else ""), f"{abs(number).normalize():,f}"
    if unit == "pounds":
        return f"{sign}£{size}"
    return f"{sign}{size}" + {"per cent": "%", "": ""}.get(unit, f" {unit}")


def figure_in(record: Record, column_id: str) -> Figure | None:
    """The figure in a cell of a row; a plain number is one without a unit."""
    content = record.content(column_id)
    if isinstance(content, Decimal):
        return Figure(content, "", "", "")
    return content if isinstance(content, Figure) else None
