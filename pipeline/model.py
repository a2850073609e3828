"""Every type that flows from a workbook to a paper: frozen, standard library only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def in_words(day: date) -> str:
    """A date as public papers print it: ``21 November 2019`` (GOV.UK style guide)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


# --- findings ---------------------------------------------------------------------------------


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Address:
    """Where something stands: a file, perhaps a sheet in it, perhaps a cell (or ``line 3``) in that."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return self.file + (f" › {self.within}" if self.within else "")

    @property
    def within(self) -> str:
        """The place inside the file: ``Programmes!D7``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the reader of a run should know: what was found, where, and what is wanted.

    ``asked`` is what the sender of a return is asked, where that is not the remedy; ``sender`` is the
    id of the one concerned, where no file tells.
    """

    rule: str
    level: Level
    address: Address
    message: str
    remedy: str
    asked: str = ""
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's identity and wording, which holds ``{names}`` filled from what was found.

    ``asks`` is what a sender is asked, where the remedy speaks to those who build the paper; ``why`` is what the
    rule is for, in the manual's words.
    """

    id: str
    level: Level
    says: str
    remedy: str
    asks: str = ""
    why: str = field(default="", kw_only=True)

    def found(self, address: Address, **values: object) -> Finding:
        """This rule's finding at ``address``, worded with ``values``."""
        says, remedy, asks = (text.format(**values) for text in (self.says, self.remedy, self.asks))
        return Finding(self.id, self.level, address, says, remedy, asks)


# --- what a workbook holds --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a cell's text that is set differently from the rest."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False


class Cell(NamedTuple):
    """A cell as the file has it. ``typed`` is its text as a person would read it, '' when blank.

    ``formula``: the value shown is what a formula last gave. ``hidden``: its row, column or sheet is hidden.
    ``struck``: all its text is struck through. ``fill`` is RRGGBB, '' without one. ``runs`` are there only where
    bold, italic or struck text changes within the cell; joined they give ``typed``. ``link`` leads out of the file.
    """

    address: Address
    typed: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    error: bool = False
    uncalculated: bool = False
    formula: bool = False
    hidden: bool = False
    struck: bool = False
    fill: str = ""
    runs: tuple[Run, ...] = ()
    link: str = ""
    comment: str = ""


Position = tuple[int, int]  # row and column, both from 1


