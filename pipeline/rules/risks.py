"""Rules on risks: likelihood, impact, score and rating agree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.model import Finding, FormTable, Level, RatingScheme, Record, Return, Rule
from pipeline.rules.rows import name_of, row_number
from pipeline.scores import disagreements, gravity, product, risk_score

SCORE_DISAGREES = Rule(
    "risk-score-disagrees",
    Level.ERROR,
    "The score is {score}, but likelihood {likelihood} times impact {impact} is {product}.",
    "Correct the likelihood, the impact or the score. Until then it is shown as typed, marked [queried].",
    why="A risk's score is likelihood times impact (NPSA 2008, “A risk matrix for risk managers”). Where it is not, one of the three figures is wrong.",
)

BAND_DISAGREES = Rule(
    "risk-rating-disagrees",
    Level.ERROR,
    "The rating says {word}, but a score of {score} is {band}.",
    "Correct the rating or the score. Until then the rating is shown as typed, marked [queried].",
    why="Each rating covers a band of scores (after NPSA 2008; the bands are set in config.yaml). A rating beside the wrong score says two things of one risk.",
)


NO_BAND = Rule(
    "risk-score-without-rating",
    Level.WARNING,
    "A score of {score} belongs to no rating.",
    "Likelihood times impact gives other numbers; please correct the score.",
    why="Likelihood times impact, each from 1 to 5, gives 14 different numbers (NPSA 2008). Another one was mistyped, or follows another scale.",
)
HALF_SCORED = Rule(
    "risk-half-scored",
    Level.WARNING,
    "The risk says its {given} and not its {missing}.",
    "Please give both, or leave both empty.",
    why="Without both likelihood and impact no score can be worked out (NPSA 2008), and the one figure given says little.",
)
UNRANKED = Rule(
    "risk-without-rank",
    Level.WARNING,
    "“{risk}” has neither a rating nor a score, so it cannot stand among the highest risks.",
    "Please choose a rating.",
    why="The summary lists the highest risks. One without rating and score cannot be placed among them, however grave it is.",
)


def risk_scores(contents: Return) -> Iterator[Finding]:
    """Likelihood, impact, score and rating disagree, or do not suffice to rank the risk."""
    table = contents.tables.get("risks")
    scheme = table.definition.scheme("rating") if table else None
    for risk in table.records if table else ():
        wrong, score = disagreements(risk, scheme), risk_score(risk)
        if "score" in wrong:
            yield SCORE_DISAGREES.found(
                risk.values["score"].address,
                score=risk.number("score"),
                likelihood=risk.number("likelihood"),
                impact=risk.number("impact"),
                product=product(risk),
            )
        elif score is not None and scheme and scheme.banded and scheme.for_score(score) is None:
            yield NO_BAND.found(risk.values["score"].address, score=f"{score.normalize():f}")
        elif "rating" in wrong and scheme and score is not None:
            yield _rating_disagrees(risk, scheme, score)
        yield from _incomplete(risk, table.definition if table else None, scheme)


def _rating_disagrees(risk: Record, scheme: RatingScheme, score: Decimal) -> Finding:
    word, band = risk.rating("rating"), scheme.for_score(score)
    return BAND_DISAGREES.found(
        risk.values["rating"].address,
        word=word.word if word else "",
        score=f"{score.normalize():f}",
        band=band.word if band else "",
    )


def _incomplete(risk: Record, table: FormTable | None, scheme: RatingScheme | None) -> Iterator[Finding]:
    """What keeps a risk from being ranked, unless the cell is asked about already."""
    pair = [risk.values.get(name) for name in ("likelihood", "impact")]
    if all(pair) and sum(value.blank for value in pair if value) == 1:
        given, missing = sorted(("likelihood", "impact"), key=lambda name: risk.values[name].blank)
        yield HALF_SCORED.found(risk.values[missing].address, given=given, missing=missing)
    rating = risk.values.get("rating")
    optional = table and (column := table.column("rating")) and not column.required
    if table and rating and rating.blank and optional and gravity(risk, scheme) is None:
        yield UNRANKED.found(rating.address, risk=name_of(risk, table) or f"row {row_number(risk)}")
