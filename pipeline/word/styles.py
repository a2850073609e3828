"""A template's styles: what a paragraph inherits through them, and which are headings, captions or contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

NAME, VALUE = qn("w:name"), qn("w:val")
PROPERTIES, STYLE, OUTLINE = qn("w:pPr"), qn("w:pStyle"), qn("w:outlineLvl")
BODY_TEXT = 9  # the outline level that Word gives to what is no heading
DEEPEST = 9  # levels of headings and of contents

NEW_STYLE = (
    f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{{id}}"><w:name w:val="{{name}}"/>'
    '<w:basedOn w:val="{base}"/><w:uiPriority w:val="39"/><w:unhideWhenUsed/>'
    '<w:pPr><w:spacing w:after="100"/><w:ind w:left="{indent}"/></w:pPr></w:style>'
)


class Styles:
    """The styles of a document, from the root of its styles part."""

    def __init__(self, root: Any) -> None:
        """Styles by id; the default one is a paragraph's that names none."""
        self.root = root
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in root.iterchildren(qn("w:style"))}
        self._levels: dict[str, tuple[int, int]] = {}
        self._names = {id_: _name(style) for id_, style in self._by_id.items()}
        self.default = next(
            (
                id_
                for id_, style in self._by_id.items()
                if style.get(qn("w:type")) == "paragraph"
                and style.get(qn("w:default")) in {"1", "true", "on"}
            ),
            "",
        )

    def id_named(self, name: str) -> str:
        """The id of the style with that name, whatever the case of its letters; '' for none."""
        return next((id_ for id_, known in self._names.items() if known == name.lower()), "")

    def style_id(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        own = properties_of(paragraph)
        named = None if own is None else next(own.iterchildren(STYLE), None)
        return self.default if named is None else str(named.get(VALUE, ""))

    def name(self, paragraph: Any) -> str:
        """The name of a paragraph's style in small letters: ``heading 1``."""
        return self._names.get(self.style_id(paragraph), "")

    def inherited(self, paragraph: Any) -> Iterator[tuple[str, Any]]:
        """The properties that hold for a paragraph, nearest first: its own (with ''), then each style's with its id."""
        own = properties_of(paragraph)
        if own is not None:
            yield "", own
        yield from self.chain(self.style_id(paragraph))

    def chain(self, id_: str) -> Iterator[tuple[str, Any]]:
        """The properties of a style and of those that it is based on, each with its id."""
        seen = set[str]()
        while id_ in self._by_id and id_ not in seen:
            seen.add(id_)
            properties = self._by_id[id_].find(qn("w:pPr"))
            if properties is not None:
                yield id_, properties
            base = self._by_id[id_].find(qn("w:basedOn"))
            id_ = "" if base is None else base.get(VALUE, "")

    def outline_level(self, paragraph: Any) -> int:
        """The level of a heading from 1; 0 for what is none, whether its style or its own outline says so."""
        style = self.style_id(paragraph)
        if style not in self._levels:
            self._levels[style] = self.heading_level(paragraph), self._level_of(style)
        heading, level = self._levels[style]
        if heading:
            return heading
        properties = properties_of(paragraph)
        own = None if properties is None else next(properties.iterchildren(OUTLINE), None)
        return level if own is None else _level(own)

    def _level_of(self, style: str) -> int:
        """The level that a style says, or one that it is based on."""
        says = (properties.find(OUTLINE) for _, properties in self.chain(style))
        return next((_level(one) for one in says if one is not None), 0)

    def heading_level(self, paragraph: Any) -> int:
        """The level of one of Word's own heading styles; 0 for other styles."""
        match = re.fullmatch(r"heading ([1-9])", self.name(paragraph))
        return int(match[1]) if match else 0

    def add(self, name: str, id_: str, indent: int) -> str:
        """Add a paragraph style of Word's own with this name, indented so many twentieths of a point; its id."""
        ids = (f"{id_}{'' if number == 1 else number}" for number in count(1))
        free = next(one for one in ids if one not in self._by_id)
        style = parse_xml(NEW_STYLE.format(id=free, name=name, base=self.default or "Normal", indent=indent))
        self.root.append(style)
        self._by_id[free], self._names[free] = style, name
        return free


def properties_of(paragraph: Any) -> Any:
    """A paragraph's own properties; None where it has none."""
    return next(paragraph.iterchildren(PROPERTIES), None)


def _level(outline: Any) -> int:
    level = number(outline, BODY_TEXT)
    return 0 if level >= BODY_TEXT else level + 1


def _name(style: Any) -> str:
    named = style.find(NAME)
    return "" if named is None else str(named.get(VALUE, "")).lower()


def number(element: Any, otherwise: int) -> int:
    """The whole number that an element's ``w:val`` holds; ``otherwise`` where there is none."""
    typed = "" if element is None else str(element.get(VALUE, ""))
    return int(typed) if re.fullmatch(r"-?\d{1,9}", typed) else otherwise
