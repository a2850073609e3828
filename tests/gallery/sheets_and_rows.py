"""Sheets, headings and rows: what people do to the tables of a form."""

from __future__ import annotations

from typing import Any

from filled_form import FIRST_ROW, SOUND, FilledForm
from openpyxl.styles import Font

from gallery.entry import Entry, Outcome
from gallery.making import Change, at, north, row, typed

SECOND = FIRST_ROW + 1
RISK = {**SOUND["Risks"], "Ref": "NR2", "Risk description": "The lease of the clinic ends"}


def _heading(sheet: str, old: str, new: str | None) -> Change:
    """Somebody changed a heading."""
    return typed(sheet, old, new, FIRST_ROW - 1)


def _hide_second(form: FilledForm) -> None:
    form.book["Risks"].row_dimensions[SECOND].hidden = True


def _hide_sheet(state: str) -> Change:
    """Somebody hid the sheet of risks."""

    def change(form: FilledForm) -> None:
        sheet: Any = form.book["Risks"]
        sheet.sheet_state = state

    return change


def _strike(sheet: str, number: int) -> Change:
    """Somebody struck a row through."""

    def change(form: FilledForm) -> None:
        for cell in form.book[sheet][number]:
            cell.font = Font(strike=True)

    return change


def _headings_again(form: FilledForm) -> None:
    headings = {str(cell.value): cell.value for cell in form.book["Measures"][FIRST_ROW - 1]}
    form.fill_row("Measures", headings, SECOND)


def _section(form: FilledForm) -> None:
    form.fill_row("Programmes", {"Ref": "Mental health"}, SECOND)
    form.book["Programmes"].merge_cells("A6:F6")


