"""Which return counts: whose a return is, for which month, of which version, and what did not come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from filled_form import FIRST_ROW, SOUND

from gallery.entry import Entry, Outcome, nothing
from gallery.making import NORTH, SAVED, Change, answered, made, north, only, row, typed

OCTOBER = answered("Reporting period", "October 2019")
SECOND_VERSION = answered("Version", 2)
RISK = {**SOUND["Risks"], "Ref": "NR2", "Risk description": "The lease of the clinic ends"}
HOLD = (("config.yaml", "unsigned_returns: accept", "unsigned_returns: hold"),)
CARRY = (("config.yaml", "missing_returns: gap", "missing_returns: carry_forward"),)


def _versions(first: tuple[Change, ...], second: tuple[Change, ...]) -> dict[str, bytes]:
    """Two returns, of which the second counts."""
    return {"v1.xlsx": made(*first), "v2.xlsx": made(*second, SECOND_VERSION)}


def _actions(named: str) -> tuple[Change, ...]:
    """A long list of actions."""
    return tuple(typed("Key actions", "Action", f"{named} {n}", FIRST_ROW + n) for n in range(60))


ENTRIES = (
    Entry(
        "partnership-not-expected",
        "the name was mistyped",
        Outcome.HELD_OUT,
        north(answered("Partnership", "North Alderwick Care Parntership")),
        "north.xlsx › About this return!B3",
        "“North Alderwick Care Parntership” is not the name of a partnership from which a return is expected. The return was held out.",
        "Did you mean North Alderwick Care Partnership?",
    ),
    Entry(
        "partnership-not-expected",
        "the name was deleted",
        Outcome.HELD_OUT,
        north(answered("Partnership", None)),
        "north.xlsx › About this return!B3",
        "The return does not give the name of a partnership from which a return is expected. The return was held out.",
        "Correct the name in the return, or add it to config.yaml.",
    ),
    Entry(
        "period-not-expected",
        "last month's form was filled in again",
        Outcome.HELD_OUT,
        north(OCTOBER),
        "north.xlsx › About this return!B4",
        "The return is for October 2019; this paper is for November 2019. It was held out.",
        "Send the form of November 2019, or correct the reporting period.",
    ),
    Entry(
        "period-not-expected",
        "Excel made a date of the month",
        Outcome.HELD_OUT,
        north(answered("Reporting period", datetime(2026, 11, 19))),  # noqa: DTZ001 - as Excel reads Nov-19
        "north.xlsx › About this return!B4",
        "The return is for November 2026; this paper is for November 2019. It was held out.",
        "Send the form of November 2019, or correct the reporting period.",
    ),
    Entry(
        "several-returns",
        "two returns cannot be told apart",
        Outcome.HELD_OUT,
        lambda: {"a.xlsx": made(), "b.xlsx": made(answered("Prepared by (role)", "Project officer"))},
        "a.xlsx",
        "North Alderwick Care Partnership has sent 2 returns (a.xlsx, b.xlsx), and neither version, nor date of approval, nor the date saved says which one counts. All were held out.",
        "Remove the files that do not count, or give the right one a higher version.",
    ),
    Entry(
        "return-superseded",
        "a second version came",
        Outcome.SUPERSEDED,
        lambda: _versions((), ()),
        "v1.xlsx",
        "This return of North Alderwick Care Partnership is superseded by v2.xlsx, which has the higher version (2 against 1).",
        "Nothing to do if that is right.",
    ),
    Entry(
        "return-superseded",
        "the same version was approved again",
        Outcome.SUPERSEDED,
        lambda: {"a.xlsx": made(), "b.xlsx": made(answered("Date approved", date(2019, 11, 15)))},
        "a.xlsx",
        "This return of North Alderwick Care Partnership is superseded by b.xlsx, which was approved later (15 November 2019 against 14 November 2019).",
        "Nothing to do if that is right.",
    ),
    Entry(
        "return-superseded",
        "the same version was saved again",
        Outcome.SUPERSEDED,
        lambda: {"a.xlsx": made(), "b.xlsx": made(on=SAVED + timedelta(days=1))},
        "a.xlsx",
        "This return of North Alderwick Care Partnership is superseded by b.xlsx, which was saved later (15 November 2019 against 14 November 2019).",
        "Nothing to do if that is right.",
    ),
    Entry(
        "return-copy",
        "the attachment was saved twice",
        Outcome.PASSED_OVER,
        lambda: {"north (1).xlsx": made(), NORTH: made()},
        NORTH,
        "This file is the same as north (1).xlsx in every respect, and was passed over.",
        "Nothing to do.",
    ),
    Entry(
        "return-late",
        "the return was saved after the last day",
        Outcome.NOTED,
        only(lambda: made(on=SAVED + timedelta(days=6))),
        NORTH,
        "Late: saved on 20 November 2019, due on 18 November 2019.",
        "Nothing to do: the return was accepted, and the paper's register says that it was late.",
    ),
    Entry(
        "return-not-signed-off",
        "nobody has approved the return",
        Outcome.HELD_OUT,
        north(answered("Approved by (role)", None)),
        NORTH,
        "This return of North Alderwick Care Partnership is not signed off: it does not say who approved it and when. It was held out.",
        "Ask for it signed off, or write unsigned_returns: accept in config.yaml.",
        changes=HOLD,
    ),
    Entry(
        "form-not-expected",
        "a partnership used another's form",
        Outcome.QUERIED,
        only(lambda: made(answered("Partnership", "Local Maternity System")), "maternity.xlsx"),
        "maternity.xlsx",
        "Saltmere Local Maternity System has filled in the form “Highlight report return (progress and planned improvements)”; “Highlight report return (monthly update)” was issued. It was read as it is.",
        "Please use the form that was issued.",
    ),
    Entry(
        "return-not-received",
        "nothing came",
        Outcome.MISSING,
        nothing,
        "inputs",
        "No return was received from Children's Services Collaborative for November 2019. It was due on 18 November 2019.",
        "Ask for it. Until it comes, the paper says that it is missing.",
    ),
    Entry(
        "cover-not-received",
        "the author sent no cover sheet",
        Outcome.MISSING,
        nothing,
        "inputs",
        "There is no cover sheet return for Maternity and Children's Collaborative Commissioning Highlight Report, November 2019.",
        "Fill in the form of the cover sheet. Until then the paper shows what can be drafted, and “Not given” elsewhere.",
    ),
    Entry(
        "position-carried-forward",
        "only last month's return is there",
        Outcome.PASSED_OVER,
        lambda: {"2019-10/north.xlsx": made(OCTOBER)},
        "2019-10/north.xlsx",
        "The paper shows this return, the position of North Alderwick Care Partnership at October 2019, because no return for November 2019 counts.",
        "Nothing to do. To leave a gap instead, write missing_returns: gap in config.yaml.",
        changes=CARRY,
    ),
    Entry(
        "return-of-earlier-period",
        "last month's return was kept",
        Outcome.PASSED_OVER,
        lambda: {"2019-10/north.xlsx": made(OCTOBER), NORTH: made()},
        "2019-10/north.xlsx",
        "The return is for October 2019 and lies in the folder of that period. It counts for that period alone.",
        "Nothing to do: what has changed since is worked out from it.",
    ),
    Entry(
        "return-of-later-period",
        "a paper is built again when the next month's return is there",
        Outcome.PASSED_OVER,
        lambda: {"2019-12/north.xlsx": made(answered("Reporting period", "December 2019")), NORTH: made()},
        "2019-12/north.xlsx",
        "The return is for December 2019, after this paper's period, and lies in the folder of that period. It was passed over.",
        "Nothing to do.",
    ),
    Entry(
        "earlier-file-not-read",
        "an old file cannot be read",
        Outcome.PASSED_OVER,
        lambda: {"2019-10/north.xlsx": b"", NORTH: made()},
        "2019-10/north.xlsx",
        "2019-10/north.xlsx could not be read. It lies in the folder of October 2019, before this paper's period, and was passed over.",
        "Nothing to do, unless it is a return of this paper's period: then move it out of that folder.",
    ),
    Entry(
        "version-differs",
        "a rating was changed",
        Outcome.SUPERSEDED,
        lambda: _versions((), (typed("Programmes", "Project status", "Amber"),)),
        "v1.xlsx › Programmes!E5",
        "Project status of “Care close to home”: “Green” here, “Amber” in v2.xlsx.",
        "See whether v2.xlsx is right.",
    ),
    Entry(
        "version-rows-only-here",
        "a risk was dropped",
        Outcome.SUPERSEDED,
        lambda: _versions((row("Risks", RISK, FIRST_ROW + 1),), ()),
        "v1.xlsx › Risks!A6",
        "Key risks to delivery this month: 1 row is here and not in v2.xlsx: “The lease of the clinic ends”.",
        "See whether v2.xlsx is right.",
    ),
    Entry(
        "version-rows-only-there",
        "a risk was added",
        Outcome.SUPERSEDED,
        lambda: _versions((), (row("Risks", RISK, FIRST_ROW + 1),)),
        "v1.xlsx › Risks",
        "Key risks to delivery this month: 1 row is in v2.xlsx and not here: “The lease of the clinic ends”.",
        "See whether v2.xlsx is right.",
    ),
    Entry(
        "version-same",
        "the return was sent again as it was",
        Outcome.SUPERSEDED,
        lambda: _versions((), ()),
        "v1.xlsx",
        "Every answer and row is the same here as in v2.xlsx.",
        "Nothing to do.",
    ),
    Entry(
        "version-differs-more",
        "a long list was rewritten",
        Outcome.SUPERSEDED,
        lambda: _versions(_actions("Action"), _actions("Step")),
        "v1.xlsx",
        "35 more differences from v2.xlsx are not listed.",
        "Open the two side by side to see them.",
    ),
)
