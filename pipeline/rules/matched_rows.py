"""Which rows of two returns belong together: by the table's reference, else by what names them, else by their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.model import FormTable, Record


class Row(NamedTuple):
    """A row as it was typed, and with personal data starred out for quoting."""

    typed: Record
    quoted: Record

    def word(self, column: str) -> str:
        """A cell's text for comparison, '' when it is blank or not there."""
        value = self.typed.values.get(column)
        return " ".join(value.typed.casefold().split()) if value else ""


def matched_rows(definition: FormTable, here: Sequence[Row], there: Sequence[Row]) -> list[tuple[Row, Row]]:
    """The rows of two tables in pairs, in the order of the first."""
    reference = next((column.id for column in definition.columns if column.kind == "reference"), "")
    mine, its = list(here), list(there)
    pairs: list[tuple[Row, Row]] = []
    for column in filter(None, (reference, definition.key)):
        found = list(_by_name(mine, its, column))
        pairs += found
        taken = {id(row) for pair in found for row in pair}
        mine, its = ([row for row in rows if id(row) not in taken] for rows in (mine, its))
    mine, its = ([row for row in rows if not row.word(reference)] for rows in (mine, its))
    if len(mine) == len(its):  # rows that nothing names, or whose name was edited: the same, by their order
        pairs += zip(mine, its, strict=True)
    order = {id(row): place for place, row in enumerate(here)}
    return sorted(pairs, key=lambda pair: order[id(pair[0])])


def _by_name(here: Iterable[Row], there: Iterable[Row], column: str) -> Iterator[tuple[Row, Row]]:
    """Rows that say the same in a column; where several do, the first with the first."""
    waiting: dict[str, list[Row]] = {}
    for row in there:
        waiting.setdefault(row.word(column), []).append(row)
    for row in here:
        name = row.word(column)
        if name and waiting.get(name):
            yield row, waiting[name].pop(0)
