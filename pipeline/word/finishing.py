"""The last hand on a paper: properties, and a package whose bytes depend on its contents alone."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

from pipeline.model import Paper
from pipeline.printable import printable

PROPERTY_LIMIT = 255  # characters that Word allows in a property
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip entry can carry


def finish(document: Any, paper: Paper) -> bytes:
    """The document's bytes with its title, language and dates set; the same for the same contents."""
    properties = document.core_properties
    author = printable(paper.author)[:PROPERTY_LIMIT]
    properties.title = printable(paper.title)[:PROPERTY_LIMIT]
    properties.author = properties.last_modified_by = author
    properties.language, properties.revision = "en-GB", 1
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = datetime.combine(paper.day, time(), tzinfo=UTC)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def repack(package: bytes) -> bytes:
    """The same parts, in the order of their names (content types first), with a fixed time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type, entry.external_attr, entry.create_system = (
                zipfile.ZIP_DEFLATED,
                0o600 << 16,
                0,
            )
            new.writestr(entry, old.read(name))
    return out.getvalue()
