"""What cells say: words, dates and figures that could not be understood, or that may not be shown."""

from __future__ import annotations

from datetime import date

from filled_form import FIRST_ROW, SOUND, FilledForm
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from gallery.entry import Changes, Entry, Outcome
from gallery.making import actual, due, north, status, typed

SECOND = FIRST_ROW + 1
UPDATE = "templates/returns/highlight_update.yaml"
IN_PER_CENT: Changes = (
    (
        UPDATE,
        "        kind: figure\n        guidance: The latest",
        "        kind: figure\n        unit: per cent\n        guidance: The latest",
    ),
)


def _struck(form: FilledForm) -> None:
    form.book["Programmes"]["E5"].font = Font(strike=True)


def _struck_in_part(form: FilledForm) -> None:
    gone = TextBlock(InlineFont(strike=True), "Amber")
    form.book["Programmes"]["E5"].value = CellRichText(gone, " Green")


def _coloured(form: FilledForm) -> None:
    form.book["Programmes"]["E5"].value = None
    form.book["Programmes"]["E5"].fill = PatternFill("solid", fgColor="C00000")


def _hide_column(form: FilledForm) -> None:
    form.book["Risks"].column_dimensions["C"].hidden = True


def _linked_status(form: FilledForm) -> None:
    form.book["Programmes"]["E5"].hyperlink = "https://www.example.org/plan"


def _merged(form: FilledForm) -> None:
    form.fill_row("Programmes", {**SOUND["Programmes"], "Ref": "N2", "Project status": None}, SECOND)
    form.book["Programmes"].merge_cells("E5:E6")


def _merged_block(form: FilledForm) -> None:
    form.fill_row("Programmes", {**SOUND["Programmes"], "Ref": "N2"}, SECOND)
    form.book["Programmes"].merge_cells("E5:F6")


