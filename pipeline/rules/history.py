"""Returns of other periods, kept in folders of their own, and the last position that the earlier ones give."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from pipeline.model import Address, Finding, Level, Period, Return, Rule
from pipeline.rules.versions import signed_off, the_one_that_counts

HISTORY = Rule(
    "return-of-earlier-period", Level.NOTE, "The return is for {period} and lies in the folder of that period. It counts for that period alone.",
    "Nothing to do: what has changed since is worked out from it.",
    why="Returns of earlier periods may stay among the inputs, in folders of their own. Each is named, so that it is plain that none stands in the paper as this period's.",
)  # fmt: skip
LATER = Rule(
    "return-of-later-period", Level.NOTE, "The return is for {period}, after this paper's period, and lies in the folder of that period. It was passed over.",
    "Nothing to do.",
    why="A paper of an earlier period can be built again when later returns are there already. It is to be as it was, so what came later has no part in it.",
)  # fmt: skip
HISTORY_UNREAD = Rule(
    "earlier-file-not-read", Level.NOTE, "{file} could not be read. It lies in the folder of {period}, before this paper's period, and was passed over.",
    "Nothing to do, unless it is a return of this paper's period: then move it out of that folder.",
    why="A file that cannot be read and lies among earlier periods is most likely an old one. It is named all the same, in case it is this period's return.",
)  # fmt: skip
CARRIED = Rule(
    "position-carried-forward", Level.NOTE, "The paper shows this return, the position of {name} at {period}, because no return for {now} counts.",
    "Nothing to do. To leave a gap instead, write missing_returns: gap in config.yaml.",
    why="An old figure that looks like a new one misleads. Where the last position is shown in place of a return that did not come, everybody is told so.",
)  # fmt: skip


def is_filed(contents: Return, period: Period) -> bool:
    """Whether a return is of another period than ``period`` and lies in, or below, a folder named after its own."""
    own = contents.period
    other = own is not None and (own.precedes(period) or period.precedes(own))
    return other and str(own) in PurePosixPath(contents.file).parent.parts


def filed_as(contents: Return, period: Period) -> Finding:
    """That a return lies where those of its own period are kept."""
    own = contents.period
    rule = HISTORY if own and own.precedes(period) else LATER
    return rule.found(Address(contents.file), period=own.title if own else "")


def folder_before(file: str, period: Period) -> Period | None:
    """The period before ``period`` in whose folder a file lies, if it lies in one."""
    named = (Period.parse(part) for part in reversed(PurePosixPath(file).parent.parts))
    return next((one for one in named if one and one.precedes(period)), None)


def last_position(returns: Iterable[Return], hold_unsigned: bool) -> Return | None:
    """The return that counted for the latest period among ``returns``, each of which says its period."""
    by_period: dict[Period, list[Return]] = {}
    for contents in returns:
        if contents.period and (signed_off(contents) or not hold_unsigned):
            by_period.setdefault(contents.period, []).append(contents)
    latest_first = sorted(by_period, key=lambda one: one.order, reverse=True)
    return next((best for one in latest_first if (best := the_one_that_counts(by_period[one]))), None)
