"""Rules on personal data: what tells who somebody is, and counts of people small enough to.

No message, remedy or code may give away what was found: this module alone sees it, the other rules see
the return with it starred out, and what else quotes a cell goes through ``discreet``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote
from weakref import finalize

from pipeline import identifiers
from pipeline.identifiers import Span, may_identify, starred, without_identifiers
from pipeline.model import Address, Column, Figure, Finding, Level, Prose, Return, Rule, Value
from pipeline.people import bare_counts, counts_people, small_counts
from pipeline.rules.rows import values
from pipeline.settings import Clearing

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
OUTSIDE_PAPER = Rule(
    "personal-outside-paper",
    Level.WARNING,
    "{header}, which the paper does not show, seems to hold {what}.",
    "Take it out of the return: it need not be sent. {clear}",
    asks="Take it out of the return: it need not be sent. " + LEAVE,
    why="The paper does not show this column, but the return is stored and handed on. UK GDPR Article 5(1)(c) asks for no more than is needed.",
)
CLEARED = Rule(
    "personal-cleared", Level.NOTE, "{header} seems to hold {what}. It was cleared: “{reason}”.",
    "Nothing to do if that is still right.",
    why="Somebody has said that this may be published, and why. It is noted in each run, so that the decision stays open to review.",
)  # fmt: skip
CLEARS_NOTHING = Rule(
    "cleared-nothing",
    Level.NOTE,
    "This line clears nothing any more: the cell was changed, or its return was superseded or taken away.",
    "Delete the line from cleared, unless the return is still to come.",
    why="A clearing holds for one text in one cell. When that has changed the line serves no purpose, and it should not clear something else by chance.",
)
CLEAR = "If it may be published, add this line under cleared in config.yaml, with your reason: {line}"


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


class Hit(NamedTuple):
    """Personal data of one kind in one cell; ``spans`` say where in its text, ``linked`` what only its link holds."""

    kind: Kind
    column: Column
    value: Value
    spans: tuple[Span, ...]
    linked: tuple[str, ...] = ()

    def what(self, threshold: int) -> str:
        """What was found, in words; where it does not stand in the text, that it is in the link."""
        words = self.kind.what(len(self.spans) + len(self.linked), threshold)
        return words if self.spans else f"{words} in its link"

    @property
    def code(self) -> str:
        """Four hexadecimal digits, by SHA-256 from the rule's id, the place, the cell's text and what only its link holds.

        Short on purpose: it tells when the cell was changed, and thousands of texts share each code, so that
        none can be worked back from it. Where only a few values are possible (a count, a date of birth) even
        four digits would tell them apart; there the code is made with the values starred out.
        """
        text = self.value.typed
        for start, end in sorted(self.spans, reverse=True) if self.kind.guessable else ():
            text = f"{text[:start]}*{text[end:]}"
        known = "\0".join((self.kind.rule.id, str(self.value.address), text, *self.linked))
        return hashlib.sha256(known.encode()).hexdigest()[:4]


def personal_data(
    returns: Iterable[Return], threshold: int, cleared: Sequence[Clearing] = ()
) -> list[Finding]:
    """All personal data in some returns, and the clearings of ``cleared`` that clear nothing in them.

    ``threshold`` is the smallest count of people that may be shown; 0 and 1 switch that rule off. What stands
    in a column that the paper does not show is a warning, what was cleared a note with its reason.
    """
    clearings = {(_folded(one.where), one.code): one for one in cleared}
    used: set[tuple[str, str]] = set()
    findings = []
    for hit in (hit for contents in returns for hit in hits(contents, threshold)):
        known = (_folded(str(hit.value.address)), hit.code)
        findings.append(_finding(hit, threshold, clearings.get(known)))
        used.add(known)
    stale = (one for one in cleared if (_folded(one.where), one.code) not in used)
    return [*findings, *(CLEARS_NOTHING.found(one.address) for one in stale)]


def _folded(place: str) -> str:
    """A place for comparison; a console that lacks our signs prints near ones, and people copy those."""
    return " ".join(place.replace("›", ">").replace("’", "'").split())


def _finding(hit: Hit, threshold: int, clearing: Clearing | None) -> Finding:
    at, header, what = hit.value.address, hit.column.header, hit.what(threshold)
    if clearing:
        reason = quiet(clearing.reason, threshold)
        return CLEARED.found(at, header=header, what=what, reason=reason)
    rule = hit.kind.rule if hit.column.in_paper else OUTSIDE_PAPER
    # A JSON string is a YAML string too, so that any file name can be copied as it is.
    line = f'- {{where: {json.dumps(str(at), ensure_ascii=False)}, code: "{hit.code}", reason: ""}}'
    return rule.found(at, header=header, what=what, threshold=threshold, clear=CLEAR.format(line=line))


# What was found in each return, as long as it lives: each is asked for it half a dozen times. A return is frozen.
_FOUND: dict[tuple[int, int], tuple[Hit, ...]] = {}


def hits(contents: Return, threshold: int) -> tuple[Hit, ...]:
    """Each kind of personal data in each cell of a return."""
    known = id(contents), threshold
    if known not in _FOUND:
        _FOUND[known] = tuple(_search(contents, threshold))
        finalize(contents, _FOUND.pop, known, None).atexit = False
    return _FOUND[known]


def _search(contents: Return, threshold: int) -> Iterator[Hit]:
    for column, value, row in values(contents):
        if not value.typed and not value.link:
            continue
        links = _links(value)
        if links or may_identify(value.typed):
            yield from _identifiers(column, value, links)
        if counts := _counts(column, value, row, threshold):
            yield Hit(SMALL, column, value, tuple(counts))


def _identifiers(column: Column, value: Value, links: str) -> Iterator[Hit]:
    """What a cell and the addresses it leads to hold of each kind."""
    for kind in KINDS:
        spans = tuple(kind.find(value.typed, column.header))
        linked = _linked(kind, column, value, links, spans) if links and kind.rule in IN_LINKS else ()
        if spans or linked:
            yield Hit(kind, column, value, spans, linked)


def _linked(kind: Kind, column: Column, value: Value, links: str, spans: Sequence[Span]) -> tuple[str, ...]:
    """What ``links`` hold of a kind. An address that the text shows and the link repeats is found once."""
    shown = {value.typed[start:end].casefold() for start, end in spans}
    found = (links[start:end] for start, end in kind.find(links, column.header))
    return tuple(one for one in found if one.casefold() not in shown)


def _links(value: Value) -> str:
    """The addresses that a value leads to, each once, with their per cents as the signs that they stand for."""
    if not isinstance(value.content, Prose):
        return unquote(value.link)
    links = [value.link, *(line.link for line in value.content.paragraphs)]
    return "\n".join(dict.fromkeys(unquote(link) for link in links if link))


def _counts(column: Column, value: Value, row: str, threshold: int) -> list[Span]:
    """Small counts: any small number where a column or measure counts people, elsewhere by the words around it.

    A target is no count of anybody.
    """
    if column.id == "target":
        return []
    unit = value.content.unit if isinstance(value.content, Figure) else column.unit
    if unit == "people" or (not unit and column.kind == "figure" and counts_people(row)):
        return bare_counts(value.typed, threshold)
    return small_counts(value.typed, threshold)


def masked(contents: Return, threshold: int, *, wholly: bool = False) -> Return:
    """A return for the other rules: what was found in its cells is starred out, so that no message quotes it.

    ``wholly``: what those cells mean is starred out too, so that no page shows it.
    """
    found: dict[Address, list[Hit]] = {}
    for hit in hits(contents, threshold):
        found.setdefault(hit.value.address, []).append(hit)
    if not found:
        return contents

    def covering(value: Value) -> Value:
        if value.address not in found:
            return value
        stars = _hidden(found[value.address])
        hidden = replace(value, typed=stars, link="")
        return replace(hidden, content=stars, runs=()) if wholly else hidden

    def covered(cells: Mapping[str, Value]) -> dict[str, Value]:
        return {name: covering(value) for name, value in cells.items()}

    tables = {
        name: replace(table, records=tuple(replace(one, values=covered(one.values)) for one in table.records))
        for name, table in contents.tables.items()
    }
    return replace(contents, fields=covered(contents.fields), tables=tables)


def _hidden(of_cell: Sequence[Hit]) -> str:
    """What the other rules see of a cell that holds personal data."""
    value, column = of_cell[0].value, of_cell[0].column
    if column.kind == "reference":
        return value.address.cell  # two starred references would look like one that is used twice
    return starred(value.typed, [span for hit in of_cell for span in hit.spans])


def discreet(findings: Iterable[Finding], threshold: int, cells: Collection[Address] = ()) -> list[Finding]:
    """Findings of rules that quote what was typed, with personal data starred out; of ``cells`` nothing is quoted."""
    return [
        replace(one, message=_unquoted(one.message), remedy=_unquoted(one.remedy))
        if one.address in cells
        else replace(one, message=quiet(one.message, threshold), remedy=quiet(one.remedy, threshold))
        for one in findings
    ]


def _unquoted(text: str) -> str:
    return re.sub(r"“.*”", "“…”", text, flags=re.DOTALL)


def quiet(text: str, threshold: int) -> str:
    """A sentence that may quote what was typed, with personal data in it starred out."""
    return without_identifiers(starred(text, small_counts(text, threshold)))
