"""The new version of a paper with all that differs from the old one as tracked changes."""

from __future__ import annotations

import io
from datetime import date

from docx import Document

from pipeline.word.revisions.copying import Copying
from pipeline.word.revisions.pairing import Comparing
from pipeline.word.revisions.tracked import Tracker
from pipeline.word.revisions.versions import Version, side_by_side
from pipeline.word.revisions.weaving import Weaving
from pipeline.word.revisions.whose import Whose
from pipeline.word.trace import Built


def marked_changes(old: Built, new: Built, organisation: str, day: date) -> bytes:
    """A copy of the new paper in which all that differs from the old one stands as tracked changes of that day.

    Accepting all of them gives the new paper, rejecting all the old wording. A change is the partnership's whose
    value it is, as the traces say; else the organisation's.
    """
    before, after = (Version(Document(io.BytesIO(one.package))) for one in (old, new))
    was, is_now = Whose(before, old.trace, organisation), Whose(after, new.trace, organisation)
    comparing = Comparing(was.rows(), is_now.rows(), exact=True)
    for mine, its in side_by_side(before, after):
        comparing.compare(mine, its)
    tracker = Tracker([story.root for story in after.stories], day)
    copying = Copying.between(before.document, after.document)
    weaving = Weaving(tracker, copying, was.partnership, is_now.partnership)
    for level in comparing.found.levels:
        weaving.level(level)
    return after.saved()
