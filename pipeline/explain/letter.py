"""What a sender is asked → a letter, through templates that governance staff edit."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import groupby

from jinja2 import BaseLoader, DictLoader, Environment, StrictUndefined, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import escape

from pipeline.explain.queries import Enquiry, Received
from pipeline.forms.queries_sheet import Reply
from pipeline.model import Address, Finding, Level, Query, Rule
from pipeline.yaml_source import hint

HTML, TEXT = "queries.html", "queries.txt"
TEMPLATES = (HTML, TEXT)
NAMELESS = "<template>"  # what jinja2 calls the file of a template that comes from memory
CANNOT_FILL = Rule(
    "letter-template-fault",
    Level.ERROR,
    "The letter's template cannot be filled: {fault}.",
    "Open the file in a text editor and correct it. {hint}",
)
LEAVES_OUT = Rule(
    "letter-template-leaves-out",
    Level.ERROR,
    "The letter's template leaves out what it has to say to {sender}: “{words}”.",
    "Put where, found and wanted of each query back into the template.",
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file handed back: its name, the name of its marked copy ('' when there is none), and what that lost."""

    of: str
    name: str
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The queries of one weight under their heading."""

    heading: str
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Letter:
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


@dataclass(frozen=True, slots=True)
class Letters:
    """The templates of the letters, by name; ``faults`` are the mistakes that show before any letter is written."""

    sources: Mapping[str, str]

    def faults(self) -> list[Finding]:
        """Mistakes of grammar, and names that no letter has, in every template."""
        return [finding for name in TEMPLATES for finding in _mistakes(name, self._environment(name))]

    def write(self, letter: Letter) -> tuple[dict[str, bytes], list[Finding]]:
        """The letter in each of its forms, by the template's name; findings when a template is at fault."""
        written, findings = {}, []
        for name in TEMPLATES:
            text, found = _filled(name, self._environment(name), letter)
            findings += found
            # Notepad and Word take a text for UTF-8 by its mark, and older Windows wants both line ends.
            written[name] = text.encode() if name == HTML else text.replace("\n", "\r\n").encode("utf-8-sig")
        return written, findings

    def _environment(self, name: str) -> Environment:
        return ImmutableSandboxedEnvironment(
            loader=DictLoader(dict(self.sources)),
            undefined=StrictUndefined,
            autoescape=name == HTML,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )


def _mistakes(name: str, environment: Environment) -> Iterator[Finding]:
    loader = environment.loader
    if not isinstance(loader, BaseLoader):
        return
    source = loader.get_source(environment, name)[0]
    try:
        tree = environment.parse(source, name)
        environment.compile(source, name, NAMELESS)
    except TemplateSyntaxError as fault:
        yield _fault(name, fault.lineno, fault.message or "it cannot be read")
        return
    known = [field.name for field in fields(Letter)]
    for unknown in sorted(meta.find_undeclared_variables(tree) - {*known, *environment.globals}):
        line = next((n for n, text in enumerate(source.split("\n"), 1) if unknown in text), 1)
        yield _fault(name, line, f"there is no “{unknown}”", hint(unknown, known))


def _filled(name: str, environment: Environment, letter: Letter) -> tuple[str, list[Finding]]:
    try:
        names = {field.name: getattr(letter, field.name) for field in fields(Letter)}
        text = environment.get_template(name).render(names)
    except Exception as fault:  # noqa: BLE001 - a template can raise whatever an expression can; none may stop a run
        lines = [
            frame.lineno for frame in traceback.extract_tb(fault.__traceback__) if frame.filename == NAMELESS
        ]
        return "", [_fault(name, lines[-1] if lines else None, str(fault) or type(fault).__name__)]
    return text, list(_left_out(name, text, letter))


def _left_out(name: str, text: str, letter: Letter) -> Iterator[Finding]:
    """What a letter must say and does not: a template that lost its loop would ask nothing."""
    said = " ".join(text.split())
    for query in (query for part in letter.parts for query in part.queries):
        for words in (query.where, query.found, query.wanted):
            shown = " ".join(str(escape(words) if name == HTML else words).split())
            if shown not in said:
                yield LEAVES_OUT.found(Address(name), sender=letter.sender, words=words)
                return


def _fault(name: str, line: int | None, fault: str, near: str = "") -> Finding:
    at = Address(name, cell=f"line {line}" if line else "")
    finding = CANNOT_FILL.found(at, fault=" ".join(fault.split()).rstrip("."), hint=near)
    return Finding(finding.rule, finding.level, at, finding.message, finding.remedy.strip())
