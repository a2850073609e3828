"""The new version of a paper with all that differs from the old one as tracked changes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx import Document

from pipeline.packing import repack
from pipeline.word.revisions.copying import Copying
from pipeline.word.revisions.pairing import Comparing
from pipeline.word.revisions.tracked import Tracker
from pipeline.word.revisions.versions import Version, side_by_side
from pipeline.word.revisions.weaving import Weaving
from pipeline.word.revisions.whose import Whose
from pipeline.word.trace import Trace


def marked_changes(
    old: bytes, new: bytes, organisation: str, day: date, old_trace: Trace = Trace(), new_trace: Trace = Trace()
) -> bytes:
    """A copy of the new paper in which all that differs from the old one stands as tracked changes of that day.

    Accepting all of them gives the new paper, rejecting all the old wording. A change is the partnership's whose
    value it is, as the traces say; else the organisation's.
    """
    before, after = Version(Document(io.BytesIO(old))), Version(Document(io.BytesIO(new)))
    was, is_now = Whose(before, old_trace), Whose(after, new_trace)
    comparing = Comparing(was.rows(), is_now.rows(), exact=True)
    for mine, its in side_by_side(before, after):
        comparing.compare(mine, its)

    def whose_was(element: Any, start: int, end: int) -> str:
        return was.partnership(element, start, end) or organisation

    def whose_is(element: Any, start: int, end: int) -> str:
        return is_now.partnership(element, start, end) or organisation

    roots = [story.root for story in after.stories]
    copying = Copying.between(before.document, after.document)
    weaving = Weaving(Tracker(roots, day), copying, whose_was, whose_is)
    for level in comparing.found.levels:
        weaving.level(level)
    after.store()
    out = io.BytesIO()
    after.document.save(out)
    return repack(out.getvalue())
