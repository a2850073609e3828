"""Loops and conditions: opened, closed, and where a table or a paragraph allows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from docx.oxml.ns import qn

from pipeline.model import Level, Rule
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
MIDDLE = ("else", "elif")
KINDS = {"p": "paragraph", "tr": "row", "tc": "cell", "r": "run"}
PARENTS = {qn("w:tc"): "cell", qn("w:tr"): "row", qn("w:tbl"): "table", qn("w:hyperlink"): "link",
           qn("w:sdtContent"): "content control", qn("w:txbxContent"): "text box", qn("w:footnote"): "footnote",
           qn("w:endnote"): "endnote"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A block that is open at a place."""

    keyword: str
    opening: Tag


class Blocks:
    """The blocks that are open while a text's tags are gone through in order, and what is wrong with them."""

    def __init__(self) -> None:
        """No block is open."""
        self.open: list[Block] = []
        self.mistakes: list[Mistake] = []

    def begin(self, tag: Tag) -> None:
        """A block begins."""
        self.open.append(Block(tag.keyword, tag))

    def middle(self, tag: Tag) -> bool:
        """An else or elif: whether it stands in a condition (an else also in a loop)."""
        around = self.open[-1] if self.open else None
        if around is None or around.keyword not in (("if", "for") if tag.keyword == "else" else ("if",)):
            self._add(ELSE, tag, tag=tag.typed)
            return False
        self._fit(around.opening, tag)
        return True

    def end(self, tag: Tag) -> int:
        """A block ends: how many blocks are closed by it."""
        keyword = tag.keyword.removeprefix("end")
        known = [block.keyword for block in self.open]
        if keyword not in known:
            self._add(NOT_BEGUN, tag, tag=tag.typed, remedy=self._beginning(keyword))
            return 0
        count = known[::-1].index(keyword) + 1
        for block in self.open[-count + 1 :] if count > 1 else []:
            self._not_ended(block)
        self._fit(self.open[-count].opening, tag)
        del self.open[-count:]
        return count

    def finish(self) -> None:
        """The text is over: what is still open was never ended."""
        for block in self.open:
            self._not_ended(block)
        self.open.clear()

    def unknown(self, tag: Tag) -> Tag | None:
        """A tag that begins with no known word: what was meant by it, where that can be told."""
        meant, remedy = _meant(tag)
        self._add(UNKNOWN_TAG, tag, tag=tag.typed, word=tag.keyword or tag.words, hint=remedy)
        return meant

    def _add(self, rule: Rule, at: Tag, **values: object) -> None:
        self.mistakes.append(Mistake(rule, at.line, values))

    def _not_ended(self, block: Block) -> None:
        end = f"{{%{block.opening.prefix} end{block.keyword} %}}"
        self._add(NOT_ENDED, block.opening, tag=block.opening.typed, end=end)

    def _beginning(self, keyword: str) -> str:
        around = self.open[-1].keyword if self.open else ""
        if around:
            return f"What is open here ends with {{% end{around} %}}: correct this tag, or delete it."
        return f"Delete it, or put the tag {{% {keyword} ... %}} before it that it should end."

    def _fit(self, opening: Tag, tag: Tag) -> None:
        """A pair must take away the same kind of thing, in the same place."""
        if opening.prefix != tag.prefix:
            start = f"{{%{opening.prefix or tag.prefix}"
            self._add(MIXED, tag, tag=tag.typed, opening=opening.typed, start=start)
        elif _placed(opening) and _placed(tag) and _seat(opening) is not _seat(tag):
            self._add(TORN, opening, tag=opening.typed, container=_container(opening, tag))


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


def _container(opening: Tag, tag: Tag) -> str:
    """What the pair should share, in words: the innermost thing around either tag that the other is not in."""
    for one, other in ((opening, tag), (tag, opening)):
        around_other = [_seat(other), *_seat(other).iterancestors()]
        for parent in (_seat(one), *_seat(one).iterancestors()):
            if parent in around_other:
                break
            if parent.tag in PARENTS:
                return PARENTS[parent.tag]
    return "paragraph"


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
