"""``templates/returns/*.yaml`` → ``Form``: the contract that forms, reader, checks and papers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from pipeline.model import (
    NOTHING,
    Address,
    Column,
    Finding,
    Form,
    FormTable,
    Level,
    RatingScheme,
    Rule,
    replace,
)
from pipeline.yaml_shapes import Block, Identifier, ListOf, OneOf, TrueOrFalse, Whole, Words
from pipeline.yaml_source import Reading, Source, hint

KINDS = (
    "text", "long_text", "rating", "date", "month", "number", "figure", "choice", "yes_no", "reference",
)  # fmt: skip
NO_SUCH_FORM = Rule("form-unknown", Level.ERROR, "There is no return form called “{form}”.", "{hint}")
NO_SUCH_SCHEME = Rule(
    "form-unknown-scheme", Level.ERROR, "The column “{column}” names the rating scheme “{scheme}”.", "{hint}"
)
LACKS = Rule(
    "form-lacks", Level.ERROR, "The column “{column}” is of kind {kind} and has no {what}.", "Add {what}."
)
TWICE = Rule(
    "form-name-twice", Level.ERROR, "“{name}” stands twice among the {things} of {where}.", "Keep one, or rename one."
)  # fmt: skip
NO_SUCH_KEY = Rule(
    "form-unknown-key", Level.ERROR, "The rows of “{table}” are named by “{key}”, which is none of its columns.", "{hint}"
)  # fmt: skip
NO_SUCH_SOURCE = Rule(
    "form-unknown-source", Level.ERROR, "The column “{column}” is carried from “{source}”, which is no column beside it.", "{hint}"
)  # fmt: skip
# What Excel allows as the name of a sheet, without the sheets that every blank form has already.
SHEET_NAME = r"(?!(?:[Ss]tart here|[Aa]bout this return|[Cc]hoices|[Qq]ueries)$)[^\[\]:*?/\\]{1,31}"


class _Definition(Struct, frozen=True):
    """A form file as written, before what it extends is added."""

    form: str
    version: int
    title: str
    source: Source
    introduction: str = ""
    subject: str = ""
    extends: str = ""
    fields: tuple[dict[str, Any], ...] = ()
    tables: tuple[dict[str, Any], ...] = ()


_COLUMN = Block(
    "column",
    dict,
    {"id": Identifier, "header": Words(), "kind": OneOf(KINDS)},
    {
        "aliases": ListOf(Words()),
        "required": TrueOrFalse(),
        "in_paper": TrueOrFalse(),
        "choices": ListOf(Words()),
        "scheme": Identifier,
        "unit": OneOf(("per cent", "weeks", "pounds", "people")),
        "lowest": Whole,
        "highest": Whole,
        "max_length": Whole,
        "max_points": Whole,
        "guidance": Words(),
        "example": Words(),
        "if_blank": Words('the words to show, or "" for nothing', r"[\s\S]*"),
        "exempt": TrueOrFalse(),
        "promised": TrueOrFalse(),
        "carried_from": Identifier,
    },
    sourced="source",
)
_TABLE = Block(
    "table",
    dict,
    {
        "id": Identifier,
        "sheet": Words("a sheet's name that Excel allows and that the form has free", SHEET_NAME),
        "title": Words(),
        "key": Identifier,
        "columns": ListOf(_COLUMN),
    },
    {"aliases": ListOf(Words()), "required": TrueOrFalse(), "guidance": Words(), "exempt": TrueOrFalse()},
    sourced="source",
)
SHAPE = Block(
    "return form",
    _Definition,
    {"form": Identifier, "version": Whole, "title": Words()},
    {
        "introduction": Words(),
        "subject": Identifier,
        "extends": Identifier,
        "fields": ListOf(_COLUMN),
        "tables": ListOf(_TABLE),
    },
    sourced="source",
)


def read_forms(
    sources: Mapping[str, str], schemes: Mapping[str, RatingScheme] | None
) -> tuple[dict[str, Form], list[Finding]]:
    """The forms in ``sources`` (file name → YAML text) by id, and every mistake found in them.

    ``schemes`` is None where the configuration is at fault: then the schemes that forms name go unchecked.
    """
    findings: list[Finding] = []
    definitions: dict[str, _Definition] = {}
    for file, text in sorted(sources.items()):
        reading = Reading(file)
        node = reading.compose(text)
        definition = SHAPE.read(node, reading) if node else None
        findings += reading.findings
        if definition and definitions.setdefault(definition.form, definition) is not definition:
            at = definition.source.at("form")
            findings.append(TWICE.found(at, name=definition.form, things="forms", where="templates/returns"))
    forms = {}
    for name, definition in definitions.items():
        whole, faults = _extended(definition, definitions)
        forms[name] = _Columns(schemes, faults).form(whole)
        findings += [*faults, *_ambiguities(definition), *_ambiguities(whole), *_unknown_sources(whole)]
    return forms, list(dict.fromkeys(findings))  # what is wrong in a form is wrong in those that extend it


def _extended(
    definition: _Definition, definitions: Mapping[str, _Definition]
) -> tuple[_Definition, list[Finding]]:
    """A definition with what it extends: a field or table of the same id takes the base's place."""
    if not definition.extends:
        return definition, []
    base = definitions.get(definition.extends)
    if base is None or base.extends:
        near = hint(definition.extends, [name for name, one in definitions.items() if not one.extends])
        return definition, [
            NO_SUCH_FORM.found(definition.source.at("extends"), form=definition.extends, hint=near)
        ]
    return replace(
        definition,
        introduction=definition.introduction or base.introduction,
        subject=definition.subject or base.subject,
        fields=_in_place(base.fields, definition.fields),
        tables=_in_place(base.tables, definition.tables),
    ), []


