"""What a page shows, the paper that it stands in, and the files that are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from pipeline.model.records import replace
from pipeline.model.values import Paragraph, Value


class Shown(Struct, frozen=True, gc=False):
    """Text as the page shows it: paragraphs, a fill for a rating, and the value that it comes from."""

    paragraphs: tuple[Paragraph, ...]
    fill: str = ""
    source: Value | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to read; lets a template say ``{% if row.reason %}``."""
        return any(paragraph.text for paragraph in self.paragraphs)

    def __str__(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def __eq__(self, other: object) -> bool:
        """Lets a template compare with a word: ``{% if row.status == "Red" %}``."""
        if isinstance(other, str):
            return str(self) == other
        if not isinstance(other, Shown):
            return NotImplemented
        return (self.paragraphs, self.fill, self.source) == (other.paragraphs, other.fill, other.source)

    def __hash__(self) -> int:
        return hash(str(self))

    @property
    def lines(self) -> tuple[Shown, ...]:
        """Each paragraph by itself, as running text: ``{%p for line in cover.actions_requested.lines %}``."""
        return tuple(Shown((replace(one, level=0),), source=self.source) for one in self.paragraphs)


class Paper(Struct, frozen=True):
    """The names that a paper's template may use, the values it must show, and those that are exempt and must not.

    ``draft``: the paper is not final yet, and every page says so. ``acronyms`` are spelt out where they first
    stand in the paper, each with its expansion; ``known_acronyms`` need none. ``run`` identifies the run that makes it.
    """

    title: str
    author: str
    day: date
    names: Mapping[str, object]
    must_show: tuple[Shown, ...] = ()
    must_not_show: tuple[Shown, ...] = ()
    draft: bool = False
    acronyms: Mapping[str, str] = field(default_factory=dict)
    known_acronyms: frozenset[str] = frozenset()
    run: str = ""


class PaperFile(Struct, frozen=True):
    """A file that was made of a paper, or of all papers of a meeting (``pack``); ``private``: not for the public.

    ``paper`` is the id of the paper, of a pack that of its first one. ``changes``: it shows what has changed.
    """

    name: str
    paper: str
    private: bool
    pack: bool = False
    changes: bool = False
