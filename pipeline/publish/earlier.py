"""What becomes of what lies there already: as an earlier run wrote it, edited since, open in another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from pipeline.manifest import MANIFEST, digest, written_before
from pipeline.model import Address, Finding, Level, Rule
from pipeline.publish.writing import OPEN, lock_beside
from pipeline.swap import MARK

EDITED = Rule(
    "edited-file-kept", Level.WARNING, "{file} was edited since it was built; your edited copy is kept as {kept}.",
    "Nothing to do, if your edits are in the new file; the findings on it say which are.",
)  # fmt: skip
NO_LONGER_NEEDED = Rule(
    "edited-file-left", Level.WARNING, "{file} is no longer needed, but was edited since it was built, so it was kept.",
    "Carry over what you need of it, and delete it.",
)  # fmt: skip


def edited(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """Of files that an earlier run may have written, those that are not as it wrote them."""
    written = written_before(folder / MANIFEST)
    paths = {name: folder / name for name in names}
    return {n: path for n, path in paths.items() if path.is_file() and digest_of(path) != written.get(n)}


def changes(folder: Path, files: Mapping[str, bytes], swept: str) -> tuple[dict[str, str], list[Finding]]:
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
            kept = free_name(path)
            names[name] = kept.relative_to(folder).as_posix()
            findings.append(EDITED.found(Address(path.name), file=path.name, kept=kept.name))
    return names, findings


def open_elsewhere(folder: Path, files: Mapping[str, bytes], swept: str) -> Finding | None:
    """The first file that would change while somebody has it open, who would then save over the new one."""
    going = [name for name in written_before(folder / MANIFEST) if _is_in(swept, name) and name not in files]
    for name in (*files, *going):
        path = folder / name
        if path.is_file() and (lock := lock_beside(path)) and not _is_as_wanted(path, files.get(name)):
            return OPEN.found(Address(name), file=name, lock=lock)
    return None


def _is_in(swept: str, name: str) -> bool:
    return bool(swept) and PurePosixPath(name).parent == PurePosixPath(swept)


def free_name(path: Path) -> Path:
    """The first name for an edited copy that nothing has."""
    number = 1
    while (kept := path.with_stem(f"{path.stem} (edited {number})")).exists():
        number += 1
    return kept


def _is_as_wanted(path: Path, data: bytes | None) -> bool:
    return path.is_file() and path.read_bytes() == data


def digest_of(path: Path) -> str:
    """The hash of a file, as the manifest gives it."""
    return digest(path.read_bytes())
