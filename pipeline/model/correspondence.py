"""What is asked of senders, and what became of the e-mails that were due."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from pipeline.model.findings import Address


class Query(Struct, frozen=True):
    """One thing asked of a sender: the same fault across cells of one file.

    ``heading`` says how much it matters, ``where`` its place in words.
    """

    number: int
    heading: str
    file: str
    where: str
    found: str
    wanted: str
    addresses: tuple[Address, ...]


class Fate(StrEnum):
    """What became of an e-mail that was due."""

    SENT = "sent"
    IN_PART = "sent in part"
    NOT_SENT = "not sent"
    UNKNOWN = "unknown"
    NO_ADDRESS = "no address"
    DRY_RUN = "dry run"


class Posted(Struct, frozen=True):
    """An e-mail that was due and what became of it.

    ``to`` is the id of a partnership or of a paper, ``name`` who receives it, in words. ``addresses`` are told in a
    dry run only, for what a run prints is kept in logs.
    """

    kind: str
    to: str
    name: str
    subject: str
    attachments: tuple[str, ...]
    fate: Fate
    addresses: tuple[str, ...] = ()
