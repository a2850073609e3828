"""Whether a paper may be published: a public one not while personal data stands in it that nobody has cleared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from pipeline.model import Address, Finding, Level, Rule
from pipeline.rules.personal_data import STOPS_A_PAPER

WITHHELD = Rule(
    "paper-withheld",
    Level.ERROR,
    "The paper is public and would show what seems to be personal data ({places}), so it was not written. "
    "An earlier one was left as it is.",
    "Put each place right or clear it, as its finding says, then run again. "
    "If nobody outside may read the paper, write public: false at that paper in config.yaml.",
)


def withheld(
    public: bool, findings: Iterable[Finding], file: str, cells: Callable[[], Collection[Address]]
) -> Finding | None:
    """That the paper ``file`` is not published, if it is public and an error on personal data in its cells stands.

    ``cells`` gives the cells. A rule that config.yaml sets to warning or note stops no paper.
    """
    found = [one for one in findings if one.rule in STOPS_A_PAPER and one.level is Level.ERROR]
    shown = cells() if public and found else ()
    found = [one for one in found if one.address in shown]
    if not found:
        return None
    count = len({one.address for one in found})
    return WITHHELD.found(Address(file), places="1 cell" if count == 1 else f"{count} cells")
