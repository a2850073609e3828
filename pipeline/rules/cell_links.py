"""Rules on links that a paper could carry."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.links import web_address
from pipeline.model import Finding, Level, Rating, Return, Rule, Value
from pipeline.rules.rows import values

NOT_SHOWN = Rule(
    "link-not-shown",
    Level.NOTE,
    "{header} links to a page; the paper shows it without the link, because {why}.",
    "Nothing to do, unless readers need the link: then put it on a text of the same row.",
    why="Links are kept on words. On the colour of a rating a link could not be read (contrast of 4.5:1, WCAG 2.2, success criterion 1.4.3), and what is queried may still change. A link that is left out is named, so that nothing is lost unseen.",
)


def links(contents: Return) -> Iterator[Finding]:
    """A link that readers could open stands where the paper keeps none."""
    for column, value, _ in values(contents):
        why = _why(value)
        if why and column.in_paper and web_address(value.link):
            yield NOT_SHOWN.found(value.address, header=column.header, why=why)


def _why(value: Value) -> str:
    """Why the paper keeps no link on a value; '' where it keeps one."""
    if isinstance(value.content, Rating):
        return "a link on the colour of a rating could not be read"
    if value.content is None:
        return "what stands there is queried" if value.problem else "the cell has no words"
    return ""
