"""``Workbook`` → ``Return``: fields found by label, tables by heading, never by position."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from pipeline.forms.sheets import QUERIES, QUERIES_FIRST_CELL
from pipeline.intake.comparing import key, names_of
from pipeline.intake.fields import FORM_LABEL, labels_of, read_fields
from pipeline.intake.headings import FORM_SHEETS, Region, is_named, odd_headings, regions
from pipeline.intake.lines import words_of
from pipeline.intake.remarks import remarks
from pipeline.intake.tables import read_table
from pipeline.intake.workbook import read_workbook
from pipeline.intake.xlsx.book import SHEET_DAMAGED, SHEET_MISSING
from pipeline.intake.xlsx.positions import cell_name
from pipeline.limits import Limits
from pipeline.model import (
    Address,
    Finding,
    Form,
    Level,
    Return,
    Rule,
    Sheet,
    Submission,
    Table,
    Visibility,
    Workbook,
    replace,
)  # fmt: skip

NOT_A_RETURN = Rule(
    "file-not-a-return",
    Level.ERROR,
    "{file} is a workbook, but none of its sheets looks like a return form.",
    "Use the form issued to the partnership (python run.py forms writes it).",
    asks="Please fill in the form that was issued to you, and send that.",
    why="Returns are known by the form's headings and labels. Guessing at a workbook that has next to none would put the wrong words into a paper.",
)
FAULT = Rule(
    "file-reading-failed",
    Level.ERROR,
    "{file} could not be read, through a fault of this program; the other returns were.",
    "Please send the file to whoever looks after the program. Meanwhile copy its contents into a new form.",
    asks="Please copy its contents into a new form, and send that.",
    why="A fault of this program in one return must not cost the other partnerships their paper.",
)
SHEET_IGNORED = Rule(
    "sheet-not-in-form",
    Level.WARNING,
    "The sheet “{sheet}”{hidden} is not part of the form and was not read.",
    "Move what the paper should say into the form's own sheets, and delete this one unless a formula needs it.",
    why="No sheet is ignored without a word. A hidden one may hold what nobody meant to send: in 2023 the Police Service of Northern Ireland gave away details of all its staff in one.",
)
TABLE_MISSING = Rule(
    "table-missing",
    Level.ERROR,
    "The table “{title}” was not found.",
    "Fill in the sheet “{sheet}” of the form and keep its row of headings.",
    why="Without its headings a table cannot be found, and without the table the paper would be silent on a part that every return must cover.",
)
HEADINGS_GONE = Rule(
    "table-headings-gone",
    Level.ERROR,
    "The sheet “{sheet}” no longer has the headings of its table, and was not read.",
    "Put the form's row of headings back above the table.",
    why="Columns are found by their headings; without them nobody can be sure what a number means.",
)
TABLE_ABSENT = Rule(
    "table-absent",
    Level.NOTE,
    "The table “{title}” was not found; the form allows that.",
    "Nothing to do, unless it should be there: then fill in the sheet “{sheet}” of the form.",
    why="Some tables are only for those who have something to put there. That one is gone is noted, in case it was deleted by mistake.",
)
TABLE_TWICE = Rule(
    "table-twice",
    Level.ERROR,
    "The sheet “{sheet}” holds the table “{title}” a second time and was not read.",
    "Put all rows into one sheet.",
    why="Which of two copies of a table counts cannot be known, and reading both would report rows twice.",
)
TABLE_TOO_LONG = Rule(
    "table-too-long",
    Level.ERROR,
    "The table “{title}” has {count:,} rows; the first {limit:,} were read, and none from here on.",
    "Have the rows deleted that do not belong to it. If all do, a higher limit can be set in config.yaml (limits: table_rows).",
    asks="Please delete the rows that do not belong to the table. If all of them do, tell us.",
    why="A return has some dozen rows in a table. Thousands come from a formula or a list copied by mistake; no committee could read them, and they would hold up every other return.",
)
FORM_UNKNOWN = Rule(
    "form-not-known",
    Level.WARNING,
    "The form calls itself “{form}”, which is not a form in use; it was read as “{used}”.",
    "Please use the form that was issued for this period.",
    why="The line “Form” tells how to read the return. Where it names no form in use, the one that fits best is taken, and that is said.",
)
OTHER_VERSION = Rule(
    "form-version",
    Level.WARNING,
    "The form is version {version}; version {current} is in use. It was read as it is.",
    "Please use the form that was issued for this period.",
    why="Last year's form may lack a question that the committee has asked since.",
)
HIDDEN = {
    Visibility.VISIBLE: "",
    Visibility.HIDDEN: " (hidden)",
    Visibility.VERY_HIDDEN: " (hidden so that Excel's menus do not show it)",
}
LEAST_FIT = 4  # labels and headings of a form that a workbook has at least, to be read by it
USUAL = Limits()


def read_return(data: bytes, file: str, forms: Mapping[str, Form], limits: Limits = USUAL) -> Submission:
    """Read one file as a return.

    ``data`` is the whole file, ``file`` its name as findings print it, ``forms`` the forms in use by id.
    Never raises: what cannot be read is a finding, and the submission then has no contents.
    """
    try:
        workbook, findings = read_workbook(data, file, limits)
        if workbook is None:
            return Submission(file, None, findings)
        lost = [one.address.sheet for one in findings if one.rule in (SHEET_DAMAGED.id, SHEET_MISSING.id)]
        submission = interpret(workbook, forms, lost, limits.table_rows)
    except Exception:  # noqa: BLE001 - a fault met in one return must not cost the others their paper
        return Submission(file, None, (FAULT.found(Address(file), file=file),))
    contents = submission.contents
    if contents:
        contents = replace(contents, digest=hashlib.sha256(data).hexdigest())
    return replace(submission, contents=contents, findings=(*findings, *submission.findings))


def interpret(
    workbook: Workbook,
    forms: Mapping[str, Form],
    lost: Collection[str] = (),
    most_rows: int = USUAL.table_rows,
) -> Submission:
    """The return that a workbook holds, read by the form that it names or, failing that, fits best.

    ``lost`` are sheets that could not be read: that has been said, and of their tables nothing more is. Of a table
    ``most_rows`` are read.
    """
    workbook = replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if not _of_queries(sheet)))
    named = _named_form(workbook)
    form = forms.get(named.split(",")[0].strip()) or _best_form(workbook, forms.values())
    if form is None:
        return Submission(
            workbook.file, None, (NOT_A_RETURN.found(Address(workbook.file), file=workbook.file),)
        )
    words = words_of(form)
    inside = {sheet.name: regions(sheet, words) for sheet in workbook.sheets}
    shortened = [_shortened(region, most_rows) for held in inside.values() for region in held]
    names = [*(sheet.name for sheet in workbook.sheets), *lost]
    tables, found = _tables(workbook.file, form, [region for region, _ in shortened], names)
    fields, beside = read_fields(workbook, form, {name for name, held in inside.items() if held}, lost)
    ignored = [sheet for sheet in workbook.sheets if not inside[sheet.name]]
    findings = [
        *_about_form(workbook, form, named),
        *(finding for sheet in ignored for finding in _unread(sheet, form, tables, workbook.file)),
        *beside,
        *found,
        *(finding for _, too_long in shortened for finding in too_long),
        *remarks(workbook),
    ]
    contents = Return(workbook.file, form, fields, tables, workbook.saved)
    return Submission(workbook.file, contents, tuple(findings))


def _of_queries(sheet: Sheet) -> bool:
    """Whether a sheet is the list of queries that a marked copy came back with, and not of the sender's own."""
    first = sheet.cells.get((1, 1))
    return key(sheet.name).startswith(key(QUERIES)) and bool(first and first.typed == QUERIES_FIRST_CELL)


