"""A template's bytes → all that is wrong with it, at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from jinja2 import nodes

from pipeline.model import Address, Finding, Level, Rule, replace
from pipeline.names import Name
from pipeline.word.checking.blocks import MIDDLE, Blocks, fits, is_block
from pipeline.word.checking.braces import KEYWORDS, SPLIT, Tag, tags_of
from pipeline.word.checking.flaws import Flaw, Line, Mistake, flaws
from pipeline.word.checking.lost import USE, taken_away, unavailable, without_place
from pipeline.word.checking.ratings import Printed, names_its_word, ratings
from pipeline.word.checking.reader import Reader
from pipeline.word.checking.reading import read_template
from pipeline.word.checking.shown import not_shown
from pipeline.word.checking.styles import missing_styles
from pipeline.word.checking.syntax import SYNTAX, parsed
from pipeline.word.environment import TemplateEnvironment
from pipeline.word.prepared import NOT_A_TEMPLATE

TRACKED = Rule(
    "template-tracked-changes",
    Level.WARNING,
    "The template holds tracked changes. The paper is made as if all of them had been accepted.",
    "In Word, go through them and accept or reject each (Review › Accept, Reject), and save.",
    why="Nobody should have to guess whether words that are struck through belong to a paper.",
)
WITHHELD = Rule(
    "template-value-exempt",
    Level.WARNING,
    "“{name}” is exempt from publication, and this paper is public: nothing will stand here.",
    "Delete it, with its column or line. A paper that may show it has public: false or private_version: true in config.yaml.",
    why="Readers of a public paper would see an empty column and ask what is kept from them.",
)
OWN_NAMES = ("for", "with", "macro", "call", "block")  # blocks whose names end with them


def check_template(
    data: bytes, file: str, names: Mapping[str, Name], styles: Sequence[str] = ()
) -> list[Finding]:
    """All that is wrong with a template, in its order. ``styles`` are names of styles that the paper wants.

    Each finding knows its paragraph, so that ``marking.mark_template`` can set a comment there.
    """
    try:
        read = read_template(data)
    except Exception:  # noqa: BLE001 - python-docx raises undocumented errors on what is no Word file
        said = NOT_A_TEMPLATE.found(Address(file), file=file)
        return [Flaw(said.rule, said.level, said.address, said.message, said.remedy)]
    checking = _Checking(names)
    for _, lines in groupby(read.lines, key=lambda line: id(line.story)):
        checking.text(list(lines))
    mistakes = [*checking.mistakes, *checking.reader.names.mistakes]
    mistakes += ratings(checking.printed, checking.reader.names.coloured)
    mistakes += [Mistake(TRACKED, line) for line in read.changed]
    mistakes += without_place(read.lines)
    mistakes += missing_styles(checking.printed, read.lines, read.styles, styles)
    if not checking.unsure:
        mistakes += not_shown(names, checking.reader)
    return list[Finding](flaws(mistakes, file))


class _Checking:
    """Goes through a template's tags in their order."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self.environment = TemplateEnvironment(autoescape=True)
        self.reader = Reader(names, self.environment)
        self.mistakes: list[Mistake] = []
        self.printed: list[Printed] = []
        self.misread = False
        self.blocks = Blocks()

    @property
    def unsure(self) -> bool:
        """Whether something was not understood, so that nothing can be said about what is missing."""
        return self.misread or self.reader.names.unsure

    def text(self, lines: list[Line]) -> None:
        """One text of the template: the body, a header, a footer, the notes."""
        self.blocks = Blocks()
        self.reader.begin()
        for tag in self._tags(lines):
            if self.blocks.open and self.blocks.open[-1].keyword == "raw" and tag.keyword != "endraw":
                continue
            self._tag(tag)
        self.blocks.finish()
        self.mistakes += self.blocks.mistakes

    def _tags(self, lines: list[Line]) -> Iterator[Tag]:
        split = False
        for line, following in pairwise([*lines, None]):
            if line is not None:
                tags, mistakes = tags_of(line, following, after_split=split)
                split = any(one.rule is SPLIT for one in mistakes)
                self.mistakes += mistakes
                self.misread |= bool(mistakes)
                yield from tags

    def _tag(self, tag: Tag) -> None:
        self.mistakes += [*taken_away(tag), *unavailable(tag)]
        if tag.kind == "{{":
            self._value(tag)
        elif tag.kind == "{%" and tag.keyword not in ("cellbg", "colspan", "vm", "hm"):
            self._doing(tag)
        elif tag.keyword == "cellbg":
            name = tag.words.removeprefix("cellbg").strip().removesuffix(".fill")
            self._value(replace(tag, kind="{{", words=name))
            if not names_its_word(tag):
                self.reader.names.coloured.append((tag, name))

    def _value(self, tag: Tag) -> None:
        node = self._parsed(tag)
        ref = self.reader.printing(tag, node) if node else None
        if ref and ref.declared.withheld:
            self.mistakes.append(Mistake(WITHHELD, tag.line, {"name": tag.words}, tag.start))
        if ref and tag.typed.startswith("{{"):
            self.printed.append(Printed(tag, tag.words, ref))

    def _doing(self, tag: Tag) -> None:
        if tag.keyword not in KEYWORDS and tag.keyword not in USE:
            meant = self.blocks.unknown(tag)
            self.misread |= meant is None
            if meant is None:
                return
            tag = meant
        if tag.keyword.startswith("end"):
            self._end(tag)
        elif tag.keyword in MIDDLE:
            self.blocks.middle(tag)
            if tag.keyword == "elif":
                self._read(tag)
        else:
            if tag.keyword not in ("include", "import", "from", "extends", "raw"):
                self._read(tag)
            if is_block(tag):
                self.blocks.begin(tag)

    def _read(self, tag: Tag) -> None:
        node = self._parsed(tag)
        if node:
            self.reader.doing(tag, node)
        elif tag.keyword in OWN_NAMES:
            self.reader.guess(re.findall(r"\w+", tag.words.partition(" in ")[0])[1:])

    def _end(self, tag: Tag) -> None:
        for block in self.blocks.end(tag):
            if block.keyword in OWN_NAMES:
                whole = block.opening.prefix == tag.prefix and fits(block.opening, tag)
                self.reader.names.scope.leave(block.opening.typed, keep=not whole)

    def _parsed(self, tag: Tag) -> nodes.Node | None:
        node = parsed(tag, self.environment)
        if isinstance(node, nodes.Node):
            return node
        self.misread = True
        if not tag.mended:
            fault, remedy = node
            self.mistakes.append(
                Mistake(SYNTAX, tag.line, {"tag": tag.typed, "fault": fault, "remedy": remedy}, tag.start)
            )
        return None
