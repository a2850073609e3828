"""What a file says about itself: when it was last saved."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from pipeline.intake.xlsx.limits import DamagedPartError
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.parts import Element, read_part
from pipeline.intake.xlsx.relations import of_kind, relations_of

# W3CDTF as far as it names a day (W3C note of 15 September 1997); Excel writes UTC to the second.
W3CDTF = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?")


def saved_on(package: Package) -> datetime | None:
    """When the file was last saved, in UTC, by its core properties (ECMA-376 part 2, 8.3); None when they do not say.

    A damaged part says nothing: no cell depends on it. A time without a zone is taken for UTC.
    """
    said: list[str] = []
    try:
        parts = of_kind(relations_of(package, ""), "core-properties")
        part = next((name for name in parts if name in package), "")
        if part:
            read_part(package, part, {"coreProperties/modified": Element(text=said.append)})
    except DamagedPartError:
        return None
    return _utc(said[0].strip()) if said else None


def _utc(text: str) -> datetime | None:
    if not W3CDTF.fullmatch(text):
        return None
    try:
        when = datetime.fromisoformat(text)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the 31st of November; the year 1 east of Greenwich
        return None
