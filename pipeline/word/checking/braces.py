"""A line of a template → its tags, and what was meant to be one and is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from pipeline.model import Level, Rule
from pipeline.word.checking.flaws import Line, Mistake, shortened
from pipeline.word.tags import TAG, letters, straightened

BRACES = Rule(
    "template-tag-braces",
    Level.ERROR,
    "“{typed}” is not a tag: {fault}.",
    "In Word, type {wanted} in its place.",
    why="A tag begins and ends with two signs that stand together. What does not is printed in the paper as it is.",
)
UNCLOSED = Rule(
    "template-tag-unclosed",
    Level.ERROR,
    "The tag “{typed}” has no end.",
    "Type {end} where the tag ends, in the same paragraph.",
    why="Without its end nobody can tell where a tag stops and the words begin.",
)
UNOPENED = Rule(
    "template-tag-unopened",
    Level.ERROR,
    "“{typed}” ends a tag that begins nowhere.",
    "Type {start} where the tag begins, in the same paragraph, or delete {end}.",
    why="Without its beginning a tag is printed in the paper as it is.",
)
SPLIT = Rule(
    "template-tag-split",
    Level.ERROR,
    "The tag “{typed}” begins in one paragraph and ends in another.",
    "Click at the end of “{first}” and press Delete until the whole tag stands in one paragraph.",
    why="A tag that runs over the end of a paragraph joins the two paragraphs, or tears a table.",
)
STRAY = Rule(
    "template-tag-stray-brace",
    Level.ERROR,
    "“{typed}” has a brace too many.",
    "Delete it, so that {wanted} is left.",
    why="The brace that is left over would stand in the paper.",
)
PREFIX = re.compile(r"(tr|tc|p|r)\s+")
LOOKALIKES = str.maketrans("｛｝％❴❵⦃⦄﹛﹜", "{}%{}{}{}")
# What was meant to be a tag: the pattern, and what is wrong with it in words.
MENDABLE = (
    (re.compile(r"\{[ \u00a0]+[{%#][^{}]*[}%#][ \u00a0]*\}|\{[{%#][^{}]*[}%#][ \u00a0]+\}"), "there is a space between its braces"),
    (re.compile(r"\{\{[^{}]*%\}|\{%[^{}]*\}\}"), "it begins as one kind of tag and ends as another"),
    (re.compile(r"\{\{[^{}]*\}(?!\})"), "its last brace is missing"),
    (re.compile(r"\{%[^{}%]*\}"), "the % before its last brace is missing"),
    (re.compile(r"\{%[^{}%]*%(?!\})"), "its last brace is missing"),
    (re.compile(r"(?<!\{)\{[^{}%#][^{}]*\}\}"), "its first brace is missing"),
    (re.compile(r"(?<!\{)%[^{}%]*%\}"), "its first brace is missing"),
)  # fmt: skip
BLOCKS = ("for", "if", "macro", "call", "filter", "with", "autoescape", "set", "raw", "block")
KEYWORDS = (
    *BLOCKS,
    *(f"end{block}" for block in BLOCKS),
    "else",
    "elif",
    "include",
    "import",
    "from",
    "extends",
)
ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
STARTS = {end: start for start, end in ENDS.items()}


class Tag(Struct, frozen=True, eq=False):
    """A tag: the line that it stands in, how it is written, its kind, its prefix and its words.

    ``mended``: it is not one as it is written, and this is what was meant.
    """

    line: Line
    typed: str
    start: int
    kind: str
    prefix: str
    words: str
    mended: bool = False

    @property
    def keyword(self) -> str:
        """The first word of a tag that does something: for, if, endfor; '' for one that prints."""
        found = re.match(r"\w+", self.words) if self.kind == "{%" else None
        return found[0] if found else ""

    @property
    def run(self) -> Any:
        """The run in which the tag begins."""
        signs = letters(self.line.element)
        return signs[self.start][1].getparent() if self.start < len(signs) else None


def tags_of(
    line: Line, following: Line | None = None, *, after_split: bool = False
) -> tuple[list[Tag], list[Mistake]]:
    """The tags of a line in their order, also those that were only meant to be, and what is wrong with these.

    ``after_split``: the line before began a tag that ends in this one.
    """
    tags: list[Tag] = []
    mistakes: list[Mistake] = []
    rest = line.words.translate(LOOKALIKES)
    looks = line.words != rest
    for found in TAG.finditer(rest):
        typed = line.words[found.start() : found.end()]
        tags.append(_tag(line, found.start(), typed, found[0]))
        if looks and typed != found[0] and TAG.fullmatch(typed) is None:
            mistakes.append(_mended(line, typed, "its braces are not those of the keyboard", found[0]))
        elif stray := _stray(rest, found):
            mistakes.append(Mistake(STRAY, line, {"typed": shortened(stray), "wanted": shortened(found[0])}))
    rest = re.sub(rf"\{{?(?:{TAG.pattern})\}}?", lambda found: " " * len(found[0]), rest, flags=re.DOTALL)
    for pattern, fault in MENDABLE:
        for found in pattern.finditer(rest):
            wanted = _whole(found[0])
            tags.append(_tag(line, found.start(), found[0], wanted, mended=True))
            mistakes.append(_mended(line, found[0], fault, wanted))
        rest = pattern.sub(lambda found: " " * len(found[0]), rest)
    begun = _begun(line, rest, following)
    mistakes += [*_unopened(line, rest, after_split=after_split), *begun[1]]
    return sorted([*tags, *begun[0]], key=lambda tag: tag.start), mistakes


def _tag(line: Line, start: int, typed: str, whole: str, *, mended: bool = False) -> Tag:
    inner = straightened(whole[2:-2])
    prefix = PREFIX.match(inner)
    words = inner[prefix.end() :] if prefix else re.sub(r"^[-+]|[-+]$", "", inner)
    return Tag(line, typed, start, whole[:2], prefix[1] if prefix else "", words.strip(), mended)


def _whole(typed: str) -> str:
    """What was meant: the same words between whole braces."""
    words = typed.strip("{}% \u00a0")
    prefix = PREFIX.match(words)
    rest = words[prefix.end() :] if prefix else words
    doing = re.match(r"\w+", rest)
    if doing and doing[0] in KEYWORDS:
        return f"{{%{words} %}}" if prefix else f"{{% {words} %}}"
    return f"{{{{ {words} }}}}"


def _mended(line: Line, typed: str, fault: str, wanted: str) -> Mistake:
    return Mistake(BRACES, line, {"typed": shortened(typed), "fault": fault, "wanted": shortened(wanted)})


def _stray(words: str, found: re.Match[str]) -> str:
    """The tag with the brace that stands too near to it; '' where none does."""
    before = "{" if words[: found.start()].endswith("{") else ""
    after = "}" if words[found.end() :].startswith("}") else ""
    return before + found[0] + after if before or after else ""


def _begun(line: Line, rest: str, following: Line | None) -> tuple[list[Tag], list[Mistake]]:
    """A tag that begins in a line and does not end in it."""
    opened = re.search(r"\{[{%#]", rest)
    if not opened:
        return [], []
    typed, end = rest[opened.start() :], ENDS[opened[0]]
    if following is not None and _continues(following, end):
        whole = f"{typed.strip()} {following.words[: following.words.find(end) + 2].strip()}"
        mistake = Mistake(SPLIT, line, {"typed": shortened(whole), "first": shortened(typed)})
        return [_tag(line, opened.start(), whole, whole, mended=True)], [mistake]
    mistake = Mistake(UNCLOSED, line, {"typed": shortened(typed), "end": end})
    return [_tag(line, opened.start(), typed, f"{typed} {end}", mended=True)], [mistake]


def _unopened(line: Line, rest: str, *, after_split: bool) -> Iterator[Mistake]:
    """An end without a beginning, unless it ends what the line before began."""
    closed = re.search(r"[}%#]\}", re.split(r"\{[{%#]", rest)[0])
    if closed and not after_split:
        typed = rest[: closed.end()]
        yield Mistake(
            UNOPENED, line, {"typed": shortened(typed), "end": closed[0], "start": STARTS[closed[0]]}
        )


def _continues(following: Line, end: str) -> bool:
    """Whether a line holds the end of a tag that began before it."""
    at = following.words.find(end)
    return at >= 0 and not re.search(r"\{[{%#]", following.words[:at])
