"""What a tag would take away with it, and tags that cannot be filled where, or as, they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn

from pipeline.model import Level, Rule
from pipeline.word.checking.blocks import KINDS, thing_of
from pipeline.word.checking.braces import Tag
from pipeline.word.checking.flaws import Line, Mistake, shortened
from pipeline.word.checking.ratings import names_its_word
from pipeline.word.tags import TAG, words_of

LOST = Rule(
    "template-text-lost",
    Level.ERROR,
    "“{tag}” takes its whole {thing} away when the paper is made, and with it {lost}.",
    "{remedy}",
    why="A tag with p, tr or tc stands for a whole paragraph, row or cell; whatever shares that with it is lost.",
)
OUTSIDE = Rule(
    "template-tag-outside-table",
    Level.ERROR,
    "“{tag}” repeats {things} of a table and stands outside of any table.",
    "Write {wanted}, or put it into a row of the table.",
    why="Only a table has rows and cells.",
)
UNAVAILABLE = Rule(
    "template-tag-unavailable",
    Level.ERROR,
    "“{tag}” cannot be used in a paper's template.",
    "{remedy}",
    why="Values are put into the paper as words after the template is filled, so none can set a colour or a width.",
)
NO_PLACE = Rule(
    "template-tag-no-place",
    Level.ERROR,
    "“{tag}” stands in {where}, where no value can be put.",
    "Put it into the text of the page.",
    why="Values are put into text; what Word keeps behind it is not filled.",
)
FILLED = (
    "Write {{ row.status }} alone in its cell: the program prints the word and fills the cell in its colour."
)
USE = {
    "cellbg": FILLED,
    "colspan": "Merge the cells in Word (Layout › Merge Cells).",
    "hm": "Merge the cells in Word (Layout › Merge Cells).",
    "vm": "Repeat the value in each row, or put it into a row of its own above the loop.",
    "raw": "Delete it and its end; a template's tags are always filled.",
    **dict.fromkeys(
        ("include", "import", "from", "extends", "block"), "Copy what it should bring into this template."
    ),
}
ROOM = {
    "p": "Put it into a paragraph of its own: click beside it and press Enter.",
    "tr": "Put it into a row of its own: in Word, Layout › Insert Above (for the end of a loop, Insert Below).",
    "tc": "Put it into a cell of its own: in Word, Layout › Insert Left (for the end of a loop, Insert Right).",
}
ROOM_FOR_EACH = {
    "p": "Put each of its tags into a paragraph of its own: click before and behind it and press Enter.",
    "tr": "Put each of the row's tags into a row of its own, above and below what is repeated (Layout › Insert Above, Insert Below).",
    "tc": "Put each of the cell's tags into a cell of its own, before and behind what is repeated (Layout › Insert Left, Insert Right).",
}
PICTURES = (qn("w:drawing"), qn("w:pict"), qn("w:object"))


def taken_away(tag: Tag) -> Iterator[Mistake]:
    """What is lost with the paragraph, row or cell of a tag; that there is none to take."""
    if tag.prefix not in ROOM or tag.kind == "{{":
        return
    thing = thing_of(tag)
    values: dict[str, object] = {"tag": tag.typed}
    if thing is None:
        end = "%}" if tag.kind == "{%" else "#}"
        values |= {
            "things": "rows" if tag.prefix == "tr" else "cells",
            "wanted": f"{tag.kind}p {tag.words} {end}",
        }
        yield Mistake(OUTSIDE, tag.line, values, tag.start)
    elif lost := _lost(tag, thing):
        words = _words(thing)
        several = len(re.findall(rf"\{{[%#]{tag.prefix}\s", words)) > 1
        if several and not words.startswith(tag.typed):
            return  # told of the first of them
        remedy = (ROOM_FOR_EACH if several else ROOM)[tag.prefix]
        yield Mistake(
            LOST, tag.line, values | {"thing": KINDS[tag.prefix], "lost": lost, "remedy": remedy}, tag.start
        )


def _words(thing: Any) -> str:
    return "\n".join(words_of(paragraph) for paragraph in thing.iter(qn("w:p"))).strip()


def _lost(tag: Tag, thing: Any) -> str:
    """What stands beside a tag in what it takes away, in words."""
    beside = _words(thing).replace(tag.typed, "", 1)
    beside = re.sub(r"\{#.*?#\}", "", beside, flags=re.DOTALL).strip()
    if beside:
        return f"“{shortened(beside, 60)}”"
    if next(thing.iter(*PICTURES), None) is not None:
        return "a picture or a shape"
    breaks = (one.get(qn("w:type")) for one in thing.iter(qn("w:br")))
    in_body = tag.prefix == "p" and thing.getparent().tag == qn("w:body")  # there they are kept
    return "a page break" if "page" in breaks and not in_body else ""


def unavailable(tag: Tag) -> Iterator[Mistake]:
    """A tag that the program does not fill."""
    if tag.kind == "{{" and tag.prefix:
        yield Mistake(
            UNAVAILABLE, tag.line, {"tag": tag.typed, "remedy": f"Write {{{{ {tag.words} }}}}."}, tag.start
        )
    elif tag.keyword in USE and not (tag.keyword == "cellbg" and not names_its_word(tag)):
        yield Mistake(UNAVAILABLE, tag.line, {"tag": tag.typed, "remedy": USE[tag.keyword]}, tag.start)


def without_place(lines: Sequence[Line]) -> Iterator[Mistake]:
    """Tags in field codes and in the descriptions of pictures."""
    for line in lines:
        for element in line.element.iter():
            if element.tag == qn("w:p") and element is not line.element:
                continue
            for where, words in _behind(element):
                for tag in TAG.findall(words):
                    yield Mistake(NO_PLACE, line, {"tag": tag, "where": where})


def _behind(element: Any) -> Iterator[tuple[str, str]]:
    """The texts that Word keeps behind the page, each with what it is."""
    if element.tag == qn("w:instrText"):
        yield "a field code", element.text or ""
    if element.tag == qn("w:fldSimple"):
        yield "a field code", element.get(qn("w:instr"), "")
    for name in ("descr", "title"):
        yield "the description of a picture", element.get(name, "")
