"""Office packages whose bytes depend on their contents alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, in the order of their names (content types first), with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr, entry.create_system = 0o600 << 16, 0
            package.writestr(entry, parts[name])
    return out.getvalue()


def repack(package: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The same parts, packed so. ``changed`` are parts to put in the place of the package's own, by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: (changed or {}).get(name) or old.read(name) for name in old.namelist()}
    return pack(parts)
