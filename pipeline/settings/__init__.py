"""``config.yaml`` → ``Settings``; each mistake with its line, column and the nearest right word.

==================  =========================================================================
``configuration``   the file as a whole: ``Settings``, and what reads them
``papers``          each paper, with its meetings, tables and lengths
``rating_schemes``  the words of ratings, and the scores that belong to them
``mail``            how e-mail is sent
==================  =========================================================================
"""

from __future__ import annotations

from pipeline.settings.configuration import (
    BLANK,
    CARRY_FORWARD,
    HOLD,
    SHAPE,
    Clearing,
    NextForms,
    Settings,
    read_settings,
)
from pipeline.settings.papers import Lengths, Meeting, PaperSettings, TableSettings

__all__ = [
    "BLANK",
    "CARRY_FORWARD",
    "HOLD",
    "SHAPE",
    "Clearing",
    "Lengths",
    "Meeting",
    "NextForms",
    "PaperSettings",
    "Settings",
    "TableSettings",
    "read_settings",
]
