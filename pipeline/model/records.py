"""The model's records with some of their fields changed.

Records are ``msgspec`` structures: as plain to write as data classes, and made, compared, hashed and pickled in a fraction
of their time. A start makes more than a hundred kinds of them, and a build thousands of records for each paper. Those that there are most of have ``gc=False``: what a cell
holds never refers back to it, so Python need not look whether it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import replace  # whose calls type checkers hold against the fields of the record
else:
    from msgspec.structs import replace

__all__ = ["replace"]
