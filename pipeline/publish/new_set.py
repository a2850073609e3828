"""The new set of files in the place of the old one: the whole of it or nothing.

Everything is written into a hidden folder beside the published one, together with what is to stay of that, and the two
folders change places in one step (``swap``). So whenever a run is killed, the outputs are the old ones or the new ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.manifest import MANIFEST, manifest_of, written_before
from pipeline.model import Address, Finding, Level, Rule
from pipeline.publish.earlier import EDITED, changes, digest_of, free_name, open_elsewhere
from pipeline.publish.writing import cannot, name_in
from pipeline.swap import (
    begin,
    carry_over,
    discard,
    done_with,
    everything,
    interrupted,
    left_behind,
    put_in_place,
    same_again,
    sync_folder,
    write_through,
)

LEFT_ASIDE = Rule(
    "saved-meanwhile-left-aside", Level.WARNING,
    "What somebody may have saved while the files were written could not be brought over ({why}); it lies in {folder}.",
    "Run again once the cause is gone: the next run brings it over.",
)  # fmt: skip


def publish(
    folder: Path,
    files: Mapping[str, bytes],
    inputs: Mapping[str, str],
    swept: str = "",
    run: Mapping[str, object] | None = None,
) -> list[Finding]:
    """Put ``files`` (name → bytes) into ``folder``, with a manifest of them and of ``inputs`` (name → hash).

    What an earlier run wrote into the folder ``swept`` below and this one does not write is removed, unless
    somebody has edited it. ``run`` is what the manifest says of the run; without it the manifest keeps what it says
    of the last one and of its inputs. Where anything cannot be written nothing is, and one finding says why.
    """
    folder = folder.resolve()
    try:
        findings = _recover(folder)
        if stop := open_elsewhere(folder, files, swept):
            return [*findings, stop]
        names, found = changes(folder, files, swept)
        making = begin(folder)
        try:
            carry_over(folder, making, names)
            stop = _write(making, files, names, manifest_of(folder, files, names, inputs, run))
            _drop_empty(making / swept)
            if stop is None:
                findings += [*found, *_put(folder, making)]
        finally:
            discard(making)
    except OSError as fault:
        return [cannot(name_in(folder, fault, files), fault)]
    return [*findings, stop] if stop else findings


def foreseen(folder: Path, files: Mapping[str, bytes], swept: str = "") -> list[Finding]:
    """What publishing these files would say of edits, for a report that is to be one of the files itself."""
    try:
        return changes(folder, files, swept)[1]
    except OSError:  # publishing will say so
        return []


def _write(
    making: Path, files: Mapping[str, bytes], names: Mapping[str, str], manifest: Mapping[str, object]
) -> Finding | None:
    """All files that are not there yet into the new set, the manifest last; gives why one could not be written."""
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    wanted = {name: data for name, data in files.items() if names.get(name) != name}
    for name, data in {**wanted, MANIFEST: text.encode()}.items():
        try:
            write_through(making / name, data)
        except OSError as fault:
            return cannot(name, fault)
    for folder in {making, *((making / name).parent for name in files)}:
        sync_folder(folder)
    return None


def _put(folder: Path, making: Path) -> list[Finding]:
    """Exchange the sets, and bring over what somebody saved into the old one meanwhile."""
    old = put_in_place(folder, making)
    try:
        return _let_go(folder, old) if old else []
    except OSError as fault:
        why = (fault.strerror or "unknown cause").lower()
        return [LEFT_ASIDE.found(Address(folder.name), folder=old, why=why)]


def _recover(folder: Path) -> list[Finding]:
    """Put right what killed runs have left beside the folder, its neighbours and those in it; give what is to be said."""
    findings = []
    for near in sorted({folder, *interrupted(folder.parent)}):
        findings += [finding for old in left_behind(near) for finding in _let_go(near, old)]
    for inner in interrupted(folder):
        findings += [finding for old in left_behind(inner) for finding in _let_go(inner, old)]
    return findings


def _let_go(folder: Path, old: Path) -> list[Finding]:
    """Delete an old set, once whatever in it is not ours stands in the new one too."""
    ours = written_before(old / MANIFEST)
    findings = []
    for path in everything(old):
        name = path.relative_to(old).as_posix()
        if name == MANIFEST or (path.is_dir() and not path.is_symlink()):
            continue
        if not _stands(path, folder / name) and not (name in ours and digest_of(path) == ours[name]):
            target = free_name(folder / name) if os.path.lexists(folder / name) else folder / name
            same_again(path, target)
            if target.name != path.name:
                findings.append(EDITED.found(Address(path.name), file=path.name, kept=target.name))
    done_with(folder, old)
    return findings


def _stands(path: Path, target: Path) -> bool:
    """Whether a file stands in the new set, under its own name or as an edited copy."""
    if not path.is_file() or path.is_symlink():
        return os.path.lexists(target)
    number, candidate = 0, target
    while candidate.is_file():
        if candidate.samefile(path) or digest_of(candidate) == digest_of(path):
            return True
        number += 1
        candidate = target.with_stem(f"{target.stem} (edited {number})")
    return False


def _drop_empty(folder: Path) -> None:
    """Remove the folder of what was swept, when nothing is left in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
