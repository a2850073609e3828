"""Personal data: what tells who somebody is, and what was cleared."""

from __future__ import annotations

from filled_form import FilledForm

from gallery.entry import Changes, Entry, Outcome
from gallery.making import Change, north, typed

POSTCODE = "The clinic in EC1A 1BB has moved"


def _progress(text: str) -> Change:
    """Somebody typed this as a programme's progress."""
    return typed("Programmes", "Progress to date", text)


def _linked(form: FilledForm) -> None:
    form.book["Programmes"]["C5"].hyperlink = "mailto:jo.bloggs@example.org"


def _cleared(code: str) -> Changes:
    """The line of config.yaml that clears a programme's progress, at the top, where its place is plain."""
    line = f'  - {{where: "north.xlsx › Programmes!C5", code: "{code}", reason: "It is our office"}}'
    return (
        ("config.yaml", "\ncleared: []\n", "\n"),
        ("config.yaml", "# yaml-language-server", f"cleared:\n{line}\n# yaml-language-server"),
    )


ENTRIES = (
    Entry(
        "personal-nhs-number",
        "an NHS number stands in a text",
        Outcome.QUERIED,
        north(_progress("Seen: 943 476 5919")),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold an NHS number.",
        'Take it out of the return: no paper needs one. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "8569", reason: ""}',
    ),
    Entry(
        "personal-date-of-birth",
        "a date of birth stands in a text",
        Outcome.QUERIED,
        north(_progress("Seen again, DOB 3/4/2012")),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold a date of birth.",
        'Take it out of the return; an age group such as “under 18” says enough. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "f5cc", reason: ""}',
    ),
    Entry(
        "personal-postcode",
        "a postcode stands in a text",
        Outcome.QUERIED,
        north(_progress(POSTCODE)),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold a postcode.",
        'Take it out of the return; the name of a town or ward says enough. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "8fc4", reason: ""}',
    ),
    Entry(
        "personal-telephone",
        "a telephone number stands in a text",
        Outcome.QUERIED,
        north(_progress("Ring 07700 900123 or 07700 900124")),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold 2 telephone numbers.",
        'Take it out of the return; a job title says whom to ask. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "be01", reason: ""}',
    ),
    Entry(
        "personal-email",
        "an e-mail address stands in a text",
        Outcome.QUERIED,
        north(_progress("Write to jo.bloggs@example.org")),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold an e-mail address.",
        'Take it out of the return; a job title says whom to ask. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "337d", reason: ""}',
    ),
    Entry(
        "personal-email",
        "harmless words lead to an e-mail address",
        Outcome.QUERIED,
        north(_progress("Ask the team"), _linked),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold an e-mail address in its link.",
        'Take it out of the return; a job title says whom to ask. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "28c5", reason: ""}',
    ),
    Entry(
        "small-number",
        "few people are counted",
        Outcome.QUERIED,
        north(_progress("There were 3 stillbirths")),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold a count of fewer than 5 people.",
        'Write “fewer than 5”, and see that no total beside it gives the number away. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!C5", code: "6496", reason: ""}',
    ),
    Entry(
        "personal-outside-paper",
        "an NHS number stands for a reference",
        Outcome.QUERIED,
        north(typed("Programmes", "Ref", "943 476 5919")),
        "north.xlsx › Programmes!A5",
        "Ref, which the paper does not show, seems to hold an NHS number.",
        'Take it out of the return: it need not be sent. If it may be published, add this line under cleared in config.yaml, with your reason: - {where: "north.xlsx › Programmes!A5", code: "22b2", reason: ""}',
    ),
    Entry(
        "personal-cleared",
        "the postcode of an office was cleared",
        Outcome.NOTED,
        north(_progress(POSTCODE)),
        "north.xlsx › Programmes!C5",
        "Progress to date seems to hold a postcode. It was cleared: “It is our office”.",
        "Nothing to do if that is still right.",
        changes=_cleared("8fc4"),
    ),
    Entry(
        "cleared-nothing",
        "the cell was changed since it was cleared",
        Outcome.NOTED,
        north(),
        "config.yaml › line 2, column 5",
        "This line clears nothing any more: the cell was changed, or its return was superseded or taken away.",
        "Delete the line from cleared, unless the return is still to come.",
        changes=_cleared("8fc4"),
    ),
)
