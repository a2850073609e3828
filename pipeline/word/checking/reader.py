"""Reads what tags say, one after the other: names, filters, tests, functions, comparisons and loops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from jinja2 import nodes
from jinja2.environment import Environment

from pipeline.model import Level, Rule
from pipeline.names import Name
from pipeline.word.checking.braces import Tag
from pipeline.word.checking.comparing import NEVER, never
from pipeline.word.checking.deciding import WORKED_OUT, works_out
from pipeline.word.checking.names import Names, said
from pipeline.word.checking.scope import LOOP, Ref, Scope
from pipeline.yaml_source import nearest

UNKNOWN_WORD = Rule(
    "template-unknown-filter",
    Level.ERROR,
    "There is no {kind} “{name}”.",
    "{remedy}",
    why="Only the filters, tests and functions of the template engine can be used.",
)
DELETE = "Delete it; the program prints each value as the paper shows it."
# Filters that give back what they are given, or a part of it; and those that give one entry of a list.
KEEPING = (
    "default",
    "d",
    "sort",
    "reverse",
    "unique",
    "list",
    "select",
    "reject",
    "selectattr",
    "rejectattr",
    "slice",
)
ENTRIES = ("first", "last", "random", "min", "max")
CONSTANTS = ("self", "true", "false", "none", "True", "False", "None")


class Reader:
    """Goes through the tags of a template in order, and knows what it has printed: the paths, and the names."""

    def __init__(self, names: Mapping[str, Name], environment: Environment) -> None:
        """Nothing is read yet."""
        self.names = Names(names)
        self.environment = environment
        self.printed: set[str] = set()
        self.declared: dict[int, Name] = {}
        self._printing = False

    def begin(self) -> None:
        """Another text begins, which knows none of the names that the last one set."""
        self.names.scope = Scope(self.names.scope.top)

    def guess(self, names: Iterable[str]) -> None:
        """A block begins that was not understood: these names stand for something in it."""
        self.names.scope.enter(dict.fromkeys(names))

    def printing(self, tag: Tag, node: nodes.Node) -> Ref | None:
        """A tag that prints a value; what it prints, where that is one value."""
        self.names.tag = tag
        known = len(self.names.mistakes)
        with self._as(printing=True):
            ref = self.read(node)
        guessed = (
            len(self.names.mistakes) > known
        )  # what is wrong with a guess is no mistake of the template's
        return ref if ref and (guessed or self.names.printable(node, ref)) else None

    def doing(self, tag: Tag, node: nodes.Node) -> None:
        """A tag that loops, asks or sets; the names that it brings stand for something from here on."""
        self.names.tag = tag
        scope = self.names.scope
        match node:
            case nodes.For():
                self._loop(tag, node)
            case nodes.If():
                self.read(node.test)
            case nodes.Assign():
                self._bind(node.target, self.read(node.node))
            case nodes.AssignBlock():
                self._bind(node.target, None)
            case nodes.With():
                refs = [self.read(value) for value in node.values]
                scope.enter({})
                for target, ref in zip(node.targets, refs, strict=False):
                    self._bind(target, ref)
            case nodes.Macro():
                scope.bind(node.name, None)
                self.guess([*(argument.name for argument in node.args), "caller", "varargs", "kwargs"])
            case nodes.CallBlock():
                self.read(node.call)
                self.guess(argument.name for argument in node.args)
            case nodes.Block():
                scope.enter({})
            case _:
                self.read(node)

    def read(self, node: nodes.Node | None) -> Ref | None:
        """Check a part of a tag and all that it holds; what it stands for, where that is one name's value."""
        what = works_out(node)
        if what:
            self.names.add(WORKED_OUT, tag=self.names.tag.typed, what=what)
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                return self._noted(self._named(node))
            case nodes.Filter():
                return self._filter(node)
            case nodes.Or() | nodes.And():
                return self._either(node.left, node.right)
            case nodes.CondExpr():
                with self._as(printing=False):
                    self.read(node.test)
                return self._either(node.expr1, node.expr2)
            case nodes.Call():
                self._call(node)
            case nodes.Compare():
                self._compare(node)
            case nodes.Node():
                self._parts(node)
        return None

    def _parts(self, node: nodes.Node) -> None:
        """Check what a part of a tag holds; what is only asked about is not printed."""
        if isinstance(node, nodes.Test):
            self._known("test", node.name, self.environment.tests)
        with self._as(printing=self._printing and not isinstance(node, nodes.Test | nodes.Not)):
            for child in node.iter_child_nodes():
                self.read(child)

    def _named(self, node: nodes.Expr) -> Ref | None:
        match node:
            case nodes.Name(name=name):
                own = name in self.names.scope
                known = name in self.environment.globals or name in CONSTANTS
                return self.names.named(name) if own or not known else None
            case (
                nodes.Getattr(node=base, attr=attribute)
                | nodes.Getitem(node=base, arg=nodes.Const(value=str(attribute)))
            ):
                ref = self.read(base)
                return self.names.member(base, ref, attribute) if ref else None
            case nodes.Getitem():
                ref = self.read(node.node)
                self.read(node.arg)
                many = ref is not None and ref.name.many
                return ref if isinstance(node.arg, nodes.Slice) or ref is None or not many else ref.entry
        return None

    def _noted(self, ref: Ref | None) -> Ref | None:
        if ref and self._printing:
            self.printed.add(ref.path)
            self.declared[id(ref.declared)] = ref.declared
        return ref

    # --- what is done with names --------------------------------------------------------------

    def _filter(self, node: nodes.Filter) -> Ref | None:
        self._known("filter", node.name, self.environment.filters)
        ref = self.read(node.node)
        self._arguments(node)
        if ref and node.name in ENTRIES:
            return ref.entry
        return ref if node.name in KEEPING else None

    def _arguments(self, node: nodes.Filter | nodes.Call) -> None:
        for child in (*node.args, *node.kwargs, node.dyn_args, node.dyn_kwargs):
            self.read(child)

    def _call(self, node: nodes.Call) -> None:
        called = node.node
        if isinstance(called, nodes.Name) and called.name not in self.names.scope:
            self._known("function", called.name, self.environment.globals)
        else:
            base = called.node if isinstance(called, nodes.Getattr) else called
            ref = self.read(base)
            if ref and ref.name is not LOOP:
                word = called.attr if isinstance(called, nodes.Getattr) else ""
                filters = f"|{word}" if word in self.environment.filters else ""
                remedy = f"Write {{{{ {said(base)}{filters} }}}}."
                self.names.add(UNKNOWN_WORD, kind="function", name=said(called), remedy=remedy)
        with self._as(printing=True):  # a macro may print what it is given
            self._arguments(node)

    def _compare(self, node: nodes.Compare) -> None:
        with self._as(printing=False):
            first = self.read(node.expr)
            for one in node.ops:
                other = self.read(one.expr)
                pairs = ((node.expr, first, one.expr), (one.expr, other, node.expr))
                for side, ref, against in pairs if one.op in ("eq", "ne") else pairs[:1]:
                    for values in never(said(side), ref, one.op, against) if ref else ():
                        self.names.add(NEVER, **values)

    def _either(self, one: nodes.Node, other: nodes.Node | None) -> Ref | None:
        first, second = self.read(one), self.read(other)
        same = first and second and (first.path, first.name) == (second.path, second.name)
        return first if same or other is None else None

    def _known(self, kind: str, name: str, known: Iterable[str]) -> None:
        words = list(known)
        if name not in words:
            near = nearest(name, words)
            remedy = f"Did you mean {near}?" if near else DELETE
            self.names.add(UNKNOWN_WORD, kind=kind, name=name, remedy=remedy)

    def _loop(self, tag: Tag, node: nodes.For) -> None:
        known = len(self.names.mistakes)
        ref = self.read(node.iter)
        guessed = len(self.names.mistakes) > known
        if works_out(node):
            self.names.add(WORKED_OUT, tag=tag.typed, what=works_out(node))
        entry = ref.entry if ref and (guessed or self.names.repeatable(node.iter, ref)) else None
        self.names.scope.enter({"loop": Ref.to("loop", LOOP)})
        self._bind(node.target, entry)
        if entry and isinstance(node.target, nodes.Name):
            self.names.loops.setdefault(entry.path, (node.target.name, tag))
        self.read(node.test)

    def _bind(self, target: nodes.Node, ref: Ref | None) -> None:
        if isinstance(target, nodes.Name):
            self.names.scope.bind(target.name, ref)
        for item in target.items if isinstance(target, nodes.Tuple) else ():
            self._bind(item, None)

    @contextmanager
    def _as(self, *, printing: bool) -> Iterator[None]:
        before, self._printing = self._printing, printing
        yield
        self._printing = before
