"""Rules on measures: a target has its figure, in the same unit."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Figure, Finding, Level, Record, Return, Rule
from pipeline.rules.rows import name_of, row_number
from pipeline.scores import comparable

NO_ACTUAL = Rule(
    "target-without-actual",
    Level.WARNING,
    "“{measure}” has a target and no actual figure.",
    "Please give the latest figure.",
    why="A target alone tells the committee nothing about performance; the figure may have been forgotten.",
)

NO_TARGET = Rule(
    "actual-without-target", Level.WARNING, "“{measure}” has a figure and no target.",
    "Please give the target; without it no position can be worked out.",
    why="A figure alone does not tell whether it is good. Without a target no position is worked out.",
)  # fmt: skip

UNITS_DIFFER = Rule(
    "units-differ", Level.WARNING, "The target of “{measure}” is {target} and the actual figure is {actual}: their units differ.",
    "Give both in the same unit, for example 95% and 88.4%; until then no position can be worked out.",
    why="92% and 0.884 look far apart and may be close. Figures in unlike units are shown as they are, and never compared.",
)  # fmt: skip


def targets(contents: Return) -> Iterator[Finding]:
    """A measure has a target without an actual figure, or the reverse, or the two in unlike units."""
    for measure in contents.records("measures"):
        target, actual = measure.values.get("target"), measure.values.get("actual")
        if target is None or actual is None:
            continue
        name = name_of(measure, contents.tables["measures"].definition) or f"row {row_number(measure)}"
        if actual.blank and not target.blank:
            yield NO_ACTUAL.found(actual.address, measure=name)
        elif target.blank and not actual.blank:
            yield NO_TARGET.found(target.address, measure=name)
        elif _both_figures(measure) and not comparable(measure):
            yield UNITS_DIFFER.found(actual.address, measure=name, target=target.typed, actual=actual.typed)


def _both_figures(measure: Record) -> bool:
    return all(isinstance(measure.content(name), Figure) for name in ("target", "actual"))
