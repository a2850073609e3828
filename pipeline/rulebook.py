"""Every rule on returns, gathered from the modules that declare them."""

from __future__ import annotations

from types import ModuleType

from pipeline import inbox
from pipeline.intake import fields, headings, reading, tables
from pipeline.intake import remarks as carried
from pipeline.intake.xlsx import book, file_kinds, limits, package, parts, remarks
from pipeline.model import Rule
from pipeline.rules import (
    acceptance,
    cells,
    differences,
    history,
    measures,
    personal_data,
    programmes,
    risks,
    senders,
)
from pipeline.rules import tables as table_rules

MODULES: tuple[ModuleType, ...] = (
    inbox, file_kinds, package, parts, limits, book, remarks, reading, fields, headings, tables, carried, senders, acceptance, history, differences, cells, table_rules, programmes, risks, measures,
    personal_data,
)  # fmt: skip


def rules_on_returns() -> dict[str, Rule]:
    """The rules whose levels ``config.yaml`` may change, by id, in the order of the run."""
    return {rule.id: rule for module in MODULES for rule in vars(module).values() if isinstance(rule, Rule)}
