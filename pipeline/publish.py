"""Publishes what was built: the whole set of files or none of it, and never over somebody's edits.

Everything is written into a hidden folder beside the published one, together with what is to stay of that, and the two
folders change places in one step (``swap``). So whenever a run is killed, the outputs are the old ones or the new ones.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from pipeline.manifest import MANIFEST, digest, manifest_of, written_before
from pipeline.model import Address, Finding, Level, Rule
from pipeline.swap import (
    MARK,
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

CANNOT_WRITE = Rule(
    "file-not-written", Level.ERROR, "{file} could not be written ({why}).",
    "See that it is not open in another program, that you may write to the folder, and that the disk has space; then "
    "run again. Until then everything stays as it was.",
)  # fmt: skip
OPEN = Rule(
    "file-open-elsewhere", Level.ERROR, "{file} is open in Word or LibreOffice ({lock} lies beside it), so nothing was written.",
    "Close it and run again. If nobody has it open, delete {lock}.",
)  # fmt: skip
EDITED = Rule(
    "edited-file-kept", Level.WARNING, "{file} was edited since it was built; your edited copy is kept as {kept}.",
    "Nothing to do, if your edits are in the new file; the findings on it say which are.",
)  # fmt: skip
NO_LONGER_NEEDED = Rule(
    "edited-file-left", Level.WARNING, "{file} is no longer needed, but was edited since it was built, so it was kept.",
    "Carry over what you need of it, and delete it.",
)  # fmt: skip
LEFT_ASIDE = Rule(
    "saved-meanwhile-left-aside", Level.WARNING,
    "What somebody may have saved while the files were written could not be brought over ({why}); it lies in {folder}.",
    "Run again once the cause is gone: the next run brings it over.",
)  # fmt: skip
NOTHING_WRITTEN = frozenset({CANNOT_WRITE.id, OPEN.id})  # each says that the old set stands as it was


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
        if stop := _open_elsewhere(folder, files, swept):
            return [*findings, stop]
        names, found = _changes(folder, files, swept)
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
        return [_cannot(_name_in(folder, fault, files), fault)]
    return [*findings, stop] if stop else findings


def foreseen(folder: Path, files: Mapping[str, bytes], swept: str = "") -> list[Finding]:
    """What publishing these files would say of edits, for a report that is to be one of the files itself."""
    try:
        return _changes(folder, files, swept)[1]
    except OSError:  # publishing will say so
        return []


def edited(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Of files that an earlier run may have written, those that are not as it wrote them."""
    written = written_before(folder / MANIFEST)
    paths = {name: folder / name for name in names}
    return {n: path for n, path in paths.items() if path.is_file() and _digest_of(path) != written.get(n)}


# --- what becomes of what lies there ----------------------------------------------------------


def _changes(folder: Path, files: Mapping[str, bytes], swept: str) -> tuple[dict[str, str], list[Finding]]:
    """The name that each file there gets beside the new ones, '' for those that go; and what is to be said of it."""
    earlier = written_before(folder / MANIFEST)
    old = [name for name in earlier if _is_in(swept, name) and name not in files]
    touched = edited(folder, [*files, *old])
    names = dict.fromkeys([MANIFEST, MARK, *files, *old], "")
    names |= {name: name for name in files if _is_as_wanted(folder / name, files[name])}
    findings = []
    for name, path in touched.items():
        if name in old:
            names[name] = name
            findings.append(NO_LONGER_NEEDED.found(Address(name), file=name))
        elif not names[name]:
            kept = _free(path)
            names[name] = kept.relative_to(folder).as_posix()
            findings.append(EDITED.found(Address(path.name), file=path.name, kept=kept.name))
    return names, findings


def _open_elsewhere(folder: Path, files: Mapping[str, bytes], swept: str) -> Finding | None:
    """The first file that would change while somebody has it open, who would then save over the new one."""
    going = [name for name in written_before(folder / MANIFEST) if _is_in(swept, name) and name not in files]
    for name in (*files, *going):
        path = folder / name
        if path.is_file() and (lock := lock_beside(path)) and not _is_as_wanted(path, files.get(name)):
            return OPEN.found(Address(name), file=name, lock=lock)
    return None


def lock_beside(path: Path) -> str:
    """The name of the file by which Word, Excel or LibreOffice says that somebody has a file open; '' for none.

    Word leaves out up to two of the name's first letters.
    """
    locks = [f"~${path.name[cut:]}" for cut in range(3)] + [f".~lock.{path.name}#"]
    return next((lock for lock in locks if path.with_name(lock).exists()), "")


def _is_in(swept: str, name: str) -> bool:
    return bool(swept) and PurePosixPath(name).parent == PurePosixPath(swept)


def _free(path: Path) -> Path:
    """The first name for an edited copy that nothing has."""
    number = 1
    while (kept := path.with_stem(f"{path.stem} (edited {number})")).exists():
        number += 1
    return kept


def _is_as_wanted(path: Path, data: bytes | None) -> bool:
    return path.is_file() and path.read_bytes() == data


def _digest_of(path: Path) -> str:
    return digest(path.read_bytes())


# --- the new set ------------------------------------------------------------------------------


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
            return _cannot(name, fault)
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
        if not _stands(path, folder / name) and not (name in ours and _digest_of(path) == ours[name]):
            target = _free(folder / name) if os.path.lexists(folder / name) else folder / name
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
        if candidate.samefile(path) or _digest_of(candidate) == _digest_of(path):
            return True
        number += 1
        candidate = target.with_stem(f"{target.stem} (edited {number})")
    return False


def _drop_empty(folder: Path) -> None:
    """Remove the folder of what was swept, when nothing is left in it."""
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


# --- when it cannot be done -------------------------------------------------------------------


def _cannot(name: str, fault: OSError) -> Finding:
    why = (fault.strerror or "unknown cause").lower()
    return CANNOT_WRITE.found(Address(name), file=name, why=why)


def _name_in(folder: Path, fault: OSError, files: Mapping[str, bytes]) -> str:
    """The file to close, where one is open; else the one at fault; else the first."""
    for path in everything(folder) if isinstance(fault, PermissionError) else ():
        if path.is_file() and (lock_beside(path) or _is_held(path)):
            return path.relative_to(folder).as_posix()
    at = Path(str(fault.filename)) if fault.filename else folder
    ours = at.name == MARK or folder not in at.parents  # names that nobody knows
    return next(iter(files), folder.name) if ours else at.relative_to(folder).as_posix()


def _is_held(path: Path) -> bool:
    """Whether another program keeps a file to itself, as on Windows it may: we have the right to it and cannot open it."""
    try:
        path.open("r+b").close()
    except OSError:
        return os.access(path, os.W_OK)
    return False


def write_whole(path: Path, data: bytes) -> None:
    """Write one file beside its place and move it there in one step, so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
