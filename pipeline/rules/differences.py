"""What two returns of one sender say differently: cell by cell, the same change in several rows in one line.

Rows are matched by the table's reference, else by what names them, else by their order. What is quoted is quoted
from the return with personal data starred out, and starred before it is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from msgspec import Struct

from pipeline.model import (
    Address,
    Column,
    Figure,
    Finding,
    FormTable,
    Level,
    Return,
    Rule,
    Table,
    Value,
    replace,
)
from pipeline.rules.matched_rows import Row, matched_rows
from pipeline.rules.personal_data import masked
from pipeline.rules.rows import name_of
from pipeline.saying import said

DIFFERS = Rule(
    "version-differs", Level.NOTE, "{what}{of}: {here} here, {there} in {file}.",
    "See whether {file} is right.",
    why="A later version can undo a correction, or change a figure without a word. What changed is listed cell by cell, so that a person can see whether it was meant.",
)  # fmt: skip
ROWS_ONLY_HERE = Rule(
    "version-rows-only-here", Level.NOTE, "{title}: {rows} here and not in {file}: {names}.",
    "See whether {file} is right.",
    why="A row that the version in use no longer has may have been dropped by mistake.",
)  # fmt: skip
ROWS_ONLY_THERE = Rule(
    "version-rows-only-there", Level.NOTE, "{title}: {rows} in {file} and not here: {names}.",
    "See whether {file} is right.",
    why="A row that is new in the version in use may have come from somewhere else. It is listed, so that a person can see whether it was meant.",
)  # fmt: skip
SAME = Rule(
    "version-same", Level.NOTE, "Every answer and row is the same here as in {file}.",
    "Nothing to do.",
    why="That two versions say the same settles in a moment what would otherwise be read cell by cell.",
)  # fmt: skip
MORE = Rule(
    "version-differs-more", Level.NOTE, "{count} from {file} {are} not listed.",
    "Open the two side by side to see them.",
    why="A list of hundreds of changes is read by nobody. It is cut after the first, and the rest is counted, so that nothing is left out without a word.",
)  # fmt: skip

MOST_LINES = 25  # for each file; the rest is counted
NAMED_ROWS = 8  # in one line
LONGEST, BEFORE = 100, 30  # characters quoted of a cell; of these before the first that differs


class _Line(Struct):
    """One line of the list: its rule, what it says, and the cells that it is about."""

    rule: Rule
    values: dict[str, object]
    places: list[Address]
    rows: list[str]


def differences(one: Return, other: Return, threshold: int) -> list[Finding]:
    """How ``one`` differs from ``other``, as notes on the cells of ``one``.

    ``threshold`` is the smallest count of people that may be quoted.
    """
    lines = _gathered(_lines(one, other, threshold))
    findings = [finding for line in lines[:MOST_LINES] for finding in _findings(line, other.file)]
    if rest := sum(len(line.places) for line in lines[MOST_LINES:]):
        count = "1 more difference" if rest == 1 else f"{rest} more differences"
        findings.append(MORE.found(Address(one.file), count=count, file=other.file, are=_are(rest)))
    return findings or [SAME.found(Address(one.file), file=other.file)]


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _gathered(lines: Iterable[_Line]) -> list[_Line]:
    """The same change in several rows of a column as one line."""
    kept: dict[tuple[str, str], _Line] = {}
    for line in lines:
        known = kept.setdefault((line.rule.id, repr(line.values)), line)
        if known is not line:
            known.places += line.places
            known.rows += line.rows
    return list(kept.values())


def _findings(line: _Line, file: str) -> Iterator[Finding]:
    of = f" of {_and(line.rows)}" if line.rows else ""
    for place in line.places:
        yield line.rule.found(place, **{**line.values, "of": of, "file": file})


def _and(names: Sequence[str]) -> str:
    """Names in quotes: ``“A”, “B” and 3 more``."""
    shown = [f"“{name}”" for name in names[:NAMED_ROWS]]
    more = len(names) - len(shown)
    shown += [f"{more} more"] if more else []
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


# --- what differs -----------------------------------------------------------------------------


def _lines(one: Return, other: Return, threshold: int) -> Iterator[_Line]:
    quoted, its = masked(one, threshold), masked(other, threshold)
    asked = _union(one.form.fields, other.form.fields)
    for column in (column for column in asked if column.id not in (one.form.subject, "period", "version")):
        cells = [each.fields.get(column.id) for each in (one, other, quoted, its)]
        yield from _cell(column, cells, Address(one.file), "")
    for name in dict.fromkeys((*one.tables, *other.tables)):
        tables = [each.tables[name] for each in (one, other) if name in each.tables]
        columns = _union(*(table.definition.columns for table in tables))
        yield from _nil(one, other, tables[0])
        sheet = Address(one.file, _sheet(tables[0]))
        definition = replace(tables[0].definition, columns=columns)
        yield from _table(definition, _rows(one, quoted, name), _rows(other, its, name), sheet)


def _union(*columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns of two forms, each once."""
    return tuple({column.id: column for each in columns for column in each}.values())


