"""What a paper shows: rows that none of its tables takes, and words that nobody explains."""

from __future__ import annotations

from gallery.entry import Changes, Entry, Outcome
from gallery.making import north, typed

TITLE = "Maternity and Children's Collaborative Commissioning Highlight Report"
# The board's paper shows the programmes at Red, and nothing else.
ONLY_RED: Changes = (
    (
        "config.yaml",
        "    highest_risks: 3\n",
        "    highest_risks: 3\n    tables:\n      programmes: {only: {status: [Red]}}\n",
    ),
)

ENTRIES = (
    Entry(
        "row-in-no-table",
        "a paper takes programmes by their status, and one has a word that is no status",
        Outcome.QUERIED,
        north(typed("Programmes", "Project status", "Puce")),
        "config.yaml › board-highlight-report",
        f"north.xlsx › Programmes!A5: no table of the paper “{TITLE}” takes these rows of Programmes of work, for what "
        "decides on it is empty there or not understood. What they say does not stand in the paper.",
        "Have the return corrected, or let a table of the paper take what no other takes: {of: programmes, rest: true}.",
        changes=ONLY_RED,
        command="build",
    ),
    Entry(
        "rows-left-out",
        "a paper takes programmes at Red, and one is at Green",
        Outcome.NOTED,
        north(),
        "config.yaml › board-highlight-report",
        f"north.xlsx › Programmes!A5: the paper “{TITLE}” leaves out these rows of Programmes of work, for none of its "
        "tables asks for their words.",
        "If they should stand in it, let a table of the paper take what no other takes: {of: programmes, rest: true}.",
        changes=ONLY_RED,
        command="build",
    ),
    Entry(
        "acronym-unexplained",
        "a programme speaks of a group by its initials",
        Outcome.QUERIED,
        north(typed("Programmes", "Progress to date", "The CYPG has agreed the plan")),
        "board-highlight-report-2019-11.docx",
        "Acronyms stand in the paper that nobody explains: CYPG (first under “North Alderwick Care Partnership › "
        "Programmes of work”).",
        "Under acronyms in config.yaml add a line for each, such as “CYPG: what it stands for”. One that every reader "
        "knows goes into the list well_known_acronyms instead.",
        command="build",
    ),
)
