"""``config.yaml`` → ``Settings``; each mistake with its line, column and the nearest right word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

import yaml

from pipeline.limits import Limits
from pipeline.mail_settings import ADDRESSES, MAIL, MailSettings, mail_mistakes
from pipeline.model import (
    Address,
    Finding,
    Level,
    Partnership,
    Period,
    Rating,
    RatingScheme,
    Rule,
    in_words,
)
from pipeline.yaml_shapes import Block, Day, Identifier, ListOf, Named, OneOf, TrueOrFalse, Whole, Words
from pipeline.yaml_source import Reading, hint, within

DUPLICATE_ID = Rule(
    "config-duplicate-id",
    Level.ERROR,
    "Two {things} have the id “{id}”.",
    "Give each {thing} an id of its own.",
)
NO_MEETING = Rule(
    "config-no-meeting",
    Level.ERROR,
    "No paper has a meeting for {period}.",
    "Under meetings of a paper, add period: {period} with its date, agenda_item and paper_number.",
)
TWO_MEETINGS = Rule(
    "config-two-meetings",
    Level.ERROR,
    "The paper has two meetings for {period}.",
    "Keep one. A second paper on the same period needs a block of its own.",
)
UNKNOWN_PARTNERSHIP = Rule(
    "config-unknown-partnership", Level.ERROR, "There is no partnership with the id “{id}”.", "{hint}"
)
SHARED_WORD = Rule(
    "config-rating-word-shared",
    Level.ERROR,
    "“{word}” means both {first} and {second}.",
    "Each word and alias of a scheme belongs to one rating.",
)
SHARED_SCORE = Rule(
    "config-rating-score-shared",
    Level.ERROR,
    "A score of {score} would be both {first} and {second}.",
    "Give each rating scores of its own.",
)
SHARED_NAME = Rule(
    "config-partnership-name-shared",
    Level.ERROR,
    "“{name}” means both {first} and {second}.",
    "Each name and alias belongs to one partnership.",
)
SCORE_WITHOUT_RATING = Rule(
    "config-rating-score-missing",
    Level.ERROR,
    "A score of {score} would have no rating.",
    "Let the bands of {title} meet, so that every product of likelihood and impact has a rating.",
)
UPSIDE_DOWN = Rule(
    "config-rating-scores-reversed",
    Level.ERROR,
    "The scores of {word} run from {lowest} to {highest}.",
    "Give both lowest_score and highest_score, the lower first.",
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
ACCEPT, HOLD = "accept", "hold"  # what becomes of a return that nobody has signed off
GAP, CARRY_FORWARD = "gap", "carry_forward"  # what the paper shows where no return counts
BLANK = "blank"  # of texts in the next forms: not carried forward


@dataclass(frozen=True, slots=True)
class Meeting:
    """The committee's meeting that receives the paper of a period. ``returns_due`` is the last day for returns.

    Until it is said to be ``final``, every page of the paper is marked as a draft.
    """

    period: Period
    date: date
    agenda_item: str
    paper_number: str
    returns_due: CalendarDay | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class TableSettings:
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


@dataclass(frozen=True, slots=True)
class Lengths:
    """The most that a committee accepts: key issues on the cover, words of a partnership's part, words of a cell."""

    key_issues: int = 5  # “no more than five”, as committees ask
    words_per_section: int | None = None
    words_per_cell: int | None = None


@dataclass(frozen=True, slots=True)
class PaperSettings:
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


@dataclass(frozen=True, slots=True)
class Clearing:
    """Somebody's word that what a rule on personal data finds in a cell may be published.

    ``where`` and ``code`` are as the finding gives them; ``address`` is the line of config.yaml.
    """

    where: str
    code: str
    reason: str
    address: Address = field(default_factory=lambda: Address("config.yaml"))


@dataclass(frozen=True, slots=True)
class NextForms:
    """What the forms of a period are issued with: whether the long ``texts`` of the last return stand in them."""

    texts: str = CARRY_FORWARD


