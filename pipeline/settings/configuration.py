"""``config.yaml`` as a whole → ``Settings``; each mistake with its line, column and the nearest right word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import yaml
from msgspec import Struct, field

from pipeline.limits import Limits
from pipeline.model import Address, Finding, Level, Partnership, Period, RatingScheme, Rule, replace
from pipeline.settings.mail import ADDRESSES, MAIL, MailSettings, mail_mistakes
from pipeline.settings.papers import PAPER, PERIOD, PaperSettings, paper_mistakes
from pipeline.settings.rating_schemes import SCHEME, scheme_mistakes
from pipeline.yaml_shapes import Block, Identifier, ListOf, Named, OneOf, Whole, Words
from pipeline.yaml_source import Reading, within

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
SHARED_NAME = Rule(
    "config-partnership-name-shared",
    Level.ERROR,
    "“{name}” means both {first} and {second}.",
    "Each name and alias belongs to one partnership.",
)
ACCEPT, HOLD = "accept", "hold"  # what becomes of a return that nobody has signed off
GAP, CARRY_FORWARD = "gap", "carry_forward"  # what the paper shows where no return counts
BLANK = "blank"  # of texts in the next forms: not carried forward


class Clearing(Struct, frozen=True):
    """Somebody's word that what a rule on personal data finds in a cell may be published.

    ``where`` and ``code`` are as the finding gives them; ``address`` is the line of config.yaml.
    """

    where: str
    code: str
    reason: str
    address: Address = field(default_factory=lambda: Address("config.yaml"))


class NextForms(Struct, frozen=True):
    """What the forms of a period are issued with: whether the long ``texts`` of the last return stand in them."""

    texts: str = CARRY_FORWARD


class Settings(Struct, frozen=True):
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

    def papers_by_sender(self) -> dict[str, list[PaperSettings]]:
        """The papers due that the return of each sender (a partnership, or a paper's author) goes into, where there are any."""
        found: dict[str, list[PaperSettings]] = {}
        due, everybody = self.due, [one.id for one in self.partnerships]
        for paper in due:
            for sender in paper.partnerships or everybody:
                found.setdefault(sender, []).append(paper)
        return found | {paper.id: [paper] for paper in due}

    def returns_due_by_sender(self) -> dict[str, date]:
        """The last day for the return of each sender: the first that a meeting of its papers sets."""
        days = {
            paper.id: meeting.returns_due for paper in self.due if (meeting := paper.meeting(self.period))
        }
        found: dict[str, date] = {}
        for sender, papers in self.papers_by_sender().items():
            given = [day for paper in papers if (day := days[paper.id])]
            found |= {sender: min(given)} if given else {}
        return found


_PARTNERSHIP = Block(
    "partnership",
    Partnership,
    {"id": Identifier, "name": Words(), "form": Identifier},
    {"aliases": ListOf(Words()), "email": ADDRESSES},
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
_LIMITS = Block("limits", Limits, {}, dict.fromkeys(Limits.__struct_fields__, Whole))
SHAPE = Block(
    "config.yaml",
    dict,
    {
        "organisation": Words(),
        "period": PERIOD,
        "partnerships": ListOf(_PARTNERSHIP),
        "papers": ListOf(PAPER),
        "rating_schemes": Named("rating schemes", SCHEME),
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
        scheme_mistakes(scheme, within(node, "rating_schemes", scheme.id, "ratings"), reading)
    if settings.mail:
        mail_mistakes(settings.mail, within(node, "mail"), reading)
    for number, paper in enumerate(settings.papers):
        paper_mistakes(paper, settings.partnerships, within(node, "papers", number), reading)


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


def _shared_names(settings: Settings, node: yaml.Node, reading: Reading) -> None:
    """Names by which a return could be that of two partnerships."""
    owners = {one.id.casefold(): one.name for one in reversed(settings.partnerships)}
    for place, one in enumerate(settings.partnerships):
        for name in dict.fromkeys(name.casefold() for name in (one.name, *one.aliases)):
            if owners.setdefault(name, one.name) != one.name:
                at = within(node, "partnerships", place, "name")
                reading.refuse(SHARED_NAME, at, name=name, first=owners[name], second=one.name)
