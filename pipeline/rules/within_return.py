"""Checks within one return. Each is a function from a return to findings; ``CHECKS`` is their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from pipeline.model import (
    Address,
    Column,
    Content,
    Figure,
    Finding,
    FormTable,
    Level,
    Problem,
    Prose,
    Rating,
    Record,
    Return,
    Rule,
    Table,
    Value,
)  # fmt: skip
from pipeline.yaml_source import nearest

REQUIRED = Rule(
    "required-missing",
    Level.ERROR,
    "“{header}” is blank{of}.",
    "Please fill it in, or write why it cannot be given.",
)
NOT_IN_LIST = Rule(
    "word-not-in-list",
    Level.ERROR,
    "You've typed “{typed}” in {header}; choose one of {choices}.",
    "{hint}",
)
IMPOSSIBLE_DATE = Rule(
    "impossible-date",
    Level.ERROR,
    "“{typed}” in {header} is not a day in the calendar.",
    "Please give the right date.",
)
NOT_UNDERSTOOD = Rule(
    "value-not-understood",
    Level.ERROR,
    "“{typed}” in {header} is not {wanted}.",
    "Please type {wanted}, for example {example}.",
)
OUT_OF_RANGE = Rule(
    "number-out-of-range",
    Level.ERROR,
    "“{typed}” in {header} lies outside {lowest} to {highest}.",
    "Please give a number from {lowest} to {highest}.",
)
CELL_ERROR = Rule(
    "cell-error",
    Level.ERROR,
    "{header} shows {typed}, Excel's sign of a broken formula.",
    "Type the value itself into the cell.",
)
UNCALCULATED = Rule(
    "formula-without-value",
    Level.ERROR,
    "{header} holds a formula whose result was never worked out.",
    "Open the workbook in Excel, save it, and send it again; or type the value itself.",
)
DUPLICATE = Rule(
    "duplicate-reference",
    Level.ERROR,
    "The reference “{reference}” stands in more than one row of {table}.",
    "Give each row a reference of its own.",
)
TOO_LONG = Rule(
    "text-too-long",
    Level.WARNING,
    "{header} has {length} characters; the form allows {limit}.",
    "It is printed in full. Please shorten it if you can.",
)
LEFTOVER = Rule(
    "leftover-text",
    Level.WARNING,
    "{header} still says “{typed}”.",
    "Replace it with what the paper should say, or clear the cell.",
)
SCORE_DISAGREES = Rule(
    "risk-score-disagrees",
    Level.ERROR,
    "The score is {score}, but likelihood {likelihood} times impact {impact} is {product}.",
    "Correct the likelihood, the impact or the score. Until then the score is shown as typed.",
)
BAND_DISAGREES = Rule(
    "risk-rating-disagrees",
    Level.ERROR,
    "The rating says {word}, but a score of {score} is {band}.",
    "Correct the rating or the score. Until then both are shown as typed.",
)
NO_ACTUAL = Rule(
    "target-without-actual",
    Level.WARNING,
    "“{measure}” has a target and no actual figure.",
    "Please give the latest figure.",
)
NO_TARGET = Rule(
    "actual-without-target", Level.WARNING, "“{measure}” has a figure and no target.",
    "Please give the target; without it no position can be worked out.",
)  # fmt: skip
UNITS_DIFFER = Rule(
    "units-differ", Level.WARNING, "The target of “{measure}” is {target} and the actual figure is {actual}: their units differ.",
    "Give both in the same unit, for example 95% and 88.4%; until then no position can be worked out.",
)  # fmt: skip
NO_REASON = Rule(
    "red-without-reason",
    Level.WARNING,
    "“{name}” is rated {word} and gives no reason.",
    "Please give one sentence; until then the summary says that none was given.",
)
NO_ROWS = Rule(
    "table-empty",
    Level.ERROR,
    "The table “{title}” has no rows.",
    "Fill it in, or type Nil in its first cell.",
)

WANTED = {
    Problem.NOT_A_DATE: ("a date", "21 November 2019"),
    Problem.NOT_A_MONTH: ("a month", "November 2019"),
    Problem.NOT_A_NUMBER: ("a single number", "38.4%"),
    Problem.NOT_YES_OR_NO: ("Yes or No", "Yes"),
}
LEFTOVERS = re.compile(
    r"(?i)\b(?:tbc|tba|tbd|to be confirmed|to follow)\b|\bx{3,}\b|\[insert[^\]]*\]|lorem ipsum"
)


def _values(contents: Return) -> Iterator[tuple[Column, Value, str]]:
    """Every value of a return with its column and what its row is called ('' for a single field)."""
    for column in contents.form.fields:
        yield column, contents.fields[column.id], ""
    for table in contents.tables.values():
        for record in table.records:
            for column in table.definition.columns:
                if column.id in record.values:
                    yield column, record.values[column.id], name_of(record, table.definition)


def name_of(record: Record, table: FormTable) -> str:
    """What a row is called: the first line of its key column, shortened."""
    value = record.values.get(table.key)
    first = value.typed.split("\n")[0] if value and value.typed else ""
    return first if len(first) <= 60 else first[:57].rstrip() + "..."


def required(contents: Return) -> Iterator[Finding]:
    """A required cell is blank."""
    for column, value, row in _values(contents):
        if column.required and value.blank:
            yield REQUIRED.found(value.address, header=column.header, of=f" for “{row}”" if row else "")


def understood(contents: Return) -> Iterator[Finding]:
    """A value could not be understood as its column's kind."""
    for column, value, _ in _values(contents):
        if value.problem:
            yield _problem(column, value, value.problem)


