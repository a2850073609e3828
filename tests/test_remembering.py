"""What comes from the store is what reading and marking give, and a strange entry changes nothing."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from filled_form import sound_form

from pipeline.intake.reading import read_return
from pipeline.limits import Limits
from pipeline.model import Form, Submission
from pipeline.remembering import MANY, Asked, Reading
from pipeline.rules.personal_data import hits
from pipeline.sharing import Sharing
from pipeline.store import Store

RETURNS = sorted((Path(__file__).resolve().parents[1] / "inputs").glob("2019-1[01]/*.xlsx"))
ASKED = Asked(Limits(), 5)


def reading(folder: Path, forms: dict[str, Form], program: str = "1") -> Reading:
    """A reading with a store in the folder."""
    return Reading(Store(folder, growing=True), program, forms, ASKED)


def one(reads: Reading, data: bytes, file: str) -> Submission:
    """The return of one file."""
    [found] = reads({file: data})
    return found


def entries(folder: Path) -> dict[str, bytes]:
    """What the store holds."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("path", RETURNS, ids=lambda path: path.stem)
def test_a_return_from_the_store_is_the_return(path: Path, tmp_path: Path, forms: dict[str, Form]) -> None:
    """Cold and warm it is equal to the return as read, its form is the project's own, and its hash and date are there."""
    data = path.read_bytes()
    whole = read_return(data, path.name, forms)
    for _ in ("cold", "warm"):
        found = one(reading(tmp_path, forms), data, path.name)
        assert found == whole
        assert found.contents
        assert whole.contents
        assert found.contents.form is whole.contents.form
        assert (found.contents.saved, found.contents.digest) == (whole.contents.saved, whole.contents.digest)


def test_many_returns_are_read_by_processes(tmp_path: Path, forms: dict[str, Form]) -> None:
    """They are the very same, in order, and kept alike; some of them are known already."""
    many = {f"{number}.xlsx": RETURNS[number % len(RETURNS)].read_bytes() for number in range(MANY + 3)}
    alone = list(reading(tmp_path / "alone", forms)(many))
    one(reading(tmp_path / "shared", forms), many["1.xlsx"], "1.xlsx")
    asked = []

    class Watched(Sharing):
        """Tells how many jobs it was given."""

        def map(self, work: Callable[[bytes], bytes], jobs: Iterable[bytes]) -> Iterator[bytes]:
            """As ever."""
            given = list(jobs)
            asked.append(len(given))
            return super().map(work, given)

    with Watched(2) as sharing:
        shared = Reading(Store(tmp_path / "shared", growing=True), "1", forms, ASKED, sharing)
        assert list(shared(many)) == alone
    assert asked == [8]  # the 62 that are new, eight to a job
    assert entries(tmp_path / "shared").keys() == entries(tmp_path / "alone").keys()


def test_another_program_file_or_form_reads_anew(tmp_path: Path, forms: dict[str, Form]) -> None:
    """Nothing of an older version, under another name, or by other forms is taken from the store."""
    data = RETURNS[0].read_bytes()
    one(reading(tmp_path, forms), data, "a.xlsx")
    first = set(entries(tmp_path))
    one(reading(tmp_path, forms, "2"), data, "a.xlsx")
    one(reading(tmp_path, forms), data, "b.xlsx")
    fewer = {name: form for name, form in forms.items() if name != "cover"}
    one(reading(tmp_path, fewer), data, "a.xlsx")
    assert len(first) == 1
    assert len(entries(tmp_path)) == 4


class _Harm:
    """What an entry would hold that somebody made to do harm."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit",)


# A whole return, made by a function that a module of the model has imported and that is not the model's own.
BORROWED = b"cpipeline.model.paper\nreplace\n(cpipeline.model.returns\nSubmission\n(Vother.xlsx\nNtRtR."


@pytest.mark.parametrize(
    "held", [pickle.dumps(_Harm()), pickle.dumps("no return"), pickle.dumps(Limits()), BORROWED, b"", b"\x80"]
)
def test_a_strange_entry_changes_nothing(tmp_path: Path, forms: dict[str, Form], held: bytes) -> None:
    """An entry whose hash is right and that holds no return is passed over, and runs no code."""
    data = RETURNS[0].read_bytes()
    whole = one(reading(tmp_path, forms), data, "a.xlsx")
    (key,) = entries(tmp_path)
    (tmp_path / key).write_bytes(hashlib.sha256(key.encode() + held).digest() + held)
    assert one(reading(tmp_path, forms), data, "a.xlsx") == whole


def test_what_was_found_in_a_return_is_kept_with_it(tmp_path: Path, forms: dict[str, Form]) -> None:
    """From the store it is told of as when it was read, each in its own cell; another threshold is another return."""
    form = sound_form(forms)
    form.answer("Key aims", "Ring 0113 496 0123 about the 2 patients in Alderwick.")
    data = form.data()
    first = one(reading(tmp_path, forms), data, "a.xlsx")
    again = one(reading(tmp_path, forms), data, "a.xlsx")
    assert first.contents
    assert again.contents
    found = hits(again.contents, ASKED.small_numbers)
    assert found == hits(first.contents, ASKED.small_numbers)
    assert len(found) == 2
    assert all(any(hit.value is value for value in again.contents.fields.values()) for hit in found)
    list(Reading(Store(tmp_path, growing=True), "1", forms, Asked(Limits(), 1))({"a.xlsx": data}))
    assert len(entries(tmp_path)) == 2
