"""What is odd about single cells of a sheet: one finding for each fault, naming the first few cells."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from pipeline.intake.xlsx.positions import cell_name
from pipeline.model import Address, Finding, Level, Position, Rule

FAR_AWAY = Rule(
    "cell-far-away", Level.WARNING, "On “{sheet}” something stands far away from the rest, in {cells}, and was not read.",
    "Delete it, or move it to where the form asks for it.",
    why="Something typed far below or beside the tables is easily overlooked. It is named, so that no figure is lost unseen.",
)  # fmt: skip
GIVEN_TWICE = Rule(
    "cell-given-twice", Level.WARNING, "The file gives two contents for {cells} on “{sheet}”; the last one was read.",
    "Open the file in Excel, check what stands there, and save it again.",
    why="Excel never writes a cell twice, and other programs take one content or the other. The sender alone knows which is right.",
)  # fmt: skip
VERY_LONG = Rule(
    "cell-text-very-long", Level.NOTE, "On “{sheet}” the text in {cells} is longer than Excel can hold; all of it was read.",
    "Check that nothing was pasted there that does not belong.",
    why="Excel holds 32,767 characters in a cell (Microsoft, Excel specifications and limits). A longer text was not typed, and Excel would cut it.",
)  # fmt: skip
TEXT_MISSING = Rule(
    "cell-text-missing", Level.ERROR, "On “{sheet}” the text of {cells} is missing from the file.",
    "Open the file in Excel, type the text again where it is missing, and save.",
    why="The cell points to a text that the file does not hold. An empty cell would look as if nothing had been said.",
)  # fmt: skip
NOT_AS_MARKED = Rule(
    "cell-not-as-marked", Level.WARNING, "On “{sheet}” the file calls the contents of {cells} a number, a date or a yes/no, which they are not; they were read as text.",
    "Open the file in Excel, type the value again, and save.",
    why="Programs other than Excel sometimes call a text a number or a date. It is read as the text it is, and never as a figure.",
)  # fmt: skip
UNDER_MERGED = Rule(
    "cell-under-merged", Level.WARNING, "On “{sheet}” something lies under merged cells, in {cells}, where Excel does not show it; it was not read.",
    "Unmerge the cells (Home › Merge & Center), and move or delete what comes to light.",
    why="Of merged cells Excel shows the first alone. What another program left in the rest is seen by nobody, and may say what its sender never meant to send.",
)  # fmt: skip
LINK_WORKED_OUT = Rule(
    "cell-link-worked-out", Level.NOTE, "On “{sheet}” a formula works out the link in {cells}; the words were read, and the link was not kept.",
    "Nothing to do, unless readers need the link: then link the cell itself (Insert › Link).",
    why="A formula can put an address together from anything, and none is ever worked out here. A link whose address and words stand in the formula as plain text is kept.",
)  # fmt: skip
NAMED = 3


class Remarks(Struct):
    """Gathers the cells at fault by rule; keeps the first few and counts the rest."""

    file: str
    sheet: str
    _named: dict[Rule, list[str]] = field(default_factory=dict)
    _count: dict[Rule, int] = field(default_factory=dict)

    def add(self, rule: Rule, at: Position) -> None:
        """Another cell to which ``rule`` applies."""
        self._count[rule] = self._count.get(rule, 0) + 1
        if self._count[rule] <= NAMED:
            self._named.setdefault(rule, []).append(cell_name(at))

    def findings(self) -> Iterator[Finding]:
        """A finding for each fault, at the first cell that has it."""
        for rule, named in self._named.items():
            more = self._count[rule] - len(named)
            cells = f"{', '.join(named)} and {more:,} more" if more else " and ".join(_last_two(named))
            yield rule.found(Address(self.file, self.sheet, named[0]), sheet=self.sheet, cells=cells)


def _last_two(named: list[str]) -> list[str]:
    """The names with all but the last joined: ``A1, B2`` and ``C3``."""
    return [", ".join(named[:-1]), named[-1]] if len(named) > 1 else named
