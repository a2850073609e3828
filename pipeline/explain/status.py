"""How a period stands: who has a form, who has returned it, what is open, and how many days are left."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest

from msgspec import Struct

from pipeline.explain.grouping import HEADINGS
from pipeline.explain.queries import Enquiry
from pipeline.model import Edition, Level, RegisterEntry, Standing, in_words
from pipeline.settings import Settings

COLUMNS = (("", 26), ("Form", 7), ("Return", 20), ("To put right", 12), ("Queries", 7))  # 80 characters
RULE = "-"


class Position(Struct, frozen=True):
    """How one sender stands. ``open`` counts what is to be put right, ``to_check`` what is to be looked at.

    ``form`` and ``letter`` say whether those were written; ``version`` is '' where no return counts or it gives none.
    """

    entry: RegisterEntry
    is_cover: bool
    form: bool
    letter: bool
    version: str
    signed_off: bool
    open: int
    to_check: int
    due: date | None
    days: int | None

    @property
    def returned(self) -> str:
        """What came, in words: ``version 2, not signed off, late``."""
        entry = self.entry
        if entry.accepted is None:
            return entry.standing.value.lower()
        said = ["nil return" if entry.standing is Standing.NIL else "received"]
        said += [f"version {self.version}"] if self.version else []
        if not self.is_cover:
            said.append("signed off" if self.signed_off else "not signed off")
        return ", ".join([*said, *(["late"] if entry.late else [])])


class Status(Struct, frozen=True):
    """How everybody stands on a day."""

    today: date
    positions: tuple[Position, ...]


class Known(Struct, frozen=True):
    """What else is known of the senders, by their ids: whose form and letter were written, whose return is signed off."""

    forms: Collection[str]
    letters: Collection[str]
    signed_off: Collection[str]


def status_of(
    edition: Edition, asked: Iterable[Enquiry], known: Known, settings: Settings, today: date
) -> Status:
    """How each sender stands ``today``; ``asked`` is what the senders are asked."""
    due = settings.returns_due_by_sender()
    kinds = {one.entry.partnership.id: [query.heading for query in one.queries] for one in asked}

    def position(entry: RegisterEntry, is_cover: bool) -> Position:
        sender = entry.partnership.id
        version = entry.accepted.fields.get("version") if entry.accepted else None
        last_day = due.get(sender)
        return Position(
            entry,
            is_cover,
            form=sender in known.forms,
            letter=sender in known.letters,
            version=version.typed if version else "",
            signed_off=sender in known.signed_off,
            open=kinds.get(sender, []).count(HEADINGS[Level.ERROR]),
            to_check=kinds.get(sender, []).count(HEADINGS[Level.WARNING]),
            due=last_day,
            days=(last_day - today).days if last_day else None,
        )

    partnerships = [position(entry, is_cover=False) for entry in edition.register]
    return Status(today, (*partnerships, *(position(entry, is_cover=True) for entry in edition.covers)))


# --- in the terminal --------------------------------------------------------------------------


def lines(period: str, found: Sequence[Position]) -> Iterator[str]:
    """The table, and what its period has left until the last day for returns."""
    yield f"Returns for {period}"
    yield from _last_days(found)
    yield ""
    yield from _row([heading for heading, _ in COLUMNS])
    yield _line([RULE * width for _, width in COLUMNS])
    for one in found:
        name = f"Cover: {one.entry.partnership.name}" if one.is_cover else one.entry.partnership.name
        sent = ["written" if done else "no" for done in (one.form, one.letter)]
        yield from _row([name, sent[0], one.returned, str(one.open) if one.open else "none", sent[1]])
    yield ""
    came = sum(one.entry.accepted is not None for one in found)
    yield f"{came} of {len(found)} have returned. To put right: {sum(one.open for one in found)}."


def _last_days(found: Sequence[Position]) -> Iterator[str]:
    """Each last day for returns, with whose it is where there are several."""
    days = sorted({(one.due, one.days) for one in found if one.due and one.days is not None})
    if not days:
        yield "No last day for returns is set (returns_due beside a meeting in config.yaml)."
    for due, left in days:
        whose = [one.entry.partnership.name for one in found if one.due == due]
        named = f" ({'; '.join(whose)})" if len(days) > 1 else ""
        yield f"Due on {in_words(due)}, {_left(left)}{named}."


def _left(days: int) -> str:
    if days == 0:
        return "which is today"
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {count}" if days > 0 else f"{count} ago"


def _row(words: Sequence[str]) -> Iterator[str]:
    wrapped = [textwrap.wrap(text, width) for text, (_, width) in zip(words, COLUMNS, strict=True)]
    yield from map(_line, zip_longest(*wrapped, fillvalue=""))


def _line(words: Sequence[str]) -> str:
    padded = (text.ljust(width) for text, (_, width) in zip(words, COLUMNS, strict=True))
    return "  ".join(padded).rstrip()
