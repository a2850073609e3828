"""The last return that counted → what the next form is issued with.

Rows that a rating closes are left out, and ratings and figures are given anew. What is no content of its own, such as
an error or a formula without a value, is not carried on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.forms.start import SCORE, Start, StartingRow, judged
from pipeline.model import (
    NOTHING,
    Column,
    Form,
    FormTable,
    Problem,
    Rating,
    Record,
    Return,
    Table,
    Value,
    replace,
)
from pipeline.movement import FIXED, is_finished
from pipeline.saying import said
from pipeline.scores import product, risk_score
from pipeline.settings import BLANK, NextForms

ANEW = frozenset(
    {"version", "approved_by", "approved_on"}
)  # what belongs to one return alone, and signs it off
GIVEN_ANEW = frozenset({"rating", "number", "figure"})  # kinds; what is fixed for a year stays all the same
WORDS = frozenset({"choice", "yes_no", "month"})  # kinds whose word is written as the form has it
NO_CONTENT = frozenset(
    {
        Problem.CELL_ERROR,
        Problem.UNCALCULATED,
        Problem.STRUCK,
        Problem.FILL_ONLY,
        Problem.HIDDEN,
        Problem.MERGED,
        Problem.DASH,
        Problem.TURNED_INTO_DATE,
    }
)
ERROR_WORD = re.compile(r"#(?:REF|VALUE|NAME|NUM|NULL|DIV/0|N/A|SPILL|CALC|FIELD)[!?]?", re.IGNORECASE)


def start_from(last: Return, form: Form, wanted: NextForms) -> Start | None:
    """What ``form`` is issued with after the return ``last``; None where that does not say its period."""
    if last.period is None:
        return None
    open_rows: dict[str, tuple[StartingRow, ...]] = {}
    left_out: list[str] = []
    for table in form.tables:
        came = last.tables.get(table.id)
        finished = [one for one in came.records if is_finished(one, came.definition)] if came else []
        left_out += [_name(record, table) for record in finished]
        open_rows[table.id] = tuple(_rows(table, came, finished, wanted)) if came else ()
    ratings = {one.id: last.content(one.id) for one in judged(form.fields)}
    words = {name: rating.word for name, rating in ratings.items() if isinstance(rating, Rating)}
    return Start(last.period, _answers(last, form, wanted), open_rows, words, tuple(left_out))


def _answers(last: Return, form: Form, wanted: NextForms) -> dict[str, Value]:
    asked = [one for one in form.fields if one.id not in ANEW | {form.subject, "period"}]
    kinds = {one.id: one.kind for one in last.form.fields}
    return dict(_carried(asked, last.fields, kinds, "", wanted))


def _rows(table: FormTable, came: Table, finished: list[Record], wanted: NextForms) -> Iterator[StartingRow]:
    kinds = {one.id: one.kind for one in came.definition.columns}
    for record in (one for one in came.records if one not in finished):
        values = dict(_carried(table.columns, record.values, kinds, table.key, wanted))
        if values:
            last = {column.id: _last(record, column) for column in judged(table.columns)}
            yield StartingRow(values, last)


def _carried(
    columns: Sequence[Column],
    values: Mapping[str, Value],
    kinds: Mapping[str, str],
    key: str,
    wanted: NextForms,
) -> Iterator[tuple[str, Value]]:
    """What each column is issued with; nothing where it was of another kind when it was filled in."""
    for column in columns:
        source = column.carried_from or _by_kind(column, key, wanted)
        value = values.get(source)
        if value and kinds.get(source) == column.kind and _has_content(value):
            yield column.id, _as_asked(value, column)


def _by_kind(column: Column, key: str, wanted: NextForms) -> str:
    """The column that is carried on where the form does not say: itself, or NOTHING."""
    if column.id == key or column.id in FIXED:
        return column.id
    left_blank = column.kind == "long_text" and wanted.texts == BLANK
    return NOTHING if left_blank or column.kind in GIVEN_ANEW else column.id


def _has_content(value: Value) -> bool:
    return bool(value.typed) and value.problem not in NO_CONTENT and not ERROR_WORD.fullmatch(value.typed)


def _as_asked(value: Value, column: Column) -> Value:
    """The value in the words that the form offers; what was not understood as it was typed, to be asked again."""
    if column.kind not in WORDS or value.content is None:
        return value
    return replace(value, typed=said(value.content), runs=())


def _last(record: Record, column: Column) -> str:
    """What was last given in a column that is judged anew; a score with what it is made of."""
    value = record.values.get(column.id)
    if column.id != SCORE:
        rating = record.rating(column.id)
        return rating.word if rating else value.typed if value else ""
    score = risk_score(record)
    if score is None:
        return value.typed if value else ""
    likelihood, impact = record.number("likelihood"), record.number("impact")
    made_of = (
        f" ({said(likelihood)} × {said(impact)})"
        if likelihood and impact and product(record) == score
        else ""
    )
    return said(score) + made_of


def _name(record: Record, table: FormTable) -> str:
    """What a row is called, on one line."""
    value = record.values.get(table.key)
    first = value.typed.split("\n")[0] if value else ""
    return first if len(first) <= 60 else first[:57].rstrip() + "..."