# --- which form -------------------------------------------------------------------------------


def _named_form(workbook: Workbook) -> str:
    """The form id that the workbook's row “Form” gives; '' without one."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if key(cell.typed) == FORM_LABEL and (beside := sheet.cells.get((row, column + 1))):
                return beside.typed
    return ""


def _best_form(workbook: Workbook, forms: Iterable[Form]) -> Form | None:
    """The form with the most headings and labels in the workbook; None when too few of any are there."""
    present = {key(cell.typed) for sheet in workbook.sheets for cell in sheet.cells.values()}

    def fit(form: Form) -> int:
        columns = [*form.fields, *(column for table in form.tables for column in table.columns)]
        return sum(not names_of(column).isdisjoint(present) for column in columns)

    best = max(forms, key=fit, default=None)
    return best if best and fit(best) >= LEAST_FIT else None


def _about_form(workbook: Workbook, form: Form, named: str) -> Iterator[Finding]:
    name, _, rest = named.partition(",")
    version = re.search(r"\d+", rest)
    if named and name.strip() != form.id:
        yield FORM_UNKNOWN.found(Address(workbook.file), form=named[:60], used=form.title)
    elif version and int(version[0][:9]) != form.version:
        yield OTHER_VERSION.found(Address(workbook.file), version=version[0][:9], current=form.version)


# --- tables -----------------------------------------------------------------------------------


def _tables(
    file: str, form: Form, found: Iterable[Region], sheets: Collection[str]
) -> tuple[dict[str, Table], list[Finding]]:
    """Every table of the form, and what was found on reading them. ``sheets`` are the names of all sheets."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for region in found:
        definition, sheet = region.headings.table, region.sheet
        if definition.id in tables:
            at = Address(file, sheet.name)
            findings.append(TABLE_TWICE.found(at, sheet=sheet.name, title=definition.title))
            continue
        tables[definition.id] = read_table(region)
        findings += [*odd_headings(region), *tables[definition.id].held_out]
    for definition in form.tables:
        if definition.id not in tables and not any(is_named(name, definition) for name in sheets):
            rule = TABLE_MISSING if definition.required else TABLE_ABSENT
            at = Address(file)
            findings.append(rule.found(at, title=definition.title, sheet=definition.sheet))
    return {table.id: tables.get(table.id, Table(table, found=False)) for table in form.tables}, findings


def _shortened(region: Region, most: int) -> tuple[Region, list[Finding]]:
    """A region without the rows beyond the first ``most``, and that they were not read."""
    if len(region.sheet.cells) <= most:
        return region, []
    rows = sorted({row for row, _ in region.positions()})
    if len(rows) <= most:
        return region, []
    title, at = region.headings.table.title, cell_name((rows[most], min(region.headings.columns)))
    file = next(iter(region.sheet.cells.values())).address.file
    found = TABLE_TOO_LONG.found(
        Address(file, region.sheet.name, at), title=title, count=len(rows), limit=most
    )
    return region._replace(last_row=rows[most] - 1), [found]


def _unread(sheet: Sheet, form: Form, tables: Mapping[str, Table], file: str) -> Iterator[Finding]:
    """That a sheet was not read, unless it is the form's own or holds its single answers."""
    if any(is_named(sheet.name, one.definition) and not one.found for one in tables.values()):
        yield HEADINGS_GONE.found(Address(file, sheet.name), sheet=sheet.name)
    elif sheet.cells and key(sheet.name) not in FORM_SHEETS:
        labels = labels_of(form)
        if sum(key(cell.typed) in labels for cell in sheet.cells.values()) <= 1:
            hidden = HIDDEN[sheet.visibility]
            yield SHEET_IGNORED.found(Address(file, sheet.name), sheet=sheet.name, hidden=hidden)
