"""Submissions → the edition of a period: which returns count, how each sender stands, what is found on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from pipeline.merge import merge, told
from pipeline.model import (
    Edition,
    Finding,
    Level,
    Partnership,
    Period,
    RegisterEntry,
    Return,
    Submission,
    replace,
)
from pipeline.project import Plan
from pipeline.rules.acceptance import accept
from pipeline.rules.decision import Acceptance, Terms
from pipeline.rules.differences import differences
from pipeline.rules.history import is_filed, may_be_of
from pipeline.rules.over_time import over_time
from pipeline.rules.personal_data import discreet, masked, personal_data, quiet
from pipeline.rules.within_return import check
from pipeline.settings import CARRY_FORWARD, HOLD, Settings


class Decided(Struct, frozen=True):
    """The edition, and with it what the senders are told.

    ``submissions`` are what came, with nothing in their words that tells who somebody is; ``whose`` gives the sender
    of each file that needs an answer.
    """

    edition: Edition
    submissions: tuple[Submission, ...]
    whose: dict[str, str]
    findings: tuple[Finding, ...]


def decide(plan: Plan, submissions: Sequence[Submission], unopened: Sequence[str]) -> Decided:
    """Decide which returns count, check them and those held out, and merge. ``unopened`` are files nobody could open."""
    settings = plan.settings
    contents = [submission.contents for submission in submissions if submission.contents]
    unread = [submission.file for submission in submissions if submission.contents is None]
    authors = [paper.author for paper in settings.due if paper.cover_form]
    returns, covers = _accepted(plan, contents, authors, [*unread, *unopened])
    edition = merge(
        settings.partnerships,
        returns.accepted | covers.accepted,
        returns.held_out | covers.held_out,
        settings.period,
        plan.forms,
        authors,
    )
    edition = told(edition, returns.carried, returns.late, returns.remarks, _terms(plan).due)
    edition = replace(edition, before=_editions_before(plan, contents))
    return Decided(
        edition,
        tuple(_quiet(submission, settings.small_numbers) for submission in submissions),
        {**returns.whose, **covers.whose},
        tuple(_findings(edition, settings, submissions, returns, covers)),
    )


def _editions_before(plan: Plan, came: Sequence[Return]) -> tuple[Edition, ...]:
    """The editions of the periods before, from the returns that are filed under them; the latest first.

    They are decided by the same rules as this one, but for what is carried forward: there a gap is a gap. Nothing
    that tells who somebody is is quoted from them: a public paper is not withheld for what an old return says.
    """
    period = plan.settings.period
    filed: dict[Period, list[Return]] = {}
    for contents in came:
        if contents.period and contents.period.precedes(period) and is_filed(contents, period):
            filed.setdefault(contents.period, []).append(contents)
    return tuple(
        _edition_before(plan, earlier, filed[earlier])
        for earlier in sorted(filed, key=lambda one: one.order, reverse=True)
    )


def _edition_before(plan: Plan, period: Period, filed: Sequence[Return]) -> Edition:
    settings = plan.settings
    authors = [paper.author for paper in settings.papers if paper.cover_form]
    terms = replace(_terms(plan), carry_forward=False)
    covers = [one for one in filed if one.form.subject == "paper"]
    returns = [one for one in filed if one.form.subject != "paper"]
    counted = accept(returns, settings.partnerships, period, terms=terms).accepted
    counted |= accept(covers, authors, period, "paper").accepted
    return merge(
        settings.partnerships, _safe(counted, settings.small_numbers), {}, period, plan.forms, authors
    )


def last_returns(plan: Plan, came: Sequence[Return]) -> dict[str, Return]:
    """The return that counted last before the period, as it came, for each partnership and each paper's author.

    Next month's forms are issued while this month's returns may still lie anywhere among the inputs, so it is enough
    that no folder says otherwise.
    """
    settings = plan.settings
    authors = [paper.author for paper in settings.papers if paper.cover_form]
    terms = replace(_terms(plan), carry_forward=False)
    last: dict[str, Return] = {}
    periods = {one.period for one in came if one.period and one.period.precedes(settings.period)}
    for period in sorted(periods, key=lambda one: one.order, reverse=True):
        own = [one for one in came if may_be_of(one, period)]
        covers = [one for one in own if one.form.subject == "paper"]
        returns = [one for one in own if one.form.subject != "paper"]
        counted = accept(returns, settings.partnerships, period, terms=terms).accepted
        counted |= accept(covers, authors, period, "paper").accepted
        last = counted | last
    return last


def _accepted(
    plan: Plan, contents: Sequence[Return], authors: Sequence[Partnership], unreadable: Sequence[str]
) -> tuple[Acceptance, Acceptance]:
    """Which returns of the partnerships count, and which of the covers."""
    covers = [one for one in contents if one.form.subject == "paper"]
    returns = [one for one in contents if one.form.subject != "paper"]
    return (
        accept(
            returns,
            plan.settings.partnerships,
            plan.settings.period,
            unreadable=unreadable,
            terms=_terms(plan),
        ),
        accept(covers, authors, plan.settings.period, "paper"),
    )


def _terms(plan: Plan) -> Terms:
    settings = plan.settings
    days = settings.returns_due_by_sender()
    return Terms(
        due={one.id: days[one.id] for one in settings.partnerships if one.id in days},
        hold_unsigned=settings.unsigned_returns == HOLD,
        carry_forward=settings.missing_returns == CARRY_FORWARD,
        titles={form.id: form.title for form in plan.forms.values()},
    )


# --- what is found ----------------------------------------------------------------------------


def _findings(
    edition: Edition, settings: Settings, submissions: Sequence[Submission], *decided: Acceptance
) -> list[Finding]:
    """All findings on the returns, with nothing in their words that tells who somebody is."""
    threshold = settings.small_numbers
    found = _on_reading(submissions, *decided)
    answered = {file for acceptance in decided for file in acceptance.whose}
    came = [one.contents for one in submissions if one.contents and one.file in answered]
    on_acceptance = [finding for acceptance in decided for finding in acceptance.findings]
    asked = {finding.address for finding in on_acceptance if finding.address.cell}
    for contents in came:  # those held out too: their senders are told everything at once
        found += (one for one in check(masked(contents, threshold)) if one.address not in asked)
    found += on_acceptance
    found += over_time(_masked(edition, threshold))
    for one, other in (pair for acceptance in decided for pair in acceptance.compared):
        found += differences(one, other, threshold)
    searched = [one.contents for one in _concerning(submissions, *decided) if one.contents]
    return [*discreet(found, threshold), *personal_data(searched, threshold, settings.cleared)]


def _on_reading(submissions: Sequence[Submission], *decided: Acceptance) -> list[Finding]:
    """What was found on reading the files that concern somebody; of an earlier position that is shown, as notes."""
    carried = {one.file for acceptance in decided for one in acceptance.carried.values()}
    found = [finding for one in _concerning(submissions, *decided) for finding in one.findings]
    return [replace(one, level=Level.NOTE) if one.address.file in carried else one for one in found]


def _concerning(submissions: Sequence[Submission], *decided: Acceptance) -> list[Submission]:
    """What the paper draws on and what is held out; not what is superseded, a copy, or of an earlier period."""
    passed_over = {file for acceptance in decided for file in acceptance.passed_over}
    carried = {one.file for acceptance in decided for one in acceptance.carried.values()}
    return [one for one in submissions if one.file not in passed_over - carried]


def _masked(edition: Edition, threshold: int) -> Edition:
    """The edition as a rule may quote it."""
    register = tuple(
        replace(entry, accepted=masked(entry.accepted, threshold) if entry.accepted else None)
        for entry in edition.register
    )
    return replace(edition, register=register)


def unquoted(edition: Edition, threshold: int) -> Edition:
    """The edition as a page for staff may show it: what tells who somebody is starred out, cleared or not."""

    def hidden(contents: Return | None) -> Return | None:
        return masked(contents, threshold, wholly=True) if contents else None

    def entry(one: RegisterEntry) -> RegisterEntry:
        reason, *remarks = (quiet(text, threshold) for text in (one.reason, *one.remarks))
        accepted, carried = hidden(one.accepted), hidden(one.carried)
        return replace(one, accepted=accepted, carried=carried, reason=reason, remarks=tuple(remarks))

    return replace(
        edition, register=tuple(map(entry, edition.register)), covers=tuple(map(entry, edition.covers))
    )


def _safe(returns: Mapping[str, Return], threshold: int) -> dict[str, Return]:
    return {sender: masked(contents, threshold, wholly=True) for sender, contents in returns.items()}


def _quiet(submission: Submission, threshold: int) -> Submission:
    contents = submission.contents
    return replace(submission, contents=masked(contents, threshold)) if contents else submission


def findings_on(submission: Submission, settings: Settings) -> list[Finding]:
    """What is to be said of a return by itself, whoever sent it and for whatever period."""
    found = list(submission.findings)
    if submission.contents is None:
        return discreet(found, settings.small_numbers)
    found += check(masked(submission.contents, settings.small_numbers))
    private = personal_data([submission.contents], settings.small_numbers, settings.cleared)
    own = [one for one in private if one.address.file == submission.file]  # a clearing may be of another file
    return [*discreet(found, settings.small_numbers), *own]
