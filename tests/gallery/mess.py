"""What a mess is: something that people do to a form, and that the program understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model import Prose, Return, Value
from pipeline.saying import said


@dataclass(frozen=True)
class Mess:
    """A return as somebody sent it, and what one of its cells then means; nothing is found in it.

    ``where`` is a field, or a table and its column (``risks.mitigation``) in the row ``number``, from 0.
    """

    happened: str
    make: Callable[[], bytes]
    where: str
    means: str
    number: int = 0

    def meaning(self, contents: Return) -> str:
        """What the cell in question means, in words."""
        table, _, name = self.where.rpartition(".")
        value = contents.records(table)[self.number].values[name] if table else contents.fields[name]
        return in_words(value)


def in_words(value: Value) -> str:
    """What a value means, with bullets by their level, emphasis and links as Markdown writes them."""
    if not isinstance(value.content, Prose):
        return "(blank)" if value.content is None else said(value.content)
    lines = []
    for one in value.content.paragraphs:
        text = "".join(f"**{run.text}**" if run.bold else run.text for run in one.runs) or one.text
        text = f"[{text}]({one.link})" if one.link else text
        lines.append("  " * (one.level - 1) + f"- {text}" if one.level else text)
    return "\n".join(lines)
