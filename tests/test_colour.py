"""Which text colour can be read on a fill."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.colour import contrast, ink
from pipeline.settings import Settings


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("FFFFFF", "FFC000", 1.6),
        ("FFFFFF", "00B050", 2.9),
        ("FFFFFF", "FF0000", 4.0),
        ("000000", "C00000", 3.2),
        ("000000", "FFFFFF", 21.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    """The ratio is the one that WCAG defines, and the same either way round."""
    assert round(contrast(one, other), 1) == ratio
    assert contrast(one, other) == contrast(other, one)


@given(st.from_regex("[0-9A-Fa-f]{6}", fullmatch=True))
def test_text_is_readable_on_every_fill(fill: str) -> None:
    """Whatever the fill, the chosen text colour reaches 4.5 to 1."""
    assert contrast(ink(fill), fill) >= 4.5


def test_the_shipped_schemes_are_readable(settings: Settings) -> None:
    """White stands on the shipped red, black on amber."""
    inks = {rating.word: ink(rating.fill) for rating in settings.rating_schemes["status"].ratings}
    assert inks["Red"] == "FFFFFF"
    assert inks["Amber"] == "000000"
