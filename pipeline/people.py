"""Counts of people in plain text that are so small that they may tell who is meant.

Patients, children, families and the like are counted; staff are not, because papers report posts and
appointments by number as a matter of course. Deaths, stillbirths, suicides, admissions and referrals stand for a
person each. The functions give the places of the numbers, as pairs of start and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from pipeline.identifiers import Span, compiled, starred, without_identifiers
from pipeline.model import MONTHS

WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
NUMBER = rf"(?P<number>[0-9]{{1,9}}|{'|'.join(sorted(WORDS, key=len, reverse=True))})"
# No part of a decimal, a sum of money, a ratio, a year such as 2018/19, a range or a word.
ALONE = r"(?<![\w£$€+*])(?<!\d[.,:/])(?<!\w[-–—−])(?<!\w'|\w’)"
GAP = "[ \\u00a0\\t\\n]+"
ONE = (
    "child|patient|baby|infant|toddler|newborn|neonate|pupil|student|adult|adolescent|teenager|youngster|boy|girl|woman"
    "|man|mother|father|mum|dad|parent|carer|resident|client|sibling|inpatient|outpatient|refugee|service user"
)
SEVERAL = (
    "children|patients|babies|infants|toddlers|newborns|neonates|pupils|students|adults|adolescents|teenagers"
    "|youngsters|boys|girls|women|men|mothers|fathers|mums|dads|parents|carers|residents|clients|siblings|inpatients"
    "|outpatients|refugees|service users|people|persons|individuals|families|deaths|stillbirths|suicides|admissions"
    "|referrals|detentions"
)
MANY = rf"{SEVERAL}|under[- ]?(?:fives|5s|18s)"
SINGLE = f"{ONE}|person|individual|family|death|stillbirth|suicide"

BETWEEN = rf"(?P<between>(?:[A-Za-z][\w'’-]*{GAP}){{0,3}}?)"
# What follows a number is looked at without being used up: in “one of two children” the second number counts.
COUNTED = rf"(?i){ALONE}{NUMBER}(?=(?:\s*\([\w ]{{1,9}}\))?{GAP}{BETWEEN}(?:(?P<many>{MANY})|(?P<one>{SINGLE}))(?![\w'’-]))"
COUPLE = rf"(?i)\b(?P<number>couple|pair){GAP}of{GAP}(?={BETWEEN}(?P<many>{MANY})(?![\w'’-]))"
SOMEBODY = (  # in small letters
    rf"(?P<number>a(?<!\w.)(?:n?|{GAP}single))(?={GAP}{BETWEEN}(?P<one>{ONE}){GAP}"
    rf"(?:was|had|died|waited|remains|fell|absconded|has{GAP}(?:been|died|waited|had|not)|is{GAP}(?:still|currently|now))\b)"
)
LOW = (
    rf"(?i)\b(?:numbers?\b[^.;\n]{{0,25}}\b(?:low|small)|few{GAP}(?:{MANY}))\b[^.;\n0-9]{{0,30}}?"
    rf"(?:\b(?:currently|now|only|just|at|with|is|are)\s|[,:(=–-])\s*(?:(?:only|just|currently|now)\s+)?{ALONE}{NUMBER}"
    r"(?=\s*(?:$|[.,;)\n])|\s+(?:in|on|at|so|this|for|and|but|as|were|was)\b)"
)
LABELLED = (
    rf"(?im)(?:^|[.;(•]\s*|\b(?:number|count|total)\s+of\s+)(?:[A-Za-z][\w-]*{GAP}){{0,2}}(?:{MANY})"
    rf"(?:[ \u00a0][A-Za-z][\w'’-]*){{0,4}}?\s*"
    rf"(?:[:=]|\b(?:is|was|were|are|fell to|rose to|stands at|remains(?: at)?))\s*(?:(?:currently|now|only|just)\s+)?"
    rf"{ALONE}{NUMBER}(?=\s*(?:$|[;\n]|\.\s*(?:$|\n)|,\s|\)(?!\s*\w)))"
)
CASELOAD = (
    rf"(?i)(?:\bn\s?=\s?|\b(?:caseload|cohort|waiting list)\s+(?:(?:of|is|was|at|stands at|now|currently|only|just)\s+){{1,3}})"
    rf"{ALONE}{NUMBER}(?=\s*(?:$|[.,;)\n]))"
)

# “Of the 12 children 4 are waiting”, “9 patients, of whom two died”.
PART = (
    rf"(?i)\bof{GAP}(?:the|these|those|our){GAP}(?:[0-9]+|{'|'.join(WORDS)}){GAP}{BETWEEN}(?:{MANY})\b[^.;\n]{{0,60}}?"
    rf"{ALONE}{NUMBER}{GAP}(?:is|are|was|were|has|have|had|remain|died|waited|left)\b"
)
OF_WHOM = rf"(?i)\bof{GAP}whom{GAP}(?:(?:only|just){GAP})?{NUMBER}\b(?!\s*(?:%|per\b))"
TOLD = {  # with words of which a text that it fits has one in any case
    LOW: ("number", "few"),
    LABELLED: (":", "=", "is", "was", "were", "are", "fell", "rose", "stands", "remains"),
    CASELOAD: ("caseload", "cohort", "waiting list", "="),
    PART: ("of",),
    OF_WHOM: ("whom",),
}
MEASURE = rf"(?i)(?:(?:the )?(?:number|count|total) of )?{BETWEEN}(?:{MANY})(?![\w'’-])"

# Words that stand between a number and people only where the number counts something else.
NOT_DESCRIBING = frozenset(
    "a an the and or nor but of for in to into with by from on at as than that which who whom where when was were are"
    " is be been have had will can may must should per cent percent million billion thousand hundred dozen k m x times"
    " year month week day hour minute night mile staff team nurse worker midwife doctor see treat serve reach help"
    " support between under over not our their".split()
) | {name.lower() for name in MONTHS} | {name[:3].lower() for name in MONTHS}  # fmt: skip
ENDS_LIKE_A_PLURAL = frozenset(
    {"homeless", "previous", "various", "serious", "stateless", "anxious", "penniless"}
)
ENDS_LIKE_A_VERB = frozenset({"waiting", "breastfeeding", "expecting", "remaining", "missing", "existing"})
NOT_A_COUNT_AFTER = (
    r"(?i)(?:(?<!this )(?<!last )(?<!past )(?<!each )(?<!the )\b(?:phase|stage|tier|level|band|year|group|grade|week|day"
    r"|month|quarter|priority|objective|category|class|type|step|section|table|figure|fig|page|part|wave|cohort|ward"
    r"|room|unit|item|option|no|number|version|appendix|under|over|above|every|more than|up to|maximum of|at most"
    r"|capacity (?:of|for)|targets?(?: of| is)?|goal of|aims? of|groups? of|(?:places?|room|space|beds?) for|(?:famil(?:y|ies)|mothers|parents|households|women) with)\.?"
    r"|\bage[sd]?\b[^.;\n]{0,12}|(?:\d|\b(?:one|two|three|four))\s+in(?:\s+every)?)[\s:]*$"
)
NOT_A_COUNT_BEFORE = (
    r"(?i)\s*(?:per\b|(?:an?|each|every)\s+(?:day|night|week|month|quarter|year|session|shift|clinic|time)\b|at a time\b"
    r"|daily\b|weekly\b|monthly\b|(?:service|centre|hub|home|hospital|ward|team|unit|clinic|forum|network|board|worker"
    r"|nurse|commissioner|lead|programme|project|pathway|directorate|school|partnership|collaborative|group)s?\b)"
)
AFTER_ONE = (
    r"(?i)\s*(?:$|[.,;:!?)\n–])|\s+(?:was|is|were|has|had|have|will|with|who|whose|that|in|on|at|from|to|and|or|but"
    r"|aged|over|under|still|currently|now|remains?|waits?|fell|left|died|of|by|for|(?!centred|based)\w+(?:ed|ing))\b"
)
# “If a child is seen late”, “support for a patient who was”: nobody in particular.
NOBODY = re.compile(
    r"(?i)\b(?:if|when|whenever|where|once|before|after|until|unless|that|which|whether|as|how|time|because|since|for|of"
    r"|with|in|than|like|ensures?|ensuring|every|each|per)\s+$"
)
NOT_BARE = re.compile(
    rf"(?i)\s*(?:%|per\b|(?:weeks?|wks?|days?|months?|years?|hours?|{'|'.join(MONTHS)}|st|nd|rd|th)\b)"
)


def _beginning(words: Iterable[str]) -> str:
    """A pattern for what starts like one of ``words``, after what is no small letter: most of a text is passed over at a glance."""
    by_sign = groupby(sorted(words), itemgetter(0))
    words_by_sign = (f"{sign}(?:{'|'.join(word[1:] for word in each)})" for sign, each in by_sign)
    return f"[^a-z](?:{'|'.join(words_by_sign)})"


# Few texts tell of people in numbers, and patterns that ignore case are slow. So a text in small letters is first
# looked through for what any count has beside it, and then for numbers.
BESIDE = f"{SEVERAL}|{SINGLE}|under|number|few|caseload|cohort|waiting list|whom"
HINTS = re.compile(_beginning([*BESIDE.split("|"), r"n\s?="]))
NUMBERS = re.compile(_beginning([*"0123456789", *WORDS, "couple", "pair"]))
ANY_COUNT = 10**9  # a threshold that no count of people reaches


def small_counts(text: str, threshold: int) -> list[Span]:
    """The counts of people from 1 up to ``threshold`` (not with it) in a sentence, in digits or words."""
    lowered = _lowered(text)
    spaced = f" {lowered}"  # so that its first word has something before it, as the others have
    if not HINTS.search(spaced):
        return []
    found = list(_somebody(text, lowered))
    if numbers := [match.start() for match in NUMBERS.finditer(spaced)]:
        found += [*_counted(text, numbers), *_told(text, lowered)]
    small = {match.span("number") for match in found if 0 < _count(match["number"]) < threshold}
    return sorted(small)


def _lowered(text: str) -> str:
    """A text in small letters, as patterns that ignore case take them: three more signs are an i or s to them."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


