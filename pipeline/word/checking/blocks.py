"""Loops and conditions: opened, closed, and where a table or a paragraph allows it."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from msgspec import Struct

from pipeline.model import Level, Rule, replace
from pipeline.word.blocks import TORN
from pipeline.word.checking.braces import BLOCKS, KEYWORDS, Tag
from pipeline.word.checking.flaws import Mistake
from pipeline.yaml_source import nearest

NOT_ENDED = Rule(
    "template-block-not-ended",
    Level.ERROR,
    "“{tag}” is opened here and never ended.",
    "Put {end} where the part that it begins is over.",
    why="What a loop repeats and what a condition shows must have an end.",
)
NOT_BEGUN = Rule(
    "template-block-not-begun",
    Level.ERROR,
    "“{tag}” ends something that was not begun.",
    "{remedy}",
    why="An end without a beginning is left over where a tag was deleted or misspelt; the paper cannot be filled.",
)
ELSE = Rule(
    "template-else-outside",
    Level.ERROR,
    "“{tag}” stands outside of any condition.",
    "Put it between {{% if ... %}} and {{% endif %}}.",
    why="“Else” says what is shown where a condition does not hold, so it needs that condition.",
)
UNKNOWN_TAG = Rule(
    "template-unknown-tag",
    Level.ERROR,
    "“{tag}” begins with “{word}”, which no tag does.",
    "{hint}",
    why="A tag that does something begins with one of few words, such as for, if, else, endif or endfor.",
)
MIXED = Rule(
    "template-block-mixed",
    Level.ERROR,
    "“{tag}” and “{opening}” belong together and are not of the same kind.",
    "Begin both with {start}.",
    why="A pair of tags takes whole paragraphs, rows or cells together, or it tears them.",
)
CROSSED = Rule(
    "template-block-crossed",
    Level.ERROR,
    "“{opening}” begins inside of “{outer}” and ends outside of it.",
    "Put {end} before “{outer_end}”.",
    why="A loop or condition that begins inside of another has to end there.",
)
APART = Rule(
    "template-block-apart",
    Level.ERROR,
    "“{opening}” and “{tag}” belong together, but one stands in a {container} and the other does not.",
    "Put both into the {container}, or both outside of it.",
    why="What a pair of tags repeats or hides must be whole; half of a cell, a link or a text box cannot be.",
)
MIDDLE = ("else", "elif")
KINDS = {"p": "paragraph", "tr": "row", "tc": "cell", "r": "run"}
PARENTS = {qn("w:tc"): "cell", qn("w:tr"): "row", qn("w:tbl"): "table", qn("w:hyperlink"): "link",
           qn("w:sdtContent"): "content control", qn("w:txbxContent"): "text box", qn("w:footnote"): "footnote",
           qn("w:endnote"): "endnote"}  # fmt: skip


class Block(Struct, frozen=True):
    """A block that is open at a place."""

    keyword: str
    opening: Tag


class Blocks:
    """The blocks that are open while a text's tags are gone through in order, and what is wrong with them."""

    def __init__(self) -> None:
        """No block is open."""
        self.open: list[Block] = []
        self.mistakes: list[Mistake] = []
        self._cut: list[tuple[Block, Block, Tag]] = []  # blocks that were open when one around them ended
        self._ended_wrongly: list[Block] = []  # what was open where an end of another kind stands

    def begin(self, tag: Tag) -> None:
        """A block begins."""
        self.open.append(Block(tag.keyword, tag))

    def middle(self, tag: Tag) -> None:
        """An else or elif, which stands in a condition (an else also in a loop)."""
        around = self.open[-1] if self.open else None
        if around is None or around.keyword not in (("if", "for") if tag.keyword == "else" else ("if",)):
            self._add(ELSE, tag, tag=tag.typed)
        else:
            self._fit(around.opening, tag)

    def end(self, tag: Tag) -> list[Block]:
        """A block ends: the blocks that end with it, the innermost first."""
        keyword = tag.keyword.removeprefix("end")
        place = next((at for at in reversed(range(len(self.open))) if self.open[at].keyword == keyword), -1)
        if place < 0:
            self._not_begun(tag, keyword)
            return []
        ended = self.open[: place - len(self.open) - 1 : -1] if place else self.open[::-1]
        del self.open[place:]
        self._cut += [(block, ended[-1], tag) for block in ended[:-1]]
        self._fit(ended[-1].opening, tag)
        return ended

    def finish(self) -> None:
        """The text is over: what is still open was never ended."""
        for block in [*self.open, *(block for block, _, _ in self._cut)]:
            if block in self._ended_wrongly:  # to correct that end is to end the block
                continue
            self._add(NOT_ENDED, block.opening, tag=block.opening.typed, end=_end_of(block))
        self.open.clear()

    def unknown(self, tag: Tag) -> Tag | None:
        """A tag that begins with no known word: what was meant by it, where that can be told."""
        meant, remedy = _meant(tag)
        self._add(UNKNOWN_TAG, tag, tag=tag.typed, word=tag.keyword or tag.words, hint=remedy)
        return meant

    def _add(self, rule: Rule, at: Tag, **values: object) -> None:
        self.mistakes.append(Mistake(rule, at.line, values, at.start))

    def _not_begun(self, tag: Tag, keyword: str) -> None:
        """An end whose block has ended with one around it, or was never begun."""
        for cut in self._cut:
            block, outer, outer_end = cut
            if block.keyword == keyword:
                self._cut.remove(cut)
                self._add(CROSSED, block.opening, opening=block.opening.typed, outer=outer.opening.typed,
                          end=tag.typed, outer_end=outer_end.typed)  # fmt: skip
                return
        remedy = f"Delete it, or put the tag {{% {keyword} ... %}} before it that it should end."
        if self.open:
            self._ended_wrongly.append(self.open[-1])
            remedy = f"What is open here ends with {_end_of(self.open[-1])}: correct this tag, or delete it."
        self._add(NOT_BEGUN, tag, tag=tag.typed, remedy=remedy)

    def _fit(self, opening: Tag, tag: Tag) -> None:
        """A pair must take away the same kind of thing, in the same place."""
        if any(one.prefix in ("tr", "tc") and thing_of(one) is None for one in (opening, tag)):
            return  # it stands outside of any table, which is said of it
        if opening.prefix != tag.prefix:
            start = f"{{%{opening.prefix or tag.prefix}"
            self._add(MIXED, tag, tag=tag.typed, opening=opening.typed, start=start)
        elif not fits(opening, tag):
            mine, its = _around(opening, tag), _around(tag, opening)
            if mine and its:
                self._add(TORN, opening, tag=opening.typed, container=mine)
            else:
                self._add(
                    APART, opening, opening=opening.typed, tag=tag.typed, container=mine or its or "paragraph"
                )


