"""The single answers of a return: each beside its label, wherever the label stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from pipeline.forms.sheets import ABOUT, FORM_ROW_HINT
from pipeline.forms.start import judged
from pipeline.intake.comparing import key, names_of
from pipeline.intake.kinds import understand
from pipeline.intake.lines import FORMS_REMEMBERED
from pipeline.intake.xlsx.positions import cell_name
from pipeline.model import (
    MONTHS,
    Address,
    Column,
    Finding,
    Form,
    Level,
    Position,
    Problem,
    Rule,
    Sheet,
    Value,
    Visibility,
    Workbook,
)
from pipeline.people import quotable

STRAY_ANSWER = Rule(
    "text-beside-answers",
    Level.WARNING,
    "“{typed}” stands where the form has no answer, and was not read.",
    "Move it into one of the form's answers, or delete it.",
    why="Remarks typed beside an answer are not part of it. They are named, so that the sender knows that the paper does not say them.",
)
ABOUT_SHEET = key(ABOUT)
FORM_LABEL = "form"
SHOWN_BEFORE = re.compile(rf"in (?:(?:{'|'.join(MONTHS).lower()}) [0-9]{{4}}|quarter [1-4] [0-9]{{4}}): (.+)")
LAST_COLUMN = 16_384  # XFD: beside a label that is merged to there no cell is left for an answer


@lru_cache(FORMS_REMEMBERED)
def labels_of(form: Form) -> Mapping[str, Column]:
    """The form's single fields by the names of their labels; of two with one name the first counts."""
    return {name: column for column in reversed(form.fields) for name in names_of(column)}


def read_fields(
    workbook: Workbook, form: Form, tables: Collection[str], lost: Collection[str] = ()
) -> tuple[dict[str, Value], list[Finding]]:
    """The form's single fields by id (blank where no label was found), and what stands beside them unread.

    Labels are looked for on the form's own sheet first, then on those that hold no table. ``tables`` are the
    names of the sheets that hold one; ``lost`` those that could not be read. Where the form's own is one of these,
    its answers are not known to be blank, and are left out.
    """
    labels = labels_of(form)
    found: dict[str, Value] = {}
    for sheet in _sheets(workbook, tables):
        for at, cell in sorted(sheet.cells.items()):
            column = labels.get(key(cell.typed))
            if column and (column.id not in found or found[column.id].blank):
                found[column.id] = _answer(sheet, at, column)
    nowhere = Address(workbook.file, workbook.sheets[0].name if workbook.sheets else "")
    unread = any(key(name) == ABOUT_SHEET for name in lost)
    fields = {
        column.id: found.get(column.id, Value(nowhere, ""))
        for column in form.fields
        if column.id in found or not unread
    }
    return fields, [finding for sheet in workbook.sheets for finding in _strays(sheet, form, fields)]


def _strays(sheet: Sheet, form: Form, fields: Mapping[str, Value]) -> Iterator[Finding]:
    """What people typed on the form's own sheet of answers where no answer belongs."""
    if key(sheet.name) != ABOUT_SHEET:
        return
    own = _own_words(form) | {key(words) for words in _shown_before(sheet, form)}
    read = {value.address for value in fields.values()}
    read |= {
        sheet.cells[row, 2].address
        for row, column in sheet.cells
        if column == 1 and (row, 2) in sheet.cells and key(sheet.cells[row, 1].typed) == FORM_LABEL
    }
    for _, cell in sorted(sheet.cells.items()):
        if cell.address not in read and key(cell.typed) not in own:
            yield STRAY_ANSWER.found(cell.address, typed=quotable(cell.typed)[:60])


@lru_cache(FORMS_REMEMBERED)
def _own_words(form: Form) -> frozenset[str]:
    """What the blank form says on its sheet of answers."""
    hints = (key(column.hint) for column in form.fields)
    return frozenset((ABOUT_SHEET, FORM_LABEL, key(FORM_ROW_HINT), *labels_of(form), *hints))


def _shown_before(sheet: Sheet, form: Form) -> Iterator[str]:
    """What the form itself says of an earlier period beside an answer: “In November 2019: Amber”."""
    ratings = [one for column in judged(form.fields) if column.scheme for one in column.scheme.ratings]
    words = {key(word) for rating in ratings for word in (rating.word, *rating.aliases)}
    for cell in sheet.cells.values():
        match = SHOWN_BEFORE.fullmatch(key(cell.typed))
        if match and match[1] in words:
            yield cell.typed


def _sheets(workbook: Workbook, tables: Collection[str]) -> Iterator[Sheet]:
    yield from (sheet for sheet in workbook.sheets if key(sheet.name) == ABOUT_SHEET)
    yield from (
        sheet for sheet in workbook.sheets if key(sheet.name) != ABOUT_SHEET and sheet.name not in tables
    )


def _answer(sheet: Sheet, label: Position, column: Column) -> Value:
    """The value beside a label; a label that spans several columns has it beside the last of them."""
    widths = (end[1] for start, end in sheet.merged if start == label and end[1] < LAST_COLUMN)
    last = next(widths, label[1])
    at = (label[0], last + 1)
    cell = sheet.cells.get(at) or sheet.blanks.get(at)
    if cell is None:
        return Value(Address(sheet.cells[label].address.file, sheet.name, cell_name(at)), "")
    if column.in_paper and cell.typed and (cell.hidden or sheet.visibility is not Visibility.VISIBLE):
        return Value(cell.address, "", problem=Problem.HIDDEN)
    return understand(cell, column)
