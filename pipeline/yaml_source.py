"""YAML with the line of every value, and the nearest right word for one that is wrong."""

from __future__ import annotations

import contextlib
import difflib
import re

import yaml
from msgspec import Struct, field

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


class Reading(Struct):
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


class Source(Struct, frozen=True):
    """Where a block was read: for mistakes that only show when blocks are taken together."""

    file: str
    node: yaml.Node

    def at(self, *path: str | int) -> Address:
        """Where ``path`` leads to in the block."""
        return Reading(self.file).at(within(self.node, *path))


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


def typed(node: yaml.Node) -> str:
    """What stands at a node, to be shown to who typed it: the word itself, or what there is in its place."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value) or "nothing"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a block"


def pairs(node: yaml.Node, reading: Reading, title: str) -> dict[str, tuple[yaml.Node, yaml.Node]] | None:
    """A block's keys with the nodes of key and value; repeated and surprising keys are refused."""
    if not isinstance(node, yaml.MappingNode):
        reading.refuse(
            WRONG,
            node,
            typed=typed(node),
            wanted=f"a block ({title})",
            hint="Put the settings below it, indented, each as name: value.",
        )
        return None
    found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
    for key_node, child in node.value:
        key = str(key_node.value)
        if not isinstance(key_node, yaml.ScalarNode):
            reading.refuse(
                WRONG, key_node, typed=typed(key_node), wanted="a name", hint="Put quotes around the name."
            )
        elif not key_node.style and SURPRISES.fullmatch(key):
            reading.refuse(UNQUOTED, key_node, typed=key)
        elif key in found:
            reading.refuse(REPEATED, key_node, key=key, line=found[key][0].start_mark.line + 1)
        else:
            found[key] = (key_node, child)
    return found
