"""One Word file of a paper: what it is made from, and making it, in this process or another: bytes in, bytes out."""

from __future__ import annotations

import pickle

from msgspec import Struct

from pipeline.compose.paper import compose
from pipeline.model import Edition, Finding, replace
from pipeline.rendered import kept
from pipeline.settings import PaperSettings, Settings
from pipeline.wanted import paper_file
from pipeline.word.origins import origins
from pipeline.word.paper import write_paper
from pipeline.word.trace import Built


class Order(Struct, frozen=True):
    """All that one file is made from; ``edition`` is that of those alone of whom the paper speaks."""

    paper: PaperSettings
    private: bool
    edition: Edition
    template: bytes
    settings: Settings
    run: str


def work(order: bytes) -> bytes:
    """Make the file of a pickled ``Order``; it comes back as :func:`pipeline.rendered.restored` reads it."""
    return kept(*write_file(pickle.loads(order)))  # noqa: S301 - from the run that started this process


def write_file(order: Order) -> tuple[Built | None, list[Finding]]:
    """The file with its trace, and what was found on making it; no file where the template or the proof is at fault."""
    paper, edition = order.paper, order.edition
    composed = replace(compose(edition, paper, order.settings, private=order.private), run=order.run)
    own = paper_file(paper, edition, private=False)
    package, found, trace = write_paper(order.template, paper.template, composed, own)
    if package is None:
        return None, found
    return Built.of(package, trace.with_origins(origins(edition.register, edition.covers))), found
