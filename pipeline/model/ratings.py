"""The rating schemes that are declared, and the words in them."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct


class Rating(Struct, frozen=True):
    """One word of a rating scheme, with its fill (RRGGBB) and the scores that belong to it.

    What has a rating that ``closes`` is finished: it leaves the report after this period.
    """

    word: str
    fill: str
    meaning: str
    aliases: tuple[str, ...] = ()
    lowest_score: int | None = None
    highest_score: int | None = None
    needs_attention: bool = False
    closes: bool = False

    def holds(self, score: Decimal) -> bool:
        """Whether ``score`` lies in this rating's band."""
        low, high = self.lowest_score, self.highest_score
        return low is not None and high is not None and low <= score <= high


class RatingScheme(Struct, frozen=True):
    """A declared set of ratings, from worst to best."""

    id: str
    title: str
    ratings: tuple[Rating, ...]

    @property
    def banded(self) -> bool:
        """Whether scores belong to the ratings."""
        return any(rating.lowest_score is not None for rating in self.ratings)

    def for_score(self, score: Decimal) -> Rating | None:
        """The rating in whose band ``score`` lies, if the scheme has bands."""
        return next((rating for rating in self.ratings if rating.holds(score)), None)
