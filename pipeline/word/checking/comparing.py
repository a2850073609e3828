"""Comparisons in conditions that can never hold, whatever is reported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

from pipeline.model import Level, Rule
from pipeline.word.checking.flaws import suggestion
from pipeline.word.checking.scope import Ref

NEVER = Rule(
    "template-comparison-never",
    Level.ERROR,
    "“{name}” is never {word}, so the comparison {outcome}.",
    "{remedy}",
    why="A condition on a word that cannot come hides a part of the paper for ever, and nobody is told.",
)
SIGNS = {"eq": "==", "ne": "!=", "in": "in", "notin": "not in"}
NUMBER, YES_OR_NO = "number", "yes or no"


def never(name: str, ref: Ref, operator: str, other: nodes.Node) -> Iterator[dict[str, object]]:
    """The values of NEVER's wording for each constant that a name is compared with and never is."""
    if operator not in SIGNS:
        return
    outcome = "always holds" if operator in ("ne", "notin") else "never holds"
    for word in _constants(other, operator):
        remedy = _remedy(name, ref, word)
        if remedy:
            said = f"“{word}”" if isinstance(word, str) else _number(word)
            yield {"name": name, "word": said, "outcome": outcome, "remedy": remedy}


def _constants(node: nodes.Node, operator: str) -> list[Any]:
    """The words and numbers that stand in a comparison."""
    if isinstance(node, nodes.Const) and operator in ("eq", "ne"):
        return [node.value]
    if isinstance(node, nodes.List | nodes.Tuple) and operator in ("in", "notin"):
        return [item.value for item in node.items if isinstance(item, nodes.Const)]
    return []


def _remedy(name: str, ref: Ref, word: Any) -> str:
    """What to write in place of a word that the name never is; '' where it can be that word."""
    if word is None:
        return f"To ask whether there is anything, write {{% if {name} %}}."
    if ref.shape:
        return f"{name} is a {ref.shape}: to ask whether it holds anything, write {{% if {name} %}}."
    if ref.name.kind == YES_OR_NO and not ref.name.reported:
        return "" if isinstance(word, bool) else f"Write {{% if {name} %}} or {{% if not {name} %}}."
    if isinstance(word, str):
        return _word(name, ref, word)
    if ref.name.kind == NUMBER and not ref.name.reported and not isinstance(word, bool):
        return ""
    if isinstance(word, bool):
        return f"To ask whether there is anything, write {{% if {name} %}}."
    return f'It is text: put the number in quotes, {name} == "{_number(word)}".'


def _word(name: str, ref: Ref, word: str) -> str:
    if ref.name.kind == NUMBER and not ref.name.reported:
        return (
            f"It is a number: write it without quotes, {name} == {word}."
            if word.isdecimal()
            else f"{name} is a number."
        )
    if not ref.name.choices or word in ref.name.choices:
        return ""
    if not word:
        return f"To ask whether there is anything, write {{% if {name} %}}." if ref.name.reported else ""
    return suggestion(word, [one for one in ref.name.choices if one])


def _number(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "none" if value is None else str(value)