def _in_place(
    base: tuple[dict[str, Any], ...], own: tuple[dict[str, Any], ...]
) -> tuple[dict[str, Any], ...]:
    merged = {entry["id"]: entry for entry in base} | {entry["id"]: entry for entry in own}
    return tuple(merged.values())


def _ambiguities(definition: _Definition) -> Iterator[Finding]:
    """Names that could mean two things, and a table whose rows nothing names."""
    tables = definition.tables
    sheets = ((table["sheet"].casefold(), table["source"].at("sheet")) for table in tables)
    yield from _twice(sheets, "sheets", "the form")
    yield from _twice(((table["id"], table["source"].at("id")) for table in tables), "ids", "the tables")
    for where, columns in [
        ("the form", definition.fields),
        *((f"“{table['title']}”", table["columns"]) for table in tables),
    ]:
        yield from _twice(((one["id"], one["source"].at("id")) for one in columns), "ids", where)
        names = (name for column in columns for name in _names(column).items())
        yield from _twice(names, "headers and aliases", where)
    for table in tables:
        ids = [column["id"] for column in table["columns"]]
        if table["key"] not in ids:
            at, near = table["source"].at("key"), hint(table["key"], ids)
            yield NO_SUCH_KEY.found(at, table=table["title"], key=table["key"], hint=near)


def _unknown_sources(definition: _Definition) -> Iterator[Finding]:
    """Columns that are carried from one that does not stand beside them."""
    for columns in (definition.fields, *(table["columns"] for table in definition.tables)):
        known = [*(one["id"] for one in columns), NOTHING]
        for column in columns:
            source = column.get("carried_from", NOTHING)
            if source not in known:
                at, near = column["source"].at("carried_from"), hint(source, known)
                yield NO_SUCH_SOURCE.found(at, column=column["header"], source=source, hint=near)


def _names(column: dict[str, Any]) -> dict[str, Address]:
    """The header and aliases of a column for comparison, each with its place."""
    source = column["source"]
    names = {column["header"].casefold(): source.at("header")}
    for number, alias in enumerate(column.get("aliases", ())):
        names.setdefault(alias.casefold(), source.at("aliases", number))
    return names


def _twice(names: Iterable[tuple[str, Address]], things: str, where: str) -> Iterator[Finding]:
    """Each name that stands there more than once, at its second place."""
    counts: dict[str, int] = {}
    for name, at in names:
        counts[name] = counts.get(name, 0) + 1
        if counts[name] == 2:
            yield TWICE.found(at, name=name, things=things, where=where)


class _Columns(Struct, frozen=True):
    """Turns blocks into the form's own types, with the rating schemes put in."""

    schemes: Mapping[str, RatingScheme] | None
    findings: list[Finding]

    def form(self, definition: _Definition) -> Form:
        return Form(
            definition.form,
            definition.version,
            definition.title,
            " ".join(definition.introduction.split()),
            definition.subject or "partnership",
            tuple(self.column(block) for block in definition.fields),
            tuple(self.table(block) for block in definition.tables),
        )

    def table(self, block: dict[str, Any]) -> FormTable:
        columns = tuple(self.column(column) for column in block["columns"])
        return FormTable(**{**_bare(block), "columns": columns})

    def column(self, block: dict[str, Any]) -> Column:
        kind, name = block["kind"], block.get("scheme", "")
        known = self.schemes or {}
        scheme = known.get(name)
        if name and scheme is None and self.schemes is not None:
            self.note(NO_SUCH_SCHEME, block, "scheme", scheme=name, hint=hint(name, list(known)))
        for wanting, what in (("rating", "scheme"), ("choice", "choices")):
            if kind == wanting and not block.get(what):
                self.note(LACKS, block, "kind", kind=kind, what=what)
        return Column(**{**_bare(block), "scheme": scheme})

    def note(self, rule: Rule, block: dict[str, Any], key: str, **values: object) -> None:
        at = block["source"].at(key)
        self.findings.append(rule.found(at, column=block["header"], **values))


def _bare(block: dict[str, Any]) -> dict[str, Any]:
    """A block without its place."""
    return {key: value for key, value in block.items() if key != "source"}
