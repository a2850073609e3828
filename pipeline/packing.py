"""Office packages whose bytes depend on their contents alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry


def repack(package: bytes, changed: Mapping[str, bytes] | None = None) -> bytes:
    """The same parts, in the order of their names (content types first), with a fixed time.

    ``changed`` are parts to put in the place of the package's own, by name.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o600 << 16,
                0,
            )
            new.writestr(entry, (changed or {}).get(name) or old.read(name))
    return out.getvalue()
