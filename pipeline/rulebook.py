"""Every rule whose level ``config.yaml`` may change, gathered from the modules that declare them."""

from __future__ import annotations

from types import ModuleType

from pipeline import inbox
from pipeline.compose import unplaced
from pipeline.intake import fields, headings, reading, tables
from pipeline.intake import remarks as carried
from pipeline.intake.xlsx import book, file_kinds, limits, package, parts, remarks
from pipeline.model import Rule
from pipeline.rules import (
    acceptance,
    cell_links,
    cell_texts,
    cells,
    choosing,
    differences,
    history,
    lengths,
    measures,
    over_time,
    programmes,
    risks,
    senders,
)
from pipeline.rules import tables as table_rules
from pipeline.rules.personal_data import clearing, kinds
from pipeline.word import glossary

ON_PAPERS = "What a paper shows"  # found while the papers are made, and asked of those who make them
SUBJECTS: dict[str, tuple[ModuleType, ...]] = {
    "Files that come": (inbox, file_kinds, package, parts, limits),
    "What a workbook holds": (book, remarks, reading, carried),
    "Sheets, headings and rows": (fields, headings, tables, table_rules),
    "Which return counts": (senders, acceptance, choosing, history, differences),
    "What cells say": (cells, cell_texts, cell_links, programmes, risks, measures),
    "What changed over time": (over_time,),
    "What a committee accepts": (lengths,),
    "Personal data": (kinds, clearing),
    ON_PAPERS: (unplaced, glossary),
}


def rules_by_subject() -> dict[str, list[Rule]]:
    """The rules by subject, in the order of the run; each rule once."""
    found: dict[str, list[Rule]] = {subject: [] for subject in SUBJECTS}
    seen: set[int] = set()  # a module may use another's rule; that is the same object
    for subject, modules in SUBJECTS.items():
        for rule in (value for module in modules for value in vars(module).values()):
            if isinstance(rule, Rule) and id(rule) not in seen:
                seen.add(id(rule))
                found[subject].append(rule)
    return found


def rules_by_id() -> dict[str, Rule]:
    """The same rules by their ids."""
    return {rule.id: rule for rules in rules_by_subject().values() for rule in rules}
