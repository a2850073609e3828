"""Which returns count: the right period, an expected partnership, and one return for each.

Of several returns for one partnership the highest version counts, then the one approved last, then the one saved
last; where that does not decide, none of them does (``versions`` holds the rule). A late return counts, and is said
to be late. Returns of earlier periods in their own folders are history (``history``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.identifiers import without_identifiers
from pipeline.model import Address, Finding, Level, Partnership, Period, Return, Rule, Value, in_words
from pipeline.rules.history import CARRIED, HISTORY_UNREAD, filed_as, folder_before, is_filed, last_position
from pipeline.rules.senders import named_as, named_in, names_of, unknown_sender
from pipeline.rules.versions import because, lateness, originals, signed_off, the_one_that_counts, version_of

WRONG_PERIOD = Rule(
    "period-not-expected",
    Level.ERROR,
    "The return is for {typed}; this paper is for {expected}. It was held out.",
    "Send the form of {expected}, or correct the reporting period.",
    asks="If it is the return for {expected}, type {expected} in this cell; if not, please send the one that is.",
    why="Last month's form filled in again is among the commonest mistakes. Its figures would stand in this month's paper as if they were new.",
)
SEVERAL = Rule(
    "several-returns",
    Level.ERROR,
    "{name} has sent {count} returns ({files}), and neither version, nor date of approval, nor the date saved says which one counts. All were held out.",
    "Remove the files that do not count, or give the right one a higher version.",
    asks="Please tell us which one counts: send it again with a higher version.",
    why="Where neither version nor dates tell two returns apart, only their sender can. Choosing by the name of the file would be a guess.",
)
SUPERSEDED = Rule(
    "return-superseded", Level.NOTE, "This return of {name} is superseded by {file}, which {because}.",
    "Nothing to do if that is right.",
    why="A partnership may send a better version. Which of them the paper draws on must be plain to everybody.",
)  # fmt: skip
COPY = Rule(
    "return-copy", Level.NOTE, "This file is the same as {file} in every respect, and was passed over.",
    "Nothing to do.",
    why="The same file often lies in a folder twice, as an attachment saved again. Counting it as a second return would ask its sender about nothing.",
)  # fmt: skip
LATE = Rule(
    "return-late", Level.NOTE, "{label}",
    "Nothing to do: the return was accepted, and the paper's register says that it was late.",
    why="A late return counts, so that the paper is as complete as it can be; that it was late is part of the record.",
)  # fmt: skip
NOT_SIGNED_OFF = Rule(
    "return-not-signed-off",
    Level.ERROR,
    "This return of {name} is not signed off: it does not say who approved it and when. It was held out.",
    "Ask for it signed off, or write unsigned_returns: accept in config.yaml.",
    asks="Please have it approved, say on the first sheet who approved it and when, and send it again.",
    why="A committee relies on a return because somebody senior answers for it. Whether one that nobody has approved may count is the organisation's choice, made in config.yaml.",
)
OTHER_FORM = Rule(
    "form-not-expected",
    Level.WARNING,
    "{name} has filled in the form “{form}”; “{expected}” was issued. It was read as it is.",
    "Please use the form that was issued.",
    why="Forms differ in what they ask. A partnership on another's form may not have been asked what the committee wants to know of it.",
)


NOT_RECEIVED = Rule(
    "return-not-received",
    Level.ERROR,
    "No return was received from {name} for {period}.{due}",
    "Ask for it. Until it comes, the paper {meanwhile}.",
    asks="Please fill in the form that was issued to you, and send it.",
    why="A missing return does not stop the paper; the committee is told that it is missing, and the partnership is chased.",
)
NO_COVER = Rule(
    "cover-not-received",
    Level.WARNING,
    "There is no cover sheet return for {name}, {period}.",
    "Fill in the form of the cover sheet. Until then the paper shows what can be drafted, and “Not given” elsewhere.",
    why="The cover sheet holds what only the report's author knows, such as the recommendation. Without it the paper shows what can be drafted.",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the configuration says about returns: the last day for each sender, and what becomes of unsigned and missing ones.

    ``titles`` are those of the forms, by id.
    """

    due: Mapping[str, date] = field(default_factory=dict)
    hold_unsigned: bool = False
    carry_forward: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


USUAL = Terms()


