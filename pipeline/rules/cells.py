"""Rules on single cells: blank, not understood, understood by a stated rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.forms.sheets import choices_of
from pipeline.model import Absent, Column, Finding, Level, Problem, Return, Rule, Value
from pipeline.rules import cell_texts  # a name of a rule here would place it here in the list of rules
from pipeline.rules.rows import values
from pipeline.saying import said
from pipeline.yaml_source import nearest

REQUIRED = Rule(
    "required-missing",
    Level.ERROR,
    "{header} is blank.",
    "{ask}",
    why="Blank (forgotten), Nil (nothing to report) and 0 are three different things. The paper cannot tell which is meant, so the sender is asked.",
)

NOT_IN_LIST = Rule(
    "word-not-in-list",
    Level.ERROR,
    "You've typed “{typed}” in {header}; choose one of {choices}.",
    "{hint}",
    why="A word outside the agreed list means different things to different people: yellow is a caution on one board and “on target” on another. It is asked, never guessed.",
)

IMPOSSIBLE_DATE = Rule(
    "impossible-date",
    Level.ERROR,
    "“{typed}” in {header} is not a day in the calendar.",
    "Please give the right date.",
    why="A date that does not exist was mistyped, and which day was meant is for its sender to say.",
)

NOT_UNDERSTOOD = Rule(
    "value-not-understood",
    Level.ERROR,
    "“{typed}” in {header} is not {wanted}.",
    "Please type {wanted}, for example {example}.",
    why="What cannot be read as the kind of value that the column asks for cannot be checked, sorted or compared.",
)

OUT_OF_RANGE = Rule(
    "number-out-of-range",
    Level.ERROR,
    "“{typed}” in {header} lies outside {lowest} to {highest}.",
    "Please give a number from {lowest} to {highest}.",
    why="A number outside the scale is a slip, or follows another scale. In the NHS risk matrix (NPSA 2008) likelihood and impact go from 1 to 5.",
)

CELL_ERROR = Rule(
    "cell-error",
    Level.ERROR,
    "{header} shows {typed}, Excel's sign of a broken formula.",
    "Type the value itself into the cell.",
    why="#REF! and its like mean that a formula has lost what it reckons with. The figure is gone, and only the sender has it.",
)

UNCALCULATED = Rule(
    "formula-without-value",
    Level.ERROR,
    "{header} holds a formula whose result was never worked out.",
    "Type the value itself. Or, if the formula is right, open the workbook in Excel, save it, and send it again.",
    why="Some programs save a formula without its result. This program never calculates for a sender, so there is no figure to show.",
)

STRUCK = Rule(
    "text-struck-through",
    Level.WARNING,
    "{header} is struck through, wholly or in part.",
    "Delete what no longer holds and take the line off the rest. Until then it is shown as typed, marked [queried].",
    why="A line through a text means that it no longer holds; in a plain copy the line is lost and the text seems to stand.",
)
DASH = Rule(
    "dash-unclear",
    Level.WARNING,
    "“{typed}” in {header} could mean nothing to report, not applicable or not known.",
    "Please type Nil, n/a, or what is known so far.",
    why="A dash means none, not applicable or not yet known. In a paper of record these are three different answers.",
)
FILL_ONLY = Rule(
    "colour-without-word",
    Level.ERROR,
    "{header} is coloured and says no word.",
    "Colours alone cannot be read by everybody: choose one of {choices}.",
    why="Colour must not be the only way in which something is said (WCAG 2.2, success criterion 1.4.1): it is lost in print, to a screen reader, and to people who are colour-blind.",
)
PER_CENT_UNCLEAR = Rule(
    "per-cent-unclear",
    Level.ERROR,
    "“{typed}” in {header} could be {typed}% or a hundred times as much.",
    "Please type the figure with its sign, for example 95%.",
    why="0.95 can be 95% or 0.95%. A hundredfold error in a public paper is too much to leave to a guess.",
)
DATE_WITHOUT_YEAR = Rule(
    "date-incomplete",
    Level.ERROR,
    "“{typed}” in {header} does not give day, month and year.",
    "Please give the whole date, for example 21 November 2019.",
    why="“End of October” cannot be sorted, or checked against the meeting. Papers give the whole date: 21 November 2019 (GOV.UK style guide).",
)
HIDDEN = Rule(
    "column-hidden",
    Level.ERROR,
    "{header} is in a hidden column or sheet; what stands there is not shown in the paper.",
    "Unhide it if the paper may show it, or delete what it says.",
    why="What is hidden may be hidden for a reason, and is not published unless somebody shows it again (ICO, “How to disclose information safely”).",
)
MERGED = Rule(
    "cells-merged",
    Level.ERROR,
    "The cells {merged} are merged, so that it is not clear what holds in {header}.",
    "Unmerge the cells (Home › Merge & Center) and fill in each of them.",
    why="A merged cell has one value for several rows or columns, and screen readers lose their place in it (Government Analysis Function, “Releasing statistics in spreadsheets”).",
)
INFERRED = Rule(
    "value-inferred",
    Level.NOTE,
    "“{typed}” in {header} was read as {read}.",
    "Nothing to do if that is right.",
    why="The value was read by a stated rule and not word for word. It is noted, so that a person can see whether the rule was right.",
)
NOT_COMPARED = Rule(
    "figure-not-compared",
    Level.NOTE,
    "“{typed}” in {header} is more than a single figure; it is shown as typed and not compared with anything.",
    "Nothing to do, unless one figure would say it.",
    why="A range or a rate such as “9 per day / 3250 pa” is more than one number. Choosing one of them would be a guess, so no position is worked out.",
)

RULES = {
    Problem.NOT_A_RATING: NOT_IN_LIST,
    Problem.NOT_A_CHOICE: NOT_IN_LIST,
    Problem.IMPOSSIBLE_DATE: IMPOSSIBLE_DATE,
    Problem.DATE_WITHOUT_YEAR: DATE_WITHOUT_YEAR,
    Problem.OUT_OF_RANGE: OUT_OF_RANGE,
    Problem.PER_CENT_UNCLEAR: PER_CENT_UNCLEAR,
    Problem.DASH: DASH,
    Problem.TURNED_INTO_DATE: cell_texts.TURNED_INTO_DATE,
    Problem.CELL_ERROR: CELL_ERROR,
    Problem.UNCALCULATED: UNCALCULATED,
    Problem.STRUCK: STRUCK,
    Problem.FILL_ONLY: FILL_ONLY,
    Problem.HIDDEN: HIDDEN,
}
WANTED = {
    Problem.NOT_A_DATE: ("a date", "21 November 2019"),
    Problem.NOT_A_MONTH: ("a month", "November 2019"),
    Problem.NOT_A_NUMBER: ("a single number", "38.4%"),
    Problem.NOT_YES_OR_NO: ("Yes or No", "Yes"),
}

QUOTED_ANSWER = 200  # characters of an answer that a message quotes: enough for a sentence or two


def required(contents: Return) -> Iterator[Finding]:
    """A required cell is blank."""
    for column, value, _ in values(contents):
        if column.required and value.blank:
            yield REQUIRED.found(value.address, header=column.header, ask=_asked(column))


def _asked(column: Column) -> str:
    words = choices_of(column)
    if words:
        return f"Please choose one of {', '.join(words)}."
    if column.kind == "reference":
        return "Please give each row a short reference of its own, the same every month."
    return "Please fill it in, or write why it cannot be given."


def understood(contents: Return) -> Iterator[Finding]:
    """A value could not be understood as its column's kind."""
    merged: dict[tuple[str, str], list[tuple[Column, Value]]] = {}
    for column, value, _ in values(contents):
        if value.merged:
            merged.setdefault((value.address.sheet, value.merged), []).append((column, value))
        elif value.problem:
            yield _problem(column, value, value.problem)
    for covered in merged.values():
        yield _merged(covered)


