"""The exit codes, by which a server learns how a run went. The README and ``--help`` explain them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.outcome import Outcome

BUILT, RETURNS_HAVE_ERRORS, MISTAKEN, NOT_SET_UP, BUSY = range(5)
INTERRUPTED = 130  # as shells count a program stopped by Ctrl-C


def exit_code(outcome: Outcome) -> int:
    """The documented exit code of an outcome."""
    if outcome.faults:
        return MISTAKEN
    if outcome.unwritten or outcome.unsent:
        return NOT_SET_UP
    return RETURNS_HAVE_ERRORS if outcome.has_errors else BUILT
