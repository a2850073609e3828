"""``config.yaml`` → ``Settings``; each mistake with its line, column and the nearest right word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

import yaml

from pipeline.limits import Limits
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
from pipeline.yaml_source import (
    Block,
    Day,
    Identifier,
    ListOf,
    Named,
    OneOf,
    Reading,
    TrueOrFalse,
    Whole,
    Words,
    within,
)

DUPLICATE_ID = Rule(
    "config-duplicate-id",
    Level.ERROR,
    "Two {things} have the id “{id}”.",
    "Give each {thing} an id of its own.",
)
NO_MEETING = Rule(
    "config-no-meeting",
    Level.ERROR,
    "The paper has no meeting for {period}.",
    "Under meetings, add period: {period} with its date, agenda_item and paper_number.",
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


CalendarDay = date  # a meeting's own date hides the type of that name
ACCEPT, HOLD = "accept", "hold"  # what becomes of a return that nobody has signed off
GAP, CARRY_FORWARD = "gap", "carry_forward"  # what the paper shows where no return counts


@dataclass(frozen=True, slots=True)
class Meeting:
    """The committee's meeting that receives the paper of a period. ``returns_due`` is the last day for returns."""

    period: Period
    date: date
    agenda_item: str
    paper_number: str
    returns_due: CalendarDay | None = None


@dataclass(frozen=True, slots=True)
class PaperSettings:
    """One paper: its committee, template and meetings."""

    id: str
    committee: str
    title: str
    template: str
    cover_form: str
    meetings: tuple[Meeting, ...]
    highest_risks: int = 5
    public: bool = True

    def meeting(self, period: Period) -> Meeting | None:
        """The meeting that receives ``period``, if one is configured."""
        return next((meeting for meeting in self.meetings if meeting.period == period), None)


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
class Settings:
    """All that ``config.yaml`` says."""

    organisation: str
    period: Period
    partnerships: tuple[Partnership, ...]
    paper: PaperSettings
    rating_schemes: Mapping[str, RatingScheme]
    rules: Mapping[str, Level] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    small_numbers: int = 5
    cleared: tuple[Clearing, ...] = ()
    unsigned_returns: str = ACCEPT
    missing_returns: str = GAP


_PERIOD = Words(
    "a period such as 2019-11 or 2019-Q3", r"\d{4}-(0[1-9]|1[0-2]|Q[1-4])", Period.parse, number=""
)
_ALIASES = ListOf(Words())
_PARTNERSHIP = Block(
    "partnership", Partnership, {"id": Identifier, "name": Words(), "form": Identifier}, {"aliases": _ALIASES}
)
_MEETING = Block(
    "meeting",
    Meeting,
    {"period": _PERIOD, "date": Day, "agenda_item": Words(), "paper_number": Words()},
    {"returns_due": Day},
)
_PAPER = Block(
    "paper",
    PaperSettings,
    {
        "id": Identifier,
        "committee": Words(),
        "title": Words(),
        "template": Words("the name of a Word file in templates/papers", r"[^/\\]+\.docx"),
        "cover_form": Identifier,
        "meetings": ListOf(_MEETING),
    },
    {"highest_risks": Whole, "public": TrueOrFalse()},
)
_RATING = Block(
    "rating",
    Rating,
    {
        "word": Words(),
        "fill": Words("a colour of six hexadecimal digits, such as FFC000", "[0-9A-Fa-f]{6}"),
        "meaning": Words(),
    },
    {"aliases": _ALIASES, "lowest_score": Whole, "highest_score": Whole, "needs_attention": TrueOrFalse()},
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
        "paper": _PAPER,
        "rating_schemes": Named("rating schemes", _SCHEME),
    },
    {
        "small_numbers": Whole,
        "cleared": ListOf(_CLEARING),
        "unsigned_returns": OneOf((ACCEPT, HOLD)),
        "missing_returns": OneOf((GAP, CARRY_FORWARD)),
        "rules": Named("levels of rules", OneOf(tuple(Level))),
        "limits": _LIMITS,
    },
)


def read_settings(
    text: str, file: str, period: Period | None = None
) -> tuple[Settings | None, list[Finding]]:
    """The settings in ``text``, and every mistake found in it. ``period`` overrides the configured one.

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
    _inconsistencies(settings, node, reading)
    return settings, reading.findings


def _inconsistencies(settings: Settings, node: yaml.Node, reading: Reading) -> None:
    """What is right line by line and wrong taken together."""
    ids = [partnership.id for partnership in settings.partnerships]
    for place, name in enumerate(ids):
        if name in ids[:place]:
            repeated = within(node, "partnerships", place, "id")
            reading.refuse(DUPLICATE_ID, repeated, things="partnerships", thing="partnership", id=name)
    _shared_names(settings, node, reading)
    for scheme in settings.rating_schemes.values():
        _ambiguities(scheme, within(node, "rating_schemes", scheme.id, "ratings"), reading)
    if settings.paper.meeting(settings.period) is None:
        reading.refuse(NO_MEETING, within(node, "paper", "meetings"), period=settings.period)
    for number, meeting in enumerate(settings.paper.meetings):
        due = meeting.returns_due
        if due and due > meeting.date:
            at = within(node, "paper", "meetings", number, "returns_due")
            reading.refuse(DUE_AFTER_MEETING, at, due=in_words(due), meeting=in_words(meeting.date))


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