def _merged(covered: Sequence[tuple[Column, Value]]) -> Finding:
    """One finding for all that a merged cell covers, at the first of it."""
    headers = list(dict.fromkeys(column.header for column, _ in covered))
    named = " and ".join(part for part in (", ".join(headers[:-1]), headers[-1]) if part)
    first = covered[0][1]
    return MERGED.found(first.address, merged=first.merged, header=named)


def _problem(column: Column, value: Value, problem: Problem) -> Finding:
    words = list(choices_of(column))
    wanted, example = WANTED.get(problem, ("", ""))
    if column.lowest is not None and column.highest is not None:
        wanted = f"{wanted} from {column.lowest} to {column.highest}"
    example = column.example or example
    return RULES.get(problem, NOT_UNDERSTOOD).found(
        value.address,
        typed=_quoted(value.typed),
        header=column.header,
        choices=", ".join(words),
        hint=_hint(value.typed, words),
        lowest=column.lowest,
        highest=column.highest,
        wanted=wanted,
        example=example,
    )


def _quoted(typed: str) -> str:
    """What was typed, cut where a message would grow too long to read."""
    return typed if len(typed) <= QUOTED_ANSWER else f"{typed[: QUOTED_ANSWER - 3].rstrip()}..."


def _hint(typed: str, words: list[str]) -> str:
    """The nearest word; none where two of them were typed, because either could be meant."""
    if sum(word.casefold() in typed.casefold() for word in words) > 1:
        return "Choose the one word that is right."
    near = nearest(typed, words)
    return f"Did you mean {near}?" if near else "Choose from the list in the cell."


def inferred(contents: Return) -> Iterator[Finding]:
    """A value follows by a rule from what was typed, or is shown without being compared."""
    for column, value, _ in values(contents):
        if value.inferred and value.content is not None:
            yield INFERRED.found(
                value.address, typed=_quoted(value.typed), header=column.header, read=said(value.content)
            )
        elif (
            column.kind == "figure"
            and isinstance(value.content, str)
            and not isinstance(value.content, Absent)
        ):
            yield NOT_COMPARED.found(value.address, typed=_quoted(value.typed), header=column.header)