def _rows(contents: Return, quoted: Return, table_id: str) -> list[Row]:
    pairs = zip(contents.records(table_id), quoted.records(table_id), strict=True)
    return [Row(typed, hidden) for typed, hidden in pairs]


def _sheet(table: Table) -> str:
    return table.records[0].address.sheet if table.records else table.definition.sheet


def _nil(one: Return, other: Return, table: Table) -> Iterator[_Line]:
    """Nil in one and blank in the other; where there are rows, they say it."""
    states = [each.tables.get(table.definition.id) for each in (one, other)]
    if any(state and state.records for state in states):
        return
    here, there = ("Nil" if state and state.nil else "blank" for state in states)
    if here != there:
        values: dict[str, object] = {"what": table.definition.title, "here": here, "there": there}
        yield _Line(DIFFERS, values, [Address(one.file, table.definition.sheet)], [])


def _table(definition: FormTable, here: list[Row], there: list[Row], sheet: Address) -> Iterator[_Line]:
    pairs = matched_rows(definition, here, there)
    for mine, its in pairs:
        for column in definition.columns:
            cells = [row.values.get(column.id) for row in (mine.typed, its.typed, mine.quoted, its.quoted)]
            yield from _cell(column, cells, mine.typed.address, name_of(mine.quoted, definition))
    matched = {id(row) for pair in pairs for row in pair}
    only_here = [row for row in here if id(row) not in matched]
    only_there = [row for row in there if id(row) not in matched]
    places = [row.typed.address for row in only_here]
    yield from _only(ROWS_ONLY_HERE, definition, only_here, places)
    yield from _only(ROWS_ONLY_THERE, definition, only_there, [sheet])


def _only(rule: Rule, definition: FormTable, rows: Sequence[Row], places: list[Address]) -> Iterator[_Line]:
    if rows:
        count = f"{len(rows)} row{'' if len(rows) == 1 else 's'} {_are(len(rows))}"
        names = _and([name_of(row.quoted, definition) or "a row without a name" for row in rows])
        yield _Line(rule, {"title": definition.title, "rows": count, "names": names}, places, [])


def _cell(column: Column, cells: Sequence[Value | None], place: Address, row: str) -> Iterator[_Line]:
    """The difference of a cell, if there is one: the two as typed, then the two as they may be quoted."""
    mine, its, my_words, its_words = cells
    if _meaning(mine) == _meaning(its):
        return
    here, there = _quotes(my_words, its_words)
    values: dict[str, object] = {"what": column.header, "here": here, "there": there}
    yield _Line(DIFFERS, values, [mine.address if mine else place], [row] if row else [])


def _meaning(value: Value | None) -> str:
    """What a cell says, however it was typed: ``0.92`` shown as per cent is ``92%``."""
    if value is None or value.blank:
        return ""
    if isinstance(value.content, Figure):
        return f"{value.content.number.normalize():f} {value.content.unit} {value.content.note}"
    return " ".join((value.typed if value.content is None else said(value.content)).split())


# --- quoting --------------------------------------------------------------------------------------


def _quotes(mine: Value | None, its: Value | None) -> tuple[str, str]:
    """Two texts in quotes, each cut to where it differs from the other."""
    texts = [" ".join(value.typed.split()) if value else "" for value in (mine, its)]
    signs = enumerate(zip_longest(*texts))
    at = next((place for place, (here, there) in signs if here != there), 0)
    here, there = (_quoted(text, at) for text in texts)
    return here, there


def _quoted(text: str, at: int) -> str:
    if not text:
        return "blank"
    start = text.rfind(" ", 0, max(0, at - BEFORE)) + 1 if len(text) > LONGEST else 0
    end = start + LONGEST
    return f"“{'… ' if start else ''}{text[start:end].rstrip()}{' …' if end < len(text) else ''}”"
