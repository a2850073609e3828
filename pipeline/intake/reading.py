"""``Workbook`` → ``Return``: fields found by label, tables by header, never by position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.forms.queries_sheet import FIRST_CELL as QUERIES_FIRST_CELL
from pipeline.forms.queries_sheet import SHEET as QUERIES
from pipeline.intake.kinds import key, understand
from pipeline.intake.workbook import read_workbook
from pipeline.model import (
    Address,
    Cell,
    Column,
    Finding,
    Form,
    FormTable,
    Level,
    Record,
    Return,
    Rule,
    Sheet,
    Submission,
    Table,
    Value,
    Workbook,
)  # fmt: skip

NOT_A_RETURN = Rule(
    "file-not-a-return",
    Level.ERROR,
    "{file} is a workbook, but none of its sheets looks like a return form.",
    "Use the form issued to the partnership (python run.py forms writes it).",
    asks="Please fill in the form that was issued to you, and send that.",
)
SHEET_IGNORED = Rule(
    "sheet-not-in-form", Level.WARNING, "The sheet “{sheet}” is not part of the form and was not read.",
    "Move what the paper should say into the form's own sheets.",
)  # fmt: skip
COLUMN_IGNORED = Rule(
    "column-not-in-form", Level.WARNING, "The column “{header}” is not part of the form and was not read.",
    "Move what the paper should say into one of the form's columns.",
)  # fmt: skip
COLUMN_MISSING = Rule(
    "column-missing", Level.ERROR, "The column “{header}” was not found in the table.",
    "Put the heading “{header}” back above its column.",
)  # fmt: skip
COLUMN_TWICE = Rule(
    "column-twice", Level.ERROR, "Two columns are headed “{header}”; only the first was read.",
    "Keep one column with that heading.",
)  # fmt: skip
TABLE_MISSING = Rule(
    "table-missing", Level.ERROR, "The table “{title}” was not found.",
    "Fill in the sheet “{sheet}” of the form and keep its row of headings.",
)  # fmt: skip
TABLE_TWICE = Rule(
    "table-twice", Level.ERROR, "The sheet “{sheet}” holds the table “{title}” a second time and was not read.",
    "Put all rows into one sheet.",
)  # fmt: skip
STRAY_CELL = Rule(
    "cell-outside-table", Level.WARNING, "“{typed}” stands beside the table, under no heading, and was not read.",
    "Move it into a column of the form, or delete it.",
)  # fmt: skip
EXAMPLE_ROW = Rule(
    "example-row-left", Level.WARNING, "The form's own example row was left in; it is not reported.",
    "Delete the row.",
)  # fmt: skip
NIL_BESIDE_ROWS = Rule(
    "nil-beside-rows", Level.WARNING, "This row says {typed}, but the table has other rows; they are reported.",
    "Delete the row that says {typed}, or the others.",
)  # fmt: skip
FORM_UNKNOWN = Rule(
    "form-not-known", Level.WARNING, "The form calls itself “{form}”, which is not a form in use; it was read as “{used}”.",
    "Please use the form that was issued for this period.",
)  # fmt: skip
FORM_LABEL = "form"
NIL = {"nil", "nil return", "none", "nothing to report", "nil to report"}
FORM_SHEETS = {"start here", "about this return", "choices"}
ABOUT_SHEET = "About this return"


@dataclass(frozen=True, slots=True)
class _Header:
    """A row of headings: where it is, and which column of the sheet holds which column of the table."""

    row: int
    columns: Mapping[int, Column]
    others: Mapping[int, Cell]
    repeated: tuple[Cell, ...] = ()


def read_return(data: bytes, file: str, forms: Mapping[str, Form]) -> Submission:
    """Read one file as a return.

    ``data`` is the whole file, ``file`` its name as findings print it, ``forms`` the forms in use by id.
    Never raises: what cannot be read is a finding, and the submission then has no contents.
    """
    workbook, findings = read_workbook(data, file)
    return interpret(workbook, forms) if workbook else Submission(file, None, findings)


def interpret(workbook: Workbook, forms: Mapping[str, Form]) -> Submission:
    """The return that a workbook holds, read by the form that it names or, failing that, fits best."""
    workbook = replace(workbook, sheets=tuple(sheet for sheet in workbook.sheets if not _of_queries(sheet)))
    named = _named_form(workbook)
    form = forms.get(named.split(",")[0].strip()) or _best_form(workbook, forms.values())
    if form is None:
        return Submission(
            workbook.file, None, (NOT_A_RETURN.found(Address(workbook.file), file=workbook.file),)
        )
    findings: list[Finding] = []
    if named and named.split(",")[0].strip() not in forms:
        findings.append(FORM_UNKNOWN.found(Address(workbook.file), form=named, used=form.title))
    fields = _fields(workbook, form)
    tables, on_tables = _tables(workbook, form)
    return Submission(workbook.file, Return(workbook.file, form, fields, tables), (*findings, *on_tables))


def _of_queries(sheet: Sheet) -> bool:
    """Whether a sheet is the list of queries that a marked copy came back with, and not of the sender's own."""
    first = sheet.cells.get((1, 1))
    return key(sheet.name).startswith(key(QUERIES)) and bool(first and first.typed == QUERIES_FIRST_CELL)


