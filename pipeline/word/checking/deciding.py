"""Arithmetic, sorting and choosing in a template: the program works these out, and proves them."""

from __future__ import annotations

from jinja2 import nodes

from pipeline.model import Level, Rule

WORKED_OUT = Rule(
    "template-works-out",
    Level.WARNING,
    "“{tag}” {what} in the template.",
    "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
    why="A figure that the template works out is checked by nobody, and two papers may work it out differently.",
)
SIGNS = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg)
FILTERS = {
    **dict.fromkeys(("sum", "round", "abs", "int", "float", "min", "max", "filesizeformat"), "works out a figure"),
    **dict.fromkeys(("length", "count"), "counts"),
    **dict.fromkeys(("sort", "dictsort", "reverse", "random", "groupby"), "sorts or groups"),
    **dict.fromkeys(("select", "reject", "selectattr", "rejectattr", "unique", "first", "last", "batch", "slice"), "chooses"),
}  # fmt: skip


def works_out(node: nodes.Node | None) -> str:
    """What a part of a tag works out, in words; '' where it works nothing out."""
    if isinstance(node, SIGNS):
        return "works out a figure"
    if isinstance(node, nodes.Filter):
        return FILTERS.get(node.name, "")
    if isinstance(node, nodes.Compare) and any(one.op in ("lt", "lteq", "gt", "gteq") for one in node.ops):
        return "decides by a figure"
    return "chooses" if isinstance(node, nodes.For) and node.test is not None else ""
