"""How what a cell means is said in words, on the page and in messages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.model import Content, Figure, Period, Prose, Rating, in_words


def said(content: Content) -> str:
    """What a cell means, in the words of a public paper."""
    match content:
        case Rating():
            return content.word
        case Figure():
            return content.shown
        case bool():
            return "Yes" if content else "No"
        case Decimal():
            return f"{content.normalize():f}"
        case date():
            return in_words(content)
        case Period():
            return content.title
        case Prose():
            return "\n".join(paragraph.text for paragraph in content.paragraphs)
        case _:
            return str(content)