def _named_form(workbook: Workbook) -> str:
    """The form id that the workbook's row “Form” gives; '' without one."""
    for sheet in workbook.sheets:
        for (row, column), cell in sheet.cells.items():
            if key(cell.typed) == FORM_LABEL and (beside := sheet.cells.get((row, column + 1))):
                return beside.typed
    return ""


def _best_form(workbook: Workbook, forms: Iterable[Form]) -> Form | None:
    """The form with the most headings and labels in the workbook; None when no more than three are there."""
    present = {key(cell.typed) for sheet in workbook.sheets for cell in sheet.cells.values()}

    def fit(form: Form) -> int:
        columns = [*form.fields, *(column for table in form.tables for column in table.columns)]
        return sum(key(column.header) in present for column in columns)

    best = max(forms, key=fit, default=None)
    return best if best and fit(best) > 3 else None


# --- single fields ----------------------------------------------------------------------------


def _names(column: Column) -> set[str]:
    return {key(name) for name in (column.header, *column.aliases)}


def _fields(workbook: Workbook, form: Form) -> dict[str, Value]:
    """The single fields: each label's cell to the right, wherever the label stands."""
    labels = {name: column for column in reversed(form.fields) for name in _names(column)}
    found: dict[str, Value] = {}
    for sheet in workbook.sheets:
        if key(sheet.name) != key(ABOUT_SHEET) and any(_header(sheet, table) for table in form.tables):
            continue
        for (row, column_number), cell in sorted(sheet.cells.items()):
            column = labels.get(key(cell.typed))
            if column and column.id not in found:
                found[column.id] = _beside(sheet, row, column_number, column)
    sheet_name = workbook.sheets[0].name if workbook.sheets else ""
    blank = {column.id: Value(Address(workbook.file, sheet_name), "") for column in form.fields}
    return blank | found


def _beside(sheet: Sheet, row: int, column_number: int, column: Column) -> Value:
    cell = sheet.cells.get((row, column_number + 1))
    return understand(cell, column) if cell else Value(_blank(sheet, row, column_number + 1), "")


def _blank(sheet: Sheet, row: int, column_number: int) -> Address:
    """The address of a cell that holds nothing."""
    letters, rest = "", column_number
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    any_cell = next(iter(sheet.cells.values()))
    return Address(any_cell.address.file, sheet.name, f"{letters}{row}")


# --- tables -----------------------------------------------------------------------------------


def _tables(workbook: Workbook, form: Form) -> tuple[dict[str, Table], list[Finding]]:
    """Every table of the form, and what was found on reading them."""
    tables: dict[str, Table] = {}
    findings: list[Finding] = []
    for sheet in workbook.sheets:
        definition, header = _table_in(sheet, form)
        if definition is None or header is None:
            findings += _unread_sheet(workbook, sheet, form)
        elif definition.id in tables:
            findings.append(
                TABLE_TWICE.found(
                    Address(workbook.file, sheet.name), sheet=sheet.name, title=definition.title
                )
            )
        else:
            tables[definition.id] = _table(sheet, definition, header)
            findings += _about_columns(sheet, definition, header)
            findings += tables[definition.id].held_out
    for definition in form.tables:
        if definition.id not in tables:
            tables[definition.id] = Table(definition)
            if definition.required:
                findings.append(
                    TABLE_MISSING.found(
                        Address(workbook.file), title=definition.title, sheet=definition.sheet
                    )
                )
    return {definition.id: tables[definition.id] for definition in form.tables}, findings


def _unread_sheet(workbook: Workbook, sheet: Sheet, form: Form) -> Iterator[Finding]:
    labels = {name for column in form.fields for name in _names(column)}
    is_fields = sum(key(cell.typed) in labels for cell in sheet.cells.values()) > 1
    if sheet.cells and key(sheet.name) not in FORM_SHEETS and not is_fields:
        yield SHEET_IGNORED.found(Address(workbook.file, sheet.name), sheet=sheet.name)


