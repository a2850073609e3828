"""What a workbook holds: the form's sheets or others, and what stands on them besides values."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from filled_form import FIRST_ROW, SOUND, FilledForm
from openpyxl import Workbook
from openpyxl.chart import BarChart

from gallery.entry import Entry, Outcome, limits
from gallery.making import NORTH, Change, answered, made, north, only, remark, with_cell


def _sheet(name: str, text: str, state: str = "visible") -> Change:
    """Somebody added a sheet of their own."""

    def change(form: FilledForm) -> None:
        sheet = form.book.create_sheet(name)
        sheet["A1"], sheet.sheet_state = text, state

    return change


def _chart(form: FilledForm) -> None:
    sheet: Any = form.book["Measures"]
    sheet.add_chart(BarChart(), "F2")


def _linked(target: str) -> Change:
    """Somebody linked the mitigation of a risk to something."""

    def change(form: FilledForm) -> None:
        form.book["Risks"]["C5"].hyperlink = target

    return change


def _left_under(form: FilledForm) -> None:
    sheet: Any = form.book["Programmes"]
    sheet["H5"], sheet["I5"] = "Seen", "Not seen"
    sheet.merged_cells.add("H5:I5")  # unlike merge_cells, which clears what lies below


def _link_worked_out() -> dict[str, bytes]:
    """A formula that puts an address together, with the words that Excel last showed."""
    formula = '<f>HYPERLINK("https://www.example.org/"&amp;A5,"The plan")</f><v>The plan</v>'
    return {NORTH: with_cell("Risks", "C5", f'<c r="C5" t="str">{formula}</c>')}


def _copied(form: FilledForm) -> None:
    form.book.copy_worksheet(form.book["Key actions"])


def _headings_deleted(form: FilledForm) -> None:
    for cell in form.book["Risks"][4]:
        cell.value = None


def _renamed(form: FilledForm) -> None:
    form.book["Risks"].title = "Sheet4"
    for cell in form.book["Sheet4"][4]:
        cell.value = None


def _budget() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _stumbling() -> AbstractContextManager[object]:
    """A fault of the program's own, whatever it may be."""
    return patch("pipeline.intake.reading.interpret", side_effect=ZeroDivisionError)


def _many_risks(form: FilledForm) -> None:
    for number in range(4):
        form.fill_row("Risks", {**SOUND["Risks"], "Ref": f"R{number}"}, FIRST_ROW + number)