def bare_counts(text: str, threshold: int) -> list[Span]:
    """The small numbers in a cell that counts people by its column or row; no per cent, no weeks, no dates."""
    return [
        match.span("number")
        for match in re.finditer(rf"(?i){ALONE}{NUMBER}(?![\w*]|[.,:/]\d)", text)
        if 0 < _count(match["number"]) < threshold and not NOT_BARE.match(text, match.end())
    ]


def counts_people(name: str) -> bool:
    """Whether a measure counts people by its name: “Number of young people waiting”, “Children seen late”."""
    match = compiled(MEASURE).match(name)
    return match is not None and _describes(match["between"])


def _count(number: str) -> int:
    word = number.lower()
    if word.isdecimal():
        return int(word)
    return WORDS.index(word) + 1 if word in WORDS else 2 if word in ("couple", "pair") else 1


def _counted(text: str, numbers: Iterable[int]) -> Iterator[re.Match[str]]:
    """Those of the ``numbers`` that have people after them: “3 young children”, “one patient waited”."""
    matches = (compiled(pattern).match(text, at) for at in numbers for pattern in (COUNTED, COUPLE))
    for match in filter(None, matches):
        if not _describes(match["between"]) or compiled(NOT_A_COUNT_AFTER).search(_before(match, text)):
            continue
        many = match["many"] is not None
        end = match.end("many" if many else "one")
        one = not many and _count(match["number"]) == 1 and compiled(AFTER_ONE).match(text, end)
        if (one or (many and not _heading(match, text))) and not compiled(NOT_A_COUNT_BEFORE).match(
            text, end
        ):
            yield match


