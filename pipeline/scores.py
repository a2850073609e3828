"""What a row amounts to: a risk's score, a measure's position against its target."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Figure, Record

ON_TARGET, OFF_TARGET = "On target", "Off target"


def product(risk: Record) -> Decimal | None:
    """Likelihood times impact; None when either is not known."""
    likelihood, impact = risk.number("likelihood"), risk.number("impact")
    return None if likelihood is None or impact is None else likelihood * impact


def risk_score(risk: Record) -> Decimal | None:
    """A risk's score as typed; else likelihood times impact; None when neither is known."""
    score = risk.number("score")
    return product(risk) if score is None else score


def comparable(measure: Record) -> tuple[Figure, Figure] | None:
    """A measure's target and actual, where both are figures of the same unit."""
    target, actual = measure.content("target"), measure.content("actual")
    if isinstance(target, Figure) and isinstance(actual, Figure) and target.unit == actual.unit:
        return target, actual
    return None


def position(measure: Record) -> str:
    """How a measure stands against its target; '' where the two cannot be compared."""
    pair, better = comparable(measure), measure.values.get("better")
    if pair is None or (better and better.problem):
        return ""
    target, actual = (figure.number for figure in pair)
    met = actual <= target if measure.content("better") == "Lower" else actual >= target
    return ON_TARGET if met else OFF_TARGET