def _problem(column: Column, value: Value, problem: Problem) -> Finding:
    at, header, typed = value.address, column.header, value.typed
    if problem in (Problem.NOT_A_RATING, Problem.NOT_A_CHOICE):
        words = [rating.word for rating in column.scheme.ratings] if column.scheme else list(column.choices)
        near = nearest(typed, words)
        hint = f"Did you mean {near}?" if near else "Choose from the list in the cell."
        return NOT_IN_LIST.found(at, typed=typed, header=header, choices=", ".join(words), hint=hint)
    if problem is Problem.IMPOSSIBLE_DATE:
        return IMPOSSIBLE_DATE.found(at, typed=typed, header=header)
    if problem is Problem.OUT_OF_RANGE:
        return OUT_OF_RANGE.found(
            at, typed=typed, header=header, lowest=column.lowest, highest=column.highest
        )
    if problem is Problem.CELL_ERROR:
        return CELL_ERROR.found(at, typed=typed, header=header)
    if problem is Problem.UNCALCULATED:
        return UNCALCULATED.found(at, header=header)
    wanted, example = WANTED[problem]
    return NOT_UNDERSTOOD.found(at, typed=typed, header=header, wanted=wanted, example=example)


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


def lengths(contents: Return) -> Iterator[Finding]:
    """A text is longer than its column allows."""
    for column, value, _ in _values(contents):
        if column.max_length and len(value.typed) > column.max_length:
            yield TOO_LONG.found(
                value.address, header=column.header, length=len(value.typed), limit=column.max_length
            )


def leftovers(contents: Return) -> Iterator[Finding]:
    """A placeholder was left in a text."""
    for column, value, _ in _values(contents):
        if isinstance(value.content, str | Prose | Figure) and (match := LEFTOVERS.search(value.typed)):
            yield LEFTOVER.found(value.address, header=column.header, typed=match[0])


def risk_scores(contents: Return) -> Iterator[Finding]:
    """Likelihood, impact, score and rating disagree."""
    for record in _records(contents, "risks"):
        likelihood, impact, score = (_number(record, name) for name in ("likelihood", "impact", "score"))
        if (
            likelihood is not None
            and impact is not None
            and score is not None
            and likelihood * impact != score
        ):
            yield SCORE_DISAGREES.found(
                record.values["score"].address,
                score=score, likelihood=likelihood, impact=impact, product=likelihood * impact,
            )  # fmt: skip
            continue  # the rating can only be judged by a score that holds
        known = (
            score
            if score is not None
            else None
            if likelihood is None or impact is None
            else likelihood * impact
        )
        rating = record.values.get("rating")
        band = _band(contents, known)
        if rating and band and isinstance(rating.content, Rating) and rating.content != band:
            yield BAND_DISAGREES.found(rating.address, word=rating.content.word, score=known, band=band.word)


def _band(contents: Return, score: Decimal | None) -> Rating | None:
    table = contents.tables.get("risks")
    column = table.definition.column("rating") if table else None
    return column.scheme.for_score(score) if column and column.scheme and score is not None else None


def _records(contents: Return, table_id: str) -> tuple[Record, ...]:
    return contents.tables.get(table_id, _NO_TABLE).records


_NO_TABLE = Table(FormTable("", "", "", "", ()))


def _number(record: Record, name: str) -> Decimal | None:
    value = record.values.get(name)
    return value.content if value and isinstance(value.content, Decimal) else None


def targets(contents: Return) -> Iterator[Finding]:
    """A measure has a target without an actual figure, or the reverse, or the two in unlike units."""
    for record in _records(contents, "measures"):
        target, actual = record.values.get("target"), record.values.get("actual")
        name = name_of(record, contents.tables["measures"].definition)
        if target and actual and not target.blank and actual.blank:
            yield NO_ACTUAL.found(actual.address, measure=name)
        if target and actual and target.blank and not actual.blank:
            yield NO_TARGET.found(target.address, measure=name)
        if target and actual and _units_differ(target.content, actual.content):
            yield UNITS_DIFFER.found(actual.address, measure=name, target=target.typed, actual=actual.typed)


def _units_differ(target: Content | None, actual: Content | None) -> bool:
    return isinstance(target, Figure) and isinstance(actual, Figure) and target.unit != actual.unit


def reasons(contents: Return) -> Iterator[Finding]:
    """A programme that needs attention gives no reason."""
    for record in _records(contents, "programmes"):
        status, reason = record.values.get("status"), record.values.get("reason")
        rating = status.content if status else None
        if isinstance(rating, Rating) and rating.needs_attention and reason and reason.blank:
            name = name_of(record, contents.tables["programmes"].definition)
            yield NO_REASON.found(reason.address, name=name, word=rating.word)


def tables(contents: Return) -> Iterator[Finding]:
    """A table that every return must fill has no rows and does not say Nil."""
    for table in contents.tables.values():
        if table.definition.required and not table.records and not table.nil:
            yield NO_ROWS.found(Address(contents.file, table.definition.sheet), title=table.definition.title)


CHECKS: tuple[Callable[[Return], Iterator[Finding]], ...] = (
    required, understood, references, risk_scores, targets, tables, lengths, leftovers, reasons,
)  # fmt: skip


def check(contents: Return) -> list[Finding]:
    """All findings within one return."""
    return [finding for rule in CHECKS for finding in rule(contents)]
