"""A message that is due → its subject and its text, through templates that governance staff edit."""

from __future__ import annotations

from msgspec import Struct

from pipeline.filling import Texts, at_fault
from pipeline.mail.due import Due, Kind
from pipeline.model import Address, Finding, Level, Rule

TEMPLATES = {
    Kind.REMINDER: "reminder.txt",
    Kind.QUERIES: "queries-mail.txt",
    Kind.PAPER: "paper.txt",
    Kind.NO_PAPER: "no-paper.txt",
}
ALWAYS = ("organisation", "committee", "paper", "period", "meeting", "recipient", "attachments")
NAMES = {  # what each template may use
    Kind.REMINDER: (*ALWAYS, "due", "days", "standing", "reason"),
    Kind.QUERIES: (*ALWAYS, "is_cover", "came", "count", "due", "letter"),
    Kind.PAPER: (*ALWAYS, "kept_back", "waiting"),
    Kind.NO_PAPER: (*ALWAYS, "reasons"),
}
SUBJECT = "subject:"
LEAVES_OUT = Rule(
    "mail-template-leaves-out",
    Level.ERROR,
    "The message's template leaves out what it has to say to {name}: “{words}”.",
    "Put {{{{ due }}}}, {{{{ letter }}}} or each of reasons back into the template.",
)
LONGEST = 120  # characters of what was left out, in a finding


class Worded(Struct, frozen=True):
    """The subject and the text of a message."""

    subject: str
    body: str


def mistakes(texts: Texts) -> list[Finding]:
    """What is wrong with the templates themselves, before any message is worded."""
    return [found for kind, name in TEMPLATES.items() for found in texts.mistakes(name, NAMES[kind])]


def word(texts: Texts, due: Due, letter: str = "") -> tuple[Worded | None, list[Finding]]:
    """The words of a message; none, with what is wrong, when its template is at fault. ``letter`` stands in it."""
    name = TEMPLATES[due.kind]
    text, found = texts.fill(name, {**due.values, "letter": letter})
    first, _, body = text.strip().partition("\n")
    subject = " ".join(first[len(SUBJECT) :].split())
    if not found and not (first.lower().startswith(SUBJECT) and subject):
        found = [at_fault(name, 1, "the first line is not Subject: with the message's subject")]
    found = found or _left_out(name, body, due, letter)
    return (None if found else Worded(subject, f"{body.strip()}\n")), found


def _left_out(name: str, body: str, due: Due, letter: str) -> list[Finding]:
    """What a message must say and does not: without its letter it would ask nothing."""
    said = " ".join(body.split())
    for words in (*due.must_say, letter):
        plain = " ".join(words.split())
        if plain not in said:
            short = plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}…"
            return [LEAVES_OUT.found(Address(name), name=due.name, words=short)]
    return []
