"""What tells in a text who somebody is: NHS number, date of birth, postcode, telephone number, e-mail address.

Pure functions from a text to the places where such a thing stands, as pairs of start and end. ``label`` is
what the cell is headed; a header such as “Date of birth” says as much as the same words beside the value.
They lean towards finding: a false finding costs one line in config.yaml, a missed one a person's privacy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache

from pipeline.model import MONTHS

Span = tuple[int, int]
Recogniser = Callable[[str, str], list[Span]]

compiled = cache(
    re.compile
)  # what is dear to make is made when it is first needed: many a run needs none of it
HINTS = re.compile(r"[\d@]")
# What NHS and telephone numbers have, postcodes, and dates of birth. Most texts have none of it, which is seen at once.
LONG_NUMBER = re.compile("[0-9](?:[ \u00a0\u2007\u2009\u202f()-]{0,2}[0-9]){8}")
HALF_A_POSTCODE = re.compile("[0-9][A-Za-zſ]{2}")
BIRTH_OR_BORN = re.compile(r"[dD](?i:\.?\s?o\.?\s?b)|[bB](?i:irth|orn)")
SIGNS = (LONG_NUMBER, HALF_A_POSTCODE, BIRTH_OR_BORN)
GAP = "[ \u00a0\u2007\u2009\u202f-]"  # what people type between groups of digits
TEN_DIGITS = (
    rf"(?<![\w£$€+])(?<!\d[.,/:-])(?<!\+\d{GAP})(?<!\+\d\d{GAP})"
    rf"(?:[0-9]{{10}}|[0-9]{{3}}(?P<gap>{GAP})[0-9]{{3}}(?P=gap)[0-9]{{4}})"
    r"(?![\w@%])(?![.,/:-]\d)(?!\s*(?:pounds|GBP|euros?)\b)"
)
NHS_LABEL = re.compile(r"(?i)\bNHS\s*(?:no|numbers?|num|id|#)\b[^0-9\n]{0,15}$")
PATIENT = re.compile(r"(?i)\b(?:NHS\s*(?:no|num|id|#)|CHI|patients?|(?:his|her|their|child's) number)")
REFERENCE = re.compile(
    r"(?i)(?<![\w/])(?:ref(?:erence)?s?|order|invoice|account|a/c|contract|document|doc|purchase|PO|charity|company"
    r"|grant|ISBN|UPRN|tender|asset|licence|bid|code)\.?(?:\s*(?:no|numbers?|num|id|code|#)\b)?[\s.:#()-]*$"
)
TELEPHONE_LABEL = re.compile(r"(?i)\b(?:tel|telephone|phone|mobile|fax)\b[^0-9\n]{0,15}$")
NATIONAL_NUMBER = rf"(?<![\w£$€.,/+-])[1237][0-9]{{2,4}}{GAP}?[0-9]{{3}}{GAP}?[0-9]{{3,4}}(?![\w@])"
TELEPHONE = (
    r"(?<![\w£$€.,/+-])(?P<trunk>(?:\+|00)44[ \u00a0-]?(?:\(0\)[ \u00a0-]?)?\(?|\(?0)"
    r"(?P<rest>[1237](?:[ \u00a0()-]{0,2}[0-9]){8,9})(?![\w@]|[.,/-]\d)"
)
EMAIL = re.compile(r"(?<![\w.!#$%&'’*+/=?^`{|}~-])[\w.!#$%&'’*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")

MONTH = rf"(?:{'|'.join(f'{name[:3]}(?:{name[3:]})?' for name in MONTHS)}|Sept)\.?"
DATE = (
    r"(?:[0-3]?\d[/.\-][01]?\d[/.\-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2}"
    rf"|[0-3]?\d(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{MONTH}[,\s-]+'?(?:\d{{4}}|\d{{2}})"
    rf"|{MONTH}\s+[0-3]?\d(?:st|nd|rd|th)?,?\s+\d{{4}})(?!\d)"
)
DATES = rf"{DATE}(?:[\s,;&]*(?:and\s+)?{DATE})*"
BIRTH = r"(?:\bd\.?\s?o\.?\s?b\b\.?|\bdates?[ -]of[ -]birth\b|\bbirth[ -]?dates?\b|\bbirthday\b)"
# A cohort is no person: “babies born on 3 March” counts the work of a day.
COHORT = re.compile(
    r"(?i)\b(?:babies|children|infants|people|those|women|men|patients|pupils|cohort|anyone|everyone|all)"
    r"(?:\s+(?:who\s+)?(?:were|are))?\s+$"
)
OF_BIRTH = (
    rf"(?i)(?P<label>{BIRTH}|\bborn\b)[\s:=(–-]*(?:(?:is|was|on|the|of)\s+){{0,3}}(?P<after>{DATES})"
    rf"|(?P<before>(?<!\d){DATE})[\s,:(–-]*(?:is\s+)?(?:(?:the|her|his|their)\s+)?{BIRTH}"
)
BIRTH_LABEL = re.compile(f"(?i){BIRTH}")
ANY_DATE = f"(?i){DATE}"
A_DATE = rf"(?i)(?<![\w/.-]){DATE}"

# Areas in use: Office for National Statistics, National Statistics Postcode Lookup, and the islands' own.
AREAS = frozenset(
    "AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN"
    " EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N"
    " NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN"
    " TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
# The format and its letters: the government's Bulk Data Transfer schema, PostCodeType (after BS 7666).
POSTCODE = (
    r"(?i)(?<![\w/@.-])(?:(?P<area>[A-PR-UWYZ][A-HK-Y]?)(?:[0-9]{1,2}|[0-9][A-HJKPMNRSTUVWXY])|GIR)"
    r"(?P<gap>[ \u00a0]{0,2})[0-9](?P<unit>[ABD-HJLNP-UW-Z]{2})(?![\w@])"
)
NOT_UNITS = frozenset({"st", "nd", "rd", "th", "yr", "hr", "pp", "ft"})  # “in w1 2nd place” is no address


def nhs_numbers(text: str, label: str = "") -> list[Span]:
    """NHS numbers: ten digits, together or grouped 3-3-4, that pass modulus 11.

    About 9% of all ten-digit numbers pass, so the words around decide too: what follows “telephone”, or ungrouped
    “reference” or “invoice”, is none unless a patient is spoken of; a leading 0 wants such a word. Right after
    “NHS number” ten digits count even when the check fails: they are one that was mistyped.
    """
    if not LONG_NUMBER.search(text):
        return []
    return [
        match.span() for match in compiled(TEN_DIGITS).finditer(text) if _is_nhs_number(match, text, label)
    ]


def _is_nhs_number(match: re.Match[str], text: str, label: str) -> bool:
    digits = re.sub(r"\D", "", match[0])
    before = _before(match, text)
    if NHS_LABEL.search(before) or NHS_LABEL.search(label):
        return True
    if not passes_modulus_11(digits) or len(set(digits)) == 1:
        return False
    if PATIENT.search(before) or PATIENT.search(label):
        return True
    telephone = TELEPHONE_LABEL.search(before) or TELEPHONE_LABEL.search(label)
    return not telephone and digits[0] != "0" and bool(match["gap"] or not REFERENCE.search(before))


def passes_modulus_11(digits: str) -> bool:
    """Whether ten digits end in their check digit (NHS Data Dictionary, NHS NUMBER: weights 10 to 2, modulus 11)."""
    # With weight 1 for the check digit the whole sum is a multiple of 11; a remainder of 1 would want the digit 10.
    return sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


def dates_of_birth(text: str, label: str = "") -> list[Span]:
    """Dates beside words such as “DOB”, “date of birth” or “born”, or under a header that says so."""
    if _of_birth(label):
        return [match.span() for match in compiled(A_DATE).finditer(text)]
    if not BIRTH_OR_BORN.search(text):
        return []
    found = []
    for match in compiled(OF_BIRTH).finditer(text):
        if (match["label"] or "").lower() == "born" and COHORT.search(_before(match, text)):
            continue
        start, end = match.span("after" if match["after"] else "before")
        found += [one.span() for one in compiled(ANY_DATE).finditer(text, start, end)]
    return found


def postcodes(text: str, _: str = "") -> list[Span]:
    """Full postcodes of areas that exist. In small letters they need their space, or any code would look like one."""
    if not HALF_A_POSTCODE.search(text):
        return []
    return [match.span() for match in compiled(POSTCODE).finditer(text) if _is_postcode(match)]


def _is_postcode(match: re.Match[str]) -> bool:
    if match["area"] and match["area"].upper() not in AREAS:
        return False
    return match[0].isupper() or (bool(match["gap"]) and match["unit"].lower() not in NOT_UNITS)


def telephones(text: str, label: str = "") -> list[Span]:
    """Telephone numbers that start 01, 02, 03, 07 or +44; where the label says so, also without the 0 that Excel drops."""
    if not LONG_NUMBER.search(text):
        return []
    found = [
        match.span() for match in compiled(TELEPHONE).finditer(text) if _is_telephone(match, text, label)
    ]
    for match in compiled(NATIONAL_NUMBER).finditer(text):
        if TELEPHONE_LABEL.search(label) or TELEPHONE_LABEL.search(_before(match, text)):
            found.append(match.span())  # noqa: PERF401 - the condition is easier to read on its own
    return found


def _is_telephone(match: re.Match[str], text: str, label: str) -> bool:
    """Nine digits after the 0 only with 01, groups of three and more, and no word such as “reference” before."""
    digits = re.sub(r"\D", "", match["rest"])
    groups = re.findall(r"\d+", match["rest"] if match["trunk"].lstrip("(") != "0" else f"0{match['rest']}")
    grouped = all(len(group) >= 3 for group in groups[1:]) and (len(groups[0]) >= 3 or "44" in match["trunk"])
    before = _before(match, text)
    return (
        grouped
        and (len(digits) == 10 or digits[0] == "1")
        and not (REFERENCE.search(before) or REFERENCE.search(label))
    )


def emails(text: str, _: str = "") -> list[Span]:
    """E-mail addresses."""
    return [match.span() for match in EMAIL.finditer(text)] if "@" in text else []


def _before(match: re.Match[str], text: str) -> str:
    """The words just before a match; further back they speak of something else."""
    return text[max(0, match.start() - 40) : match.start()]


def may_identify(text: str, label: str = "") -> bool:
    """Whether a text has what some identifier has: most have no digit and no sign of an e-mail address, or nothing like one."""
    if not HINTS.search(text):
        return False
    return "@" in text or any(sign.search(text) for sign in SIGNS) or _of_birth(label)


@lru_cache  # asked for each cell of a column
def _of_birth(label: str) -> bool:
    return BIRTH_OR_BORN.search(label) is not None and BIRTH_LABEL.search(label) is not None


RECOGNISERS: tuple[Recogniser, ...] = (nhs_numbers, dates_of_birth, postcodes, telephones, emails)


def starred(text: str, spans: Iterable[Span]) -> str:
    """``text`` with a star in place of each character of ``spans``."""
    hidden = {position for start, end in spans for position in range(start, end)}
    if not hidden:
        return text
    return "".join("*" if position in hidden else sign for position, sign in enumerate(text))


def without_identifiers(text: str) -> str:
    """``text`` with every identifier starred out, for messages that quote what somebody typed."""
    return starred(text, _all(text))


def _all(text: str) -> Iterator[Span]:
    for recognise in RECOGNISERS if may_identify(text) else ():
        yield from recognise(text, "")
