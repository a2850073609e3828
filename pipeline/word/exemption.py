"""Proof that nothing of what is exempt from publication stands anywhere in the package of a public paper."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from lxml import etree

from pipeline.model import Address, Finding, Level, Rule, Shown
from pipeline.word.expanding import Expansion
from pipeline.word.proof import body_as_placed

SHOWS_EXEMPT = Rule(
    "paper-shows-exempt",
    Level.ERROR,
    "The words of this cell are exempt from publication and would stand in the public paper.",
    "See that the template does not hold them, and that no other cell repeats a part of them.",
)


def prove_exemption(
    package: bytes, file: str, must_not_show: Iterable[Shown], expansions: Sequence[Expansion] = ()
) -> list[Finding]:
    """The cells of which a line stands in any part of the file: text, properties, comments, addresses of links.

    A line in which ``expansions`` have spelt out an acronym stands there all the same.
    """
    withheld = list(must_not_show)
    text = "\n".join([*_words(package), *body_as_placed(package, expansions)]) if withheld else ""
    return [
        SHOWS_EXEMPT.found(value.source.address if value.source else Address(file))
        for value in withheld
        if any(line.text in text for line in value.paragraphs)
    ]


def _words(package: bytes) -> Iterator[str]:
    """All words of a package: each paragraph of each part, and whatever its attributes say."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            for element in etree.fromstring(parts.read(name)).iter("*"):
                yield from map(str, element.attrib.values())
                if etree.QName(element).localname == "p":
                    yield "".join(map(str, element.itertext()))
                elif element.text and element.text.strip():
                    yield element.text
