"""``templates/returns/*.yaml`` → ``Form``: the contract that forms, reader, checks and papers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.model import Address, Column, Finding, Form, FormTable, Level, RatingScheme, Rule
from pipeline.yaml_source import Block, Identifier, ListOf, OneOf, Reading, TrueOrFalse, Whole, Words, hint

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
# What Excel allows as the name of a sheet, without the sheets that every blank form has already.
SHEET_NAME = r"(?!(?:[Ss]tart here|[Aa]bout this return|[Cc]hoices|[Qq]ueries)$)[^\[\]:*?/\\]{1,31}"


@dataclass(frozen=True, slots=True)
class _Definition:
    """A form file as written, before what it extends is added."""

    form: str
    version: int
    title: str
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
    },
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
)


def read_forms(
    sources: Mapping[str, str], schemes: Mapping[str, RatingScheme] | None
) -> tuple[dict[str, Form], list[Finding]]:
    """The forms in ``sources`` (file name → YAML text) by id, and every mistake found in them.

    ``schemes`` is None where the configuration is at fault: then the schemes that forms name go unchecked.
    """
    findings: list[Finding] = []
    definitions: dict[str, tuple[str, _Definition]] = {}
    for file, text in sorted(sources.items()):
        reading = Reading(file)
        node = reading.compose(text)
        definition = SHAPE.read(node, reading) if node else None
        findings += reading.findings
        if definition:
            definitions[definition.form] = (file, definition)
    forms = {}
    for name, (file, definition) in definitions.items():
        whole, faults = _extended(definition, file, definitions)
        columns = _Columns(file, schemes, faults)
        forms[name] = columns.form(whole)
        faults += _ambiguities(forms[name], file)
        findings += faults
    return forms, findings


def _extended(
    definition: _Definition, file: str, definitions: Mapping[str, tuple[str, _Definition]]
) -> tuple[_Definition, list[Finding]]:
    """A definition with what it extends: a field or table of the same id takes the base's place."""
    if not definition.extends:
        return definition, []
    if definition.extends not in definitions or definitions[definition.extends][1].extends:
        bases = [name for name, (_, base) in definitions.items() if not base.extends]
        return definition, [
            NO_SUCH_FORM.found(Address(file), form=definition.extends, hint=hint(definition.extends, bases))
        ]
    base = definitions[definition.extends][1]
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


def _ambiguities(form: Form, file: str) -> Iterator[Finding]:
    """Names that could mean two things, and a table whose rows nothing names."""
    at = Address(file)
    for name in _repeated(table.sheet.casefold() for table in form.tables):
        yield TWICE.found(at, name=name, things="sheets", where="the form")
    for where, columns in [
        ("the form", form.fields),
        *((f"“{table.title}”", table.columns) for table in form.tables),
    ]:
        for name in _repeated(column.id for column in columns):
            yield TWICE.found(at, name=name, things="ids", where=where)
        for name in _repeated(
            name for c in columns for name in {one.casefold() for one in (c.header, *c.aliases)}
        ):
            yield TWICE.found(at, name=name, things="headers and aliases", where=where)
    for table in form.tables:
        if table.column(table.key) is None:
            near = hint(table.key, [column.id for column in table.columns])
            yield NO_SUCH_KEY.found(at, table=table.title, key=table.key, hint=near)


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Turns blocks into the form's own types, with the rating schemes put in."""

    file: str
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
            tuple(
                FormTable(**{**block, "columns": tuple(self.column(column) for column in block["columns"])})
                for block in definition.tables
            ),
        )

    def column(self, block: dict[str, Any]) -> Column:
        kind, name = block["kind"], block.get("scheme", "")
        known = self.schemes or {}
        scheme = known.get(name)
        if name and scheme is None and self.schemes is not None:
            self.note(NO_SUCH_SCHEME, column=block["header"], scheme=name, hint=hint(name, list(known)))
        for wanting, what in (("rating", "scheme"), ("choice", "choices")):
            if kind == wanting and not block.get(what):
                self.note(LACKS, column=block["header"], kind=kind, what=what)
        return Column(**{**block, "scheme": scheme})

    def note(self, rule: Rule, **values: object) -> None:
        self.findings.append(rule.found(Address(self.file), **values))