@dataclass(frozen=True, slots=True)
class Settings:
    """All that ``config.yaml`` says."""

    organisation: str
    period: Period
    partnerships: tuple[Partnership, ...]
    papers: tuple[PaperSettings, ...]
    rating_schemes: Mapping[str, RatingScheme]
    rules: Mapping[str, Level] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    small_numbers: int = 5
    cleared: tuple[Clearing, ...] = ()
    unsigned_returns: str = ACCEPT
    missing_returns: str = GAP
    acronyms: Mapping[str, str] = field(default_factory=dict)
    well_known_acronyms: tuple[str, ...] = ("NHS", "UK", "PDF")
    mail: MailSettings | None = None
    next_forms: NextForms = field(default_factory=NextForms)

    @property
    def due(self) -> tuple[PaperSettings, ...]:
        """The papers that the period's returns go into, in the order of the file."""
        return tuple(paper for paper in self.papers if paper.meeting(self.period))

    def papers_with(self, sender: str) -> tuple[PaperSettings, ...]:
        """The papers due that the return of a sender (a partnership, or a paper's author) goes into."""
        own = tuple(paper for paper in self.due if paper.id == sender)
        return own or tuple(paper for paper in self.due if paper.takes(sender))

    def returns_due(self, sender: str) -> date | None:
        """The last day for the return of a sender: the first that a meeting of its papers sets."""
        meetings = [paper.meeting(self.period) for paper in self.papers_with(sender)]
        return min((one.returns_due for one in meetings if one and one.returns_due), default=None)