def _before(match: re.Match[str], text: str) -> str:
    return text[max(0, match.start() - 60) : match.start()]


def _heading(match: re.Match[str], text: str) -> bool:
    """Whether a line starts like a numbered heading: “2 Children and Young People”."""
    goes_on = re.compile(r"\s*(?:and|&|,)\s").match(text, match.end("many"))
    at_start = text[max(0, match.start() - 1) : match.start()] in ("", "\n")
    return bool(at_start and goes_on and match["number"].isdecimal() and match["many"][0].isupper())


def _describes(between: str) -> bool:
    """Whether the words between a number and people only say more about the people."""
    return not any(
        word in NOT_DESCRIBING
        or (word.endswith("s") and not word.endswith("ss") and word not in ENDS_LIKE_A_PLURAL)
        or (word.endswith("ing") and word not in ENDS_LIKE_A_VERB)
        for word in between.lower().split()
    )


def _told(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """Numbers of people told in other ways: “Children: 3”, “of whom two died”."""
    for pattern, words in TOLD.items():
        if any(word in lowered for word in words):
            yield from compiled(pattern).finditer(text)


def _somebody(text: str, lowered: str) -> Iterator[re.Match[str]]:
    """One person of whom something is told: “a child died”, “a patient has waited”."""
    for match in compiled(SOMEBODY).finditer(lowered):
        if _describes(text[slice(*match.span("between"))]) and not NOBODY.search(_before(match, text)):
            yield match


def quotable(text: str) -> str:
    """A text that a message may quote, and cut short: identifiers and any count of people are starred out.

    It is starred before it is cut, because half a value would be recognised no more.
    """
    return without_identifiers(starred(text, small_counts(text, ANY_COUNT)))
