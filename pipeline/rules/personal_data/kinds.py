"""The kinds of personal data, each with its rule: what tells who somebody is, and small counts of people."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipeline import identifiers
from pipeline.identifiers import Span
from pipeline.model import Level, Rule

LEAVE = "If it may be published, leave it and tell us why."  # who sends a return cannot clear it
SAYS = "{header} seems to hold {what}."
NHS_NUMBER = Rule(
    "personal-nhs-number",
    Level.ERROR,
    SAYS,
    "Take it out of the return: no paper needs one. {clear}",
    asks="Take it out of the return: no paper needs one. " + LEAVE,
    why="An NHS number tells exactly who somebody is, and no paper needs one (UK GDPR Article 5(1)(c), data minimisation). It is known by ten digits and its check digit (NHS Data Dictionary, modulus 11).",
)
DATE_OF_BIRTH = Rule(
    "personal-date-of-birth",
    Level.ERROR,
    SAYS,
    "Take it out of the return; an age group such as “under 18” says enough. {clear}",
    asks="Take it out of the return; an age group such as “under 18” says enough. " + LEAVE,
    why="With a place or a condition a date of birth often tells who somebody is. UK GDPR Article 5(1)(c) asks for no more than is needed.",
)
POSTCODE = Rule(
    "personal-postcode",
    Level.ERROR,
    SAYS,
    "Take it out of the return; the name of a town or ward says enough. {clear}",
    asks="Take it out of the return; the name of a town or ward says enough. " + LEAVE,
    why="A full postcode covers some fifteen homes, and beside an illness or an event it can tell whose (ICO guidance on anonymisation).",
)
TELEPHONE = Rule(
    "personal-telephone", Level.ERROR, SAYS, "Take it out of the return; a job title says whom to ask. {clear}",
    asks="Take it out of the return; a job title says whom to ask. " + LEAVE,
    why="A telephone number is personal data where it is one person's (UK GDPR Article 4(1)). Papers stay on the web for years; jobs change hands.",
)  # fmt: skip
EMAIL = Rule(
    "personal-email",
    Level.ERROR,
    SAYS,
    "Take it out of the return; a job title says whom to ask. {clear}",
    asks="Take it out of the return; a job title says whom to ask. " + LEAVE,
    why="An e-mail address mostly holds a name (UK GDPR Article 4(1)), and one on a public page draws fraud.",
)
SMALL_NUMBER = Rule(
    "small-number",
    Level.ERROR,
    SAYS,
    "Write “fewer than {threshold}”, and see that no total beside it gives the number away. {clear}",
    asks="Write “fewer than {threshold}”, and see that no total beside it gives the number away. " + LEAVE,
    why="Where few people are concerned, those around them can tell who they are (ICO guidance on anonymisation; NHS practice hides small counts). The threshold is yours to set.",
)


class Kind(NamedTuple):
    """A kind of personal data. ``one`` and ``many`` name it; few values are possible where it is ``guessable``."""

    rule: Rule
    one: str
    many: str
    find: Callable[[str, str], list[Span]]
    guessable: bool = False

    def what(self, count: int, threshold: int) -> str:
        """How much was found, in words: ``an NHS number``, ``2 NHS numbers``."""
        words = self.one if count == 1 else f"{count} {self.many}"
        return words.format(threshold=threshold)


KINDS = (
    Kind(NHS_NUMBER, "an NHS number", "NHS numbers", identifiers.nhs_numbers),
    Kind(DATE_OF_BIRTH, "a date of birth", "dates of birth", identifiers.dates_of_birth, guessable=True),
    Kind(POSTCODE, "a postcode", "postcodes", identifiers.postcodes),
    Kind(TELEPHONE, "a telephone number", "telephone numbers", identifiers.telephones),
    Kind(EMAIL, "an e-mail address", "e-mail addresses", identifiers.emails),
)
SMALL = Kind(
    SMALL_NUMBER,
    "a count of fewer than {threshold} people",
    "counts of fewer than {threshold} people",
    lambda *_: [],
    guessable=True,
)
IN_LINKS = frozenset({TELEPHONE, EMAIL})  # what the address that a link leads to may tell
STOPS_A_PAPER = frozenset(kind.rule.id for kind in (*KINDS, SMALL))
