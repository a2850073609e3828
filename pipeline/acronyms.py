"""Acronyms in running text: which are spelt out where they first stand, which stand unexplained."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

PLACEHOLDERS = frozenset({"TBA", "TBC", "TBD"})  # a rule of its own asks what is to stand there
ACRONYM = re.compile(
    r"(?<![\w&@/.\-–])(?=[A-Z&]{2,8}s?(?![\w&]))([A-Z]+(?:&[A-Z]+)*)s?(?![\w&@/]|[-–]\w|\.\w)"
)
CAPITALS = re.compile("[A-Z][A-Z&]")  # what any acronym has, and few texts
LONGEST = 6  # capitals of an acronym
ROMAN = re.compile(r"[IVX]+")
SENTENCE = re.compile(r"[^.!?\n]+")
NEW_SENTENCE = re.compile(r"(?:^|[.!?][”’\")]?\s+|\n)\s*\Z")
SHORTENED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|incl)\.\s*\Z", re.IGNORECASE)
PREPOSITION = re.compile(r"\s(?:of|for|in|with|at|to|on|from|by)\s")
IRREGULAR = {"child": "children", "person": "people", "man": "men", "woman": "women"}
PLURALS = ("children", "people", "men", "women")


class Use(Struct, frozen=True):
    """Where an acronym stands in a text, and the words to put before and after it.

    Both are empty where the text spells it out already.
    """

    acronym: str
    start: int
    end: int
    before: str = ""
    after: str = ""


def first_uses(text: str, meanings: Mapping[str, str]) -> Iterator[Use]:
    """The first place of each acronym in a text at which it can be spelt out, or is; in order."""
    if not any(acronym in text for acronym in meanings):
        return
    words = "|".join(re.escape(acronym) for acronym in sorted(meanings, key=len, reverse=True))
    known = re.compile(rf"(?<![\w&@/.\-–])({words})(s?)([’']s)?(?![\w&@/]|[-–]\w|\.\w|[’']\w)")
    loud = list(_loud(text))
    seen = set[str]()
    for match in known.finditer(text):
        shouted = any(start <= match.start() < end for start, end in loud)
        if match[1] in seen or shouted or (match[2] and text[match.end() :][:1] in {"’", "'"}):
            continue
        seen.add(match[1])
        yield _use(text, match, meanings[match[1]])


def _use(text: str, match: re.Match[str], meaning: str) -> Use:
    """How an acronym is spelt out where it stands."""
    start, end = match.span()
    if spelt_out(text, start, end, meaning):
        return Use(match[1], start, end)
    words = (plural(meaning) if match[2] else meaning) + (match[3] or "")
    if _other_article(text[:start], words):
        return Use(match[1], start, end, "", f" ({words})")
    if NEW_SENTENCE.search(text[:start]) and not SHORTENED.search(text[:start]):
        words = words[:1].upper() + words[1:]
    if text[:start].endswith("(") and text[end:].startswith(")"):
        return Use(match[1], start, end, f"{words}, ")
    return Use(match[1], start, end, f"{words} (", ")")


def spelt_out(text: str, start: int, end: int, meaning: str = "") -> bool:
    """Whether a text says beside an acronym what it stands for, in these words or in its own."""
    words = r"\s+".join(map(re.escape, meaning.split()))
    either = rf"(?:{words}|{re.escape(plural(meaning))})" if meaning else r"(?!)"
    if re.search(rf"\b{either}(?:[’']?s?[’']?)?\s*[(\[,]\s*\Z", text[:start], re.IGNORECASE):
        return True
    if re.match(rf"\s*[(\[–—:,-]\s*(?:the\s+)?{either}", text[end:], re.IGNORECASE):
        return True
    bracketed = text[:start].endswith("(") and text[end:].startswith(")")
    return bool(bracketed and _initials(text[: start - 1], re.sub("[^A-Z]", "", text[start:end])))


def _initials(before: str, letters: str) -> bool:
    """Whether the words before a bracket begin with these letters in order: ``joint needs assessment (JNA)``."""
    words = re.findall(r"\w+", before)[-2 * len(letters) :]
    left = list(letters.lower())
    for word in reversed(words):
        if left and word[0].lower() == left[-1]:
            left.pop()
    return not left


def plural(meaning: str) -> str:
    """Words for several: ``local authorities``, ``members of parliament``; what is so already stays."""
    at = PREPOSITION.search(meaning)
    head, rest = (meaning[: at.start()], meaning[at.start() :]) if at else (meaning, "")
    last = head.rpartition(" ")[2].lower()
    if last in IRREGULAR:
        head = head[: len(head) - len(last)] + IRREGULAR[last]
    elif re.search("[^aeiou]y$", last):
        head = head[:-1] + "ies"
    elif re.search("(ss|x|ch|sh)$", last):
        head += "es"
    elif not last.endswith(("s", *PLURALS)):
        head += "s"
    return head + rest


def _other_article(before: str, words: str) -> bool:
    """Whether the article that a text has before an acronym does not fit its words: “an LAC”, a looked after child."""
    article = re.search(r"\b(an?)\s+\Z", before, re.IGNORECASE)
    return bool(article and (article[1].lower() == "an") != (words[:1].lower() in "aeiou"))


def _loud(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of two words and more in capitals alone, in which nobody can tell an acronym."""
    for sentence in SENTENCE.finditer(text):
        words = re.findall(r"[^\W\d_]+(?:&[^\W\d_]+)*", sentence[0])
        if len(words) > 1 and all(word.isupper() for word in words):
            yield sentence.span()


def unexplained(texts: Iterable[tuple[str, Callable[[], bool]]], known: Collection[str]) -> dict[str, int]:
    """The acronyms that are neither known nor spelt out where they first stand, with the number of that text.

    Each text comes with what says whether it is asked about, which is worked out only where that matters; the others,
    such as headings, only explain. The acronyms are in the order in which they first stand.
    """
    found: dict[str, int] = {}
    explained = {*known, *PLACEHOLDERS}
    for number, (text, asked) in enumerate(texts):
        for match in _acronyms(text):
            word = match[1]
            if word in explained or word in found:
                continue
            if spelt_out(text, *match.span()):
                explained.add(word)
            elif asked():
                found[word] = number
    return found


def acronyms_in(text: str) -> set[str]:
    """Every acronym that stands in a text."""
    return {match[1] for match in _acronyms(text)}


def _acronyms(text: str) -> Iterator[re.Match[str]]:
    matches = list(ACRONYM.finditer(text)) if CAPITALS.search(text) else []
    loud = list(_loud(text)) if matches else []
    for match in matches:
        shouted = any(start <= match.start() < end for start, end in loud)
        if not (shouted or ROMAN.fullmatch(match[1]) or len(match[1].replace("&", "")) > LONGEST):
            yield match
