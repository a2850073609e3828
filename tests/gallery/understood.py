"""What cells say: what is understood and still needs a word, in a cell, a risk or a measure."""

from __future__ import annotations

from filled_form import FilledForm

from gallery.entry import Changes, Entry, Outcome
from gallery.making import NORTH, actual, cover, due, made, north, row, status, typed

UPDATE = "templates/returns/highlight_update.yaml"
RATING_OPTIONAL: Changes = ((UPDATE, "        scheme: risk\n        required: true", "        scheme: risk"),)


def _format_lost(form: FilledForm) -> None:
    form.book["Key actions"]["C5"].number_format = "General"


def _points(form: FilledForm) -> None:
    form.answer("Key issues", "\n".join(f"- Point {number}" for number in range(1, 7)))


ENTRIES = (
    Entry(
        "value-inferred",
        "a day could be a month",
        Outcome.NOTED,
        north(due("03/04/2020")),
        "north.xlsx › Key actions!C5",
        "“03/04/2020” in Due was read as 3 April 2020.",
        "Nothing to do if that is right.",
    ),
    Entry(
        "value-inferred",
        "the format of a date was lost",
        Outcome.NOTED,
        north(due(43819), _format_lost),
        "north.xlsx › Key actions!C5",
        "“43819” in Due was read as 20 December 2019.",
        "Nothing to do if that is right.",
    ),
    Entry(
        "value-inferred",
        "the earlier rating follows in brackets",
        Outcome.NOTED,
        north(status("Red (was amber)")),
        "north.xlsx › Programmes!E5",
        "“Red (was amber)” in Project status was read as Red.",
        "Nothing to do if that is right.",
    ),
    Entry(
        "figure-not-compared",
        "a rate was typed",
        Outcome.NOTED,
        north(actual("9 per day / 3250 pa")),
        "north.xlsx › Measures!C5",
        "“9 per day / 3250 pa” in Actual is more than a single figure; it is shown as typed and not compared with anything.",
        "Nothing to do, unless one figure would say it.",
    ),
    Entry(
        "figure-not-compared",
        "a range was typed",
        Outcome.NOTED,
        north(actual("10-12")),
        "north.xlsx › Measures!C5",
        "“10-12” in Actual is more than a single figure; it is shown as typed and not compared with anything.",
        "Nothing to do, unless one figure would say it.",
    ),
    Entry(
        "figure-not-compared",
        "a comma stands for the decimal point",
        Outcome.NOTED,
        north(actual("12,5%")),
        "north.xlsx › Measures!C5",
        "“12,5%” in Actual is more than a single figure; it is shown as typed and not compared with anything.",
        "Nothing to do, unless one figure would say it.",
    ),
    Entry(
        "text-too-long",
        "a mitigation runs over a page",
        Outcome.QUERIED,
        north(typed("Risks", "Mitigation", "Advertise again. " * 100)),
        "north.xlsx › Risks!C5",
        "Mitigation has 1,699 characters; the form allows 1,500.",
        "Please shorten it if you can. Until then all of it stands.",
    ),
    Entry(
        "too-many-points",
        "the cover has one point too many",
        Outcome.QUERIED,
        lambda: {NORTH: made(), "cover.xlsx": cover(_points)},
        "cover.xlsx › About this return!B6",
        "Key issues has 6 points; the form allows 5.",
        "Please leave out or join some. Until then all of them stand.",
    ),
    Entry(
        "leftover-text",
        "TBC was left in",
        Outcome.QUERIED,
        north(typed("Key actions", "Owner (role)", "TBC")),
        "north.xlsx › Key actions!B5",
        "Owner (role) still says “TBC”.",
        "Replace it with what the paper should say, or clear the cell.",
    ),
    Entry(
        "red-without-reason",
        "a programme is red and nothing says why",
        Outcome.QUERIED,
        north(status("Red"), typed("Programmes", "Reason for status", None)),
        "north.xlsx › Programmes!F5",
        "“Care close to home” is rated Red and gives no reason.",
        "Please give one sentence; until then the summary says that none was given.",
    ),
    Entry(
        "risk-score-disagrees",
        "the score is not the product",
        Outcome.QUERIED,
        north(typed("Risks", "Score", 10)),
        "north.xlsx › Risks!F5",
        "The score is 10, but likelihood 3 times impact 4 is 12.",
        "Correct the likelihood, the impact or the score. Until then it is shown as typed, marked [queried].",
    ),
    Entry(
        "risk-rating-disagrees",
        "the rating is of another band",
        Outcome.QUERIED,
        north(typed("Risks", "Current rating", "Low")),
        "north.xlsx › Risks!G5",
        "The rating says Low, but a score of 12 is High.",
        "Correct the rating or the score. Until then the rating is shown as typed, marked [queried].",
    ),
    Entry(
        "risk-score-without-rating",
        "no product gives the score",
        Outcome.QUERIED,
        north(
            typed("Risks", "Likelihood", None), typed("Risks", "Impact", None), typed("Risks", "Score", 13)
        ),
        "north.xlsx › Risks!F5",
        "A score of 13 belongs to no rating.",
        "Likelihood times impact gives other numbers; please correct the score.",
    ),
    Entry(
        "risk-half-scored",
        "the likelihood was left empty",
        Outcome.QUERIED,
        north(typed("Risks", "Likelihood", None)),
        "north.xlsx › Risks!D5",
        "The risk says its impact and not its likelihood.",
        "Please give both, or leave both empty.",
    ),
    Entry(
        "risk-without-rank",
        "a risk was neither rated nor scored",
        Outcome.QUERIED,
        north(
            row(
                "Risks", {"Ref": "NR1", "Risk description": "Too few nurses apply", "Mitigation": "Advertise"}
            )
        ),
        "north.xlsx › Risks!G5",
        "“Too few nurses apply” has neither a rating nor a score, so it cannot stand among the highest risks.",
        "Please choose a rating.",
        changes=RATING_OPTIONAL,
    ),
    Entry(
        "target-without-actual",
        "the latest figure is missing",
        Outcome.QUERIED,
        north(actual(None)),
        "north.xlsx › Measures!C5",
        "“Seen within 18 weeks” has a target and no actual figure.",
        "Please give the latest figure.",
    ),
    Entry(
        "actual-without-target",
        "the target is missing",
        Outcome.QUERIED,
        north(typed("Measures", "Target", None)),
        "north.xlsx › Measures!B5",
        "“Seen within 18 weeks” has a figure and no target.",
        "Please give the target; without it no position can be worked out.",
    ),
    Entry(
        "units-differ",
        "a fraction stands beside a target in per cent",
        Outcome.QUERIED,
        north(actual(0.884)),
        "north.xlsx › Measures!C5",
        "The target of “Seen within 18 weeks” is 92% and the actual figure is 0.884: their units differ.",
        "Give both in the same unit, for example 95% and 88.4%; until then no position can be worked out.",
    ),
)