def _end_of(block: Block) -> str:
    return f"{{%{block.opening.prefix} end{block.keyword} %}}"


def fits(opening: Tag, tag: Tag) -> bool:
    """Whether a pair of tags stands in the same thing."""
    return not (_placed(opening) and _placed(tag)) or _seat(opening) is _seat(tag)


def thing_of(tag: Tag) -> Any:
    """The row, cell or paragraph that a tag takes away; for one without prefix p, tr or tc its paragraph."""
    if tag.prefix in ("tr", "tc"):
        return next(tag.line.element.iterancestors(qn(f"w:{tag.prefix}")), None)
    return tag.line.element


def _placed(tag: Tag) -> bool:
    return thing_of(tag) is not None and tag.run is not None


def _seat(tag: Tag) -> Any:
    """The element in which a tag stands once what it takes away is gone."""
    around = tag.run.getparent()
    if tag.prefix in ("", "r") and around is not tag.line.element:
        return around
    return thing_of(tag).getparent()


def _around(tag: Tag, other: Tag) -> str:
    """The innermost thing around a tag that another is not in, in words; '' where there is none."""
    around_other = [_seat(other), *_seat(other).iterancestors()]
    for parent in (_seat(tag), *_seat(tag).iterancestors()):
        if parent in around_other:
            return ""
        if parent.tag in PARENTS:
            return PARENTS[parent.tag]
    return ""


def _meant(tag: Tag) -> tuple[Tag | None, str]:
    """What a tag was meant to be that begins with no known word, if that can be told, and the remedy."""
    word, _, rest = tag.words.partition(" ")
    if word in KINDS and rest:
        meant = replace(tag, prefix=word, words=rest.strip())
        return meant, f"Leave no space before “{word}”: write {{%{word} {rest.strip()} %}}."
    for prefix in ("tr", "tc", "p"):
        keyword = word.removeprefix(prefix)
        if keyword in KEYWORDS and keyword != word:
            meant = replace(tag, prefix=prefix, words=f"{keyword} {rest}".strip())
            return meant, f"Put a space after “{prefix}”: write {{%{prefix} {meant.words} %}}."
    if not tag.words:
        return None, "Delete it, or type what it should do."
    near = nearest(tag.keyword, list(KEYWORDS))
    if near:
        return replace(tag, words=tag.words.replace(tag.keyword, near, 1)), f"Did you mean {near}?"
    return None, f"To print a value, write {{{{ {tag.words} }}}}."


def is_block(tag: Tag) -> bool:
    """Whether a tag opens a block (a set with = does not)."""
    return tag.keyword in BLOCKS and not (tag.keyword == "set" and "=" in tag.words)
