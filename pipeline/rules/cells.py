"""Rules on single cells: blank, not understood, too long, left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Column, Figure, Finding, Level, Problem, Prose, Return, Rule, Value
from pipeline.rules.rows import values
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

WANTED = {
    Problem.NOT_A_DATE: ("a date", "21 November 2019"),
    Problem.NOT_A_MONTH: ("a month", "November 2019"),
    Problem.NOT_A_NUMBER: ("a single number", "38.4%"),
    Problem.NOT_YES_OR_NO: ("Yes or No", "Yes"),
}

LEFTOVERS = re.compile(
    r"(?i)\b(?:tbc|tba|tbd|to be confirmed|to follow)\b|\bx{3,}\b|\[insert[^\]]*\]|lorem ipsum"
)


def required(contents: Return) -> Iterator[Finding]:
    """A required cell is blank."""
    for column, value, row in values(contents):
        if column.required and value.blank:
            yield REQUIRED.found(value.address, header=column.header, of=f" for “{row}”" if row else "")


def understood(contents: Return) -> Iterator[Finding]:
    """A value could not be understood as its column's kind."""
    for column, value, _ in values(contents):
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


def lengths(contents: Return) -> Iterator[Finding]:
    """A text is longer than its column allows."""
    for column, value, _ in values(contents):
        if column.max_length and len(value.typed) > column.max_length:
            yield TOO_LONG.found(
                value.address, header=column.header, length=len(value.typed), limit=column.max_length
            )


def leftovers(contents: Return) -> Iterator[Finding]:
    """A placeholder was left in a text."""
    for column, value, _ in values(contents):
        if isinstance(value.content, str | Prose | Figure) and (match := LEFTOVERS.search(value.typed)):
            yield LEFTOVER.found(value.address, header=column.header, typed=match[0])
