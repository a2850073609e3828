"""The rating schemes in ``config.yaml``: their words, and the scores that belong to them."""

from __future__ import annotations

from decimal import Decimal

import yaml

from pipeline.model import Level, Rating, RatingScheme, Rule
from pipeline.yaml_shapes import Block, ListOf, TrueOrFalse, Whole, Words
from pipeline.yaml_source import Reading, within

SHARED_WORD = Rule(
    "config-rating-word-shared",
    Level.ERROR,
    "“{word}” means both {first} and {second}.",
    "Each word and alias of a scheme belongs to one rating.",
)
SHARED_SCORE = Rule(
    "config-rating-score-shared",
    Level.ERROR,
    "A score of {score} would be both {first} and {second}.",
    "Give each rating scores of its own.",
)
SCORE_WITHOUT_RATING = Rule(
    "config-rating-score-missing",
    Level.ERROR,
    "A score of {score} would have no rating.",
    "Let the bands of {title} meet, so that every product of likelihood and impact has a rating.",
)
UPSIDE_DOWN = Rule(
    "config-rating-scores-reversed",
    Level.ERROR,
    "The scores of {word} run from {lowest} to {highest}.",
    "Give both lowest_score and highest_score, the lower first.",
)
_RATING = Block(
    "rating",
    Rating,
    {
        "word": Words(),
        "fill": Words("a colour of six hexadecimal digits, such as FFC000", "[0-9A-Fa-f]{6}"),
        "meaning": Words(),
    },
    {
        "aliases": ListOf(Words()),
        "lowest_score": Whole,
        "highest_score": Whole,
        "needs_attention": TrueOrFalse(),
        "closes": TrueOrFalse(),
    },
)
SCHEME = Block("rating scheme", dict, {"title": Words(), "ratings": ListOf(_RATING)})


def scheme_mistakes(scheme: RatingScheme, node: yaml.Node, reading: Reading) -> None:
    """Words and scores that would belong to two ratings of one scheme; ``node`` is the list of its ratings."""
    words: dict[str, str] = {}
    bands: list[Rating] = []
    for number, rating in enumerate(scheme.ratings):
        at = within(node, number)
        for word in dict.fromkeys(name.casefold() for name in (rating.word, *rating.aliases)):
            if words.setdefault(word, rating.word) != rating.word:
                reading.refuse(SHARED_WORD, at, word=word, first=words[word], second=rating.word)
        low, high = rating.lowest_score, rating.highest_score
        if low is None and high is None:
            continue
        if low is None or high is None or low > high:
            reading.refuse(UPSIDE_DOWN, at, word=rating.word, lowest=low, highest=high)
            continue
        for other in bands:
            if other.holds(Decimal(low)) or rating.holds(Decimal(other.lowest_score or 0)):
                score = max(low, other.lowest_score or low)
                reading.refuse(SHARED_SCORE, at, score=score, first=other.word, second=rating.word)
        bands.append(rating)
    _gaps(scheme, bands, node, reading)


def _gaps(scheme: RatingScheme, bands: list[Rating], node: yaml.Node, reading: Reading) -> None:
    """A score between the bands that likelihood times impact can give, each from 1 to 5 (NPSA 2008)."""
    if reading.findings or not bands:
        return
    lowest = min(band.lowest_score or 0 for band in bands)
    highest = max(band.highest_score or 0 for band in bands)
    for score in sorted({one * other for one in range(1, 6) for other in range(1, 6)}):
        if lowest <= score <= highest and scheme.for_score(Decimal(score)) is None:
            reading.refuse(SCORE_WITHOUT_RATING, node, score=score, title=scheme.title)
