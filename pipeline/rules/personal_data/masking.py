"""What everybody else sees: returns, findings and sentences with personal data starred out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from pipeline.identifiers import starred, without_identifiers
from pipeline.model import Address, Finding, Return, Value, replace
from pipeline.people import small_counts
from pipeline.rules.personal_data.search import Hit, hits


def masked(contents: Return, threshold: int, *, wholly: bool = False) -> Return:
    """A return for the other rules: what was found in its cells is starred out, so that no message quotes it.

    ``wholly``: what those cells mean is starred out too, so that no page shows it.
    """
    found: dict[Address, list[Hit]] = {}
    for hit in hits(contents, threshold):
        found.setdefault(hit.value.address, []).append(hit)
    if not found:
        return contents

    def covering(value: Value) -> Value:
        if value.address not in found:
            return value
        stars = _hidden(found[value.address])
        hidden = replace(value, typed=stars, link="")
        return replace(hidden, content=stars, runs=()) if wholly else hidden

    def covered(cells: Mapping[str, Value]) -> dict[str, Value]:
        return {name: covering(value) for name, value in cells.items()}

    tables = {
        name: replace(table, records=tuple(replace(one, values=covered(one.values)) for one in table.records))
        for name, table in contents.tables.items()
    }
    return replace(contents, fields=covered(contents.fields), tables=tables)


def _hidden(of_cell: Sequence[Hit]) -> str:
    """What the other rules see of a cell that holds personal data."""
    value, column = of_cell[0].value, of_cell[0].column
    if column.kind == "reference":
        return value.address.cell  # two starred references would look like one that is used twice
    return starred(value.typed, [span for hit in of_cell for span in hit.spans])


def discreet(findings: Iterable[Finding], threshold: int, cells: Collection[Address] = ()) -> list[Finding]:
    """Findings of rules that quote what was typed, with personal data starred out; of ``cells`` nothing is quoted."""
    return [
        replace(one, message=_unquoted(one.message), remedy=_unquoted(one.remedy))
        if one.address in cells
        else replace(one, message=quiet(one.message, threshold), remedy=quiet(one.remedy, threshold))
        for one in findings
    ]


def _unquoted(text: str) -> str:
    return re.sub(r"“.*”", "“…”", text, flags=re.DOTALL)


def quiet(text: str, threshold: int) -> str:
    """A sentence that may quote what was typed, with personal data in it starred out."""
    return without_identifiers(starred(text, small_counts(text, threshold)))
