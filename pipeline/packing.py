"""Office packages whose bytes depend on their contents alone."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Collection, Iterable, Mapping

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry
LOCAL, SIZE_OF_LOCAL = b"PK\x03\x04", 30  # what stands before each part, APPNOTE.TXT 4.3.7


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, in the order of their names (content types first), with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in _in_order(parts):
            package.writestr(_entry(name), parts[name])
    return out.getvalue()


def repack(package: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The same parts, packed so. ``changed`` are parts to put in the place of the package's own, by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: (changed or {}).get(name) or old.read(name) for name in old.namelist()}
    return pack(parts)


def edited(package: bytes, parts: Collection[str], changed: Mapping[str, bytes]) -> bytes:
    """The package with these parts alone: those in ``changed`` with new contents, the others packed as they were.

    Order and time are as in :func:`repack`.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in _in_order(parts):
            if name in changed:
                new.writestr(_entry(name), changed[name])
            else:
                _carry(package, old.getinfo(name), new)
    return out.getvalue()


def _carry(package: bytes, entry: zipfile.ZipInfo, new: zipfile.ZipFile) -> None:
    """Put a part's packed bytes into another package: nothing is unpacked, so nothing can come out otherwise."""
    at = entry.header_offset
    if package[at : at + 4] != LOCAL:
        raise zipfile.BadZipFile("a part is not where the directory says")
    start = at + SIZE_OF_LOCAL + sum(struct.unpack_from("<HH", package, at + SIZE_OF_LOCAL - 4))
    held = package[start : start + entry.compress_size]
    carried = _entry(entry.filename)
    carried.compress_type, carried.CRC = entry.compress_type, entry.CRC
    carried.compress_size, carried.file_size = len(held), entry.file_size
    file = new.fp
    if file is None or len(held) < entry.compress_size:
        raise zipfile.BadZipFile("a part is cut off")
    carried.header_offset = new.start_dir
    file.seek(new.start_dir)
    file.write(carried.FileHeader() + held)
    new.filelist.append(carried)
    new.NameToInfo[carried.filename] = carried
    new.start_dir = file.tell()


def _in_order(parts: Iterable[str]) -> list[str]:
    return sorted(parts, key=lambda part: (part != "[Content_Types].xml", part))


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, ZIP_TIME)
    entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 0
    return entry
