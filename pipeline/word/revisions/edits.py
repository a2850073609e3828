"""What people changed in Word in a published paper since it was built."""

from __future__ import annotations

import io
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from docx import Document
from msgspec import Struct, field

from pipeline.word.revisions.blocks import CELL, blocks, cells, pictures, rows
from pipeline.word.revisions.differing import Change, Words, changes
from pipeline.word.revisions.hands import Hands, settle
from pipeline.word.revisions.pairing import Comparing, Level
from pipeline.word.revisions.places import Place, Places
from pipeline.word.revisions.reading import OBJECT, PARAGRAPH, Line
from pipeline.word.revisions.versions import Version, side_by_side
from pipeline.word.revisions.whose import Whose
from pipeline.word.trace import Built, Kind, Placed, Trace

CELL_BREAK = " | "


class Done(StrEnum):
    """What somebody did."""

    CHANGED = "changed"
    INSERTED = "inserted"
    DELETED = "deleted"
    PICTURE = "picture added"


class Edit(Struct, frozen=True):
    """One edit: where, what it did, the words before and after, whose it is, and the field that it touches, if any."""

    place: Place
    done: Done
    old: str
    new: str
    author: str
    field: Placed | None = None

    @property
    def weighs(self) -> bool:
        """Whether a figure or a rating was edited, so that the paper no longer says what the return says."""
        return self.field is not None and self.field.kind is not Kind.TEXT


class Found(Struct, frozen=True):
    """An edit with the parts of both files that it is about; ``changes`` are those within a paragraph."""

    edit: Edit
    old: Any
    new: Any
    level: Level
    number: int
    changes: tuple[Change, ...] = ()


class Edited(Struct):
    """A built paper beside what people made of it."""

    built: Version
    now: Version
    whose: Whose
    hands: Hands
    comparing: Comparing
    found: list[Found] = field(default_factory=list)


def edits(built: Built, edited: bytes) -> list[Edit]:
    """All edits in the order of the paper. What Word and LibreOffice change by themselves is none.

    Tracked changes in the edited file are edits of their authors; all others are of the one who saved it last.
    """
    before, now = (Version(Document(io.BytesIO(one))) for one in (built.package, edited))
    return [one.edit for one in compared(before, built.trace, now).found]


def compared(built: Version, trace: Trace, now: Version) -> Edited:
    """A built paper and the edited file side by side; the tracked changes of the edited file are accepted in it."""
    saved_by = now.document.core_properties.last_modified_by or now.document.core_properties.author
    hands = settle([story.root for story in now.stories], saved_by)
    whose = Whose(built, trace)
    comparing = Comparing(whose.rows(), {}, exact=False)
    for mine, its in side_by_side(built, now):
        comparing.compare(mine, its)
    edited = Edited(built, now, whose, hands, comparing)
    edited.found = list(_Finding(edited).all())
    return edited


