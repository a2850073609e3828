"""Rules on programmes."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Finding, Level, Return, Rule
from pipeline.rules.rows import name_of, row_number

NO_REASON = Rule(
    "red-without-reason",
    Level.WARNING,
    "“{name}” is rated {word} and gives no reason.",
    "Please give one sentence; until then the summary says that none was given.",
    why="A committee asks first why a programme is off track. The summary prints the reason beside the rating.",
)


def reasons(contents: Return) -> Iterator[Finding]:
    """A programme that needs attention gives no reason."""
    for programme in contents.records("programmes"):
        status, reason = programme.rating("status"), programme.values.get("reason")
        if status and status.needs_attention and reason and reason.blank:
            name = (
                name_of(programme, contents.tables["programmes"].definition) or f"row {row_number(programme)}"
            )
            yield NO_REASON.found(reason.address, name=name, word=status.word)
