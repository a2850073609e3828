"""Which of a sender's returns counts, and what is said where none came.

The highest version counts, then the one approved last, then the one saved last; where that does not decide, none of
them does (``versions`` holds the rule). A late return counts, and is said to be late.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Address, Finding, Level, Partnership, Period, Return, Rule, in_words, replace
from pipeline.rules.decision import Acceptance, Terms
from pipeline.rules.versions import because, lateness, originals, signed_off, the_one_that_counts, version_of

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


def without_copies(returns: Iterable[Return], result: Acceptance) -> list[Return]:
    """The returns without those that are byte for byte the same as another; that one is noted, and they are passed over."""
    kept, copies = originals(returns)
    for file, first in copies.items():
        result.findings.append(COPY.found(Address(file), file=first))
        result.passed_over.add(file)
    return kept


def choose(sender: Partnership, came: Sequence[Return], terms: Terms, result: Acceptance) -> None:
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
    result.remarks[sender.id] = (*remarks_on(best), *((label,) if label else ()))
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


def remarks_on(contents: Return) -> tuple[str, ...]:
    """The register's remarks on a return: that it is not signed off."""
    return () if signed_off(contents) else ("Not signed off.",)


def missing(sender: Partnership, subject: str, period: Period, terms: Terms, result: Acceptance) -> Finding:
    """That no return of a sender came, when it was due, and what the paper shows meanwhile."""
    rule = NOT_RECEIVED if subject == "partnership" else NO_COVER
    last_day = terms.due.get(sender.id)
    due = f" It was due on {in_words(last_day)}." if last_day else ""
    earlier = result.carried[sender.id].period if sender.id in result.carried else None
    meanwhile = f"shows the position at {earlier.title}" if earlier else "says that it is missing"
    found = rule.found(Address("inputs"), name=sender.name, period=period.title, due=due, meanwhile=meanwhile)
    return replace(found, sender=sender.id)


def excuse(came: Iterable[Return], result: Acceptance) -> None:
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
