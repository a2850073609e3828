"""The first sheets of a form: how to fill it in, and the single answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.forms.choices import SHEET as CHOICES
from pipeline.forms.choices import Dropdowns
from pipeline.forms.filling import fill, format_of
from pipeline.forms.house_style import PALE
from pipeline.forms.look import BODY, BOX, HINT, LINK, LONG_HEIGHT, STRONG, TITLE, WRAP
from pipeline.forms.rows import fit_height, set_widths
from pipeline.forms.sheets import ABOUT, FORM_ROW_HINT
from pipeline.forms.start import Start, last_answer
from pipeline.forms.writing import put
from pipeline.model import Column, Form, Value

FILLED = (
    "From your return for {period}: please edit what has changed, and delete rows that are no longer needed. "
    "Ratings and figures are to be filled in anew. Grey cells show what you gave in {period}; they are not read."
)
LEFT_OUT = " Not in this form, because they were finished: {names}."
MOST_NAMED = 10  # of the rows that were left out


def write_start(sheet: Worksheet, form: Form, whose: str, choices: bool, start: Start | None) -> None:
    """How to fill the form in: in general, what stands in it already, and sheet by sheet."""
    sheet.title = "Start here"
    set_widths(sheet, 28, 90)
    sheet["A1"], sheet["A1"].font = form.title, TITLE
    sheet["A2"], sheet["A2"].font = whose, STRONG
    sheet["A4"], sheet["A4"].font = "How to fill it in", STRONG
    sheet["B4"].value, sheet["B4"].font = form.introduction, BODY
    if start:
        sheet["A5"], sheet["A5"].font = "What stands in it already", STRONG
        put(sheet["B5"], _filled(start)).font = BODY
    rows = [(ABOUT, "Answers of one line or one paragraph each.")]
    rows += [(table.sheet, table.guidance) for table in form.tables]
    if choices:
        rows.append((CHOICES, "What may be chosen, and what it means. Nothing to fill in."))
    for row, (name, guidance) in enumerate(rows, 7 if start else 6):
        link = sheet.cell(row, 1, name)
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(name)}!A1")
        link.font = LINK
        sheet.cell(row, 2, guidance).font = BODY
    for line in sheet.iter_rows(min_row=4, max_row=6 + len(rows)):
        for cell in line:
            cell.alignment = WRAP
        fit_height(sheet, line[0].row or 0)


def _filled(start: Start) -> str:
    """What a form was filled from, and what was left out of it."""
    said = FILLED.format(period=start.period.title)
    return said + LEFT_OUT.format(names="; ".join(_named(start.left_out))) if start.left_out else said


def _named(names: tuple[str, ...]) -> Iterator[str]:
    yield from names[:MOST_NAMED]
    if len(names) > MOST_NAMED:
        yield f"and {len(names) - MOST_NAMED} more"


def write_about(
    sheet: Worksheet, form: Form, known: Mapping[str, str | int], dropdowns: Dropdowns, start: Start | None
) -> None:
    """One row for each single answer: label, answer, guidance. ``known`` are answers already given, by field."""
    set_widths(sheet, 38, 60, 60, *((34,) if start and start.ratings else ()))
    sheet["A1"], sheet["A1"].font = ABOUT, TITLE
    answers = start.answers if start else {}
    for row, field in enumerate(form.fields, 3):
        _answer(sheet, row, field, known.get(field.id), answers.get(field.id))
        dropdowns.check(sheet, field, f"B{row}")
        if start and field.id in start.ratings:
            put(sheet.cell(row, 4), last_answer(start.ratings[field.id], start.period)).font = HINT
    last = 3 + len(form.fields)
    identity = (
        "Form",
        f"{form.id}, version {form.version}",
        FORM_ROW_HINT,
    )
    for number, words in enumerate(identity, 1):
        sheet.cell(last, number, words).font = HINT
    sheet.freeze_panes = "A3"


def _answer(
    sheet: Worksheet, row: int, field: Column, known: str | int | None, carried: Value | None
) -> None:
    label, answer, hint = (
        sheet.cell(row, number, value) for number, value in enumerate((field.header, known, field.hint), 1)
    )
    label.font, answer.font, hint.font = STRONG, BODY, HINT
    label.fill, label.border, answer.border = PatternFill("solid", fgColor=PALE), BOX, BOX
    for cell in (label, answer, hint):
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    answer.number_format = format_of(field) or answer.number_format
    if carried and known is None:
        fill(answer, carried)
    if field.kind == "long_text":
        fit_height(sheet, row, least=LONG_HEIGHT)
