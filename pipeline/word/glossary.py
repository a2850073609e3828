"""A glossary in a paper, and the acronyms in it that nobody has explained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from pipeline.acronyms import first_uses, unexplained
from pipeline.model import Address, Finding, Level, Paper, Rule, replace
from pipeline.names import OnDemand
from pipeline.word.expanding import Reading, text_of
from pipeline.word.outline import PARAGRAPH, words_of
from pipeline.word.prepared import prepared_template
from pipeline.word.rendering import render
from pipeline.word.styles import Styles

UNEXPLAINED = Rule(
    "acronym-unexplained",
    Level.WARNING,
    "Acronyms stand in the paper that nobody explains: {places}.",
    "Under acronyms in config.yaml add a line for each, such as “{first}: what it stands for”. One that every reader "
    "knows goes into the list well_known_acronyms instead.",
    why="Papers are read by the public, who do not know the services' short words.",
)
GLOSSARY = "glossary"  # the name under which a template has it


def with_glossary(template: bytes, file: str, paper: Paper) -> Paper:
    """The paper with those acronyms in its glossary that stand in it, if its template shows a glossary at all.

    What stands in it is known once the template is filled: so it is filled a first time without.
    """
    if GLOSSARY not in prepared_template(template, file).words:
        return paper
    document, tokens, _ = render(template, file, _listing(paper, frozenset()))
    if document is None:
        return paper
    texts = (*map(text_of, document.element.body.iter(PARAGRAPH)), *map(str, tokens))
    return _listing(paper, {use.acronym for text in texts for use in first_uses(text, paper.acronyms)})


def _listing(paper: Paper, used: Iterable[str]) -> Paper:
    listed = [
        {"acronym": acronym, "meaning": paper.acronyms[acronym]} for acronym in sorted(used, key=str.casefold)
    ]
    others = {name: partial(paper.names.__getitem__, name) for name in paper.names}
    return replace(paper, names=OnDemand({**others, GLOSSARY: lambda: listed}))


def unexplained_acronyms(document: Any, lines: Sequence[str], file: str, paper: Paper) -> Iterator[Finding]:
    """The acronyms of a finished file that are neither known nor spelt out, in one finding.

    ``lines`` are the texts of the paragraphs of its body.
    """
    body, styles = document.element.body, Styles(document.styles.element)
    paragraphs = list(body.iter(PARAGRAPH))
    reading = Reading(body, styles, (), paper.acronyms)
    texts = ((line, partial(reading.prose, one)) for line, one in zip(lines, paragraphs, strict=True))
    found = unexplained(texts, {*paper.acronyms, *paper.known_acronyms})
    if found:
        places = ", ".join(f"{word}{_under(paragraphs[:at], styles)}" for word, at in found.items())
        yield UNEXPLAINED.found(Address(file), places=places, first=next(iter(found)))


def _under(before: Iterable[Any], styles: Styles) -> str:
    """The headings over the paragraph that stands after those ``before`` it, the highest first; '' for none."""
    above: dict[int, str] = {}
    for one in before:
        level, words = styles.outline_level(one), words_of(one)
        if level and words:
            above = {known: heading for known, heading in above.items() if known < level} | {level: words}
    return f" (first under “{' › '.join(above.values())}”)" if above else ""
