"""Messes in cells: the many ways in which people type ratings, bullets, dates and figures."""

from __future__ import annotations

from datetime import date, datetime

from filled_form import FilledForm
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from gallery.making import Change, answered, due, made, status, typed, with_cell
from gallery.mess import Mess

DUE = "20 December 2019"


def _progress(value: object) -> Change:
    """Somebody typed this as a programme's progress."""
    return typed("Programmes", "Progress to date", value)


def _both(target: object, figure: object) -> Change:
    """Somebody typed a target and the figure beside it."""

    def change(form: FilledForm) -> None:
        form.put("Measures", "Target", target)
        form.put("Measures", "Actual", figure)

    return change


def _shown_as(code: str) -> Change:
    """The figure is formatted in Excel."""

    def change(form: FilledForm) -> None:
        form.book["Measures"]["C5"].number_format = code

    return change


def _since_1904(form: FilledForm) -> None:
    form.book.epoch = CALENDAR_MAC_1904


def _linked(form: FilledForm) -> None:
    form.book["Programmes"]["C5"].hyperlink = "https://example.org/plan"


def _rating(text: str, means: str) -> Mess:
    """A programme's status as somebody typed it."""
    return Mess(f"the rating is typed “{text}”", lambda: made(status(text)), "programmes.status", means)


def _text(happened: str, text: object, means: str) -> Mess:
    """A programme's progress as somebody typed it."""
    return Mess(happened, lambda: made(_progress(text)), "programmes.progress", means)


def _date(happened: str, value: object) -> Mess:
    """The day of an action as somebody typed it."""
    return Mess(happened, lambda: made(due(value)), "actions.due", DUE)


def _month(happened: str, value: object) -> Mess:
    """The reporting period as somebody typed it."""
    return Mess(happened, lambda: made(answered("Reporting period", value)), "period", "November 2019")


def _figure(happened: str, value: object, means: str, target: object = "92%", code: str = "General") -> Mess:
    """A measure's figure as somebody typed it."""
    return Mess(happened, lambda: made(_both(target, value), _shown_as(code)), "measures.actual", means)


MESSES = (
    _rating("R", "Red"),
    _rating(" green", "Green"),
    _rating("AMBER.", "Amber"),
    _rating("Blue", "Complete"),
    _text("bullets are typed as dots", "• One\n• Two", "- One\n- Two"),
    _text("bullets are typed as hyphens", "- One\n- Two", "- One\n- Two"),
    _text("bullets are typed as stars", "* One\n* Two", "- One\n- Two"),
    _text("bullets are typed as the letter o", "o One\no Two", "- One\n- Two"),
    _text("bullets are typed as dashes", "– One\n— Two", "- One\n- Two"),
    _text(
        "a list was pasted from Word", "\uf0b7\tOne\no\tPart\n\uf0a7\tDetail", "- One\n  - Part\n    - Detail"
    ),
    _text(
        "bullets stand below others", "Lead in\n- One\n   - Part\n- Two", "Lead in\n- One\n  - Part\n- Two"
    ),
    _text("blank lines stand between bullets", "• One\n\n\n• Two\n", "- One\n- Two"),
    _text("quotation marks are curly", "The “winter plan” isn’t late", "The “winter plan” isn’t late"),
    _text("lines are broken by vertical tabs", CellRichText("One_x000B_Two"), "One\nTwo"),
    _text("Excel's sign for a line end shows", CellRichText("One_x000D_\nTwo"), "One\nTwo"),
    _text("signs of a template or a web page are text", "R&D <b>{{ 7*7 }}</b>", "R&D <b>{{ 7*7 }}</b>"),
    _text(
        "a word is bold",
        CellRichText("One ", TextBlock(InlineFont(b=True), "two"), " three"),
        "One **two** three",
    ),
    Mess(
        "the words lead to a web page",
        lambda: made(_progress("See the plan"), _linked),
        "programmes.progress",
        "[See the plan](https://example.org/plan)",
    ),
    _date("a date is typed out", "20 December 2019"),
    _date("a date has an ending to its day", "20th Dec 2019"),
    _date("a date has its month first, in letters", "December 20, 2019"),
    _date("a year has two digits", "20/12/19"),
    _date("a date is typed as computers do", "2019-12-20"),
    _date("a date stands with its day of the week", "Friday 20 December 2019"),
    _date("a date stands with a time", datetime(2019, 12, 20, 9, 30)),  # noqa: DTZ001 - as Excel has it
    Mess(
        "dates count from 1904, as on old Macs",
        lambda: made(_since_1904, due(date(2019, 12, 20))),
        "actions.due",
        DUE,
    ),
    _month("the month is shortened", "Nov-19"),
    _month("the month is in figures", "11/2019"),
    _month("Excel made the first day of the month", date(2019, 11, 1)),
    _figure("per cent stands as a number", 0.884, "88.4%", code="0.0%"),
    _figure("per cent is typed with a space", "88.4 %", "88.4 %"),
    _figure("per cent is typed in words", "88.4 per cent", "88.4 per cent"),
    _figure("a footnote mark follows", "88.4%*", "88.4%*"),
    _figure("a raised footnote number follows", "88.4%¹", "88.4%¹"),
    _figure("words follow", "88.4% YTD", "88.4% YTD"),
    _figure("thousands are parted by commas", "12,345", "12,345", target=12_000),
    _figure("Excel parts the thousands", 12_345, "12345", target="12,000", code="#,##0"),
    _figure("pounds are typed in millions", "£1.2m", "£1.2m", target="£1,500,000"),
    _figure("n/a is typed", "n/a", "not applicable"),
    _figure("none is typed", "None", "nil"),
    _figure("nil is typed", "NIL", "nil"),
    _figure("nought is a figure", 0, "0", target=2),
    Mess("nothing is typed where nothing is needed", lambda: made(due(None)), "actions.due", "(blank)"),
    Mess(
        "a number is stored as text",
        lambda: made(typed("Risks", "Score", "12")),
        "risks.score",
        "12",
    ),
    Mess(
        "a formula kept its result",
        lambda: with_cell("Risks", "F5", '<c r="F5"><f>D5*E5</f><v>12</v></c>'),
        "risks.score",
        "12",
    ),
)