@dataclass(slots=True)
class Acceptance:
    """The return that counts for each partnership (and the cover's), reasons for those held out, findings.

    ``whose`` gives, for each file that somebody has to answer for, the id of the sender. ``carried`` are the earlier
    positions to show, by sender; ``late`` the senders whose return came late; ``remarks`` what the register is to
    say, by sender. ``compared`` are pairs of returns whose differences are to be listed: one that does not count,
    and the one that does. What was found on reading the files ``passed_over`` is nobody's concern.
    """

    accepted: dict[str, Return] = field(default_factory=dict)
    held_out: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whose: dict[str, str] = field(default_factory=dict)
    carried: dict[str, Return] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    remarks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compared: list[tuple[Return, Return]] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)


def accept(
    returns: Iterable[Return],
    senders: Iterable[Partnership],
    period: Period,
    subject: str = "partnership",
    unreadable: Iterable[str] = (),
    terms: Terms = USUAL,
) -> Acceptance:
    """Decide for each sender which of the returns counts; their order does not matter.

    ``subject`` is the field that names the sender; ``unreadable`` are files that came and could not be
    read: where such a file's name tells whose it is, that sender is held out, not missing.
    """
    result = Acceptance()
    expected = tuple(senders)
    names = names_of(expected)
    candidates: dict[str, list[Return]] = {}
    came = _originals(returns, result)
    filed = {contents.file for contents in came if is_filed(contents, period)}
    for contents in (one for one in came if one.file not in filed):
        sender = _sender(contents, subject, names, period, result)
        if sender and _right_period(contents, sender, period, result):
            candidates.setdefault(sender.id, []).append(contents)
    _unread(unreadable, expected, period, result)
    for sender in expected:
        _choose(sender, candidates.get(sender.id, []), terms, result)
        if terms.carry_forward and sender.id not in result.accepted:
            own = (one for one in came if names.get(named_as(one, subject)) is sender)
            _carry(sender, own, period, terms, result)
        if sender.id not in candidates and sender.id not in result.held_out:
            result.findings.append(_missing(sender, subject, period, terms, result))
    _excuse(came, result)
    shown = {contents.file for contents in result.carried.values()}
    result.findings += [filed_as(one, period) for one in came if one.file in filed - shown]
    result.passed_over |= filed
    return result


def _originals(returns: Iterable[Return], result: Acceptance) -> list[Return]:
    kept, copies = originals(returns)
    for file, first in copies.items():
        result.findings.append(COPY.found(Address(file), file=first))
        result.passed_over.add(file)
    return kept


def _unread(
    files: Iterable[str], expected: Iterable[Partnership], period: Period, result: Acceptance
) -> None:
    """Hold out those whose files could not be read; a file of an earlier period, known by its folder, is history."""
    for file in files:
        earlier = folder_before(file, period)
        if earlier:
            result.findings.append(HISTORY_UNREAD.found(Address(file), file=file, period=earlier.title))
            result.passed_over.add(file)
            continue
        for sender in (one for one in expected if named_in(file, one)):
            result.held_out.setdefault(sender.id, "The return that came could not be read.")
            result.whose.setdefault(file, sender.id)


def _missing(sender: Partnership, subject: str, period: Period, terms: Terms, result: Acceptance) -> Finding:
    rule = NOT_RECEIVED if subject == "partnership" else NO_COVER
    last_day = terms.due.get(sender.id)
    due = f" It was due on {in_words(last_day)}." if last_day else ""
    earlier = result.carried[sender.id].period if sender.id in result.carried else None
    meanwhile = f"shows the position at {earlier.title}" if earlier else "says that it is missing"
    found = rule.found(Address("inputs"), name=sender.name, period=period.title, due=due, meanwhile=meanwhile)
    return replace(found, sender=sender.id)


def _carry(
    sender: Partnership, own: Iterable[Return], period: Period, terms: Terms, result: Acceptance
) -> None:
    """Show the last position that a sender's earlier returns give, if they give one."""
    earlier = [one for one in own if one.period and one.period.precedes(period)]
    last = last_position(earlier, terms.hold_unsigned)
    if last and last.period:
        result.carried[sender.id] = last
        result.remarks[sender.id] = _unsigned(last)
        found = CARRIED.found(
            Address(last.file), name=sender.name, period=last.period.title, now=period.title
        )
        result.findings.append(found)


