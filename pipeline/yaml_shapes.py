"""The shapes that the values of a YAML file must have.

A shape both reads a value and describes itself as JSON Schema, so that what an editor accepts and
what the program accepts cannot drift apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import yaml
from msgspec import Struct, field

from pipeline.model import Level, Rule
from pipeline.yaml_source import SURPRISES, UNQUOTED, WRONG, Reading, Source, hint, pairs, typed

UNKNOWN = Rule("config-unknown", Level.ERROR, "“{key}” is not a setting here.", "{hint}")
MISSING = Rule(
    "config-missing", Level.ERROR, "“{key}” is missing in {block}.", "Add a line that starts with {key}:"
)


class Words(Struct, frozen=True):
    """A text. Numbers are taken as they are written; ``pattern`` narrows it, ``wanted`` says so in words.

    ``number`` is the JSON type of a number that may stand here without quotes, '' when none may.
    """

    wanted: str = "a text"
    pattern: str = r"[\s\S]*\S[\s\S]*"
    convert: Callable[[str], Any] | None = None
    number: str = "number"

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """The text (or what ``convert`` makes of it); None, with a finding, when it is none."""
        if not isinstance(node, yaml.ScalarNode):
            reading.refuse(WRONG, node, typed=typed(node), wanted=self.wanted, hint=f"Write {self.wanted}.")
            return None
        if not node.style and SURPRISES.fullmatch(node.value):
            reading.refuse(UNQUOTED, node, typed=node.value)
            return None
        value = self.convert(node.value) if self.convert else node.value
        if value is None or not re.fullmatch(self.pattern, node.value):
            reading.refuse(WRONG, node, typed=typed(node), wanted=self.wanted, hint=f"Write {self.wanted}.")
            return None
        return value

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        described = {"pattern": f"^(?:{self.pattern})$", "description": self.wanted}
        if not self.number:
            return {"type": "string", **described}
        lowest = {"minimum": 0} if self.number == "integer" else {}
        return {"type": ["string", self.number], **lowest, **described}


def day(text: str) -> date | None:
    """An ISO date; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


Day = Words("a date such as 2019-11-28", r"\d{4}-\d{2}-\d{2}", day, number="")
Whole = Words(
    "a whole number",
    r"0|[1-9]\d{0,8}",
    lambda text: int(text) if text.isdecimal() else None,
    number="integer",
)
Identifier = Words("a short name of small letters, digits, - and _", r"[a-z][a-z0-9_-]*", number="")


class OneOf(Struct, frozen=True):
    """One of a few words."""

    choices: tuple[str, ...]

    def read(self, node: yaml.Node, reading: Reading) -> str | None:
        """The word; None, with a finding, when it is another."""
        text = typed(node)
        if text not in self.choices:
            reading.refuse(
                WRONG, node, typed=text, wanted="one of the words here", hint=hint(text, list(self.choices))
            )
            return None
        if isinstance(node, yaml.ScalarNode) and not node.style and SURPRISES.fullmatch(text):
            reading.refuse(UNQUOTED, node, typed=text)
            return None
        return text

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"enum": list(self.choices)}


class TrueOrFalse(Struct, frozen=True):
    """``true`` or ``false``, and no other word for them."""

    def read(self, node: yaml.Node, reading: Reading) -> bool | None:
        """The truth value; None, with a finding, for any other word."""
        word = OneOf(("true", "false")).read(node, reading)
        return None if word is None else word == "true"

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "boolean"}


class ListOf(Struct, frozen=True):
    """A list of values of one shape."""

    item: Any

    def read(self, node: yaml.Node, reading: Reading) -> tuple[Any, ...] | None:
        """The values that were right, in order."""
        if not isinstance(node, yaml.SequenceNode):
            reading.refuse(
                WRONG,
                node,
                typed=typed(node),
                wanted="a list",
                hint="Start each entry on a line of its own with a dash.",
            )
            return None
        values = [self.item.read(child, reading) for child in node.value]
        return tuple(value for value in values if value is not None)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "array", "items": self.item.schema()}


class Block(Struct, frozen=True):
    """Named settings. ``make`` builds what the program works with from them; ``required`` must be there.

    ``make`` is given the block's ``Source`` too, under the name ``sourced``, if that is not ''.
    """

    title: str
    make: Callable[..., Any]
    required: Mapping[str, Any]
    optional: Mapping[str, Any] = field(default_factory=dict)
    sourced: str = ""

    def read(self, node: yaml.Node, reading: Reading) -> Any:
        """What ``make`` builds; None, with findings, when a required setting is missing or wrong."""
        found = pairs(node, reading, self.title)
        if found is None:
            return None
        shapes = {**self.required, **self.optional}
        for key, (key_node, _) in found.items():
            if key not in shapes:
                reading.refuse(UNKNOWN, key_node, key=key, hint=hint(key, list(shapes)))
        for key in self.required:
            if key not in found:
                reading.refuse(MISSING, node, key=key, block=self.title)
        read = {key: shapes[key].read(child, reading) for key, (_, child) in found.items() if key in shapes}
        right = {key: value for key, value in read.items() if value is not None}
        if not self.required.keys() <= right.keys():
            return None
        source = {self.sourced: Source(reading.file, node)} if self.sourced else {}
        return self.make(**right, **source)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        shapes = {**self.required, **self.optional}
        return {
            "type": "object",
            "title": self.title,
            "properties": {key: shape.schema() for key, shape in shapes.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }


class Named(Struct, frozen=True):
    """Blocks of one shape under names that the writer chooses, such as the rating schemes."""

    title: str
    item: Any

    def read(self, node: yaml.Node, reading: Reading) -> dict[str, Any] | None:
        """The values that were right, by name."""
        found = pairs(node, reading, self.title)
        if found is None:
            return None
        read = {key: self.item.read(child, reading) for key, (_, child) in found.items()}
        return {key: value for key, value in read.items() if value is not None}

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "object", "title": self.title, "additionalProperties": self.item.schema()}
