"""The papers in ``config.yaml``: the meetings that receive them, the tables that they show, the lengths that they keep to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import yaml
from msgspec import Struct, field

from pipeline.model import Level, Partnership, Period, Rule, in_words
from pipeline.yaml_shapes import Block, Day, Identifier, ListOf, Named, TrueOrFalse, Whole, Words
from pipeline.yaml_source import Reading, hint, within

TWO_MEETINGS = Rule(
    "config-two-meetings",
    Level.ERROR,
    "The paper has two meetings for {period}.",
    "Keep one. A second paper on the same period needs a block of its own.",
)
UNKNOWN_PARTNERSHIP = Rule(
    "config-unknown-partnership", Level.ERROR, "There is no partnership with the id “{id}”.", "{hint}"
)
DUE_AFTER_MEETING = Rule(
    "config-due-after-meeting",
    Level.ERROR,
    "The returns would be due on {due}, and the meeting is on {meeting}.",
    "Give a day before the meeting, or leave returns_due out.",
)
NO_VALUES = Rule(
    "config-across-without-values",
    Level.ERROR,
    "The table “{table}” makes columns of {across} and does not say what stands in them.",
    "Add values: with the id of the column that fills the cells.",
)
CalendarDay = date  # a meeting's own date hides the type of that name


class Meeting(Struct, frozen=True):
    """The committee's meeting that receives the paper of a period. ``returns_due`` is the last day for returns.

    Until it is said to be ``final``, every page of the paper is marked as a draft.
    """

    period: Period
    date: date
    agenda_item: str
    paper_number: str
    returns_due: CalendarDay | None = None
    final: bool = False


class TableSettings(Struct, frozen=True):
    """A table of a paper: the rows of one table of the returns, of every partnership of the paper in its order.

    ``of`` is the id of the returns' table. Without ``columns`` all are shown; ``only`` gives, by column, the words
    of the rows to take; ``rest`` takes those that no other table of the paper takes. Rows are put in order by ``order_by`` and into groups by ``group_by``; ``total`` names the
    columns to add up. ``across`` turns the values of one column into columns of their own, filled from ``values``.
    ``differences`` names columns that are worked out: the first of two columns less the second. A table that is
    ``left_out`` has no rows in this paper, though its template knows it.
    """

    of: str = ""
    columns: tuple[str, ...] = ()
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rest: bool = False
    order_by: str = ""
    highest_first: bool = False
    group_by: str = ""
    total: tuple[str, ...] = ()
    across: str = ""
    values: str = ""
    differences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: bool = False

    @property
    def named(self) -> dict[str, tuple[str, ...]]:
        """The columns of the returns that each setting names."""
        return {
            "columns": self.columns,
            "only": tuple(self.only),
            "total": tuple(name for name in self.total if name not in self.differences),
            "differences": tuple(name for pair in self.differences.values() for name in pair),
            **{
                key: (name,)
                for key in ("order_by", "group_by", "across", "values")
                if (name := getattr(self, key))
            },
        }


class Lengths(Struct, frozen=True):
    """The most that a committee accepts: key issues on the cover, words of a partnership's part, words of a cell."""

    key_issues: int = 5  # “no more than five”, as committees ask
    words_per_section: int | None = None
    words_per_cell: int | None = None


class PaperSettings(Struct, frozen=True):
    """One paper: its committee, template and meetings, and what of the edition it shows.

    Without ``partnerships`` it takes all, without ``tables`` every table and field of their forms; a paper that names
    its tables has to show just these, and the ``fields`` that it names. A private version is the
    one with the parts that are exempt from publication.
    """

    id: str
    committee: str
    title: str
    template: str
    meetings: tuple[Meeting, ...]
    cover_form: str = ""
    partnerships: tuple[str, ...] = ()
    tables: Mapping[str, TableSettings] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    lengths: Lengths = field(default_factory=Lengths)
    highest_risks: int = 5
    public: bool = True
    private_version: bool = False

    def meeting(self, period: Period) -> Meeting | None:
        """The meeting that receives ``period``, if one is configured."""
        return next((meeting for meeting in self.meetings if meeting.period == period), None)

    def takes(self, partnership: str) -> bool:
        """Whether the paper reports on the partnership with that id."""
        return not self.partnerships or partnership in self.partnerships

    @property
    def author(self) -> Partnership:
        """The report author, who sends the cover's return as a partnership sends its own."""
        return Partnership(self.id, self.title, self.cover_form)


PERIOD = Words(
    "a period such as 2019-11 or 2019-Q3", r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])", Period.parse, number=""
)
_MEETING = Block(
    "meeting",
    Meeting,
    {"period": PERIOD, "date": Day, "agenda_item": Words(), "paper_number": Words()},
    {"returns_due": Day, "final": TrueOrFalse()},
)
_COLUMNS = ListOf(Identifier)
_TABLE = Block(
    "table of a paper",
    TableSettings,
    {},
    {
        "of": Identifier,
        "columns": _COLUMNS,
        "only": Named("words by column", ListOf(Words())),
        "rest": TrueOrFalse(),
        "order_by": Identifier,
        "highest_first": TrueOrFalse(),
        "group_by": Identifier,
        "total": _COLUMNS,
        "across": Identifier,
        "values": Identifier,
        "differences": Named("differences", _COLUMNS),
        "left_out": TrueOrFalse(),
    },
)
_LENGTHS = Block("lengths", Lengths, {}, dict.fromkeys(Lengths.__struct_fields__, Whole))
PAPER = Block(
    "paper",
    PaperSettings,
    {
        "id": Identifier,
        "committee": Words(),
        "title": Words(),
        "template": Words("the name of a Word file in templates/papers", r"[^/\\]+\.docx"),
        "meetings": ListOf(_MEETING),
    },
    {
        "cover_form": Identifier,
        "partnerships": ListOf(Identifier),
        "tables": Named("tables of a paper", _TABLE),
        "fields": _COLUMNS,
        "lengths": _LENGTHS,
        "highest_risks": Whole,
        "public": TrueOrFalse(),
        "private_version": TrueOrFalse(),
    },
)


def paper_mistakes(
    paper: PaperSettings, partnerships: Sequence[Partnership], node: yaml.Node, reading: Reading
) -> None:
    """What is right line by line and wrong taken together; ``node`` is the paper's block."""
    known = [partnership.id for partnership in partnerships]
    for number, name in enumerate(paper.partnerships):
        if name not in known:
            at = within(node, "partnerships", number)
            reading.refuse(UNKNOWN_PARTNERSHIP, at, id=name, hint=hint(name, known))
    for name, table in paper.tables.items():
        if table.across and not table.values:
            at = within(node, "tables", name, "across")
            reading.refuse(NO_VALUES, at, table=name, across=table.across)
    for number, meeting in enumerate(paper.meetings):
        at, due = within(node, "meetings", number), meeting.returns_due
        if paper.meeting(meeting.period) != meeting:
            reading.refuse(TWO_MEETINGS, within(at, "period"), period=meeting.period)
        if due and due > meeting.date:
            where = within(at, "returns_due")
            reading.refuse(DUE_AFTER_MEETING, where, due=in_words(due), meeting=in_words(meeting.date))
