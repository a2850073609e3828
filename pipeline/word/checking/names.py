"""Names in tags: whether there is one here, whether it is one value or many, and which is meant if not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import nodes

from pipeline.model import Level, Rule
from pipeline.names import Name
from pipeline.word.checking.braces import Tag
from pipeline.word.checking.flaws import Mistake, suggestion
from pipeline.word.checking.scope import Ref, Scope
from pipeline.word.rendering import UNKNOWN_NAME
from pipeline.yaml_source import nearest

OF_A_LIST = Rule(
    "template-name-of-list",
    Level.ERROR,
    "{list} is a list, and “{name}” does not say which of its entries is meant.",
    "{remedy}",
    why="A list has as many entries as were reported; a tag shows one at a time.",
)
NOT_PRINTABLE = Rule(
    "template-name-not-printable",
    Level.ERROR,
    "“{name}” is a {shape} and cannot be printed as it is.",
    "{remedy}",
    why="A list or a group of values has no words of its own to stand in the paper.",
)
NOT_A_LIST = Rule(
    "template-name-not-list",
    Level.ERROR,
    "“{name}” is not a list, so there is nothing to repeat.",
    "{remedy}",
    why="A loop repeats a part of the paper for each entry of a list.",
)
COLOUR = "fill"
IN_LOOP = "Write {loop} before it, {{{{ {name} }}}} in its place, and the endfor tag after it."
ONLY_BETWEEN = "{name} has a meaning only between {tag} and the end of that loop. Move one of them."


class Names:
    """The names that a template may use, where its reader stands; and what is wrong with those that it uses.

    ``unsure``: a name was not understood, so that what it would have shown cannot be told.
    """

    def __init__(self, names: Mapping[str, Name]) -> None:
        """No tag is read yet."""
        self.scope = Scope(names)
        self.mistakes: list[Mistake] = []
        self.coloured: list[tuple[Tag, str]] = []
        self.loops: dict[str, tuple[str, Tag]] = {}
        self.unsure = False
        self.tag: Any = None
        self._meant: dict[str, str] = {}  # what was probably meant by a name that does not exist

    def add(self, rule: Rule, **values: object) -> None:
        """Note a mistake of the tag that is read; of one without an end, its name may be half a name."""
        if rule is UNKNOWN_NAME and "}" not in self.tag.typed:
            self.unsure = True
            return
        self.mistakes.append(Mistake(rule, self.tag.line, values, self.tag.start))

    def named(self, name: str) -> Ref | None:
        """What a name stands for here; else what was probably meant."""
        if name in self.scope:
            return self.scope.find(name)
        below = dict(self.scope.below())
        meant = next((path for path in below if path.endswith(f".{name}")), "")
        near = "" if meant else nearest(name, self.scope.visible())
        remedy = f"Did you mean {meant}?" if meant else suggestion(name, self.scope.visible())
        if name in self.scope.gone:
            meant = near = ""
            remedy = ONLY_BETWEEN.format(name=name, tag=self.scope.gone[name])
        if meant or near:
            self._meant[name] = meant or near
        self.add(UNKNOWN_NAME, name=name, near="", hint=remedy)
        self.unsure |= not (meant or near)
        return below[meant] if meant else self.scope.find(near) if near else None

    def member(self, base: nodes.Node, ref: Ref, attribute: str) -> Ref | None:
        """What stands under a name; else what was probably meant."""
        if ref.name.many:
            return self._of_list(base, ref, attribute)
        found = ref.member(attribute)
        if found:
            return found
        if attribute == COLOUR and not ref.parts:
            self.coloured.append((self.tag, said(base)))
            return ref
        whole = f"{said(base)} is a value by itself: write {{{{ {said(base)} }}}}."
        first, dot, rest = said(base).partition(".")
        right = f"{self._meant.get(first, first)}{dot}{rest}."
        remedy = suggestion(attribute, list(ref.parts), right) if ref.parts else whole
        self.add(UNKNOWN_NAME, name=f"{said(base)}.{attribute}", near="", hint=remedy)
        near = nearest(attribute, list(ref.parts))
        self.unsure |= bool(ref.parts) and not near
        return ref.member(near) if near else None if ref.parts else ref

    def _of_list(self, base: nodes.Node, ref: Ref, attribute: str) -> Ref | None:
        members = list(ref.parts)
        near = attribute if attribute in members else nearest(attribute, members)
        inside = self.scope.entry_of(ref)
        if inside and near:
            remedy = f"Write {inside}.{near}: {inside} stands for one entry here."
        elif near:
            each = self._each(ref)
            remedy = IN_LOOP.format(loop=self._loop_tag(base, each), name=f"{each}.{near}")
        else:
            remedy = suggestion(attribute, members)
        self.add(OF_A_LIST, name=f"{said(base)}.{attribute}", list=said(base), remedy=remedy)
        return ref.entry.member(near) if near else None

    def printable(self, node: nodes.Node, ref: Ref) -> bool:
        """Whether a tag can print what it names."""
        if not ref.shape:
            return True
        first = next(iter(ref.parts), "")
        if ref.name.many:
            each = self._each(ref)
            name = f"{each}.{first}" if first else each
            remedy = IN_LOOP.format(loop=self._loop_tag(node, each), name=name)
        else:
            remedy = f"Print its parts, such as {{{{ {said(node)}.{first} }}}}."
        self.add(NOT_PRINTABLE, name=said(node), shape=ref.shape, remedy=remedy)
        return False

    def repeatable(self, node: nodes.Node, ref: Ref) -> bool:
        """Whether a loop can go through what it names."""
        if ref.name.many:
            return True
        name = said(node)
        lists = [f"{name}.{word}" for word, one in ref.parts.items() if one.many]
        if lists:
            remedy = f"Its lists are: {', '.join(lists)}."
        elif ref.parts:
            remedy = f"Print its parts without a loop, such as {{{{ {name}.{next(iter(ref.parts))} }}}}."
        else:
            remedy = f"Write {{{{ {name} }}}} without a loop; for its paragraphs one by one, loop over {name}.lines."
        self.add(NOT_A_LIST, name=name, remedy=remedy)
        return False

    def _each(self, ref: Ref) -> str:
        """A name for one entry of a list: the one that the template uses, else one made of the list's."""
        if ref.path in self.loops:
            return self.loops[ref.path][0]
        word = ref.path.rpartition(".")[2]
        return word[:-1] if word.endswith("s") and not word.endswith("ss") else "entry"

    def _loop_tag(self, base: nodes.Node, each: str) -> str:
        prefix = "tr" if "table" in self.tag.line.place else "p"
        return f"{{%{prefix} for {each} in {said(base)} %}}"


def said(node: nodes.Node) -> str:
    """A name as the template writes it."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{said(node.node)}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=value)):
            return f"{said(node.node)}.{value}"
        case nodes.Filter() if node.node is not None:
            return said(node.node)
    return "..."