def _excuse(came: Iterable[Return], result: Acceptance) -> None:
    """Nobody has to answer for a file beside which another of the same sender counts, but to sign it off.

    What kept a file from counting is answered by a higher version, and is then but noted.
    """
    unsigned = {finding.address.file for finding in result.findings if finding.rule == NOT_SIGNED_OFF.id}
    answered = set()
    for contents in came:
        counts = result.accepted.get(result.whose.get(contents.file, ""), contents)
        if counts is contents:
            continue
        if version_of(counts) > version_of(contents):
            answered.add(contents.file)
        if contents.file in answered or contents.file not in unsigned:
            del result.whose[contents.file]
    result.passed_over |= answered
    result.findings = [
        replace(one, level=Level.NOTE) if one.address.file in answered else one for one in result.findings
    ]


def _sender(
    contents: Return, subject: str, names: Mapping[str, Partnership], period: Period, result: Acceptance
) -> Partnership | None:
    """Whose a return is; None, with all that is to be asked of it, when the name in it is not expected."""
    sender = names.get(named_as(contents, subject))
    if sender is None:
        finding, likely = unknown_sender(contents, subject, names)
        result.findings.append(finding)
        if likely:
            result.held_out.setdefault(
                likely.id, "The return that came does not say as expected whose it is."
            )
            result.whose[contents.file] = likely.id
            _right_period(contents, likely, period, result)
        return None
    result.whose[contents.file] = sender.id
    return sender


def _right_period(contents: Return, sender: Partnership, period: Period, result: Acceptance) -> bool:
    value = contents.fields.get("period", Value(Address(contents.file), ""))
    if value.content == period:
        return True
    meant = value.content.title if isinstance(value.content, Period) else without_identifiers(value.typed)
    typed = meant or "no period"  # it goes into the paper's register
    result.findings.append(WRONG_PERIOD.found(value.address, typed=typed, expected=period.title))
    result.held_out.setdefault(sender.id, f"The return that came is for {typed}.")
    return False


def _choose(sender: Partnership, came: Sequence[Return], terms: Terms, result: Acceptance) -> None:
    """Take the one return of a sender that counts; hold out what is unsigned, if so configured, and what is undecided."""
    signed = {one.file for one in came if signed_off(one) or not terms.hold_unsigned}
    for contents in (one for one in came if one.file not in signed):
        result.findings.append(NOT_SIGNED_OFF.found(Address(contents.file), name=sender.name))
        result.held_out[sender.id] = "It is not signed off."
    candidates = [one for one in came if one.file in signed]
    best = the_one_that_counts(candidates)
    if best is None:
        if candidates:
            _hold_undecided(sender, candidates, result)
        return
    for contents in (one for one in candidates if one is not best):
        why = because(best, contents)
        result.findings.append(
            SUPERSEDED.found(Address(contents.file), name=sender.name, file=best.file, because=why)
        )
        result.passed_over.add(contents.file)
    result.compared += [(one, best) for one in came if one is not best]
    label = lateness(best, (one for one in came if one is not best), terms.due.get(sender.id))
    if label:
        result.late.add(sender.id)
        result.findings.append(LATE.found(Address(best.file), label=label))
    result.remarks[sender.id] = (*_unsigned(best), *((label,) if label else ()))
    if best.form.id != sender.form:
        issued = terms.titles.get(sender.form, sender.form)
        result.findings.append(
            OTHER_FORM.found(Address(best.file), name=sender.name, form=best.form.title, expected=issued)
        )
    result.accepted[sender.id] = best
    result.held_out.pop(sender.id, None)


def _hold_undecided(sender: Partnership, candidates: Sequence[Return], result: Acceptance) -> None:
    first, *others = candidates
    files = ", ".join(contents.file for contents in candidates)
    result.findings.append(
        SEVERAL.found(Address(first.file), name=sender.name, count=len(candidates), files=files)
    )
    result.held_out[sender.id] = f"{len(candidates)} returns came, and it is not clear which one counts."
    result.compared += [(one, first) for one in others]


def _unsigned(contents: Return) -> tuple[str, ...]:
    return () if signed_off(contents) else ("Not signed off.",)
