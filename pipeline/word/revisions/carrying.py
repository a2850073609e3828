"""People's edits of a published paper set into the paper that is built anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

from docx import Document
from msgspec import Struct

from pipeline.model import Finding
from pipeline.word.comments import comment_on, define_styles
from pipeline.word.revisions.blocks import AROUND_BLOCKS, BOX, FALLBACK, ROW, TABLE, blocks, cells
from pipeline.word.revisions.copying import Copying
from pipeline.word.revisions.differing import Change, Words, changes
from pipeline.word.revisions.edits import Done, Edit, Edited, Found, compared, said
from pipeline.word.revisions.ends import Woven, mark_ends
from pipeline.word.revisions.pairing import Comparing
from pipeline.word.revisions.reading import PARAGRAPH, Line, words_of
from pipeline.word.revisions.remarks import remarks
from pipeline.word.revisions.saying import Fate, comment, findings_on
from pipeline.word.revisions.tracked import DELETED, INSERTED, Tracker, elements_of
from pipeline.word.revisions.versions import Version, side_by_side
from pipeline.word.revisions.whose import Whose
from pipeline.word.trace import Built, Trace


def carried_over(
    built: Built, edited: bytes, new: Built, file: str, day: date
) -> tuple[bytes, list[Finding]]:
    """The new paper with what people changed in the built one since, and what became of each edit.

    Where the source below an edit is as it was, the edit is a tracked change of the one who made it, of that day; where
    it has changed, or the place is gone, a comment holds both wordings. People's comments come along. ``file`` is the
    name that the findings give the paper.
    """
    before, now, after = (Version(Document(io.BytesIO(one))) for one in (built.package, edited, new.package))
    edits = compared(before, built.trace, now)
    carrying = _Carrying(edits, after, new.trace, day)
    fates = [(one.edit, *carrying.carry(one)) for one in edits.found]
    lost = list(carrying.lost())
    kept = carrying.remarks()
    package = carrying.finished() if carrying.anything else new.package
    return package, findings_on(fates, lost, kept, file)


class _Typed(Struct, frozen=True):
    """Words to set into a paragraph of the new paper, from one place of its line to another."""

    start: int
    end: int
    source: Line
    change: Change
    author: str


class _Carrying:
    """Sets edits into a new paper, of which nothing has been marked yet."""

    def __init__(self, edited: Edited, new: Version, new_trace: Trace, day: date) -> None:
        self._edited, self._new = edited, new
        self._time = f"{day.isoformat()}T00:00:00Z"
        self._comparing = Comparing(edited.whose.rows(), Whose(new, new_trace).rows(), exact=False)
        for mine, its in side_by_side(edited.built, new):
            self._comparing.compare(mine, its)
        self._partners = self._comparing.found.partners
        # Where each part of the edited file is in the new paper.
        self._landed = {
            now: self._partners[old]
            for old, now in edited.comparing.found.partners.items()
            if old in self._partners
        }
        self._tracker = Tracker([story.root for story in new.stories], day)
        self._copying = Copying.between(edited.now.document, new.document)
        self._typed: dict[Any, list[_Typed]] = {}
        self._ends: dict[Any, Woven] = {}
        self._comments: list[tuple[Any, str, str, str]] = []

    def carry(self, found: Found) -> tuple[Fate, str]:
        """Set one edit into the new paper, or a comment that holds it; what became of it, and what stands there now."""
        edit = found.edit
        if edit.done is Done.PICTURE:
            fate, now = Fate.PICTURE, ""
        elif found.old is None:
            fate, now = (Fate.CARRIED if self._insert(found) else Fate.GONE), ""
        elif found.new is None:
            fate, now = self._delete(found)
        else:
            fate, now = self._reword(found)
        if words := comment(edit, fate, now):
            self._comment(self._nearest(found), words, edit.author, self._time)
        return fate, now

    @property
    def anything(self) -> bool:
        """Whether there is anything to carry."""
        return bool(self._typed or self._ends or self._comments or self._tracker.used)

    # --- one edit -----------------------------------------------------------------------------

    def _reword(self, found: Found) -> tuple[Fate, str]:
        here = self._partners.get(found.old)
        if here is None:
            return Fate.GONE, ""
        if self._comparing.says(here) == self._edited.comparing.says(found.new):
            return Fate.AGREES, ""
        was, is_now, source = Line(found.old).text, Line(here).text, Line(found.new)
        since = changes(Words.of(was, ()), Words.of(is_now, ()))
        spans = [_concerned(found.edit, one) for one in found.changes]
        if any(one.start <= end and start <= one.end for one in since for start, end in spans):
            return Fate.CLASH, words_of(here)
        for one in found.changes:
            moved = sum((c.new_end - c.new_start) - (c.end - c.start) for c in since if c.end <= one.start)
            typed = _Typed(one.start + moved, one.end + moved, source, one, found.edit.author)
            self._typed.setdefault(here, []).append(typed)
        return Fate.CARRIED, ""

    def _delete(self, found: Found) -> tuple[Fate, str]:
        here = self._partners.get(found.old)
        if here is None:
            return Fate.AGREES, ""
        if self._comparing.says(here) != self._comparing.says(found.old):
            return Fate.CLASH, said(here)
        self._begin(found)
        self._mark(here, DELETED, found.edit.author)
        return Fate.CARRIED, ""

    def _insert(self, found: Found) -> bool:
        """Set a new paragraph, row or table beside its neighbour; whether that has a place."""
        beside, after = self._neighbour(found)
        if beside is None or (found.new.tag == ROW and not _fits(found.new, beside)):
            return False
        self._begin(found)
        copied = self._copying.row(found.new) if found.new.tag == ROW else self._copying.block(found.new)
        (beside.addnext if after else beside.addprevious)(copied)
        mine, its = found.new.iter(PARAGRAPH), copied.iter(PARAGRAPH)
        self._landed |= {found.new: copied, **dict(zip(mine, its, strict=False))}
        self._mark(copied, INSERTED, found.edit.author)
        return True

    def _neighbour(self, found: Found) -> tuple[Any, bool]:
        """The nearest part of the same level that the new paper has, and whether it stands before the edit."""
        pairs = found.level.pairs
        before = (self._landed[one] for _, one in reversed(pairs[: found.number]) if one in self._landed)
        if (beside := next(before, None)) is not None:
            return beside, True
        after = (self._landed[one] for _, one in pairs[found.number + 1 :] if one in self._landed)
        return next(after, None), False

    def _begin(self, found: Found) -> None:
        """Begin a change, unless the part before came or went with this one."""
        before = found.level.pairs[found.number - 1] if found.number else (None, None)
        if before == (None, None) or (before[0] is None) != (found.old is None) or None not in before:
            self._tracker.tick()

    def _mark(self, element: Any, kind: str, author: str) -> None:
        if element.tag == PARAGRAPH:
            self._tracker.contents(element, kind, author)
            self._ends[element] = Woven(element, kind, author, self._tracker.minute)
        elif element.tag == ROW:
            self._tracker.row(element, kind, author)
        else:
            self._tracker.whole(element, kind, author)

    # --- comments -----------------------------------------------------------------------------

    def remarks(self) -> int:
        """Carry people's comments; how many there are."""
        kept = list(remarks(self._edited.now.document))
        for one in kept:
            landed = None if one.paragraph is None else self._landed.get(one.paragraph)
            place = landed if landed is not None else self._above(one.paragraph)
            self._comment(place, one.words, one.author, one.time)
        return len(kept)

    def lost(self) -> Iterator[str]:
        """What is in the edited file at no place that was compared; comments hold it."""
        edited = self._edited
        seen = set(edited.comparing.found.partners.values())
        seen |= {one for found in edited.found if found.old is None for one in found.new.iter(PARAGRAPH)}
        known = {words_of(one) for story in edited.built.stories for one in story.root.iter(PARAGRAPH)}
        for story in edited.now.stories:
            for paragraph in story.root.iter(PARAGRAPH):
                words = words_of(paragraph)
                copy = next(paragraph.iterancestors(FALLBACK), None) is not None
                if words and paragraph not in seen and words not in known and not copy:
                    self._comment(None, words, edited.hands.of("", words), self._time)
                    yield words

    def _nearest(self, found: Found) -> Any:
        """Where the new paper shows what the edit was about, or the nearest place before it."""
        for element in (found.new, found.old):
            landed = self._landed.get(element) if element is found.new else self._partners.get(element)
            first = None if landed is None else next(landed.iter(PARAGRAPH), None)
            if first is not None:
                return first
        beside, _ = self._neighbour(found)
        return (
            self._above(found.new) if beside is None else next(reversed(list(beside.iter(PARAGRAPH))), None)
        )

    def _above(self, element: Any) -> Any:
        """The nearest paragraph before a part of the edited file that the new paper has; None where there is none."""
        last = None
        for paragraph in self._edited.now.body.root.iter(PARAGRAPH, ROW, TABLE):
            if paragraph is element:
                break
            if paragraph.tag == PARAGRAPH and paragraph in self._landed:
                last = self._landed[paragraph]
        return last

    def _comment(self, paragraph: Any, words: str, author: str, time: str) -> None:
        """Note a comment; what cannot bear one has it at the first paragraph: Word has none in headers and notes."""
        while paragraph is not None and (box := next(paragraph.iterancestors(BOX), None)) is not None:
            paragraph = next(box.iterancestors(PARAGRAPH))
        body = self._new.body.root
        if paragraph is None or body not in paragraph.iterancestors():
            paragraph = next(body.iter(PARAGRAPH))
        self._comments.append((paragraph, words, author, time))

    # --- all of them --------------------------------------------------------------------------

    def finished(self) -> bytes:
        """The new paper with all that was carried."""
        for paragraph, typed in self._typed.items():
            self._type(paragraph, typed)
        for container in dict.fromkeys(_container(one) for one in self._ends):
            mark_ends([self._ends.get(one, Woven(one)) for one in blocks(container)], self._tracker)
        document = self._new.document
        if self._comments:
            define_styles(document)
        for paragraph, words, author, time in self._comments:
            comment_on(document, paragraph, words, author, time)
        return self._new.saved()

    def _type(self, paragraph: Any, typed: list[_Typed]) -> None:
        line = Line(paragraph)
        for one in sorted(typed, key=lambda one: one.start, reverse=True):
            self._tracker.tick()
            here = line.cut(one.start, one.end)
            runs = self._copying.typed(
                one.source.cut(one.change.new_start, one.change.new_end), line.neighbour(one.end)
            )
            if runs:
                inserted = self._tracker.change(INSERTED, one.author)
                inserted.extend(runs)
                line.insert(one.end, inserted)
            self._tracker.wrap(elements_of(here), DELETED, one.author)


def _concerned(edit: Edit, change: Change) -> tuple[int, int]:
    """The stretch of a line that must be as it was for a change to be carried: the whole field, or what was changed."""
    field = edit.field
    if field is None:
        return change.start, change.end
    return min(field.start, change.start), max(field.end, change.end)


def _fits(row: Any, beside: Any) -> bool:
    return sum(1 for _ in cells(row)) == sum(1 for _ in cells(beside))


def _container(element: Any) -> Any:
    parent = element.getparent()
    while parent.tag in AROUND_BLOCKS:
        parent = parent.getparent()
    return parent
