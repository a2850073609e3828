"""Which returns count: the right period, an expected partnership, and one return for each.

Of several returns for one partnership the highest version counts, then the latest date of approval;
where that does not decide, none of them does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipeline.identifiers import without_identifiers
from pipeline.model import Address, Finding, Level, Partnership, Period, Return, Rule, Value
from pipeline.yaml_source import nearest

WRONG_PERIOD = Rule(
    "period-not-expected",
    Level.ERROR,
    "The return is for {typed}; this paper is for {expected}. It was held out.",
    "Send the form of {expected}, or correct the reporting period.",
)
UNKNOWN_SENDER = Rule(
    "partnership-not-expected",
    Level.ERROR,
    "“{typed}” is not the name of a partnership from which a return is expected. The return was held out.",
    "{hint}",
    asks="Please give the name as it stood in the form that was issued to you: {nearest}.",
)
SEVERAL = Rule(
    "several-returns",
    Level.ERROR,
    "{name} has sent {count} returns ({files}), and neither version nor date of approval says which one counts. All were held out.",
    "Remove the files that do not count, or give the right one a higher version.",
    asks="Please tell us which one counts: send it again with a higher version.",
)
SUPERSEDED = Rule(
    "return-superseded", Level.NOTE, "This return of {name} is superseded by {file}, which has the higher version or later approval.",
    "Nothing to do if that is right.",
)  # fmt: skip
OTHER_FORM = Rule(
    "form-not-expected",
    Level.WARNING,
    "{name} has filled in the form “{form}”; “{expected}” was issued. It was read as it is.",
    "Please use the form that was issued.",
)


NOT_RECEIVED = Rule(
    "return-not-received",
    Level.ERROR,
    "No return was received from {name} for {period}.",
    "Ask for it. Until it comes, the paper says that it is missing.",
    asks="Please fill in the form that was issued to you, and send it.",
)
NO_COVER = Rule(
    "cover-not-received",
    Level.WARNING,
    "There is no cover sheet return for {name}, {period}.",
    "Fill in the form of the cover sheet. Until then the paper shows what can be drafted, and “Not given” elsewhere.",
)


@dataclass(slots=True)
class Acceptance:
    """The return that counts for each partnership (and the cover's), reasons for those held out, findings.

    ``whose`` gives, for each file that somebody has to answer for, the id of the sender.
    """

    accepted: dict[str, Return] = field(default_factory=dict)
    held_out: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whose: dict[str, str] = field(default_factory=dict)


def accept(
    returns: Iterable[Return],
    senders: Iterable[Partnership],
    period: Period,
    subject: str = "partnership",
    unreadable: Iterable[str] = (),
) -> Acceptance:
    """Decide for each sender which of the returns counts.

    ``subject`` is the field that names the sender; ``unreadable`` are files that came and could not be
    read: where such a file's name tells whose it is, that sender is held out, not missing.
    """
    result = Acceptance()
    expected = tuple(senders)
    names = {_key(name): sender for sender in expected for name in (sender.id, sender.name, *sender.aliases)}
    candidates: dict[str, list[Return]] = {}
    came = tuple(returns)
    for contents in came:
        sender = _sender(contents, subject, names, result)
        if sender and _right_period(contents, sender, period, result):
            candidates.setdefault(sender.id, []).append(contents)
    for file, sender in ((file, one) for file in unreadable for one in expected if _named_in(file, one)):
        result.held_out.setdefault(sender.id, "The return that came could not be read.")
        result.whose.setdefault(file, sender.id)
    for sender in expected:
        _choose(sender, candidates.get(sender.id, []), result)
        if sender.id not in candidates and sender.id not in result.held_out:
            missing = NOT_RECEIVED if subject == "partnership" else NO_COVER
            finding = missing.found(Address("inputs"), name=sender.name, period=period.title)
            result.findings.append(replace(finding, sender=sender.id))
    _excuse(came, result)
    return result


def _excuse(came: Iterable[Return], result: Acceptance) -> None:
    """Nobody has to answer for a file beside which another of the same sender counts."""
    for contents in came:
        counts = result.accepted.get(result.whose.get(contents.file, ""), contents)
        if counts is not contents:
            del result.whose[contents.file]


def _key(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _named_in(file: str, sender: Partnership) -> bool:
    """Whether a file's name holds one of a sender's names as whole words."""
    words = f" {re.sub(r'[^a-z0-9]+', ' ', _key(file).replace(chr(39), ''))} "
    names = (_key(name).replace("'", "") for name in (sender.id, sender.name, *sender.aliases))
    return any(f" {name} " in words for name in names)


def _sender(
    contents: Return, subject: str, names: Mapping[str, Partnership], result: Acceptance
) -> Partnership | None:
    """Whose a return is; None, with a finding, when the name in it is not expected."""
    value = contents.fields.get(subject, Value(Address(contents.file), ""))
    sender = names.get(_key(value.typed))
    if sender is None:
        near = nearest(value.typed, [one.name for one in names.values()])
        hint = (
            f"Did you mean {near}?" if near else "Correct the name in the return, or add it to config.yaml."
        )
        likely = _likely(contents.file, near, tuple(dict.fromkeys(names.values())))
        told = {"typed": value.typed or "(blank)", "hint": hint, "nearest": likely.name if likely else ""}
        result.findings.append(UNKNOWN_SENDER.found(value.address, **told))
        if likely:
            result.held_out.setdefault(
                likely.id, "The return that came does not say as expected whose it is."
            )
            result.whose[contents.file] = likely.id
        return None
    result.whose[contents.file] = sender.id
    return sender


def _likely(file: str, near: str, expected: Sequence[Partnership]) -> Partnership | None:
    """Who is to be asked about a return whose name is not expected: by the file's name, or the nearest."""
    named = [one for one in expected if _named_in(file, one)]
    return next((one for one in (*named, *expected) if one in named or one.name == near), None)


def _right_period(contents: Return, sender: Partnership, period: Period, result: Acceptance) -> bool:
    value = contents.fields.get("period", Value(Address(contents.file), ""))
    if value.content == period:
        return True
    typed = without_identifiers(value.typed) or "no period"  # it goes into the paper's register
    result.findings.append(WRONG_PERIOD.found(value.address, typed=typed, expected=period.title))
    result.held_out[sender.id] = f"The return that came is for {typed}."
    return False


def _choose(sender: Partnership, candidates: list[Return], result: Acceptance) -> None:
    if not candidates:
        return
    ranked = sorted(candidates, key=_rank, reverse=True)
    best = ranked[0]
    if len(ranked) > 1 and _rank(ranked[1]) == _rank(best):
        files = ", ".join(sorted(contents.file for contents in ranked))
        result.findings.append(
            SEVERAL.found(Address(best.file), name=sender.name, count=len(ranked), files=files)
        )
        result.held_out[sender.id] = f"{len(ranked)} returns came, and it is not clear which one counts."
        return
    for contents in ranked[1:]:
        result.findings.append(SUPERSEDED.found(Address(contents.file), name=sender.name, file=best.file))
    if best.form.id != sender.form:
        result.findings.append(
            OTHER_FORM.found(Address(best.file), name=sender.name, form=best.form.id, expected=sender.form)
        )
    result.accepted[sender.id] = best
    result.held_out.pop(sender.id, None)


def _rank(contents: Return) -> tuple[Decimal, date]:
    version, approved = contents.content("version"), contents.content("approved_on")
    return (
        version if isinstance(version, Decimal) else Decimal(1),
        approved if isinstance(approved, date) else date.min,
    )
