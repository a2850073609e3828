"""Publishes what was built: the whole set of files or none of it, and never over somebody's edits.

===========  ================================================================
``new_set``  the new set of files in the place of the old one, in one step
``earlier``  what becomes of what lies there already
``writing``  one file written whole, and what is said where none can be
===========  ================================================================
"""

from __future__ import annotations

from pipeline.publish.earlier import EDITED, NO_LONGER_NEEDED, edited
from pipeline.publish.new_set import LEFT_ASIDE, foreseen, publish
from pipeline.publish.writing import CANNOT_WRITE, NOTHING_WRITTEN, write_whole

__all__ = [
    "CANNOT_WRITE",
    "EDITED",
    "LEFT_ASIDE",
    "NOTHING_WRITTEN",
    "NO_LONGER_NEEDED",
    "edited",
    "foreseen",
    "publish",
    "write_whole",
]