ENTRIES = (
    Entry(
        "cell-under-merged",
        "another program left a text under merged cells",
        Outcome.QUERIED,
        north(_left_under),
        "north.xlsx › Programmes!I5",
        "On “Programmes” something lies under merged cells, in I5, where Excel does not show it; it was not read.",
        "Unmerge the cells (Home › Merge & Center), and move or delete what comes to light.",
    ),
    Entry(
        "cell-link-worked-out",
        "a formula works a link out",
        Outcome.NOTED,
        _link_worked_out,
        "north.xlsx › Risks!C5",
        "On “Risks” a formula works out the link in C5; the words were read, and the link was not kept.",
        "Nothing to do, unless readers need the link: then link the cell itself (Insert › Link).",
    ),
    Entry(
        "file-not-a-return",
        "another workbook was sent",
        Outcome.REFUSED,
        only(_budget, "Budget.xlsx"),
        "Budget.xlsx",
        "Budget.xlsx is a workbook, but none of its sheets looks like a return form.",
        "Use the form issued to the partnership (python run.py forms writes it).",
    ),
    Entry(
        "file-reading-failed",
        "the program stumbles over the return",
        Outcome.REFUSED,
        only(made),
        "north.xlsx",
        "north.xlsx could not be read, through a fault of this program; the other returns were.",
        "Please send the file to whoever looks after the program. Meanwhile copy its contents into a new form.",
        while_running=_stumbling,
    ),
    Entry(
        "sheet-not-in-form",
        "a sheet of notes was added",
        Outcome.LEFT_OUT,
        north(_sheet("Notes", "Call the ward")),
        "north.xlsx › Notes",
        "The sheet “Notes” is not part of the form and was not read.",
        "Move what the paper should say into the form's own sheets, and delete this one unless a formula needs it.",
    ),
    Entry(
        "sheet-not-in-form",
        "a hidden sheet came along",
        Outcome.LEFT_OUT,
        north(_sheet("Staff", "All names and grades", "hidden")),
        "north.xlsx › Staff",
        "The sheet “Staff” (hidden) is not part of the form and was not read.",
        "Move what the paper should say into the form's own sheets, and delete this one unless a formula needs it.",
    ),
    Entry(
        "sheet-not-in-form",
        "a very hidden sheet came along",
        Outcome.LEFT_OUT,
        north(_sheet("Lists", "All names and grades", "veryHidden")),
        "north.xlsx › Lists",
        "The sheet “Lists” (hidden so that Excel's menus do not show it) is not part of the form and was not read.",
        "Move what the paper should say into the form's own sheets, and delete this one unless a formula needs it.",
    ),
    Entry(
        "table-missing",
        "the sheet of programmes was deleted",
        Outcome.QUERIED,
        north(lambda form: form.book.remove(form.book["Programmes"])),
        "north.xlsx",
        "The table “Programmes of work” was not found.",
        "Fill in the sheet “Programmes” of the form and keep its row of headings.",
    ),
    Entry(
        "table-missing",
        "a sheet was renamed and lost its headings",
        Outcome.QUERIED,
        north(_renamed),
        "north.xlsx",
        "The table “Key risks to delivery this month” was not found.",
        "Fill in the sheet “Risks” of the form and keep its row of headings.",
    ),
    Entry(
        "table-headings-gone",
        "the row of headings was deleted",
        Outcome.LEFT_OUT,
        north(_headings_deleted),
        "north.xlsx › Risks",
        "The sheet “Risks” no longer has the headings of its table, and was not read.",
        "Put the form's row of headings back above the table.",
    ),
    Entry(
        "table-absent",
        "a sheet that is only for some was deleted",
        Outcome.NOTED,
        north(lambda form: form.book.remove(form.book["Waiting times"])),
        "north.xlsx",
        "The table “Average waits in weeks” was not found; the form allows that.",
        "Nothing to do, unless it should be there: then fill in the sheet “Waiting times” of the form.",
    ),
    Entry(
        "table-twice",
        "a sheet was copied",
        Outcome.LEFT_OUT,
        north(_copied),
        "north.xlsx › Key actions Copy",
        "The sheet “Key actions Copy” holds the table “Key actions to address” a second time and was not read.",
        "Put all rows into one sheet.",
    ),
    Entry(
        "form-not-known",
        "last year's form was sent",
        Outcome.QUERIED,
        north(answered("Form", "highlight_2018, version 3")),
        "north.xlsx",
        "The form calls itself “highlight_2018, version 3”, which is not a form in use; it was read as “Highlight report return (progress and planned improvements)”.",
        "Please use the form that was issued for this period.",
    ),
    Entry(
        "form-version",
        "the form has been renewed since",
        Outcome.QUERIED,
        north(answered("Form", "highlight_improvements, version 2")),
        "north.xlsx",
        "The form is version 2; version 1 is in use. It was read as it is.",
        "Please use the form that was issued for this period.",
    ),
    Entry(
        "cell-comment",
        "a comment stands on a cell",
        Outcome.NOTED,
        north(remark),
        "north.xlsx › Risks!C5",
        "The cell carries a comment; comments are not part of the paper.",
        "Nothing to do, unless the paper should say it: then type it into the cell.",
    ),
    Entry(
        "sheet-drawings",
        "a chart was put beside the table",
        Outcome.NOTED,
        north(_chart),
        "north.xlsx › Measures",
        "The sheet “Measures” holds pictures, shapes or charts; they are not part of the paper.",
        "Nothing to do, unless the paper should say what they show: then type it into the form.",
    ),
    Entry(
        "link-not-kept",
        "a link leads to a drive",
        Outcome.NOTED,
        north(_linked("file:///S:/Plans/plan.docx")),
        "north.xlsx › Risks!C5",
        "The cell links to something that readers of a paper cannot open; its words are shown without the link.",
        "Nothing to do, or link to a web page.",
    ),
    Entry(
        "table-too-long",
        "a table has more rows than anybody could read",
        Outcome.LEFT_OUT,
        north(_many_risks),
        "north.xlsx › Risks!A7",
        "The table “Key risks to delivery this month” has 4 rows; the first 2 were read, and none from here on.",
        "Have the rows deleted that do not belong to it. If all do, a higher limit can be set in config.yaml (limits: table_rows).",
        changes=limits(table_rows=2),
    ),
)
