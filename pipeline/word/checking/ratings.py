"""Ratings that would be shown without their word, or whose cell would not be filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.model import Level, Rule
from pipeline.word.cells import cell_of
from pipeline.word.checking.braces import Tag
from pipeline.word.checking.flaws import Mistake
from pipeline.word.checking.scope import Ref
from pipeline.word.tags import TAG, words_of

WITHOUT_WORD = Rule(
    "template-rating-without-word",
    Level.ERROR,
    "“{tag}” uses the colour of {name} without its word.",
    "Write {{{{ {name} }}}} alone in its paragraph of the cell: the program prints the word and fills the cell.",
    why="Colour alone says nothing to readers who cannot tell colours apart, who listen, or who print in black and white.",
)
NUMBER = Rule(
    "template-rating-colour-printed",
    Level.ERROR,
    "“{tag}” would print the number of a colour.",
    "Delete it: the program fills the cell in which {{{{ {name} }}}} stands alone.",
    why="A colour's number says nothing to anybody who reads a paper.",
)
NOT_FILLED = Rule(
    "template-rating-not-filled",
    Level.WARNING,
    "“{tag}” shares its paragraph with other words, so its cell is not filled in the rating's colour.",
    "Put it into a paragraph of its own in the cell, or, if no colour is wanted, leave it.",
    why="A cell takes a rating's colour only where the rating stands alone.",
)
RATING = "rating"


class Printed(Struct, frozen=True):
    """A tag that prints one value, and that value."""

    tag: Tag
    name: str
    ref: Ref


def ratings(printed: Sequence[Printed], coloured: Iterable[tuple[Tag, str]]) -> Iterator[Mistake]:
    """What is wrong with the places of ratings. ``coloured`` are the uses of a rating's colour."""
    for one in printed:
        if (
            one.ref.name.kind == RATING
            and cell_of(one.tag.line.element) is not None
            and _among_words(one.tag)
        ):
            yield Mistake(NOT_FILLED, one.tag.line, {"tag": one.tag.typed}, one.tag.start)
    for tag, name in coloured:
        rule = NUMBER if names_its_word(tag, name) else WITHOUT_WORD
        yield Mistake(rule, tag.line, {"tag": tag.typed, "name": name}, tag.start)


def names_its_word(tag: Tag, name: str = "") -> bool:
    """Whether the cell of a tag that uses a rating's colour prints the rating's word as well."""
    around = cell_of(tag.line.element)
    wanted = name or tag.words.removeprefix("cellbg").strip().removesuffix(".fill")
    paragraphs = [tag.line.element] if around is None else around.iter(qn("w:p"))
    words = "".join(map(words_of, paragraphs))
    return re.search(rf"\{{\{{\s*{re.escape(wanted)}\s*(?:\||\}}\}})", words) is not None


def _among_words(tag: Tag) -> bool:
    """Whether words stand beside a tag, whatever the conditions in its paragraph say."""
    words = tag.line.words
    beside = words.replace(tag.typed, "", 1)
    return "{%" not in words and bool(TAG.sub("x", beside).strip())
