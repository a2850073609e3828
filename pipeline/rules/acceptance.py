"""Which returns count: the right period, an expected partnership, and one return for each.

Which of several returns for one partnership counts is for ``choosing`` to say. Returns of earlier periods in their own
folders are history (``history``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.identifiers import without_identifiers
from pipeline.model import Address, Level, Partnership, Period, Return, Rule, Value
from pipeline.rules.choosing import choose, excuse, missing, remarks_on, without_copies
from pipeline.rules.decision import USUAL, Acceptance, Terms
from pipeline.rules.history import CARRIED, HISTORY_UNREAD, filed_as, folder_before, is_filed, last_position
from pipeline.rules.senders import named_as, named_in, names_of, unknown_sender

WRONG_PERIOD = Rule(
    "period-not-expected",
    Level.ERROR,
    "The return is for {typed}; this paper is for {expected}. It was held out.",
    "Send the form of {expected}, or correct the reporting period.",
    asks="If it is the return for {expected}, type {expected} in this cell; if not, please send the one that is.",
    why="Last month's form filled in again is among the commonest mistakes. Its figures would stand in this month's paper as if they were new.",
)


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
    came = without_copies(returns, result)
    filed = {contents.file for contents in came if is_filed(contents, period)}
    for contents in (one for one in came if one.file not in filed):
        sender = _sender(contents, subject, names, period, result)
        if sender and _right_period(contents, sender, period, result):
            candidates.setdefault(sender.id, []).append(contents)
    _unread(unreadable, expected, period, result)
    for sender in expected:
        choose(sender, candidates.get(sender.id, []), terms, result)
        if terms.carry_forward and sender.id not in result.accepted:
            own = (one for one in came if names.get(named_as(one, subject)) is sender)
            _carry(sender, own, period, terms, result)
        if sender.id not in candidates and sender.id not in result.held_out:
            result.findings.append(missing(sender, subject, period, terms, result))
    excuse(came, result)
    shown = {contents.file for contents in result.carried.values()}
    result.findings += [filed_as(one, period) for one in came if one.file in filed - shown]
    result.passed_over |= filed
    return result


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


def _carry(
    sender: Partnership, own: Iterable[Return], period: Period, terms: Terms, result: Acceptance
) -> None:
    """Show the last position that a sender's earlier returns give, if they give one."""
    earlier = [one for one in own if one.period and one.period.precedes(period)]
    last = last_position(earlier, terms.hold_unsigned)
    if last and last.period:
        result.carried[sender.id] = last
        result.remarks[sender.id] = remarks_on(last)
        found = CARRIED.found(
            Address(last.file), name=sender.name, period=last.period.title, now=period.title
        )
        result.findings.append(found)


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
