"""What changed over time: what a return says against the one of the month before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gallery.entry import Entry, Files, Outcome
from gallery.making import NORTH, Change, answered, due, made, typed

BEFORE = "2019-10/north.xlsx"
OCTOBER = answered("Reporting period", "October 2019")
REFERENCE = "Ref"
NAME = "Key programme of work"


def _month_after(october: tuple[Change, ...], november: tuple[Change, ...] = ()) -> Files:
    """October's return, filed, and November's."""

    def files() -> Mapping[str, bytes]:
        return {BEFORE: made(OCTOBER, *october), NORTH: made(*november)}

    return files


def _three_alike() -> Mapping[str, bytes]:
    """Three months with the same text."""
    september = made(answered("Reporting period", "September 2019"))
    return {"2019-09/north.xlsx": september, BEFORE: made(OCTOBER), NORTH: made()}


ENTRIES = (
    Entry(
        "reference-changed",
        "a programme was given another reference",
        Outcome.QUERIED,
        _month_after((typed("Programmes", REFERENCE, "N7"),)),
        "north.xlsx › Programmes!A5",
        "“Care close to home” had the reference N7 in October 2019 and has N1 now. It was taken for the same.",
        "Please type N7 again; if it is not the same, give it a name of its own.",
    ),
    Entry(
        "reference-reused",
        "a new programme was given an old reference",
        Outcome.QUERIED,
        _month_after((typed("Programmes", NAME, "Winter vaccinations"),)),
        "north.xlsx › Programmes!A5",
        "The reference N1 stood for “Winter vaccinations” in October 2019 and stands for “Care close to home” now. They were taken for the same.",
        "If they are not the same, please give “Care close to home” a reference that was never used.",
    ),
    Entry(
        "no-longer-reported",
        "a programme's row was deleted",
        Outcome.QUERIED,
        _month_after(
            (
                typed("Programmes", REFERENCE, "N2", 6),
                typed("Programmes", NAME, "Winter vaccinations", 6),
                typed("Programmes", "Project status", "Amber", 6),
            )
        ),
        "north.xlsx › Programmes",
        "“Winter vaccinations” was reported in October 2019 as Amber and is not in this return.",
        "Please report it. If it has ended, report it this once more, as Complete.",
    ),
    Entry(
        "target-changed",
        "a target was lowered within the year",
        Outcome.QUERIED,
        _month_after((typed("Measures", "Target", "95%"),)),
        "north.xlsx › Measures!B5",
        "The target of “Seen within 18 weeks” was 95% in October 2019 and is 92% now.",
        "Please correct it, or tell the report's author why it was changed.",
    ),
    Entry(
        "promised-day-passed",
        "an action was due in the month before",
        Outcome.QUERIED,
        _month_after((), (due(date(2019, 10, 31)),)),
        "north.xlsx › Key actions!C5",
        "“Open the third clinic” was due on 31 October 2019, which has passed.",
        "Please say what became of it, or give the new date.",
    ),
    Entry(
        "promised-day-slipped",
        "an action was put off",
        Outcome.NOTED,
        _month_after((due(date(2019, 11, 29)),)),
        "north.xlsx › Key actions!C5",
        "“Open the third clinic” was first due on 29 November 2019 and is due on 20 December 2019 now; it was put off once.",
        "Nothing to do: the paper says so where its template does.",
    ),
    Entry(
        "text-unchanged",
        "the same text came three times",
        Outcome.NOTED,
        _three_alike,
        "north.xlsx › Programmes!B5",
        "The text on “Care close to home” has not changed since September 2019.",
        "See whether it is still right.",
    ),
)
