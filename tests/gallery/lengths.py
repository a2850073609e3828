"""What a committee accepts: texts that are longer than config.yaml allows."""

from __future__ import annotations

from pathlib import Path

from filled_form import FilledForm
from openpyxl import load_workbook

from gallery.entry import Changes, Entry, Outcome
from gallery.making import north, typed


def _allowed(lengths: str) -> Changes:
    """The committee of the board's paper accepts no more than this."""
    return (("config.yaml", "    highest_risks: 3\n", f"    highest_risks: 3\n    lengths: {{{lengths}}}\n"),)


def _cover() -> dict[str, bytes]:
    """The example's cover, with three key issues, beside a sound return."""
    path = next((Path(__file__).parents[2] / "inputs" / "2019-11").glob("Cover*.xlsx"))
    form = FilledForm(load_workbook(path), {})
    form.answer("Key issues", "- One\n- Two\n- Three")
    return {"cover.xlsx": form.data(), **north()()}


ENTRIES = (
    Entry(
        "key-issues-too-many",
        "the cover has three key issues where two are accepted",
        Outcome.QUERIED,
        _cover,
        "cover.xlsx › About this return!B6",
        "The cover has 3 key issues; the Integrated Care Board accepts 2.",
        "Keep the 2 that matter most. Until then all are shown.",
        changes=_allowed("key_issues: 2"),
    ),
    Entry(
        "part-too-long",
        "a return has more words than the committee accepts from each partnership",
        Outcome.QUERIED,
        north(),
        "north.xlsx",
        "The return of North Alderwick Care Partnership has 65 words for the paper; the Integrated Care Board accepts 50 from each.",
        "Please shorten it. Until then all of it is shown.",
        changes=_allowed("words_per_section: 50"),
    ),
    Entry(
        "cell-too-long-for-paper",
        "a text has more words than the committee accepts in a cell",
        Outcome.QUERIED,
        north(typed("Programmes", "Progress to date", "A third clinic is planned in the new year")),
        "north.xlsx › Programmes!C5",
        "The text has 9 words; the Integrated Care Board accepts 8 in one cell.",
        "Please shorten it. Until then all of it is shown.",
        changes=_allowed("words_per_cell: 8"),
    ),
)
