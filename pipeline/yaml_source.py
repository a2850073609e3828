"""YAML with the line of every value, and the shapes that it must have.

A shape both reads a value and describes itself as JSON Schema, so that what an editor accepts and
what the program accepts cannot drift apart.
"""

from __future__ import annotations

import contextlib
import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from pipeline.model import Address, Finding, Level, Rule

NOT_YAML = Rule(
    "config-not-yaml",
    Level.ERROR,
    "This cannot be read as YAML: {fault}.",
    "Check the indentation, the colons and the quotes on this line and the one above it.",
)
REPEATED = Rule(
    "config-repeated",
    Level.ERROR,
    "“{key}” stands here twice.",
    "Keep one of the two (the first is on line {line}).",
)
UNQUOTED = Rule(
    "config-unquoted",
    Level.ERROR,
    "{typed} without quotes is read as something other than the text {typed}.",
    'Put it in quotes: "{typed}".',
)
UNKNOWN = Rule("config-unknown", Level.ERROR, "“{key}” is not a setting here.", "{hint}")
MISSING = Rule(
    "config-missing", Level.ERROR, "“{key}” is missing in {block}.", "Add a line that starts with {key}:"
)
WRONG = Rule("config-wrong", Level.ERROR, "“{typed}” is not {wanted}.", "{hint}")

# YAML 1.1 words that mean true or false, and clock times that mean a number of seconds or minutes.
SURPRISES = re.compile(r"(?i:yes|no|on|off)|[-+]?\d+(?::[0-5]?\d)+(?:\.\d*)?")


def nearest(word: str, choices: list[str]) -> str:
    """The choice that ``word`` most likely meant; '' when none is near."""
    lower = {choice.casefold(): choice for choice in choices}
    match = difflib.get_close_matches(word.casefold(), lower, n=1, cutoff=0.6)
    return lower[match[0]] if match else ""


def hint(word: str, choices: list[str]) -> str:
    """A remedy that names the nearest right word and all that may stand there."""
    if not choices:
        return "There is none of that kind yet."
    near = nearest(word, choices)
    listed = ", ".join(choices)
    return f"Did you mean {near}? Possible: {listed}." if near else f"Possible: {listed}."


@dataclass(slots=True)
class Reading:
    """One YAML file being read, and what was found in it so far."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def at(self, node: yaml.Node) -> Address:
        """Where a node stands, counted from 1 as editors do."""
        return Address(self.file, "", f"line {node.start_mark.line + 1}, column {node.start_mark.column + 1}")

    def refuse(self, rule: Rule, node: yaml.Node, **values: object) -> None:
        """Add a finding at ``node``."""
        self.findings.append(rule.found(self.at(node), **values))

    def compose(self, text: str) -> yaml.Node | None:
        """The file's tree of nodes; None, with a finding, when it is not YAML or is empty."""
        try:
            node = _composed(text)
        except yaml.YAMLError as fault:
            mark = getattr(fault, "problem_mark", None)
            place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
            problem = getattr(fault, "problem", None) or "a character that YAML does not allow"
            self.findings.append(NOT_YAML.found(Address(self.file, "", place), fault=problem))
            return None
        if node is None:
            self.findings.append(NOT_YAML.found(Address(self.file), fault="the file is empty"))
        return node


def _composed(text: str) -> yaml.Node | None:
    """The tree of a text by the fast reader, where the system has it; what that refuses the plain one words better."""
    with contextlib.suppress(AttributeError, yaml.YAMLError):
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Words:
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
            reading.refuse(
                WRONG, node, typed="a list or block", wanted=self.wanted, hint=f"Write {self.wanted}."
            )
            return None
        if not node.style and SURPRISES.fullmatch(node.value):
            reading.refuse(UNQUOTED, node, typed=node.value)
            return None
        value = self.convert(node.value) if self.convert else node.value
        if value is None or not re.fullmatch(self.pattern, node.value):
            reading.refuse(WRONG, node, typed=node.value, wanted=self.wanted, hint=f"Write {self.wanted}.")
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


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    choices: tuple[str, ...]

    def read(self, node: yaml.Node, reading: Reading) -> str | None:
        """The word; None, with a finding, when it is another."""
        text = node.value if isinstance(node, yaml.ScalarNode) else "a list or block"
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


@dataclass(frozen=True, slots=True)
class TrueOrFalse:
    """``true`` or ``false``, and no other word for them."""

    def read(self, node: yaml.Node, reading: Reading) -> bool | None:
        """The truth value; None, with a finding, for any other word."""
        word = OneOf(("true", "false")).read(node, reading)
        return None if word is None else word == "true"

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one shape."""

    item: Any

    def read(self, node: yaml.Node, reading: Reading) -> tuple[Any, ...] | None:
        """The values that were right, in order."""
        if not isinstance(node, yaml.SequenceNode):
            reading.refuse(
                WRONG,
                node,
                typed=getattr(node, "value", "") or "a block",
                wanted="a list",
                hint="Start each entry on a line of its own with a dash.",
            )
            return None
        values = [self.item.read(child, reading) for child in node.value]
        return tuple(value for value in values if value is not None)

    def schema(self) -> dict[str, Any]:
        """As JSON Schema."""
        return {"type": "array", "items": self.item.schema()}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a block was read: for mistakes that only show when blocks are taken together."""

    file: str
    node: yaml.Node

    def at(self, *path: str | int) -> Address:
        """Where ``path`` leads to in the block."""
        return Reading(self.file).at(within(self.node, *path))


@dataclass(frozen=True, slots=True)
class Block:
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


@dataclass(frozen=True, slots=True)
class Named:
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


def within(node: yaml.Node, *path: str | int) -> yaml.Node:
    """The node that ``path`` (keys of blocks, places in lists) leads to; the last one on the way that is there."""
    for step in path:
        children: dict[str | int, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            children = {str(key.value): child for key, child in node.value}
        elif isinstance(node, yaml.SequenceNode):
            children = dict(enumerate(node.value))
        if step not in children:
            return node
        node = children[step]
    return node


def place(text: str, file: str, *path: str | int) -> Address:
    """Where ``path`` leads to in the YAML ``text`` of ``file``, which has been read without a mistake."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return Source(file, node).at(*path) if node else Address(file)


def pairs(node: yaml.Node, reading: Reading, title: str) -> dict[str, tuple[yaml.Node, yaml.Node]] | None:
    """A block's keys with the nodes of key and value; repeated and surprising keys are refused."""
    if not isinstance(node, yaml.MappingNode):
        reading.refuse(
            WRONG,
            node,
            typed=getattr(node, "value", "") or "a list",
            wanted=f"a block ({title})",
            hint="Put the settings below it, indented, each as name: value.",
        )
        return None
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode):
            reading.refuse(
                WRONG, key_node, typed="A list or block", wanted="a name", hint="Put quotes around the name."
            )
        elif not key_node.style and SURPRISES.fullmatch(key):
            reading.refuse(UNQUOTED, key_node, typed=key)
        elif key in found:
            reading.refuse(REPEATED, key_node, key=key, line=found[key][0].start_mark.line + 1)
        else:
            found[key] = (key_node, child)
    return found
