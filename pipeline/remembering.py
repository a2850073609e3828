"""Returns that were read before and copies that were marked before, from the store instead of anew.

What is kept goes by the hash of all that it depends on: the file's bytes and name, the forms and limits, and the program
and its packages; with a return goes what was found in it of personal data. Reading is pure, so what comes from the store is what reading would give.
"""

from __future__ import annotations

import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, NamedTuple

from pipeline import model
from pipeline.forms.sheets import Marked, Reply
from pipeline.intake.reading import read_return
from pipeline.limits import Limits
from pipeline.model import Column, Form, FormTable, Query, Rating, RatingScheme, Submission
from pipeline.rules.personal_data import found_before, to_keep
from pipeline.sharing import HERE, Sharing
from pipeline.store import NOWHERE, Store

_MODEL = tuple(
    kind
    for kind in vars(model).values()
    if isinstance(kind, type) and kind.__module__.startswith(f"{model.__name__}.")
)
IN_RETURNS: dict[tuple[str, str], Any] = {
    (kind.__module__, kind.__name__): kind for kind in (*_MODEL, date, datetime, timedelta, timezone, Decimal)
}
MANY = 60  # returns from which on it is worth starting processes to read them
CHUNK = 8  # returns that go to a process together, with the forms that they are read by
Marker = Callable[[bytes, Sequence[Query], Reply], Marked | None]


class Asked(NamedTuple):
    """What a run asks of every return: the caps on what reading may cost, and below what a count of people is small."""

    limits: Limits
    small_numbers: int


class Reading:
    """Reads and searches returns by the forms of a run, each once for all runs that have the same."""

    def __init__(
        self,
        store: Store,
        program: str,
        forms: Mapping[str, Form],
        asked: Asked,
        sharing: Sharing = HERE,
    ) -> None:
        """``program`` is a hash of the program and its packages; many returns that are new are read by ``sharing``."""
        self._store, self._forms, self._asked, self._sharing = store, forms, asked, sharing
        self._parts = list(_parts(forms))
        self._known = _hash(program, repr(forms), repr(asked))

    def __call__(self, workbooks: Mapping[str, bytes]) -> Iterator[Submission]:
        """The returns that files hold, in their order, as :func:`pipeline.intake.reading.read_return` gives them."""
        keys = {
            file: _hash("read", self._known, file, hashlib.sha256(data).hexdigest())
            for file, data in workbooks.items()
        }
        known = {file: self._held(key) for file, key in keys.items()}
        anew = self._anew({file: data for file, data in workbooks.items() if not known[file]})
        for file, key in keys.items():
            submission = known.pop(file)
            if submission is None:
                submission, held = next(anew)
                self._store.put(key, held)
            yield submission

    def _held(self, key: str) -> Submission | None:
        held = self._store.get(key)
        return None if held is None else self._restored(held)

    def _anew(self, workbooks: Mapping[str, bytes]) -> Iterator[tuple[Submission, bytes]]:
        """Each return as read from its file, and as an entry of the store."""
        if self._sharing.count == 1 or len(workbooks) < MANY:
            for file, data in workbooks.items():
                submission = read_return(data, file, self._forms, self._asked.limits)
                yield submission, self._kept(submission)
            return
        for chunk, read in self._shared(list(workbooks.items())):
            for (file, data), held in zip(chunk, read, strict=True):
                yield self._restored(held) or read_return(data, file, self._forms, self._asked.limits), held

    def _shared(
        self, files: list[tuple[str, bytes]]
    ) -> Iterator[tuple[list[tuple[str, bytes]], list[bytes]]]:
        chunks = [files[at : at + CHUNK] for at in range(0, len(files), CHUNK)]
        jobs = (pickle.dumps((self._forms, self._asked, chunk)) for chunk in chunks)
        for chunk, read in zip(chunks, self._sharing.map(read_some, jobs), strict=True):
            yield chunk, pickle.loads(read)  # noqa: S301 - of a process of ours

    def _kept(self, submission: Submission) -> bytes:
        contents, small = submission.contents, self._asked.small_numbers
        out = io.BytesIO()
        numbers = {id(part): number for number, part in enumerate(self._parts)}
        _Writer(out, numbers).dump((submission, to_keep(contents, small) if contents else []))
        return out.getvalue()

    def _restored(self, held: bytes) -> Submission | None:
        try:
            submission, hits = _Reader(io.BytesIO(held), self._parts).load()
            if submission.contents:
                found_before(submission.contents, self._asked.small_numbers, hits)
        except Exception:  # noqa: BLE001 - whatever a strange entry leads to, the file itself is read instead
            return None
        return submission if isinstance(submission, Submission) else None


def read_some(job: bytes) -> bytes:
    """Read a few returns in another process; each comes back as an entry of the store."""
    forms, asked, files = pickle.loads(job)  # noqa: S301 - from the run that started this process
    reading = Reading(NOWHERE, "", forms, asked)
    return pickle.dumps([held for _, held in reading._anew(dict(files))])  # noqa: SLF001


def marking(store: Store, program: str) -> Marker:
    """Marks copies of returns, each once for all runs that ask the same of the same file."""

    def marked(data: bytes, queries: Sequence[Query], reply: Reply) -> Marked | None:
        key = _hash("mark", program, hashlib.sha256(data).hexdigest(), repr(tuple(queries)), repr(reply))
        held = store.get(key)
        if held is not None:
            lost, _, copy = held.partition(b"\n")
            return Marked(copy, tuple(json.loads(lost)))
        from pipeline.forms.marked import mark  # noqa: PLC0415 - many builds mark no copy

        made = mark(data, queries, reply)
        if made:
            store.put(key, json.dumps(made.lost).encode() + b"\n" + made.data)
        return made

    return marked


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()


# --- a submission as bytes --------------------------------------------------------------------


def _parts(forms: Mapping[str, Form]) -> Iterator[object]:
    """All that a return shares with its form, in a fixed order: it is kept once, in the project's own files."""
    for form in forms.values():
        yield form
        yield from form.tables
        for column in (*form.fields, *(one for table in form.tables for one in table.columns)):
            yield column
            if column.scheme:
                yield column.scheme
                yield from column.scheme.ratings


def _shared(number: int) -> None:
    """Stands in an entry for a part that a return shares with its form; :class:`_Reader` puts the part there."""


class _Writer(pickle.Pickler):
    def __init__(self, out: io.BytesIO, numbers: Mapping[int, int]) -> None:
        super().__init__(out, pickle.HIGHEST_PROTOCOL)
        self._numbers = numbers
        self.dispatch_table = dict.fromkeys((Form, FormTable, Column, RatingScheme, Rating), self._reduced)

    def _reduced(self, part: Any) -> Any:
        number = self._numbers.get(id(part))
        return part.__reduce__() if number is None else (_shared, (number,))


class _Reader(pickle.Unpickler):
    """Makes the model's own types and nothing else, so that no entry can have any code run."""

    def __init__(self, held: io.BytesIO, parts: Sequence[object]) -> None:
        super().__init__(held)
        self._parts = parts

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (__name__, _shared.__name__):
            return self._parts.__getitem__
        found = IN_RETURNS.get((module, name))
        if found is None:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a return")
        return found