class Visibility(StrEnum):
    """Whether a person can see a sheet; one that is very hidden cannot even be unhidden from Excel's menus."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "very hidden"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet's cells that show something, by row and column (both from 1).

    ``blanks`` are the cells that show nothing and yet carry something: a fill, a comment, a link, a space, a
    formula that gives an empty text. ``merged`` has the first and last position of each merged range.
    """

    name: str
    cells: Mapping[Position, Cell]
    blanks: Mapping[Position, Cell] = field(default_factory=dict)
    visibility: Visibility = Visibility.VISIBLE
    merged: tuple[tuple[Position, Position], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    drawings: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole file: its worksheets in order. ``macros``: it holds some; they are never run.

    ``saved``: when it was last saved, in UTC, as the file itself says.
    """

    file: str
    sheets: tuple[Sheet, ...]
    macros: bool = False
    saved: datetime | None = None


# --- what a cell can mean ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period: a month, or a quarter of a year."""

    year: int
    month: int = 0
    quarter: int = 0

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """``2019-11`` or ``2019-Q3`` as a period; None when it is neither."""
        match = re.fullmatch(r"(\d{4})-(?:(0[1-9]|1[0-2])|Q([1-4]))", text.strip())
        return cls(int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else None

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else f"{self.year}-{self.month:02}"

    def precedes(self, other: Period) -> bool:
        """Whether this period is earlier than another of its kind; a month and a quarter are not compared."""
        return bool(self.quarter) == bool(other.quarter) and self.order < other.order

    @property
    def order(self) -> tuple[int, int, int]:
        """What periods of one kind are put in order by."""
        return self.year, self.month, self.quarter

    @property
    def last_day(self) -> date:
        """The last day of the month or quarter; a quarter is one of the calendar year."""
        month = self.month or self.quarter * 3
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def financial_year(self) -> int:
        """The year in which its financial year begins: on 1 April, as for all public bodies in the UK."""
        return self.year if self.last_day.month > 3 else self.year - 1

    @property
    def title(self) -> str:
        """In words: ``November 2019``, ``Quarter 3 2019``."""
        return (
            f"Quarter {self.quarter} {self.year}" if self.quarter else f"{MONTHS[self.month - 1]} {self.year}"
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of prose. ``level`` is 0 for running text, 1 and more for bullets and nested bullets.

    ``runs`` are there only where bold or italic text changes within the line; joined they give ``text``.
    ``link`` is the web or mail address that the line leads to.
    """

    text: str
    level: int = 0
    runs: tuple[Run, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """A long text: its paragraphs and bullets in order."""

    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Rating:
    """One word of a rating scheme, with its fill (RRGGBB) and the scores that belong to it.

    What has a rating that ``closes`` is finished: it leaves the report after this period.
    """

    word: str
    fill: str
    meaning: str
    aliases: tuple[str, ...] = ()
    lowest_score: int | None = None
    highest_score: int | None = None
    needs_attention: bool = False
    closes: bool = False

    def holds(self, score: Decimal) -> bool:
        """Whether ``score`` lies in this rating's band."""
        low, high = self.lowest_score, self.highest_score
        return low is not None and high is not None and low <= score <= high


@dataclass(frozen=True, slots=True)
class RatingScheme:
    """A declared set of ratings, from worst to best."""

    id: str
    title: str
    ratings: tuple[Rating, ...]

    @property
    def banded(self) -> bool:
        """Whether scores belong to the ratings."""
        return any(rating.lowest_score is not None for rating in self.ratings)

    def for_score(self, score: Decimal) -> Rating | None:
        """The rating in whose band ``score`` lies, if the scheme has bands."""
        return next((rating for rating in self.ratings if rating.holds(score)), None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit (``per cent``, ``weeks``, ``pounds``, ``people``, or '') and the words that follow it."""

    number: Decimal
    unit: str
    note: str
    shown: str


class Absent(StrEnum):
    """Said instead of a value: that there is nothing to report, or that the question does not arise."""

    NIL = "nil"
    NOT_APPLICABLE = "not applicable"


Content = str | Prose | Rating | date | Period | Decimal | Figure | bool | Absent


class Problem(StrEnum):
    """Why a typed value could not be understood."""

    NOT_A_RATING = "not a rating"
    NOT_A_CHOICE = "not a choice"
    NOT_A_DATE = "not a date"
    IMPOSSIBLE_DATE = "impossible date"
    NOT_A_MONTH = "not a month"
    NOT_A_NUMBER = "not a number"
    OUT_OF_RANGE = "out of range"
    NOT_YES_OR_NO = "not yes or no"
    DATE_WITHOUT_YEAR = "date without day or year"
    PER_CENT_UNCLEAR = "per cent or its hundredth"
    DASH = "dash"
    TURNED_INTO_DATE = "date that Excel made"
    CELL_ERROR = "cell error"
    UNCALCULATED = "formula without a value"
    STRUCK = "struck through"
    FILL_ONLY = "colour without a word"
    HIDDEN = "hidden"
    MERGED = "merged with another cell"


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in a cell and what it means. Blank: ``typed`` is ''. Not understood: ``problem`` says why.

    ``inferred``: the content follows from what was typed by a stated rule, and not word for word. ``merged`` are
    the merged cells, such as ``E5:E6``, that cover it.
    """

    address: Address
    typed: str
    content: Content | None = None
    problem: Problem | None = None
    inferred: bool = False
    runs: tuple[Run, ...] = ()
    link: str = ""
    merged: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed (and no formula awaits its value)."""
        return not self.typed and self.problem is None


NEEDED = "Always needed."
NOTHING = "nothing"  # what a column is issued with that is filled in anew each time


# --- what a return holds ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, or a single field, of a return form.

    ``if_blank`` is what a paper shows where it is left empty. What is ``exempt`` goes into private papers only.
    A date that is ``promised`` is a day by which something is to be done: it can pass, or be put off.
    ``carried_from`` is the column whose content it is issued with the next time, NOTHING for an empty one, '' where its
    kind decides.
    """

    id: str
    header: str
    kind: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    in_paper: bool = True
    choices: tuple[str, ...] = ()
    scheme: RatingScheme | None = None
    unit: str = ""
    lowest: int | None = None
    highest: int | None = None
    max_length: int | None = None
    max_points: int | None = None
    guidance: str = ""
    example: str = ""
    if_blank: str | None = None
    exempt: bool = False
    promised: bool = False
    carried_from: str = ""

    @property
    def hint(self) -> str:
        """The guidance as the form prints it, with a word where the cell is always needed."""
        return f"{self.guidance} {NEEDED}".strip() if self.required else self.guidance


@dataclass(frozen=True, slots=True)
class FormTable:
    """A table of a return form; ``key`` is the id of the column that names a row."""

    id: str
    sheet: str
    title: str
    key: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    required: bool = False
    guidance: str = ""
    exempt: bool = False

    def column(self, column_id: str) -> Column | None:
        """The column with that id, if the table has it."""
        return next((column for column in self.columns if column.id == column_id), None)

    @property
    def telling(self) -> tuple[Column, ...]:
        """The columns that tell the form's own example from a row; none where it has no example.

        It is the one that names a row. Where that is chosen from a list, the example's word is a real one too: then
        all short texts have to be the example's.
        """
        key = self.column(self.key)
        if key is None or not key.example:
            return ()
        if not key.choices and not key.scheme:
            return (key,)
        short = (one for one in self.columns if one.kind in {"text", "choice", "rating"} and one.example)
        return tuple(dict.fromkeys((key, *short)))

    def scheme(self, column_id: str) -> RatingScheme | None:
        """The rating scheme of a column, if it has one."""
        column = self.column(column_id)
        return column.scheme if column else None


@dataclass(frozen=True, slots=True)
class Form:
    """What one kind of return holds. ``subject`` is the field that says whose it is."""

    id: str
    version: int
    title: str
    introduction: str
    subject: str
    fields: tuple[Column, ...]
    tables: tuple[FormTable, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table: its values by column id, each with its cell."""

    address: Address
    values: Mapping[str, Value]

    def content(self, column_id: str) -> Content | None:
        """What a cell of the row means; None when it is blank, absent or not understood."""
        value = self.values.get(column_id)
        return value.content if value else None

    def rating(self, column_id: str) -> Rating | None:
        """The rating in a cell of the row, if there is one."""
        found = self.content(column_id)
        return found if isinstance(found, Rating) else None

    def number(self, column_id: str) -> Decimal | None:
        """The number in a cell of the row, if there is one."""
        found = self.content(column_id)
        return found if isinstance(found, Decimal) else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table of a return. ``rows_in`` = records + held out; where a table has rows, one that says Nil is held out.

    In the part of an edition that a public paper shows, ``exempt`` rows were left out.
    """

    definition: FormTable
    records: tuple[Record, ...] = ()
    held_out: tuple[Finding, ...] = ()
    nil: bool = False
    rows_in: int = 0
    found: bool = True
    exempt: int = 0


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Return:
    """One workbook as understood: whose it is and what it reports. Ids give fields and tables.

    ``saved`` is when the file says that it was saved, in UTC; ``digest`` is the SHA-256 of its bytes. Neither is
    part of what it reports: returns that say the same are equal.
    """

    file: str
    form: Form
    fields: Mapping[str, Value]
    tables: Mapping[str, Table]
    saved: datetime | None = field(default=None, compare=False)
    digest: str = field(default="", compare=False)

    def content(self, field_id: str) -> Content | None:
        """What a single field says; None when it is blank, absent or not understood."""
        value = self.fields.get(field_id)
        return value.content if value else None

    def records(self, table_id: str) -> tuple[Record, ...]:
        """The rows of a table; none when the form has no such table."""
        table = self.tables.get(table_id)
        return table.records if table else ()

    @property
    def period(self) -> Period | None:
        """The period that it reports, if it says one that is understood."""
        found = self.content("period")
        return found if isinstance(found, Period) else None


@dataclass(frozen=True, slots=True)
class Submission:
    """One file as received: the return read from it, if any, and what was found on reading."""

    file: str
    contents: Return | None
    findings: tuple[Finding, ...] = ()


# --- the edition ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Partnership:
    """A body that sends a return, as configured. ``email`` are the addresses to which its messages go."""

    id: str
    name: str
    form: str
    aliases: tuple[str, ...] = ()
    email: tuple[str, ...] = ()


class Standing(StrEnum):
    """How a partnership stands in the register of returns."""

    RECEIVED = "Received"
    NIL = "Nil return"
    MISSING = "Not received"
    HELD_OUT = "Held out"


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One expected partnership: what came, and why it was held out if it was.

    ``carried`` is the return of an earlier period whose position is shown for want of one that counts;
    ``remarks`` say what else is to be known of the return that is shown; ``due`` is the last day for it, where one
    is set.
    """

    partnership: Partnership
    standing: Standing
    accepted: Return | None = None
    reason: str = ""
    carried: Return | None = None
    late: bool = False
    remarks: tuple[str, ...] = ()
    due: date | None = None

    @property
    def shown(self) -> Return | None:
        """The return that the paper shows: the one that counts, else an earlier position."""
        return self.accepted or self.carried

    @property
    def position(self) -> str:
        """The earlier period whose position is shown, in words; '' when none is."""
        period = None if self.accepted or not self.carried else self.carried.period
        return period.title if period else ""

    @property
    def label(self) -> str:
        """The partnership's name, with the period of an earlier position: ``North Alderwick, October 2019``."""
        return self.partnership.name + (f", {self.position}" if self.position else "")


@dataclass(frozen=True, slots=True)
class Edition:
    """One period: every expected partnership in paper order, and the report author's return for each paper's cover.

    ``forms`` are all return forms by id; ``before`` the editions of earlier periods, the latest first.
    """

    period: Period
    register: tuple[RegisterEntry, ...]
    forms: Mapping[str, Form]
    covers: tuple[RegisterEntry, ...] = ()
    before: tuple[Edition, ...] = ()

    @property
    def returns(self) -> tuple[Return, ...]:
        """Every return that a paper draws on, those of the covers last."""
        return tuple(entry.shown for entry in (*self.register, *self.covers) if entry.shown)

    def cover(self, paper: str) -> Return | None:
        """The report author's return for the paper with that id, if it came."""
        return next((entry.accepted for entry in self.covers if entry.partnership.id == paper), None)


# --- the queries ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Query:
    """One thing asked of a sender: the same fault across cells of one file.

    ``heading`` says how much it matters, ``where`` its place in words.
    """

    number: int
    heading: str
    file: str
    where: str
    found: str
    wanted: str
    addresses: tuple[Address, ...]


# --- e-mail -----------------------------------------------------------------------------------


class Fate(StrEnum):
    """What became of an e-mail that was due."""

    SENT = "sent"
    IN_PART = "sent in part"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"
    NO_ADDRESS = "no address"
    DRY_RUN = "dry run"


@dataclass(frozen=True, slots=True)
class Posted:
    """An e-mail that was due and what became of it.

    ``to`` is the id of a partnership or of a paper, ``name`` who receives it, in words. ``addresses`` are told in a
    dry run only, for what a run prints is kept in logs.
    """

    kind: str
    to: str
    name: str
    subject: str
    attachments: tuple[str, ...]
    fate: Fate
    addresses: tuple[str, ...] = ()


# --- the paper --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """Text as the page shows it: paragraphs, a fill for a rating, and the value that it comes from."""

    paragraphs: tuple[Paragraph, ...]
    fill: str = ""
    source: Value | None = None

    def __bool__(self) -> bool:
        """Whether there is anything to read; lets a template say ``{% if row.reason %}``."""
        return any(paragraph.text for paragraph in self.paragraphs)

    def __str__(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)

    def __eq__(self, other: object) -> bool:
        """Lets a template compare with a word: ``{% if row.status == "Red" %}``."""
        if isinstance(other, str):
            return str(self) == other
        if not isinstance(other, Shown):
            return NotImplemented
        return (self.paragraphs, self.fill, self.source) == (other.paragraphs, other.fill, other.source)

    def __hash__(self) -> int:
        return hash(str(self))

    @property
    def lines(self) -> tuple[Shown, ...]:
        """Each paragraph by itself, as running text: ``{%p for line in cover.actions_requested.lines %}``."""
        return tuple(Shown((replace(one, level=0),), source=self.source) for one in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Paper:
    """The names that a paper's template may use, the values it must show, and those that are exempt and must not.

    ``draft``: the paper is not final yet, and every page says so. ``acronyms`` are spelt out where they first
    stand in the paper, each with its expansion; ``known_acronyms`` need none. ``run`` identifies the run that makes it.
    """

    title: str
    author: str
    day: date
    names: Mapping[str, object]
    must_show: tuple[Shown, ...] = field(default=())
    must_not_show: tuple[Shown, ...] = ()
    draft: bool = False
    acronyms: Mapping[str, str] = field(default_factory=dict)
    known_acronyms: frozenset[str] = frozenset()
    run: str = ""


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that was made of a paper, or of all papers of a meeting (``pack``); ``private``: not for the public.

    ``paper`` is the id of the paper, of a pack that of its first one. ``changes``: it shows what has changed.
    """

    name: str
    paper: str
    private: bool
    pack: bool = False
    changes: bool = False
