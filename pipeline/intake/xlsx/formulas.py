"""The one thing that is read from a formula: a link whose address and words stand in it as plain text."""

from __future__ import annotations

import re

TEXT = r'"((?:[^"]|"")*)"'
PLAIN = re.compile(rf"\s*HYPERLINK\(\s*{TEXT}\s*(?:,\s*{TEXT}\s*)?\)\s*", re.IGNORECASE)
LINKS = re.compile(r"\bHYPERLINK\s*\(", re.IGNORECASE)


def links(formula: str) -> bool:
    """Whether a formula makes a link, wherever it gets the address from."""
    return bool(LINKS.search(formula) and LINKS.search(re.sub(TEXT, '""', formula)))


def plain_link(formula: str) -> tuple[str, str] | None:
    """The address and words of a formula that is a link and nothing else; None when it works anything out."""
    match = PLAIN.fullmatch(formula)
    if match is None:
        return None
    address, words = match[1], match[1] if match[2] is None else match[2]
    return address.replace('""', '"'), words.replace('""', '"')
