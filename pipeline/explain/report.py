"""The page of a build: how the returns stand, what is to be put right, how the ratings moved, and what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from msgspec import Struct

from pipeline.explain.correspondence import Sent
from pipeline.explain.grouping import HEADINGS, counted, grouped
from pipeline.explain.pages.page import page, style
from pipeline.model import Edition, Finding, Level, PaperFile, in_words
from pipeline.settings import PaperSettings, Settings

LONG = 10  # entries from which on a list is folded
LETTERS = {
    ".html": "letter",
    ".xlsx": "marked copy of the return",
    ".txt": "letter as plain text",
}  # in this order
KINDS = {".docx": "Word", ".pdf": "PDF"}


class Page(Struct, frozen=True):
    """What one build gave.

    ``overview`` has the register's lines, the ratings by period and the changes, as
    :func:`pipeline.compose.overview.overview` gives them; ``cleared`` are those of the ``findings`` on personal data
    that may be published. ``written`` are the names of what was written in the period's folder, ``sent`` what goes
    back to senders, ``inputs`` the SHA-256 of each file read; ``run`` identifies the build.
    """

    settings: Settings
    edition: Edition
    overview: Mapping[str, Any]
    findings: Sequence[Finding]
    cleared: Sequence[Finding]
    papers: Sequence[PaperFile]
    written: Sequence[str]
    sent: Sequence[Sent]
    inputs: Mapping[str, str]
    version: str
    run: str = ""


def build_report(built: Page) -> str:
    """The report of one build as a page of HTML that stands alone."""
    edition, written = built.edition, set(built.written)
    papers = [_paper(paper, built) for paper in built.settings.due]
    names = {
        "style": style(),
        "long": LONG,
        "organisation": built.settings.organisation,
        "period": edition.period.title,
        "quarterly": bool(edition.period.quarter),
        "counting": sum(entry.accepted is not None for entry in edition.register),
        "expected": len(edition.register),
        "papers": papers,
        "papers_written": sum(bool(paper["files"]) for paper in papers),
        "needs": counted(built.findings),
        "others": [{"name": name, "what": ""} for name in _others(built)],
        "weights": list(_weights(built)),
        "register": list(_register(built)),
        "ratings": built.overview["ratings"],
        "changes": built.overview["changes"],
        "letters": [_letter(one, written) for one in built.sent],
        "cleared": grouped(built.cleared),
        "inputs": sorted(built.inputs.items()),
        "version": built.version,
        "run": built.run,
    }
    return page("report.html", names)


# --- what was written -------------------------------------------------------------------------


def _paper(paper: PaperSettings, built: Page) -> dict[str, object]:
    """A paper that is due, with its files; none where it was withheld or not asked for."""
    meeting = paper.meeting(built.edition.period)
    own = [one for one in built.papers if one.paper == paper.id and one.name in built.written]
    return {
        "title": paper.title,
        "meeting": f"{paper.committee}, {in_words(meeting.date)}" if meeting else paper.committee,
        "files": [{"name": one.name, "what": _what(one)} for one in own],
    }


def _what(file: PaperFile) -> str:
    kind = "pack for the meeting" if file.pack else KINDS[PurePosixPath(file.name).suffix]
    kind += " with its changes marked" if file.changes else ""
    return f"{kind}, {'private: not for publication' if file.private else 'public'}"


def _letter(sent: Sent, written: set[str]) -> dict[str, object]:
    files = sorted(
        (f"queries/{name}" for name in sent.files),
        key=lambda name: list(LETTERS).index(PurePosixPath(name).suffix),
    )
    return {
        "name": f"Author of {sent.name}" if sent.is_cover else sent.name,
        "count": sent.count,
        "files": [
            {"name": name, "what": LETTERS[PurePosixPath(name).suffix]} for name in files if name in written
        ],
    }


def _others(built: Page) -> list[str]:
    """What was written and is neither a paper nor goes back to a sender."""
    known = {one.name for one in built.papers}
    return [name for name in built.written if name not in known and "/" not in name]


# --- what is to be put right ------------------------------------------------------------------


def _weights(built: Page) -> Iterator[dict[str, object]]:
    """The queries of each weight, the gravest first; what was cleared has a part of its own."""
    groups = grouped(one for one in built.findings if one not in built.cleared)
    for level, heading in HEADINGS.items():
        if found := [group for group in groups if group.level is level]:
            folded = level is Level.NOTE and len(found) > LONG
            yield {"level": level.value, "heading": heading, "groups": found, "folded": folded}


def _register(built: Page) -> Iterator[dict[str, object]]:
    """The lines of the register, each with what its return needs."""
    for line in built.overview["register"]:
        own = [one for one in built.findings if one.address.file == line["file"]]
        yield {**line, "needs": _sentence(counted(own) if line["file"] else "the return itself")}


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]
