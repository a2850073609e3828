"""Rules on risks: likelihood, impact, score and rating agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model import Finding, Level, Rating, Return, Rule
from pipeline.scores import product, risk_score

SCORE_DISAGREES = Rule(
    "risk-score-disagrees",
    Level.ERROR,
    "The score is {score}, but likelihood {likelihood} times impact {impact} is {product}.",
    "Correct the likelihood, the impact or the score. Until then the score is shown as typed.",
)

BAND_DISAGREES = Rule(
    "risk-rating-disagrees",
    Level.ERROR,
    "The rating says {word}, but a score of {score} is {band}.",
    "Correct the rating or the score. Until then both are shown as typed.",
)


def risk_scores(contents: Return) -> Iterator[Finding]:
    """Likelihood, impact, score and rating disagree."""
    for risk in contents.records("risks"):
        score, worked_out = risk.number("score"), product(risk)
        if score is not None and worked_out not in (None, score):
            yield SCORE_DISAGREES.found(
                risk.values["score"].address,
                score=score,
                likelihood=risk.number("likelihood"),
                impact=risk.number("impact"),
                product=worked_out,
            )
            continue  # the rating can only be judged by a score that holds
        word, band = risk.rating("rating"), _band(contents, risk_score(risk))
        if word and band and word != band:
            yield BAND_DISAGREES.found(
                risk.values["rating"].address, word=word.word, score=risk_score(risk), band=band.word
            )


def _band(contents: Return, score: Decimal | None) -> Rating | None:
    table = contents.tables.get("risks")
    column = table.definition.column("rating") if table else None
    return column.scheme.for_score(score) if column and column.scheme and score is not None else None
