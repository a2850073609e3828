"""What a row amounts to: a risk's score, a measure's position against its target."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Figure, RatingScheme, Record

ON_TARGET, OFF_TARGET = "On target", "Off target"


def product(risk: Record) -> Decimal | None:
    """Likelihood times impact; None when either is not known."""
    likelihood, impact = risk.number("likelihood"), risk.number("impact")
    return None if likelihood is None or impact is None else likelihood * impact


def risk_score(risk: Record) -> Decimal | None:
    """A risk's score as typed; else likelihood times impact; None when neither is known."""
    score = risk.number("score")
    return product(risk) if score is None else score


def disagreements(risk: Record, scheme: RatingScheme | None) -> frozenset[str]:
    """Which of a risk's columns contradict the others: ``score``, or ``rating`` by a score that holds.

    The rating can only be judged by a score that agrees with likelihood and impact.
    """
    typed, worked_out = risk.number("score"), product(risk)
    if typed is not None and worked_out not in (None, typed):
        return frozenset({"score"})
    word, score = risk.rating("rating"), risk_score(risk)
    band = scheme.for_score(score) if scheme and score is not None else None
    return frozenset({"rating"}) if word and band and word != band else frozenset()


def gravity(risk: Record, scheme: RatingScheme | None) -> tuple[int, Decimal] | None:
    """How grave a risk is, to rank risks by: the place of its rating in the scheme, then its score.

    The greater the graver. A risk without a rating has that of its score; one with neither has no rank.
    """
    score = risk_score(risk)
    ratings = scheme.ratings if scheme else ()
    rating = risk.rating("rating") or (scheme.for_score(score) if scheme and score is not None else None)
    if rating is None and score is None:
        return None
    return (-ratings.index(rating) if rating in ratings else -len(ratings), score or Decimal(0))


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


def direction(measure: Record) -> str:
    """How a measure moved from its previous figure, better or worse by its own direction; '' where none can be told."""
    before, now = measure.content("previous"), measure.content("actual")
    if not isinstance(before, Figure) or not isinstance(now, Figure) or before.unit != now.unit:
        return ""
    if before.number == now.number:
        return "► Unchanged"
    better = measure.values.get("better")
    if better and better.problem:
        return ""
    rose = now.number > before.number
    improved = rose != (measure.content("better") == "Lower")
    return f"{'▲' if rose else '▼'} {'Improved' if improved else 'Worse'}"