_PERIOD = Words(
    "a period such as 2019-11 or 2019-Q3", r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])", Period.parse, number=""
)
_ALIASES = ListOf(Words())
_PARTNERSHIP = Block(
    "partnership",
    Partnership,
    {"id": Identifier, "name": Words(), "form": Identifier},
    {"aliases": _ALIASES, "email": ADDRESSES},
)
_MEETING = Block(
    "meeting",
    Meeting,
    {"period": _PERIOD, "date": Day, "agenda_item": Words(), "paper_number": Words()},
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
_LENGTHS = Block("lengths", Lengths, {}, {length.name: Whole for length in fields(Lengths)})
_PAPER = Block(
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
_RATING = Block(
    "rating",
    Rating,
    {
        "word": Words(),
        "fill": Words("a colour of six hexadecimal digits, such as FFC000", "[0-9A-Fa-f]{6}"),
        "meaning": Words(),
    },
    {
        "aliases": _ALIASES,
        "lowest_score": Whole,
        "highest_score": Whole,
        "needs_attention": TrueOrFalse(),
        "closes": TrueOrFalse(),
    },
)
_CLEARING = Block(
    "cleared finding",
    Clearing,
    {
        "where": Words("a place as the finding prints it"),
        "code": Words("the four-digit code of the finding, such as 3fa9", "[0-9A-Fa-f]{4}", str.lower),
        "reason": Words("a reason in words", r"[\s\S]*[A-Za-z]{2}[\s\S]*", number=""),
    },
)
_LIMITS = Block("limits", Limits, {}, {cap.name: Whole for cap in fields(Limits)})
_SCHEME = Block("rating scheme", dict, {"title": Words(), "ratings": ListOf(_RATING)})
SHAPE = Block(
    "config.yaml",
    dict,
    {
        "organisation": Words(),
        "period": _PERIOD,
        "partnerships": ListOf(_PARTNERSHIP),
        "papers": ListOf(_PAPER),
        "rating_schemes": Named("rating schemes", _SCHEME),
    },
    {
        "small_numbers": Whole,
        "cleared": ListOf(_CLEARING),
        "unsigned_returns": OneOf((ACCEPT, HOLD)),
        "missing_returns": OneOf((GAP, CARRY_FORWARD)),
        "rules": Named("levels of rules", OneOf(tuple(Level))),
        "limits": _LIMITS,
        "acronyms": Named("acronyms", Words()),
        "well_known_acronyms": ListOf(Words()),
        "mail": MAIL,
        "next_forms": Block("next forms", NextForms, {}, {"texts": OneOf((CARRY_FORWARD, BLANK))}),
    },
)


def read_settings(
    text: str, file: str, period: Period | None = None, meeting_needed: bool = True
) -> tuple[Settings | None, list[Finding]]:
    """The settings in ``text``, and every mistake found in it. ``period`` overrides the configured one.

    Papers need a meeting to go to (``meeting_needed``); forms are issued before it is known.
    The settings are None when a mistake leaves them unusable; any finding of level error forbids a build.
    """
    reading = Reading(file)
    node = reading.compose(text)
    blocks = SHAPE.read(node, reading) if node else None
    if node is None or blocks is None or reading.findings:
        return None, reading.findings
    blocks["period"] = period or blocks["period"]
    blocks["rating_schemes"] = {
        key: RatingScheme(key, scheme["title"], scheme["ratings"])
        for key, scheme in blocks["rating_schemes"].items()
    }
    blocks["cleared"] = tuple(
        replace(clearing, address=reading.at(within(node, "cleared", number)))
        for number, clearing in enumerate(blocks.get("cleared", ()))
    )
    blocks["rules"] = {key: Level(level) for key, level in blocks.get("rules", {}).items()}
    settings = Settings(**blocks)
    if meeting_needed and not settings.due:
        reading.refuse(NO_MEETING, within(node, "papers"), period=settings.period)
    _inconsistencies(settings, node, reading)
    return settings, reading.findings


def _inconsistencies(settings: Settings, node: yaml.Node, reading: Reading) -> None:
    """What is right line by line and wrong taken together."""
    _repeated_ids("partnership", settings.partnerships, within(node, "partnerships"), reading)
    _repeated_ids("paper", (*settings.partnerships, *settings.papers), within(node, "papers"), reading)
    _shared_names(settings, node, reading)
    for scheme in settings.rating_schemes.values():
        _ambiguities(scheme, within(node, "rating_schemes", scheme.id, "ratings"), reading)
    if settings.mail:
        mail_mistakes(settings.mail, within(node, "mail"), reading)
    for number, paper in enumerate(settings.papers):
        _on_paper(paper, settings, within(node, "papers", number), reading)


def _repeated_ids(
    thing: str, named: Sequence[Partnership | PaperSettings], node: yaml.Node, reading: Reading
) -> None:
    """Ids that an earlier block has; ``node`` is the list of the last of them."""
    ids = [one.id for one in named]
    first = len(ids) - len(node.value)
    for number, name in enumerate(ids[first:]):
        if name in ids[: first + number]:
            at = within(node, number, "id")
            reading.refuse(DUPLICATE_ID, at, things=f"{thing}s", thing=thing, id=name)


def _on_paper(paper: PaperSettings, settings: Settings, node: yaml.Node, reading: Reading) -> None:
    known = [partnership.id for partnership in settings.partnerships]
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


def _shared_names(settings: Settings, node: yaml.Node, reading: Reading) -> None:
    """Names by which a return could be that of two partnerships."""
    owners = {one.id.casefold(): one.name for one in reversed(settings.partnerships)}
    for place, one in enumerate(settings.partnerships):
        for name in dict.fromkeys(name.casefold() for name in (one.name, *one.aliases)):
            if owners.setdefault(name, one.name) != one.name:
                at = within(node, "partnerships", place, "name")
                reading.refuse(SHARED_NAME, at, name=name, first=owners[name], second=one.name)


def _ambiguities(scheme: RatingScheme, node: yaml.Node, reading: Reading) -> None:
    """Words and scores that would belong to two ratings of one scheme."""
    words: dict[str, str] = {}
    bands: list[Rating] = []
    for number, rating in enumerate(scheme.ratings):
        at = within(node, number)
        for word in dict.fromkeys(name.casefold() for name in (rating.word, *rating.aliases)):
            if words.setdefault(word, rating.word) != rating.word:
                reading.refuse(SHARED_WORD, at, word=word, first=words[word], second=rating.word)
        low, high = rating.lowest_score, rating.highest_score
        if low is None and high is None:
            continue
        if low is None or high is None or low > high:
            reading.refuse(UPSIDE_DOWN, at, word=rating.word, lowest=low, highest=high)
            continue
        for other in bands:
            if other.holds(Decimal(low)) or rating.holds(Decimal(other.lowest_score or 0)):
                score = max(low, other.lowest_score or low)
                reading.refuse(SHARED_SCORE, at, score=score, first=other.word, second=rating.word)
        bands.append(rating)
    _gaps(scheme, bands, node, reading)


def _gaps(scheme: RatingScheme, bands: list[Rating], node: yaml.Node, reading: Reading) -> None:
    """A score between the bands that likelihood times impact can give, each from 1 to 5 (NPSA 2008)."""
    if reading.findings or not bands:
        return
    lowest = min(band.lowest_score or 0 for band in bands)
    highest = max(band.highest_score or 0 for band in bands)
    for score in sorted({one * other for one in range(1, 6) for other in range(1, 6)}):
        if lowest <= score <= highest and scheme.for_score(Decimal(score)) is None:
            reading.refuse(SCORE_WITHOUT_RATING, node, score=score, title=scheme.title)
