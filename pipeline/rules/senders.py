"""Whose a return is: by the name that it gives, or, where that is not expected, by the likeliest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Address, Finding, Level, Partnership, Return, Rule, Value
from pipeline.yaml_source import nearest

UNKNOWN_SENDER = Rule(
    "partnership-not-expected",
    Level.ERROR,
    "{given} name of a partnership from which a return is expected. The return was held out.",
    "{hint}",
    asks="Please give the name as it stood in the form that was issued to you: {nearest}.",
    why="A return is filed under the name it gives. One that is not on the list is never guessed at: it could be put under another body's name.",
)


def names_of(senders: Iterable[Partnership]) -> dict[str, Partnership]:
    """Whose each name is: ids, names and aliases, as they are compared."""
    return {_key(name): sender for sender in senders for name in (sender.id, sender.name, *sender.aliases)}


def named_as(contents: Return, subject: str) -> str:
    """The name that a return gives as its sender's in the field ``subject``, as names are compared."""
    value = contents.fields.get(subject)
    return _key(value.typed) if value else ""


def unknown_sender(
    contents: Return, subject: str, names: Mapping[str, Partnership]
) -> tuple[Finding, Partnership | None]:
    """That the name in a return is not expected, and who is to be asked about it."""
    value = contents.fields.get(subject, Value(Address(contents.file), ""))
    near = nearest(value.typed, [one.name for one in names.values()])
    hint = f"Did you mean {near}?" if near else "Correct the name in the return, or add it to config.yaml."
    likely = _likely(contents.file, near, tuple(dict.fromkeys(names.values())))
    given = f"“{value.typed}” is not the" if value.typed else "The return does not give the"
    told = {"given": given, "hint": hint, "nearest": likely.name if likely else ""}
    return UNKNOWN_SENDER.found(value.address, **told), likely


def _likely(file: str, near: str, expected: Sequence[Partnership]) -> Partnership | None:
    """Who is to be asked about a return whose name is not expected: by the file's name, or the nearest."""
    named = [one for one in expected if named_in(file, one)]
    return next((one for one in (*named, *expected) if one in named or one.name == near), None)


def named_in(file: str, sender: Partnership) -> bool:
    """Whether a file's name holds one of a sender's names as whole words."""
    words = f" {re.sub(r'[^a-z0-9]+', ' ', _key(file).replace(chr(39), ''))} "
    names = (_key(name).replace("'", "") for name in (sender.id, sender.name, *sender.aliases))
    return any(f" {name} " in words for name in names)


def _key(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