ENTRIES = (
    Entry(
        "link-not-shown",
        "a status links to a page",
        Outcome.NOTED,
        north(_linked_status),
        "north.xlsx › Programmes!E5",
        "Project status links to a page; the paper shows it without the link, because a link on the colour of a rating could not be read.",
        "Nothing to do, unless readers need the link: then put it on a text of the same row.",
    ),
    Entry(
        "required-missing",
        "a mitigation was left empty",
        Outcome.QUERIED,
        north(typed("Risks", "Mitigation", None)),
        "north.xlsx › Risks!C5",
        "Mitigation is blank.",
        "Please fill it in, or write why it cannot be given.",
    ),
    Entry(
        "required-missing",
        "a status was left empty",
        Outcome.QUERIED,
        north(status(None)),
        "north.xlsx › Programmes!E5",
        "Project status is blank.",
        "Please choose one of Red, Amber, Yellow, Green, Complete.",
    ),
    Entry(
        "required-missing",
        "a reference was left empty",
        Outcome.QUERIED,
        north(typed("Programmes", "Ref", None)),
        "north.xlsx › Programmes!A5",
        "Ref is blank.",
        "Please give each row a short reference of its own, the same every month.",
    ),
    Entry(
        "word-not-in-list",
        "a rating was mistyped",
        Outcome.QUERIED,
        north(status("Ambr")),
        "north.xlsx › Programmes!E5",
        "You've typed “Ambr” in Project status; choose one of Red, Amber, Yellow, Green, Complete.",
        "Did you mean Amber?",
    ),
    Entry(
        "word-not-in-list",
        "two ratings stand in one cell",
        Outcome.QUERIED,
        north(status("Amber/Green")),
        "north.xlsx › Programmes!E5",
        "You've typed “Amber/Green” in Project status; choose one of Red, Amber, Yellow, Green, Complete.",
        "Choose the one word that is right.",
    ),
    Entry(
        "word-not-in-list",
        "the rating is a word of somebody's own",
        Outcome.QUERIED,
        north(status("On hold")),
        "north.xlsx › Programmes!E5",
        "You've typed “On hold” in Project status; choose one of Red, Amber, Yellow, Green, Complete.",
        "Choose from the list in the cell.",
    ),
    Entry(
        "impossible-date",
        "the month has 30 days",
        Outcome.QUERIED,
        north(due("31 November 2019")),
        "north.xlsx › Key actions!C5",
        "“31 November 2019” in Due is not a day in the calendar.",
        "Please give the right date.",
    ),
    Entry(
        "value-not-understood",
        "a word stands for a date",
        Outcome.QUERIED,
        north(due("soon")),
        "north.xlsx › Key actions!C5",
        "“soon” in Due is not a date.",
        "Please type a date, for example 20 December 2019.",
    ),
    Entry(
        "value-not-understood",
        "a word stands for a figure",
        Outcome.QUERIED,
        north(actual("good")),
        "north.xlsx › Measures!C5",
        "“good” in Actual is not a single number.",
        "Please type a single number, for example 96.2%.",
    ),
    Entry(
        "number-out-of-range",
        "the scale goes to 5",
        Outcome.QUERIED,
        north(typed("Risks", "Impact", 6)),
        "north.xlsx › Risks!E5",
        "“6” in Impact lies outside 1 to 5.",
        "Please give a number from 1 to 5.",
    ),
    Entry(
        "cell-error",
        "a formula lost what it reckons with",
        Outcome.QUERIED,
        north(actual("#REF!")),
        "north.xlsx › Measures!C5",
        "Actual shows #REF!, Excel's sign of a broken formula.",
        "Type the value itself into the cell.",
    ),
    Entry(
        "cell-error",
        "a formula divides by nothing",
        Outcome.QUERIED,
        north(actual("#DIV/0!")),
        "north.xlsx › Measures!C5",
        "Actual shows #DIV/0!, Excel's sign of a broken formula.",
        "Type the value itself into the cell.",
    ),
    Entry(
        "formula-without-value",
        "a program saved a formula without its result",
        Outcome.QUERIED,
        north(actual("=1-0.116")),
        "north.xlsx › Measures!C5",
        "Actual holds a formula whose result was never worked out.",
        "Type the value itself. Or, if the formula is right, open the workbook in Excel, save it, and send it again.",
    ),
    Entry(
        "text-struck-through",
        "a rating was struck through",
        Outcome.QUERIED,
        north(_struck),
        "north.xlsx › Programmes!E5",
        "Project status is struck through, wholly or in part.",
        "Delete what no longer holds and take the line off the rest. Until then it is shown as typed, marked [queried].",
    ),
    Entry(
        "text-struck-through",
        "the old rating was struck through before the new one",
        Outcome.QUERIED,
        north(_struck_in_part),
        "north.xlsx › Programmes!E5",
        "Project status is struck through, wholly or in part.",
        "Delete what no longer holds and take the line off the rest. Until then it is shown as typed, marked [queried].",
    ),
    Entry(
        "dash-unclear",
        "a dash stands for an answer",
        Outcome.QUERIED,
        north(typed("Risks", "Mitigation", "-")),
        "north.xlsx › Risks!C5",
        "“-” in Mitigation could mean nothing to report, not applicable or not known.",
        "Please type Nil, n/a, or what is known so far.",
    ),
    Entry(
        "colour-without-word",
        "a cell was coloured and nothing typed",
        Outcome.QUERIED,
        north(_coloured),
        "north.xlsx › Programmes!E5",
        "Project status is coloured and says no word.",
        "Colours alone cannot be read by everybody: choose one of Red, Amber, Yellow, Green, Complete.",
    ),
    Entry(
        "per-cent-unclear",
        "a fraction stands where per cent is asked",
        Outcome.QUERIED,
        north(actual(0.884)),
        "north.xlsx › Measures!C5",
        "“0.884” in Actual could be 0.884% or a hundred times as much.",
        "Please type the figure with its sign, for example 95%.",
        changes=IN_PER_CENT,
    ),
    Entry(
        "date-incomplete",
        "a date has no day and no year",
        Outcome.QUERIED,
        north(due("by end of Oct")),
        "north.xlsx › Key actions!C5",
        "“by end of Oct” in Due does not give day, month and year.",
        "Please give the whole date, for example 21 November 2019.",
    ),
    Entry(
        "date-incomplete",
        "a date has no day",
        Outcome.QUERIED,
        north(due("May-12")),
        "north.xlsx › Key actions!C5",
        "“May-12” in Due does not give day, month and year.",
        "Please give the whole date, for example 21 November 2019.",
    ),
    Entry(
        "column-hidden",
        "a column was hidden",
        Outcome.LEFT_OUT,
        north(_hide_column),
        "north.xlsx › Risks!C5",
        "Mitigation is in a hidden column or sheet; what stands there is not shown in the paper.",
        "Unhide it if the paper may show it, or delete what it says.",
    ),
    Entry(
        "cells-merged",
        "one status was merged over two programmes",
        Outcome.QUERIED,
        north(_merged),
        "north.xlsx › Programmes!E6",
        "The cells E5:E6 are merged, so that it is not clear what holds in Project status.",
        "Unmerge the cells (Home › Merge & Center) and fill in each of them.",
    ),
    Entry(
        "cells-merged",
        "a block of cells was merged",
        Outcome.QUERIED,
        north(_merged_block),
        "north.xlsx › Programmes!F5",
        "The cells E5:F6 are merged, so that it is not clear what holds in Reason for status and Project status.",
        "Unmerge the cells (Home › Merge & Center) and fill in each of them.",
    ),
    Entry(
        "turned-into-date",
        "Excel made a date of 12-14",
        Outcome.QUERIED,
        north(actual(date(2019, 12, 14))),
        "north.xlsx › Measures!C5",
        "Actual holds the date 14 December 2019, which Excel may have made of something like 12-14.",
        "Please type it again with an apostrophe before it, such as '12-14.",
    ),
)
