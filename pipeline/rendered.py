"""A paper that was made before from the very same returns, from the store instead of anew.

It goes by the hash of all that the paper shows: the bytes of its partnerships' returns, how each of them stands, the
template, the settings, the forms, the program and its packages. So of many papers only those are made whose returns moved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from msgspec.structs import astuple

from pipeline.model import Address, Edition, Finding, Level, RegisterEntry
from pipeline.project import Plan
from pipeline.settings import PaperSettings
from pipeline.word.trace import Built


def base_of(plan: Plan) -> str:
    """A hash of what all papers of a run depend on; '' for a plan that is not of a run."""
    return _hash(plan.program, repr(plan.settings), repr(plan.forms)) if plan.program else ""


def paper_key(base: str, paper: PaperSettings, private: bool, edition: Edition, template: bytes) -> str:
    """The key of a file of a paper; '' where a return of it came from no file, so that nothing tells it from another.

    ``edition`` is that of those alone of whom the paper speaks.
    """
    entries = list(_entries(edition))
    shown = [one for entry in entries for one in (entry.accepted, entry.carried) if one]
    if not all(one.digest for one in shown):
        return ""
    stands = [_stands(entry) for entry in entries]
    return _hash("paper", base, paper.id, str(private), hashlib.sha256(template).hexdigest(), *stands)


def _entries(edition: Edition) -> Iterator[RegisterEntry]:
    yield from (*edition.register, *edition.covers)
    for earlier in edition.before:
        yield from _entries(earlier)


def _stands(entry: RegisterEntry) -> str:
    files = [(one.file, one.digest) if one else None for one in (entry.accepted, entry.carried)]
    said = (entry.partnership, entry.standing, entry.reason, entry.late, entry.remarks, entry.due)
    return repr((files, said))


def kept(built: Built | None, findings: Sequence[Finding]) -> bytes:
    """A paper, if there is one, and what is to be said of it as an entry of the store."""
    said = json.dumps([astuple(one) for one in findings], default=astuple).encode()
    package, traced = (built.package, built.traced) if built else (b"", b"")
    return b"%d %d\n" % (len(said), len(traced)) + said + traced + package


def restored(held: bytes) -> tuple[Built | None, list[Finding]] | None:
    """What an entry holds; None where it holds nothing of the kind."""
    lengths, _, rest = held.partition(b"\n")
    try:
        told, traced = map(int, lengths.split())
        findings = [
            Finding(rule, Level(level), Address(*address), *words)
            for rule, level, address, *words in json.loads(rest[:told])
        ]
    except (ValueError, TypeError):
        return None
    package = rest[told + traced :]
    return (Built(package, rest[told : told + traced]) if package else None), findings


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
