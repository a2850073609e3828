"""Messes of layout: headings, rows and sheets that were renamed, moved, merged, hidden or deleted."""

from __future__ import annotations

from typing import Any

from filled_form import FIRST_ROW, SOUND, FilledForm

from gallery.making import Change, made, row, typed
from gallery.mess import Mess

HEADINGS = FIRST_ROW - 1


def _heading(sheet: str, old: str, new: str) -> Change:
    """Somebody wrote a heading in another way."""
    return typed(sheet, old, new, HEADINGS)


def _plain(form: FilledForm) -> None:
    """No Excel tables, as after Convert to Range."""
    for sheet in form.book.worksheets:
        for name in list(sheet.tables):
            del sheet.tables[name]


def _no_dropdowns(form: FilledForm) -> None:
    for sheet in form.book.worksheets:
        sheet.data_validations.dataValidation.clear()
        sheet.conditional_formatting = type(sheet.conditional_formatting)()


def _reversed(form: FilledForm) -> None:
    for cells in form.book["Risks"].iter_rows(min_row=HEADINGS, max_row=FIRST_ROW):
        values = [cell.value for cell in cells]
        for cell, value in zip(cells, reversed(values), strict=True):
            cell.value = value


def _moved(rows: int, columns: int) -> Change:
    """Somebody moved a whole table down and to the right."""

    def change(form: FilledForm) -> None:
        sheet = form.book["Risks"]
        sheet.delete_rows(1, HEADINGS - 1)
        sheet.move_range(sheet.dimensions, rows, columns)

    return change


def _two_rows(form: FilledForm) -> None:
    """“Project” stands over “status”."""
    sheet = form.book["Programmes"]
    sheet.insert_rows(HEADINGS)
    for cell in sheet[HEADINGS + 1]:
        above, _, below = str(cell.value).partition(" ")
        if below:
            sheet.cell(HEADINGS, cell.column or 1).value, cell.value = above, below


def _one_sheet(form: FilledForm) -> None:
    """The risks stand below the programmes."""
    upper, lower = form.book["Programmes"], form.book["Risks"]
    for shift, source in enumerate((HEADINGS, FIRST_ROW)):
        for cell in lower[source]:
            upper.cell(20 + shift, cell.column or 1).value = cell.value
    form.book.remove(lower)


def _renamed(form: FilledForm) -> None:
    form.book["Programmes"].title = "Sheet3"


def _first(form: FilledForm) -> None:
    form.book.move_sheet("Key actions", -6)


def _pruned(form: FilledForm) -> None:
    for name in ("Start here", "Choices"):
        form.book.remove(form.book[name])


def _merged_banner(form: FilledForm) -> None:
    form.book["Risks"].merge_cells("A1:G1")


def _merged_label(form: FilledForm) -> None:
    sheet: Any = form.book["About this return"]
    sheet["C6"], sheet["B6"] = "Programme lead", None
    sheet.merge_cells("A6:B6")


def _hidden_reference(form: FilledForm) -> None:
    form.book["Risks"].column_dimensions["A"].hidden = True


def _hidden_guidance(form: FilledForm) -> None:
    for number in (1, 2, 3):
        form.book["Risks"].row_dimensions[number].hidden = True
    form.book["Choices"].sheet_state = "hidden"


MESSES = (
    Mess(
        "a heading is called by another of its names",
        lambda: made(_heading("Programmes", "Project status", "RAG")),
        "programmes.status",
        "Green",
    ),
    Mess(
        "a heading breaks over two lines",
        lambda: made(_heading("Programmes", "Project status", "Project\nstatus")),
        "programmes.status",
        "Green",
    ),
    Mess(
        "a heading holds a space that does not break",
        lambda: made(_heading("Programmes", "Project status", "Project\u00a0status ")),
        "programmes.status",
        "Green",
    ),
    Mess(
        "a heading holds a sign of no width",
        lambda: made(_heading("Programmes", "Project status", "\ufeffProject sta\u200btus")),
        "programmes.status",
        "Green",
    ),
    Mess(
        "a heading is in capitals, with a star and a colon",
        lambda: made(_heading("Programmes", "Project status", "PROJECT STATUS*:")),
        "programmes.status",
        "Green",
    ),
    Mess("the columns stand in another order", lambda: made(_reversed), "risks.rating", "High"),
    Mess("the table was moved down", lambda: made(_plain, _moved(7, 0)), "risks.rating", "High"),
    Mess("the table was moved to the right", lambda: made(_plain, _moved(2, 3)), "risks.rating", "High"),
    Mess("the headings stand on two rows", lambda: made(_plain, _two_rows), "programmes.status", "Green"),
    Mess("two tables stand on one sheet", lambda: made(_plain, _one_sheet), "risks.rating", "High"),
    Mess("the Excel tables were converted to ranges", lambda: made(_plain), "risks.rating", "High"),
    Mess("the dropdowns and checks were wiped", lambda: made(_no_dropdowns), "programmes.status", "Green"),
    Mess(
        "rows were left blank inside a table",
        lambda: made(row("Risks", {**SOUND["Risks"], "Ref": "NR2"}, FIRST_ROW + 4)),
        "risks.reference",
        "NR2",
        number=1,
    ),
    Mess("the sheet of a table was renamed", lambda: made(_renamed), "programmes.status", "Green"),
    Mess("the sheets stand in another order", lambda: made(_first), "actions.due", "20 December 2019"),
    Mess("the sheets without questions were deleted", lambda: made(_pruned), "risks.rating", "High"),
    Mess(
        "the title of a sheet was merged over its columns",
        lambda: made(_merged_banner),
        "risks.rating",
        "High",
    ),
    Mess("a label was merged with its answer", lambda: made(_merged_label), "prepared_by", "Programme lead"),
    Mess(
        "a column that no paper shows was hidden", lambda: made(_hidden_reference), "risks.reference", "NR1"
    ),
    Mess("the guidance and the choices were hidden", lambda: made(_hidden_guidance), "risks.rating", "High"),
)
