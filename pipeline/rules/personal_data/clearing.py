"""What is said of the personal data in returns, unless somebody has cleared it, and of clearings that clear nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from pipeline.model import Finding, Level, Return, Rule
from pipeline.rules.personal_data.kinds import LEAVE
from pipeline.rules.personal_data.masking import quiet
from pipeline.rules.personal_data.search import Hit, hits
from pipeline.settings import Clearing

OUTSIDE_PAPER = Rule(
    "personal-outside-paper",
    Level.WARNING,
    "{header}, which the paper does not show, seems to hold {what}.",
    "Take it out of the return: it need not be sent. {clear}",
    asks="Take it out of the return: it need not be sent. " + LEAVE,
    why="The paper does not show this column, but the return is stored and handed on. UK GDPR Article 5(1)(c) asks for no more than is needed.",
)
CLEARED = Rule(
    "personal-cleared", Level.NOTE, "{header} seems to hold {what}. It was cleared: “{reason}”.",
    "Nothing to do if that is still right.",
    why="Somebody has said that this may be published, and why. It is noted in each run, so that the decision stays open to review.",
)  # fmt: skip
CLEARS_NOTHING = Rule(
    "cleared-nothing",
    Level.NOTE,
    "This line clears nothing any more: the cell was changed, or its return was superseded or taken away.",
    "Delete the line from cleared, unless the return is still to come.",
    why="A clearing holds for one text in one cell. When that has changed the line serves no purpose, and it should not clear something else by chance.",
)
CLEAR = "If it may be published, add this line under cleared in config.yaml, with your reason: {line}"


def personal_data(
    returns: Iterable[Return], threshold: int, cleared: Sequence[Clearing] = ()
) -> list[Finding]:
    """All personal data in some returns, and the clearings of ``cleared`` that clear nothing in them.

    ``threshold`` is the smallest count of people that may be shown; 0 and 1 switch that rule off. What stands
    in a column that the paper does not show is a warning, what was cleared a note with its reason.
    """
    clearings = {(_folded(one.where), one.code): one for one in cleared}
    used: set[tuple[str, str]] = set()
    findings = []
    for hit in (hit for contents in returns for hit in hits(contents, threshold)):
        known = (_folded(str(hit.value.address)), hit.code)
        findings.append(_finding(hit, threshold, clearings.get(known)))
        used.add(known)
    stale = (one for one in cleared if (_folded(one.where), one.code) not in used)
    return [*findings, *(CLEARS_NOTHING.found(one.address) for one in stale)]


def _folded(place: str) -> str:
    """A place for comparison; a console that lacks our signs prints near ones, and people copy those."""
    return " ".join(place.replace("›", ">").replace("’", "'").split())


def _finding(hit: Hit, threshold: int, clearing: Clearing | None) -> Finding:
    at, header, what = hit.value.address, hit.column.header, hit.what(threshold)
    if clearing:
        reason = quiet(clearing.reason, threshold)
        return CLEARED.found(at, header=header, what=what, reason=reason)
    rule = hit.kind.rule if hit.column.in_paper else OUTSIDE_PAPER
    # A JSON string is a YAML string too, so that any file name can be copied as it is.
    line = f'- {{where: {json.dumps(str(at), ensure_ascii=False)}, code: "{hit.code}", reason: ""}}'
    return rule.found(at, header=header, what=what, threshold=threshold, clear=CLEAR.format(line=line))