ENTRIES = (
    Entry(
        "text-beside-answers",
        "a remark was typed beside an answer",
        Outcome.LEFT_OUT,
        north(at("About this return", "D9", "Ring me before it goes out")),
        "north.xlsx › About this return!D9",
        "“Ring me before it goes out” stands where the form has no answer, and was not read.",
        "Move it into one of the form's answers, or delete it.",
    ),
    Entry(
        "column-not-in-form",
        "a column was added",
        Outcome.LEFT_OUT,
        north(at("Key actions", "D4", "Cost code"), at("Key actions", "D5", "C123")),
        "north.xlsx › Key actions!D4",
        "The column “Cost code” is not part of the form and was not read.",
        "Move what the paper should say into one of the form's columns, and delete this one unless a formula needs it.",
    ),
    Entry(
        "column-missing",
        "a heading was mistyped",
        Outcome.QUERIED,
        north(_heading("Risks", "Mitigation", "Mitigatons")),
        "north.xlsx › Risks!C4",
        "The column “Mitigation” was not found in the table; “Mitigatons” stands in its place and was not read.",
        "Put the heading “Mitigation” back above its column.",
    ),
    Entry(
        "column-missing",
        "a column was deleted",
        Outcome.QUERIED,
        north(_heading("Programmes", "Project status", None), typed("Programmes", "Reason for status", None)),
        "north.xlsx › Programmes!E4",
        "The column “Project status” was not found in the table; what stands in its place has no heading and was not read.",
        "Put the heading “Project status” back above its column.",
    ),
    Entry(
        "column-twice",
        "two columns have one heading",
        Outcome.QUERIED,
        north(at("Key actions", "D4", "Due date"), at("Key actions", "D5", "20 January 2020")),
        "north.xlsx › Key actions!D4",
        "Two columns are headed “Due date”; only the first was read.",
        "Keep one column with that heading.",
    ),
    Entry(
        "cell-outside-table",
        "a remark was typed beside the table",
        Outcome.LEFT_OUT,
        north(at("Key actions", "F5", "Ask finance")),
        "north.xlsx › Key actions!F5",
        "“Ask finance” stands beside the table, under no heading; it was not read.",
        "Move it into a column of the form, or delete it.",
    ),
    Entry(
        "cell-outside-table",
        "a column of remarks was typed beside the table",
        Outcome.LEFT_OUT,
        north(*(at("Key actions", f"F{number}", "Ask finance") for number in range(5, 9))),
        "north.xlsx › Key actions!F5",
        "“Ask finance” stands beside the table, under no heading, with 3 more below it; it was not read.",
        "Move it into a column of the form, or delete it.",
    ),
    Entry(
        "text-above-table",
        "a banner stands above the table",
        Outcome.NOTED,
        north(at("Risks", "A3", "OFFICIAL: final draft for the director")),
        "north.xlsx › Risks!A3",
        "Above the table stands text that is not the form's (A3); it was not read.",
        "Nothing to do, unless the paper should say it: then move it into the table.",
    ),
    Entry(
        "example-row-left",
        "the form's own example was left in",
        Outcome.LEFT_OUT,
        north(
            row("Programmes", SOUND["Programmes"], SECOND),
            typed("Programmes", "Key programme of work", "Example programme (please delete this row)"),
            typed("Programmes", "Ref", "EX1"),
        ),
        "north.xlsx › Programmes!A5",
        "The form's own example row was left in; it is not reported.",
        "Delete the row.",
    ),
    Entry(
        "table-untouched",
        "a table that is only for some was left as it came",
        Outcome.NOTED,
        north(row("Measures", {"Measure": "Example measure (please delete this row)", "Target": "95%"})),
        "north.xlsx › Measures!A5",
        "The table holds nothing but the form's own example, so nothing is reported from it.",
        "Nothing to do, unless there is something to report.",
    ),
    Entry(
        "nil-beside-rows",
        "Nil stands below a risk",
        Outcome.LEFT_OUT,
        north(typed("Risks", "Risk description", "Nil return", SECOND)),
        "north.xlsx › Risks!A6",
        "This row says Nil return, but the table has other rows; they are reported.",
        "Delete the row that says Nil return, or the others.",
    ),
    Entry(
        "row-hidden",
        "a filter hides a row",
        Outcome.LEFT_OUT,
        north(row("Risks", RISK, SECOND), _hide_second),
        "north.xlsx › Risks!A6",
        "This row is hidden, perhaps by a filter; it is not reported.",
        "If the paper may show it, clear the filter (Data › Clear) or unhide the row. If not, delete it.",
    ),
    Entry(
        "row-on-hidden-sheet",
        "the sheet of a table was hidden",
        Outcome.LEFT_OUT,
        north(_hide_sheet("hidden")),
        "north.xlsx › Risks!A5",
        "This row stands on a hidden sheet; it is not reported.",
        "If the paper may show it, unhide the sheet (right-click the name of any sheet › Unhide); if Excel does not list it there, type its rows into a new form. If not, delete them.",
    ),
    Entry(
        "row-on-hidden-sheet",
        "the sheet of a table was hidden so that no menu shows it",
        Outcome.LEFT_OUT,
        north(_hide_sheet("veryHidden")),
        "north.xlsx › Risks!A5",
        "This row stands on a hidden sheet; it is not reported.",
        "If the paper may show it, unhide the sheet (right-click the name of any sheet › Unhide); if Excel does not list it there, type its rows into a new form. If not, delete them.",
    ),
    Entry(
        "row-struck-through",
        "a risk was struck through",
        Outcome.LEFT_OUT,
        north(row("Risks", RISK, SECOND), _strike("Risks", SECOND)),
        "north.xlsx › Risks!A6",
        "The whole row is struck through; it is not reported.",
        "Delete the row; or take the line off if it still holds.",
    ),
    Entry(
        "headings-repeated",
        "two tables were copied together",
        Outcome.LEFT_OUT,
        north(_headings_again),
        "north.xlsx › Measures!A6",
        "This row repeats the headings; it is not reported.",
        "Nothing to do.",
    ),
    Entry(
        "totals-row",
        "a total stands below the measures",
        Outcome.LEFT_OUT,
        north(row("Measures", {"Measure": "Total", "Actual": "88.4%"}, SECOND)),
        "north.xlsx › Measures!A6",
        "This row looks like a sum of the others; it is not reported.",
        "Delete the row, or give it a name of its own if it is one of the rows to report.",
    ),
    Entry(
        "section-row",
        "the heading of a section was merged across the table",
        Outcome.LEFT_OUT,
        north(_section),
        "north.xlsx › Programmes!A6",
        "“Mental health” is merged across the table, like the heading of a section; it is not reported.",
        "Delete the row; or, if it is one to report, unmerge it (Home › Merge & Center) and fill in each of its cells.",
    ),
    Entry(
        "footnote-row",
        "a note stands below the measures",
        Outcome.LEFT_OUT,
        north(row("Measures", {"Measure": "* Provisional figures"}, SECOND)),
        "north.xlsx › Measures!A6",
        "This row looks like a note below the table; it is not reported.",
        "Put what readers need into the row that the note is about, and delete this one.",
    ),
    Entry(
        "footnote-row",
        "a source stands below the risks",
        Outcome.LEFT_OUT,
        north(row("Risks", {"Ref": "Source: risk register"}, SECOND)),
        "north.xlsx › Risks!A6",
        "This row looks like a note below the table; it is not reported.",
        "Put what readers need into the row that the note is about, and delete this one.",
    ),
    Entry(
        "duplicate-reference",
        "two risks share a reference",
        Outcome.QUERIED,
        north(row("Risks", {**RISK, "Ref": "nr1"}, SECOND)),
        "north.xlsx › Risks!A5",
        "The reference “NR1” stands in more than one row of Risks.",
        "Give each row a reference of its own.",
    ),
    Entry(
        "table-empty",
        "no risk was typed, and no Nil",
        Outcome.QUERIED,
        north(row("Risks", {})),
        "north.xlsx › Risks",
        "The table “Key risks to delivery this month” has no rows.",
        "Fill it in, or type Nil in its first cell.",
    ),
)
