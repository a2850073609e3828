"""The acronyms of a paper: those it can list with their expansions, and those that need none."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.acronyms import acronyms_in
from pipeline.settings import Settings


def glossary(settings: Settings) -> list[dict[str, str]]:
    """Every configured acronym in alphabetical order; of these the finished paper lists the ones it uses."""
    return [
        {"acronym": acronym, "meaning": settings.acronyms[acronym]}
        for acronym in sorted(settings.acronyms, key=str.casefold)
    ]


def known_acronyms(settings: Settings) -> frozenset[str]:
    """Acronyms that nobody has to explain: configured so, or part of a name, a number of a paper, or a rating."""
    found = {acronym for name in _names(settings) for acronym in acronyms_in(name)}
    return frozenset({*settings.well_known_acronyms, *found})


def _names(settings: Settings) -> Iterator[str]:
    yield settings.organisation
    for one in settings.papers:
        yield from (one.committee, one.title, *(meeting.paper_number for meeting in one.meetings))
    for partnership in settings.partnerships:
        yield from (partnership.name, *partnership.aliases)
    for scheme in settings.rating_schemes.values():
        for rating in scheme.ratings:
            yield from (rating.word, *rating.aliases)
