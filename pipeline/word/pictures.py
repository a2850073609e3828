"""Pictures of a template that say nothing to those who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docx.oxml.ns import nsmap

from pipeline.model import Address, Finding, Level, Rule
from pipeline.word.outline import PARAGRAPH, words_of

NO_ALT_TEXT = Rule(
    "picture-without-alt-text",
    Level.WARNING,
    "A picture of the template has no alternative text ({place}).",
    "In Word, right-click the picture, choose “View Alt Text”, and say what it shows, or mark it as decorative.",
)
VML = "{urn:schemas-microsoft-com:vml}"
DRAWN = f"{{{nsmap['wp']}}}docPr"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
BOXES = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
QUOTED = 60  # characters of a line that a message quotes
PARTS = {"hdr": "header", "ftr": "footer", "footnotes": "footnotes"}


def without_alt_text(roots: Iterable[Any], file: str) -> list[Finding]:
    """A warning for each picture, chart or drawing of a finished paper without alternative text; boxes have words."""
    places = [_place(picture, root) for root in roots for picture in _silent(root)]
    return [NO_ALT_TEXT.found(Address(file), place=place) for place in dict.fromkeys(places)]


def _silent(root: Any) -> Iterator[Any]:
    for properties in root.iter(DRAWN):
        said = (properties.get("descr") or properties.get("title") or "").strip()
        decorative = any(mark.get("val") in {"1", "true"} for mark in properties.iter(DECORATIVE))
        box = next(properties.getparent().iter(BOXES), None) is not None
        if not (said or decorative or box):
            yield properties
    for image in root.iter(f"{VML}imagedata"):
        shape = image.getparent()
        if not (shape.get("alt") or "").strip():
            yield shape


def _place(picture: Any, root: Any) -> str:
    """Where a picture is, as a reader sees it: the page's head or foot, and the words that it follows."""
    name = root.tag.rpartition("}")[2]
    part = f"in the {PARTS[name]}" if name in PARTS else ""
    paragraphs = list(root.iter(PARAGRAPH))
    here = next((parent for parent in picture.iterancestors() if parent.tag == PARAGRAPH), None)
    at = paragraphs.index(here) if here in paragraphs else 0
    words = next(filter(None, map(words_of, reversed(paragraphs[: at + 1]))), "")
    near = f"by “{words[:QUOTED]}”" if words else "" if part else "at the beginning"
    return ", ".join(filter(None, (part, near)))
