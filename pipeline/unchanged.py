"""A build that would be the last one over again: what that one said is said again, and nothing is done.

It stands on the standard library alone and loads nothing else of the program, because it answers before the rest of it
is loaded. What it keeps lies in one file beside the results; whoever deletes that loses nothing but time.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:  # to load the module typing takes longer than all the hashing
    from typing import TextIO

PROGRAM = Path(__file__).resolve().parent
LETTERS = PROGRAM.parent / "templates" / "letters"
REQUIREMENTS = PROGRAM.parent / "requirements" / "run.txt"
SAID = Path(".cache", "said.json")  # in the folder of results
MANIFEST = "manifest.json"
PERIOD = re.compile(r"\d{4}-(?:\d{2}|Q\d)")  # the only folders of results that are looked into
UNFINISHED = (".making", ".ready", ".was")  # how the folders end that a killed run leaves behind


class Places:
    """What a build reads from and writes to; plain, for to load the module dataclasses takes as long as all the rest."""

    def __init__(self, config: Path, inputs: Path, outputs: Path) -> None:
        """The configuration, the folder of returns and that of the results."""
        self.config, self.inputs, self.outputs = config, inputs, outputs


class Heard:
    """A stream that passes on what is written to it, and remembers it."""

    def __init__(self, stream: TextIO) -> None:
        """Pass on to ``stream``."""
        self._stream, self._parts = stream, list[str]()
        self.encoding = stream.encoding

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._parts)

    def write(self, text: str) -> int:
        """Write, and remember."""
        self._parts.append(text)
        return self._stream.write(text)

    def isatty(self) -> bool:
        """Whether a person watches."""
        return self._stream.isatty()

    def flush(self) -> None:
        """Have it written at once."""
        self._stream.flush()


def fingerprint(places: Places, arguments: Sequence[str], stream: TextIO) -> str:
    """A hash of all that a build depends on and all that decides how it is told; '' where something cannot be read."""
    drawn = hashlib.sha256()
    look = (stream.encoding, stream.isatty(), "NO_COLOR" in os.environ, os.environ.get("TERM") == "dumb")
    _add(drawn, "told", repr((sys.version, look, os.getcwd(), *arguments)).encode())  # noqa: PTH109 - as the paths on the terminal
    try:
        for folder in (PROGRAM, LETTERS):
            for name, size, changed in program_files(folder):
                _add(drawn, name, f"{size} {changed}".encode())
        _add(drawn, "packages", packages())
        _add(drawn, "config", places.config.read_bytes())
        for folder in (places.config.parent / "templates", places.inputs):
            for path in _files(folder):
                _add(drawn, path.relative_to(folder).as_posix(), b"" if path.is_dir() else _bytes(path))
    except (OSError, ValueError):
        return ""
    return drawn.hexdigest()


def said_before(outputs: Path, known: Callable[[], str]) -> tuple[str, int] | None:
    """What the last build said and its exit code, where it was the same build and its results lie there as it wrote them.

    ``known`` gives the fingerprint; it is asked for only where there is one to compare it with.
    """
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        checksum, _, text = (outputs / SAID).read_text("utf-8").partition("\n")
        if checksum != _checksum(text):
            return None
        said = json.loads(text)
        same = PERIOD.fullmatch(said["period"]) and said["fingerprint"] == known()
        if same and said["manifest"] == _stands(outputs / said["period"]) and not _interrupted(outputs):
            return str(said["text"]), int(said["code"])
    return None


def remember(outputs: Path, before: str, known: Callable[[], str], period: str, text: str, code: int) -> None:
    """Keep what a build said whose results lie there; where that cannot be written, the next build is a whole one.

    ``before`` is the fingerprint from before the build, '' for none. Where something has changed since, nothing is kept.
    """
    if not before or before != known():
        return
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        manifest = _stands(outputs / period)
        said = {"fingerprint": before, "period": period, "manifest": manifest, "text": text, "code": code}
        path, kept = outputs / SAID, json.dumps(said)
        path.parent.mkdir(exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        part.write_text(f"{_checksum(kept)}\n{kept}", "utf-8")
        part.replace(path)


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _stands(folder: Path) -> str:
    """The hash of a folder's manifest, where each file that it lists stands there as it was written; else an error."""
    manifest = (folder / MANIFEST).read_bytes()
    for name, hashed in json.loads(manifest)["outputs"].items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != hashed:
            raise ValueError(f"{name} was edited")
    return hashlib.sha256(manifest).hexdigest()


def _interrupted(outputs: Path) -> bool:
    """Whether a killed run has left something that the next build has to clear up."""
    return any(name.startswith(".") and name.endswith(UNFINISHED) for name in os.listdir(outputs))  # noqa: PTH208 - names are all that is wanted


def _files(folder: Path) -> Iterator[Path]:
    """Everything below a folder, in the order of the names; what Python compiled is passed over."""
    for top, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (Path(top, name) for name in sorted([*folders, *files]))


def program_files(folder: str | Path) -> Iterator[tuple[str, int, int]]:
    """The program's own files, each with its size and the time of its last change, which tells of a new version.

    An installed copy has no folder of letters.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - it may be a text
        return
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda entry: entry.name):
            if not entry.is_dir():
                yield entry.name, entry.stat().st_size, entry.stat().st_mtime_ns
            elif entry.name != "__pycache__":
                yield from program_files(entry.path)


def packages() -> bytes:
    """What tells one set of packages from another: the requirements that they were fetched by.

    For an installed copy it is the names of what is installed beside it, which hold the versions.
    """
    if REQUIREMENTS.exists():
        return REQUIREMENTS.read_bytes()
    beside = os.listdir(PROGRAM.parent)  # noqa: PTH208 - names are all that is wanted
    return "\n".join(sorted(name for name in beside if name.endswith(".dist-info"))).encode()


def _bytes(path: Path) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError("a link or a device: the build itself says what becomes of it")
    return path.read_bytes()


def _add(drawn: hashlib._Hash, name: str, data: bytes) -> None:
    drawn.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
