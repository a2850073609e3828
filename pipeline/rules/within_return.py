"""Checks within one return. Each is a function from a return to findings; ``CHECKS`` is their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.model import Finding, Return
from pipeline.rules.cell_links import links
from pipeline.rules.cell_texts import leftovers, lengths, points
from pipeline.rules.cells import inferred, required, understood
from pipeline.rules.measures import targets
from pipeline.rules.programmes import reasons
from pipeline.rules.risks import risk_scores
from pipeline.rules.tables import references, tables

CHECKS: tuple[Callable[[Return], Iterator[Finding]], ...] = (
    required, understood, inferred, references, risk_scores, targets, tables, lengths, points, leftovers, reasons, links,
)  # fmt: skip


def check(contents: Return) -> list[Finding]:
    """All findings within one return."""
    return [finding for rule in CHECKS for finding in rule(contents)]
