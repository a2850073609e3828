"""What a sender is asked → a letter, through templates that governance staff edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from markupsafe import escape
from msgspec import Struct
from msgspec.structs import asdict

from pipeline.explain.queries import Enquiry, Received
from pipeline.filling import Texts
from pipeline.forms.sheets import Reply
from pipeline.model import Address, Finding, Level, Query, Rule

HTML, TEXT = "queries.html", "queries.txt"
TEMPLATES = (HTML, TEXT)
LEAVES_OUT = Rule(
    "letter-template-leaves-out",
    Level.ERROR,
    "The letter's template leaves out what it has to say to {sender}: “{words}”.",
    "Put where, found and wanted of each query back into the template.",
)


class Copy(Struct, frozen=True):
    """A file handed back: its name, the name of its marked copy ('' when there is none), and what that lost."""

    of: str
    name: str
    lost: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """The queries of one weight under their heading."""

    heading: str
    queries: tuple[Query, ...]


class Letter(Struct, frozen=True):
    """The names that the letter's templates may use.

    ``due`` is the last day for returns, ``position`` the earlier period that the paper shows meanwhile; '' for none.
    """

    organisation: str
    committee: str
    paper: str
    period: str
    meeting: str
    sender: str
    is_cover: bool
    standing: str
    reason: str
    received: tuple[Received, ...]
    parts: tuple[Part, ...]
    count: int
    copies: tuple[Copy, ...]
    version: Reply | None
    due: str = ""
    position: str = ""


def parts(enquiry: Enquiry) -> tuple[Part, ...]:
    """The queries by their headings, in order."""
    by_heading = groupby(enquiry.queries, key=lambda query: query.heading)
    return tuple(Part(heading, tuple(queries)) for heading, queries in by_heading)


class Letters(Struct, frozen=True):
    """The templates of the letters, by name; ``faults`` are the mistakes that show before any letter is written."""

    sources: Mapping[str, str]

    def faults(self) -> list[Finding]:
        """Mistakes of grammar, and names that no letter has, in every template."""
        known, texts = list(Letter.__struct_fields__), Texts(self.sources)
        return [finding for name in TEMPLATES for finding in texts.mistakes(name, known)]

    def write(self, letter: Letter) -> tuple[dict[str, bytes], list[Finding]]:
        """The letter in each of its forms, by the template's name; findings when a template is at fault."""
        names = asdict(letter)
        written: dict[str, bytes] = {}
        findings: list[Finding] = []
        for name in TEMPLATES:
            text, found = Texts(self.sources).fill(name, names)
            findings += found or _left_out(name, text, letter)
            # Notepad and Word take a text for UTF-8 by its mark, and older Windows wants both line ends.
            written[name] = text.encode() if name == HTML else text.replace("\n", "\r\n").encode("utf-8-sig")
        return written, findings


def _left_out(name: str, text: str, letter: Letter) -> Iterator[Finding]:
    """What a letter must say and does not: a template that lost its loop would ask nothing."""
    said = " ".join(text.split())
    for query in (query for part in letter.parts for query in part.queries):
        for words in (query.where, query.found, query.wanted):
            shown = " ".join(str(escape(words) if name == HTML else words).split())
            if shown not in said:
                yield LEAVES_OUT.found(Address(name), sender=letter.sender, words=words)
                return
