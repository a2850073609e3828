"""Writes what was built: each file whole or not at all, and never over somebody's edits."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from pipeline.model import Address, Finding, Level, Rule

CANNOT_WRITE = Rule(
    "file-not-written", Level.ERROR, "{file} could not be written ({why}).",
    "If it is open in Word, close it; otherwise see that you may write to the folder. Then run again.",
)  # fmt: skip
EDITED = Rule(
    "edited-file-kept", Level.WARNING, "{file} was edited since it was built; your edited copy is kept as {kept}.",
    "Carry your edits over into the new file.",
)  # fmt: skip
NO_LONGER_NEEDED = Rule(
    "edited-file-left", Level.WARNING, "{file} is no longer needed, but was edited since it was built, so it was kept.",
    "Carry over what you need of it, and delete it.",
)  # fmt: skip
NOT_REMOVED = Rule(
    "file-not-removed", Level.WARNING, "{file} is no longer needed and could not be removed ({why}).",
    "Close it in other programs, and run again or delete it. Please do not send it out.",
)  # fmt: skip
MANIFEST = "manifest.json"


def digest(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def publish(
    folder: Path, files: Mapping[str, bytes], inputs: Mapping[str, str], swept: str = ""
) -> list[Finding]:
    """Write ``files`` (name → bytes) into ``folder`` with a manifest of them and of ``inputs`` (name → hash).

    What an earlier run wrote into the folder ``swept`` below and this one does not write is removed,
    unless somebody has edited it.
    """
    findings: list[Finding] = []
    earlier = _written_before(folder / MANIFEST)
    written = {}
    for name, data in files.items():
        try:
            findings += _keep_edits(folder / name, earlier.get(name), data)
            write_whole(folder / name, data)
            written[name] = digest(data)
        except OSError as fault:
            why = (fault.strerror or "unknown cause").lower()
            findings.append(CANNOT_WRITE.found(Address(name), file=name, why=why))
    findings += _sweep(folder, earlier, files, swept)
    manifest = {"inputs": dict(sorted(inputs.items())), "outputs": {**earlier, **written}}
    with contextlib.suppress(OSError):
        write_whole(folder / MANIFEST, (json.dumps(manifest, indent=1, ensure_ascii=False) + "\n").encode())
    return findings


def _written_before(manifest: Path) -> dict[str, str]:
    try:
        outputs = json.loads(manifest.read_text(encoding="utf-8"))["outputs"]
        return {str(name): str(hashed) for name, hashed in outputs.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _sweep(folder: Path, earlier: dict[str, str], files: Mapping[str, bytes], swept: str) -> list[Finding]:
    """Remove what was written before and is no longer wanted, from the folder and from ``earlier``."""
    findings = []
    for name in [name for name in earlier if _is_in(swept, name) and name not in files]:
        path = folder / name
        try:
            if path.exists() and digest(path.read_bytes()) != earlier[name]:
                findings.append(NO_LONGER_NEEDED.found(Address(name), file=name))
                continue
            path.unlink(missing_ok=True)
            del earlier[name]
        except OSError as fault:
            why = (fault.strerror or "unknown cause").lower()
            findings.append(NOT_REMOVED.found(Address(name), file=name, why=why))
    with contextlib.suppress(OSError):  # somebody's own files may lie there too
        (folder / swept).rmdir() if swept else None
    return findings


def _is_in(swept: str, name: str) -> bool:
    return bool(swept) and PurePosixPath(name).parent == PurePosixPath(swept)


def _keep_edits(path: Path, hash_written: str | None, data: bytes) -> list[Finding]:
    """Put aside a file that is neither what was last written there nor what is to be written now."""
    if not path.exists() or digest(path.read_bytes()) in (hash_written, digest(data)):
        return []
    number = 1
    while (kept := path.with_stem(f"{path.stem} (edited {number})")).exists():
        number += 1
    path.rename(kept)
    return [EDITED.found(Address(path.name), file=path.name, kept=kept.name)]


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the place and move there in one step, so that nobody ever sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
