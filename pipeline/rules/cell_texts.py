"""Rules on the texts in cells: too long, too many points, turned into a date by Excel, left over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Figure, Finding, Level, Prose, Return, Rule
from pipeline.rules.rows import values

TOO_LONG = Rule(
    "text-too-long",
    Level.WARNING,
    "{header} has {length} characters; the form allows {limit}.",
    "Please shorten it if you can. Until then all of it stands.",
    why="Members read papers of many reports; a limit keeps each to what matters. Nothing is cut, because a cut could change the meaning.",
)
TOO_MANY_POINTS = Rule(
    "too-many-points",
    Level.WARNING,
    "{header} has {count} points; the form allows {limit}.",
    "Please leave out or join some. Until then all of them stand.",
    why="Some committees limit the points on a cover sheet, often to five. Nothing is left out, because only the author can choose.",
)
TURNED_INTO_DATE = Rule(
    "turned-into-date",
    Level.ERROR,
    "{header} holds the date {typed}, which Excel may have made of something like 12-14.",
    "Please type it again with an apostrophe before it, such as '12-14.",
    why="Excel turns entries such as 12-14 into dates without asking; in 2020 genes were renamed for it (HUGO Gene Nomenclature Committee). What was typed is lost.",
)
LEFTOVER = Rule(
    "leftover-text",
    Level.WARNING,
    "{header} still says “{typed}”.",
    "Replace it with what the paper should say, or clear the cell.",
    why="“TBC” or “[insert text]” in a published paper means that a return was not finished.",
)

QUOTED = 60  # characters of a placeholder that a message quotes
LEFTOVERS = re.compile(
    r"(?i)\b(?:tbc|tba|tbd|to be confirmed|to follow)\b|\bx{3,}\b|\[insert[^\]]*\]|lorem ipsum"
)
# What each of them has in small letters: a pattern that minds the case is five times as fast, and most texts have none.
LEFTOVER_SIGNS = re.compile(r"tb[acd]|to (?:be conf|follow)|xxx|\[|lorem")


def lengths(contents: Return) -> Iterator[Finding]:
    """A text is longer than its column allows."""
    for column, value, _ in values(contents):
        if column.max_length and len(value.typed) > column.max_length:
            yield TOO_LONG.found(
                value.address,
                header=column.header,
                length=f"{len(value.typed):,}",
                limit=f"{column.max_length:,}",
            )


def points(contents: Return) -> Iterator[Finding]:
    """A list has more points than its field allows."""
    for column, value, _ in values(contents):
        if column.max_points and isinstance(value.content, Prose):
            count = sum(paragraph.level == 1 for paragraph in value.content.paragraphs)
            if count > column.max_points:
                yield TOO_MANY_POINTS.found(
                    value.address, header=column.header, count=count, limit=column.max_points
                )


def leftovers(contents: Return) -> Iterator[Finding]:
    """A placeholder was left in a text."""
    for column, value, _ in values(contents):
        if isinstance(value.content, str | Prose | Figure) and LEFTOVER_SIGNS.search(value.typed.lower()):
            match = LEFTOVERS.search(value.typed)
            if match:
                yield LEFTOVER.found(value.address, header=column.header, typed=match[0][:QUOTED])
