"""The children of an element by their tag, without python-docx's look at all that may stand beside them."""

from __future__ import annotations

from typing import Any


def child(parent: Any, tag: str) -> Any:
    """The first child with that tag; None where there is none."""
    return next(parent.iterchildren(tag), None)


def leading(parent: Any, tag: str) -> Any:
    """The first child with that tag, for what the schema wants before all else; made there where there is none."""
    found = child(parent, tag)
    if found is None:
        found = parent.makeelement(tag)
        parent.insert(0, found)
    return found
