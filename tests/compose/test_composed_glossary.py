"""The acronyms of a paper."""

from pipeline.compose.glossary import glossary, known_acronyms
from pipeline.model import replace
from pipeline.settings import Settings


def test_a_glossary_is_in_alphabetical_order(settings: Settings) -> None:
    """However config.yaml has them."""
    some = replace(settings, acronyms={"b": "second", "A": "first"})
    assert glossary(some) == [{"acronym": "A", "meaning": "first"}, {"acronym": "b", "meaning": "second"}]


def test_names_and_ratings_need_no_explanation(settings: Settings) -> None:
    """What is configured as well known, and what belongs to the name of a partnership or a rating."""
    assert {"NHS", "GP", "LMS", "VH"} <= known_acronyms(settings)
    assert "SEND" not in known_acronyms(settings)