class _Finding:
    """Finds the edits in two versions that were compared."""

    def __init__(self, edited: Edited) -> None:
        self._edited = edited
        self._hands, self._whose = edited.hands, edited.whose
        self._was, self._is = Places(edited.built), Places(edited.now)

    def all(self) -> list[Found]:
        """Every edit, once, in the order of the edited file."""
        found = [one for level in self._edited.comparing.found.levels for one in self._in_level(level)]
        roots = [story.root for story in self._edited.now.stories]
        order = {element: at for at, element in enumerate(one for root in roots for one in root.iter())}

        def place(one: Found) -> int:
            pairs = one.level.pairs[: one.number + 1]
            return next(
                (order[new] for _, new in reversed(pairs) if new is not None), order.get(one.level.new, 0)
            )

        return sorted(_once(found), key=place)

    def _in_level(self, level: Level) -> Iterator[Found]:
        for number, (old, new) in enumerate(level.pairs):
            if any(one is not None and one.tag == PARAGRAPH and self._worked_out(one) for one in (old, new)):
                continue
            if old is None:
                yield from self._inserted(level, number, new)
            elif new is None:
                yield from self._deleted(level, number, old)
            elif old.tag == PARAGRAPH:
                yield from self._changed(level, number, old, new)

    def _worked_out(self, paragraph: Any) -> bool:
        return self._was.worked_out(paragraph) or self._is.worked_out(paragraph)

    def _inserted(self, level: Level, number: int, new: Any) -> Iterator[Found]:
        words = said(new)
        before = next((old for old, _ in reversed(level.pairs[:number]) if old is not None), None)
        place = self._was.of(before) if before is not None else self._is.of(new)
        author = self._hands.of("", words)
        if words:
            edit = Edit(place, Done.INSERTED, "", words, author, self._continued(before, new))
            yield Found(edit, None, new, level, number)
        if pictures(new):
            yield Found(Edit(place, Done.PICTURE, "", "", author), None, new, level, number)

    def _continued(self, before: Any, new: Any) -> Placed | None:
        """The text of a return that a new paragraph in its cell continues."""
        if (
            before is None
            or not before.tag == PARAGRAPH == new.tag
            or next(before.iterancestors(CELL), None) is None
        ):
            return None
        texts = [one for one in self._whose.values(before, 0, END) if one.kind is Kind.TEXT]
        return texts[-1] if texts else None

    def _deleted(self, level: Level, number: int, old: Any) -> Iterator[Found]:
        words = said(old)
        values = self._whose.values(old, 0, END) if old.tag == PARAGRAPH else []
        if words:
            value = values[0] if values else None
            edit = Edit(self._was.of(old), Done.DELETED, words, "", self._hands.of(words, ""), value)
            yield Found(edit, old, None, level, number)

    def _changed(self, level: Level, number: int, old: Any, new: Any) -> Iterator[Found]:
        if self._edited.comparing.says(old) != self._edited.comparing.says(new):
            yield from self._reworded(level, number, old, new)
        if len(pictures(new)) > len(pictures(old)):
            edit = Edit(self._was.of(old), Done.PICTURE, "", "", self._hands.saved_by)
            yield Found(edit, old, new, level, number)

    def _reworded(self, level: Level, number: int, old: Any, new: Any) -> Iterator[Found]:
        was, is_now = Line(old).text, Line(new).text
        groups: dict[Placed | None, list[Change]] = {}
        for one in changes(Words.of(was, None), Words.of(is_now, None)):
            if was[one.start : one.end].split() != is_now[one.new_start : one.new_end].split():
                values = self._whose.values(old, one.start, one.end)
                groups.setdefault(values[0] if values else None, []).append(one)
        for value, group in groups.items():
            before = _plain(was[group[0].start : group[-1].end])
            after = _plain(is_now[group[0].new_start : group[-1].new_end])
            done = Done.CHANGED if before and after else Done.INSERTED if after else Done.DELETED
            edit = Edit(self._was.of(old), done, before, after, self._hands.of(before, after), value)
            yield Found(edit, old, new, level, number, tuple(group))


def _once(found: list[Found]) -> list[Found]:
    """A header that sections share may have been saved as one for each of them; its edits are still one."""
    margins = {one.edit: one for one in reversed(found) if one.edit.place.text}
    return [one for one in found if not one.edit.place.text or margins[one.edit] is one]


END = 1 << 30  # beyond the end of any line


def said(element: Any) -> str:
    """The words of a paragraph, row or table; cells are set apart."""
    if element.tag == PARAGRAPH:
        return _plain(Line(element).text)
    parts = list(rows(element)) or list(cells(element)) or list(blocks(element))
    words = (said(part) for part in parts)
    return (
        CELL_BREAK if next(rows(element), None) is None and next(cells(element), None) is not None else "\n"
    ).join(one for one in words if one)


def _plain(text: str) -> str:
    return " ".join(text.replace(OBJECT, " ").split())
