"""What goes back to the senders of returns: for each a letter, and their own workbook with its queries marked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from itertools import islice
from pathlib import PurePosixPath

from msgspec import Struct

from pipeline.explain.letter import HTML, TEXT, Copy, Letter, Letters, parts
from pipeline.explain.queries import Enquiry, Received
from pipeline.forms.sheets import Marked, Reply
from pipeline.model import Finding, Query, in_words
from pipeline.settings import PaperSettings, Settings

COPY_ENDS = " - queries"
LONGEST_NAME = 150  # characters of a file's name; with its ending well within what every disk allows


class Sent(Struct, frozen=True):
    """What is to be sent to one of those asked: who they are, how many queries, the files' names.

    ``came``: something came from them. ``asked`` is a hash of what is asked of what came, however it is worded.
    """

    id: str
    name: str
    is_cover: bool
    count: int
    files: tuple[str, ...]
    came: bool
    asked: str


class Correspondence(Struct, frozen=True):
    """The files that go back, by name, who gets which, and what was wrong with a template."""

    files: Mapping[str, bytes]
    sent: tuple[Sent, ...]
    faults: tuple[Finding, ...]


def correspond(
    enquiries: Iterable[Enquiry],
    inputs: Mapping[str, bytes],
    letters: Letters,
    settings: Settings,
    progress: Callable[[str], None],
    mark: Callable[[bytes, Sequence[Query], Reply], Marked | None],
) -> Correspondence:
    """The letters and marked copies of a period. ``inputs`` gives each return's bytes by its file, ``mark`` marks a copy."""
    faults = letters.faults()
    files, by_sender = _Files(), settings.papers_by_sender()
    due = settings.returns_due_by_sender()
    sent = []
    for enquiry in enquiries if not faults else ():
        progress(f"Writing the queries to {enquiry.entry.partnership.name}")
        before = len(files.held)
        copies = tuple(
            _copy(one, enquiry, inputs[one.file], mark, files) for one in enquiry.received if one.readable
        )
        papers = by_sender.get(enquiry.entry.partnership.id) or settings.papers
        written, found = letters.write(
            _letter(enquiry, copies, papers[0], settings, due.get(enquiry.entry.partnership.id))
        )
        faults += found
        for template, ending in ((HTML, ".html"), (TEXT, ".txt")):
            files.add(letter_file(enquiry.entry.partnership.id, ""), ending, written[template])
        own = tuple(islice(files.held, before, None))
        partnership = enquiry.entry.partnership
        is_cover = _is_author(partnership.id, settings)
        count, came, asked = len(enquiry.queries), bool(enquiry.received), _asked(enquiry, inputs)
        sent.append(Sent(partnership.id, partnership.name, is_cover, count, own, came, asked))
    return Correspondence(files.held, tuple(sent), tuple(faults))


def letter_file(sender: str, ending: str = ".html") -> str:
    """The name of the letter to a sender."""
    return f"{sender}-queries{ending}"


def _asked(enquiry: Enquiry, inputs: Mapping[str, bytes]) -> str:
    """A hash of the queries and of the files that they are on; a file that was only moved is the same."""
    queries = [(one.heading, one.where, one.found, one.wanted) for one in enquiry.queries]
    files = [(one.name, sha256(inputs[one.file]).hexdigest(), one.accepted) for one in enquiry.received]
    said = [enquiry.entry.standing.value, enquiry.entry.reason, files, queries]
    return sha256(json.dumps(said).encode()).hexdigest()


def _copy(
    received: Received,
    enquiry: Enquiry,
    data: bytes,
    mark: Callable[[bytes, Sequence[Query], Reply], Marked | None],
    files: _Files,
) -> Copy:
    """Mark a copy of one file and put it among ``files``; without queries on it, or if it cannot be, there is none."""
    queries = enquiry.about(received.file)
    marked = mark(data, queries, enquiry.reply) if queries and enquiry.reply else None
    if marked is None:
        return Copy(received.name, "")
    stem = PurePosixPath(received.name).stem.removesuffix(COPY_ENDS)[:LONGEST_NAME]
    return Copy(received.name, files.add(stem + COPY_ENDS, ".xlsx", marked.data), marked.lost)


def _is_author(sender: str, settings: Settings) -> bool:
    return any(paper.id == sender for paper in settings.papers)


class _Files:
    """The files of the folder by name, each with one that no other has, where capitals are small letters too."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self._taken = set[str]()

    def add(self, stem: str, ending: str, data: bytes) -> str:
        """Put a file among them; the name that it has been given."""
        name, number = stem + ending, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{stem} ({number}){ending}"
        self._taken.add(name.casefold())
        self.held[name] = data
        return name


def _letter(
    enquiry: Enquiry, copies: tuple[Copy, ...], paper: PaperSettings, settings: Settings, due: date | None
) -> Letter:
    """The letter of one sender, which speaks of one paper; ``due`` is the last day for the return."""
    entry = enquiry.entry
    meeting = paper.meeting(settings.period)
    return Letter(
        organisation=settings.organisation,
        committee=paper.committee,
        paper=paper.title,
        period=settings.period.title,
        meeting=in_words(meeting.date) if meeting else "a date to be set",
        sender=entry.partnership.name,
        is_cover=_is_author(entry.partnership.id, settings),
        standing=entry.standing.value,
        reason=entry.reason,
        received=enquiry.received,
        parts=parts(enquiry),
        count=len(enquiry.queries),
        copies=copies,
        version=enquiry.reply,
        due=in_words(due) if due else "",
        position=entry.position,
    )
