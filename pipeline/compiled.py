"""What templates come to, kept where Python keeps what modules come to, so that it is worked out once.

Some of it is code, and will be run: so it lies beside the program's own and never among results, for whoever can write
there could change the program itself. Deleting it costs nothing but time, and where it cannot be written, none is kept.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from functools import cache
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pipeline.store import Store
from pipeline.unchanged import PROGRAM, packages, program_files

FOLDER = "templates"
MOST = 200  # entries, few larger than a template; where templates have often changed, the older half goes


def recall(kind: str, *of: str | bytes) -> bytes | None:
    """What was kept of that kind, for those templates and names; None where it has to be worked out."""
    return _store().get(_key(kind, *of))


def keep(data: bytes, kind: str, *of: str | bytes) -> None:
    """Keep something that was worked out from those templates and names, and from the program, alone."""
    _store().put(_key(kind, *of), data)
    _drop_oldest(_folder())


class Code(BytecodeCache):
    """The code of Jinja templates, by their text and how they are compiled."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code to a template, if it was kept."""
        held = recall(*_of(bucket))
        if held is not None:
            bucket.bytecode_from_string(held)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        keep(bucket.bytecode_to_string(), *_of(bucket))


CODE = Code()


def _of(bucket: Bucket) -> tuple[str, ...]:
    one = bucket.environment
    return ("code", bucket.key, bucket.checksum, type(one).__name__, repr((one.autoescape, one.trim_blocks)))


def _folder() -> Path:
    return Path(cache_from_source(__file__)).parent / FOLDER


def _store() -> Store:
    return Store(_folder(), growing=not sys.dont_write_bytecode, private=False)


def _key(kind: str, *of: str | bytes) -> str:
    drawn = hashlib.sha256(_program())
    for one in (kind, *of):
        drawn.update(
            hashlib.sha256(one if isinstance(one, bytes) else one.encode("utf-8", "replace")).digest()
        )
    return drawn.hexdigest()


@cache
def _program() -> bytes:
    """A hash of Python, the packages, and the program's own files by size and time, as Python looks at modules."""
    drawn = hashlib.sha256(sys.version.encode())
    drawn.update(packages())
    for one in program_files(PROGRAM):
        drawn.update(repr(one).encode())
    return drawn.digest()


def _drop_oldest(folder: Path) -> None:
    with suppress(OSError):  # another run may be doing the same
        entries = list(folder.iterdir())
        if len(entries) > MOST:
            for path in sorted(entries, key=lambda path: path.stat().st_mtime_ns)[: -MOST // 2]:
                path.unlink()
