"""What a committee accepts at most: key issues on the cover, words of a partnership's part, words of a cell."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model import Address, Edition, Finding, Level, Prose, Return, Rule, Value
from pipeline.rules.rows import values
from pipeline.settings import PaperSettings

KEY_ISSUES = Rule(
    "key-issues-too-many",
    Level.WARNING,
    "The cover has {count} key issues; the {committee} accepts {most}.",
    "Keep the {most} that matter most. Until then all are shown.",
    why="Committees limit key issues so that members see what matters. What a committee accepts stands in config.yaml.",
)
SECTION = Rule(
    "part-too-long",
    Level.WARNING,
    "The return of {name} has {count:,} words for the paper; the {committee} accepts {most:,} from each.",
    "Please shorten it. Until then all of it is shown.",
    why="A committee reads many papers. Where it limits what each partnership may write, the partnership is asked to shorten, and nothing is cut.",
)
CELL = Rule(
    "cell-too-long-for-paper",
    Level.WARNING,
    "The text has {count:,} words; the {committee} accepts {most:,} in one cell.",
    "Please shorten it. Until then all of it is shown.",
    why="A long cell hides what matters in it. Nothing is cut: its author knows best what can go.",
)


def lengths(edition: Edition, paper: PaperSettings) -> Iterator[Finding]:
    """What in the part of an edition that a paper shows is longer than its committee accepts."""
    yield from _key_issues(edition.cover(paper.id), paper)
    for entry in edition.register:
        if entry.accepted:
            yield from _part(entry.accepted, entry.partnership.name, paper)


def by_words(paper: PaperSettings) -> bool:
    """Whether the committee of a paper limits the words of cells or sections: else only the cover is looked at."""
    return paper.lengths.words_per_cell is not None or paper.lengths.words_per_section is not None


def _key_issues(cover: Return | None, paper: PaperSettings) -> Iterator[Finding]:
    value = cover.fields.get("key_issues") if cover else None
    if value and isinstance(value.content, Prose):
        lines = value.content.paragraphs
        count = sum(line.level > 0 for line in lines) or len(lines)
        most = paper.lengths.key_issues
        if count > most:
            yield KEY_ISSUES.found(value.address, count=count, most=most, committee=paper.committee)


def _part(contents: Return, name: str, paper: PaperSettings) -> Iterator[Finding]:
    counts = [(value, _words(value)) for column, value, _ in values(contents) if column.in_paper]
    most, whole = paper.lengths.words_per_cell, sum(count for _, count in counts)
    for value, count in counts:
        if most is not None and count > most:
            yield CELL.found(value.address, count=count, most=most, committee=paper.committee)
    most = paper.lengths.words_per_section
    if most is not None and whole > most:
        yield SECTION.found(
            Address(contents.file), name=name, count=whole, most=most, committee=paper.committee
        )


def _words(value: Value) -> int:
    return len(value.typed.split())
