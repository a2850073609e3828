"""What a workbook holds: sheets, comments and links, and cells as other programs write them."""

from __future__ import annotations

import io
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

from filled_form import FilledForm
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from raw_workbook import unzipped, zipped

from gallery.entry import Entry, Outcome
from gallery.making import PARTS, Change, answered, at, made, north, only, with_cell, with_part, without


def _sheet(name: str, text: str, state: str = "visible") -> Change:
    """Somebody added a sheet of their own."""

    def change(form: FilledForm) -> None:
        sheet = form.book.create_sheet(name)
        sheet["A1"], sheet.sheet_state = text, state

    return change


def _chart_sheet(form: FilledForm) -> None:
    form.book.create_chartsheet("Trend")


def _chart(form: FilledForm) -> None:
    sheet: Any = form.book["Measures"]
    sheet.add_chart(BarChart(), "F2")


def _remark(form: FilledForm) -> None:
    form.book["Risks"]["C5"].comment = Comment("Ask finance before this goes out", "Jo")


def _linked(target: str) -> Change:
    """Somebody linked the mitigation of a risk to something."""

    def change(form: FilledForm) -> None:
        form.book["Risks"]["C5"].hyperlink = target

    return change


def _copied(form: FilledForm) -> None:
    form.book.copy_worksheet(form.book["Key actions"])


def _headings_deleted(form: FilledForm) -> None:
    for cell in form.book["Risks"][4]:
        cell.value = None


def _renamed(form: FilledForm) -> None:
    form.book["Risks"].title = "Sheet4"
    for cell in form.book["Sheet4"][4]:
        cell.value = None


def _comments_damaged() -> bytes:
    contents = unzipped(made(_remark))
    [name] = [name for name in contents if "comments" in name and name.endswith(".xml")]
    return zipped({**contents, name: "<comments>"})


def _macros() -> bytes:
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    related = f'<Relationship Id="macros" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    return with_part("xl/_rels/workbook.xml.rels", lambda part: part.replace("</Relationships>", related))


def _budget() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _stumbling() -> AbstractContextManager[object]:
    """A fault of the program's own, whatever it may be."""
    return patch("pipeline.intake.reading.interpret", side_effect=ZeroDivisionError)


ENTRIES = (
    Entry(
        "sheet-damaged",
        "one sheet is broken",
        Outcome.LEFT_OUT,
        only(lambda: with_part(PARTS["Waiting times"], lambda part: part[:500])),
        "north.xlsx › Waiting times",
        "The sheet “Waiting times” is damaged and could not be read; sheets that are sound were.",
        "Open the file in Excel, let Excel repair it if it offers to, check the sheet, save and send it again.",
    ),
    Entry(
        "sheet-not-in-file",
        "a sheet got lost on the way",
        Outcome.LEFT_OUT,
        only(lambda: without(PARTS["Waiting times"])),
        "north.xlsx › Waiting times",
        "The sheet “Waiting times” is listed in the workbook, but the file does not hold it.",
        "Open the file in Excel, check that the sheet is there, save and send it again.",
    ),
    Entry(
        "sheet-not-a-worksheet",
        "a chart was moved to a sheet of its own",
        Outcome.NOTED,
        north(_chart_sheet),
        "north.xlsx › Trend",
        "“Trend” is a chart sheet, not a sheet of cells, and was not read.",
        "Nothing to do, unless the paper should say something that stands there: then type it into the form.",
    ),
    Entry(
        "sheet-comments-damaged",
        "the comments are broken",
        Outcome.LEFT_OUT,
        only(_comments_damaged),
        "north.xlsx › Risks",
        "The comments and links on the sheet “Risks” are damaged and could not be read; its cells were.",
        "Open the file in Excel, check the comments and links, save and send it again.",
    ),
    Entry(
        "file-has-macros",
        "the workbook holds macros",
        Outcome.NOTED,
        only(_macros, "north.xlsm"),
        "north.xlsm",
        "north.xlsm holds macros. They were not run.",
        "Nothing to do. If you did not expect macros, ask the sender why they are there.",
    ),
    Entry(
        "cell-far-away",
        "a remark was typed far to the right",
        Outcome.LEFT_OUT,
        north(at("Key actions", "ZZ99", "Ask finance")),
        "north.xlsx › Key actions!ZZ99",
        "On “Key actions” something stands far away from the rest, in ZZ99, and was not read.",
        "Delete it, or move it to where the form asks for it.",
    ),
    Entry(
        "cell-given-twice",
        "another program wrote a cell twice",
        Outcome.QUERIED,
        only(lambda: with_cell("Risks", "E5", '<c r="E5"><v>5</v></c><c r="E5"><v>4</v></c>')),
        "north.xlsx › Risks!E5",
        "The file gives two contents for E5 on “Risks”; the last one was read.",
        "Open the file in Excel, check what stands there, and save it again.",
    ),
    Entry(
        "cell-text-very-long",
        "another program wrote more than Excel can hold",
        Outcome.NOTED,
        only(
            lambda: with_cell(
                "Risks", "C5", f'<c r="C5" t="inlineStr"><is><t>{"word " * 8_000}end</t></is></c>'
            )
        ),
        "north.xlsx › Risks!C5",
        "On “Risks” the text in C5 is longer than Excel can hold; all of it was read.",
        "Check that nothing was pasted there that does not belong.",
    ),
    Entry(
        "cell-text-missing",
        "a cell points to a text that is not there",
        Outcome.QUERIED,
        only(lambda: with_cell("Risks", "C5", '<c r="C5" t="s"><v>9999</v></c>')),
        "north.xlsx › Risks!C5",
        "On “Risks” the text of C5 is missing from the file.",
        "Open the file in Excel, type the text again where it is missing, and save.",
    ),
    Entry(
        "cell-not-as-marked",
        "another program called a text a number",
        Outcome.QUERIED,
        only(lambda: with_cell("Measures", "C5", '<c r="C5" t="n"><v>88.4% YTD</v></c>')),
        "north.xlsx › Measures!C5",
        "On “Measures” the file calls the contents of C5 a number, a date or a yes/no, which they are not; they were read as text.",
        "Open the file in Excel, type the value again, and save.",
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
        "Move what the paper should say into the form's own sheets.",
    ),
    Entry(
        "sheet-not-in-form",
        "a hidden sheet came along",
        Outcome.LEFT_OUT,
        north(_sheet("Staff", "All names and grades", "hidden")),
        "north.xlsx › Staff",
        "The sheet “Staff” (hidden) is not part of the form and was not read.",
        "Move what the paper should say into the form's own sheets.",
    ),
    Entry(
        "sheet-not-in-form",
        "a very hidden sheet came along",
        Outcome.LEFT_OUT,
        north(_sheet("Lists", "All names and grades", "veryHidden")),
        "north.xlsx › Lists",
        "The sheet “Lists” (hidden so that Excel's menus do not show it) is not part of the form and was not read.",
        "Move what the paper should say into the form's own sheets.",
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
        north(_remark),
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
)