def _table_in(sheet: Sheet, form: Form) -> tuple[FormTable | None, _Header | None]:
    """The table that a sheet holds: the one it is named after, else the one whose headings fit best."""
    if key(sheet.name) in FORM_SHEETS:
        return None, None
    headers = [(table, header) for table in form.tables if (header := _header(sheet, table))]
    named = [
        pair for pair in headers if key(sheet.name) in {key(n) for n in (pair[0].sheet, *pair[0].aliases)}
    ]
    return max(named or headers, key=lambda pair: len(pair[1].columns), default=(None, None))


def _header(sheet: Sheet, table: FormTable) -> _Header | None:
    """The row with the most of the table's headings; None unless it has its key and another, or all."""
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column_number), cell in sheet.cells.items():
        rows.setdefault(row, {})[column_number] = cell
    headers = [_matched(row, cells, table) for row, cells in sorted(rows.items())]
    best = max(headers, key=lambda header: len(header.columns), default=None)
    if best is None or len(best.columns) < min(2, len(table.columns)):
        return None
    return best if table.key in {column.id for column in best.columns.values()} else None


def _matched(row: int, cells: Mapping[int, Cell], table: FormTable) -> _Header:
    """Which headings of the table a row holds; a heading's own name wins over another column's alias."""
    exact = {key(column.header): column for column in table.columns}
    alias = {key(name): column for column in reversed(table.columns) for name in column.aliases}
    columns: dict[int, Column] = {}
    others: dict[int, Cell] = {}
    repeated: list[Cell] = []
    for names in (exact, {**alias, **exact}):
        for number, cell in sorted(cells.items()):
            column = names.get(key(cell.typed))
            if column and number not in columns and column not in columns.values():
                columns[number] = column
    for number, cell in sorted(cells.items()):
        if number not in columns:
            column = {**alias, **exact}.get(key(cell.typed))
            repeated.append(cell) if column in columns.values() and column else others.update({number: cell})
    return _Header(row, dict(sorted(columns.items())), others, tuple(repeated))


def _about_columns(sheet: Sheet, table: FormTable, header: _Header) -> Iterator[Finding]:
    """What is odd about the headings themselves."""
    for cell in header.repeated:
        yield COLUMN_TWICE.found(cell.address, header=cell.typed)
    for cell in header.others.values():
        yield COLUMN_IGNORED.found(cell.address, header=cell.typed)
    present = {column.id for column in header.columns.values()}
    for column in table.columns:
        if column.required and column.id not in present:
            yield COLUMN_MISSING.found(_blank(sheet, header.row, 1), header=column.header)
    known = header.columns.keys() | header.others.keys() | {_number(cell) for cell in header.repeated}
    for (row, number), cell in sorted(sheet.cells.items()):
        if row > header.row and number not in known:
            yield STRAY_CELL.found(cell.address, typed=cell.typed[:60])


def _number(cell: Cell) -> int:
    number = 0
    for letter in cell.address.cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - 64
    return number


def _table(sheet: Sheet, definition: FormTable, header: _Header) -> Table:
    """The rows below the headings: records, rows held out, or the word Nil for the whole table."""
    rows = sorted({row for row, number in sheet.cells if row > header.row and number in header.columns})
    records, held_out, nil = [], [], []
    for record in (_record(sheet, row, header) for row in rows):
        if word := _nil(record):
            nil.append(NIL_BESIDE_ROWS.found(record.address, typed=word))
        elif _is_example(record, definition):
            held_out.append(EXAMPLE_ROW.found(record.address))
        else:
            records.append(record)
    if records:
        return Table(definition, tuple(records), (*held_out, *nil), rows_in=len(rows))
    return Table(definition, (), tuple(held_out), bool(nil), len(rows) - len(nil))


def _record(sheet: Sheet, row: int, header: _Header) -> Record:
    values = {
        column.id: understand(sheet.cells[row, number], column)
        if (row, number) in sheet.cells
        else Value(_blank(sheet, row, number), "")
        for number, column in header.columns.items()
    }
    return Record(_blank(sheet, row, min(header.columns)), values)


def _nil(record: Record) -> str:
    """What the row says if it is nothing but a word for nothing to report."""
    typed = [value.typed for value in record.values.values() if value.typed]
    return typed[0] if len(typed) == 1 and key(typed[0]) in NIL else ""


def _is_example(record: Record, definition: FormTable) -> bool:
    """Whether the row still holds the form's example: its key, and nothing typed of the sender's own there."""
    column = definition.column(definition.key)
    typed = record.values[definition.key].typed if definition.key in record.values else ""
    return bool(column and column.example and key(typed) == key(column.example))
