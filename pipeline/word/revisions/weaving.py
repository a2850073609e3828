"""Two versions in one text: what only one of them has is marked there as inserted or deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from pipeline.word.revisions.blocks import ROW
from pipeline.word.revisions.copying import Copying
from pipeline.word.revisions.differing import Words, changes
from pipeline.word.revisions.ends import Woven, mark_ends, put
from pipeline.word.revisions.pairing import Level
from pipeline.word.revisions.reading import PARAGRAPH, Line
from pipeline.word.revisions.tracked import DELETED, INSERTED, Tracker, as_deleted, elements_of

Author = Callable[[Any, int, int], str]  # whose change it is, by a part of a text and a stretch of its line
END = 1 << 30  # beyond the end of any line


class Weaving(Struct, frozen=True):
    """Sets what is gone into the new version as deleted, and marks there what is new as inserted.

    ``was`` and ``is_now`` say whose the parts of the old and the new version are.
    """

    tracker: Tracker
    copying: Copying
    was: Author
    is_now: Author

    def level(self, level: Level) -> None:
        """Mark the differences of a level, but not those inside the tables and rows that both versions have."""
        woven: list[Woven] = []
        for number, (old, new) in enumerate(level.pairs):
            if not woven or woven[-1].kind != (DELETED if new is None else INSERTED if old is None else ""):
                self.tracker.tick()
            if new is None:
                gone = self._gone(old)
                following = next((one for _, one in level.pairs[number:] if one is not None), None)
                put(gone.element, woven[-1].element if woven else None, following, level.new)
                woven.append(gone)
            elif old is None:
                author = self.is_now(new, 0, END)
                self._whole(new, INSERTED, author)
                woven.append(Woven(new, INSERTED, author, self.tracker.minute))
            else:
                woven.append(Woven(new))
                if new.tag == PARAGRAPH:
                    self._paragraph(old, new)
        mark_ends(woven, self.tracker)
        self.tracker.tick()

    def _paragraph(self, old: Any, new: Any) -> None:
        """Mark by word how a paragraph differs."""
        was, line = Line(old), Line(new)
        if (was.text, was.shown) == (line.text, line.shown):
            return
        for one in reversed(changes(Words.of(was.text, was.shown), Words.of(line.text, line.shown))):
            self.tracker.tick()
            here = line.cut(one.new_start, one.new_end)
            gone = self.copying.runs(was.cut(one.start, one.end))
            if gone:
                deleted = self.tracker.change(DELETED, self.was(old, one.start, one.end))
                for run in gone:
                    as_deleted(run)
                    deleted.append(run)
                line.insert(one.new_start, deleted)
            self.tracker.wrap(elements_of(here), INSERTED, self.is_now(new, one.new_start, one.new_end))

    def _gone(self, old: Any) -> Woven:
        """A copy of what is gone, with its words marked as deleted."""
        author = self.was(old, 0, END)
        copied = self.copying.row(old) if old.tag == ROW else self.copying.block(old)
        self._whole(copied, DELETED, author)
        return Woven(copied, DELETED, author, self.tracker.minute)

    def _whole(self, element: Any, kind: str, author: str) -> None:
        """Mark a part with all that it holds; the end of a paragraph is marked when it is known what follows it."""
        if element.tag == PARAGRAPH:
            self.tracker.contents(element, kind, author)
        elif element.tag == ROW:
            self.tracker.row(element, kind, author)
        else:
            self.tracker.whole(element, kind, author)
