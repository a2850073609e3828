"""Workbooks of ours as files: the same bytes for the same contents."""

from __future__ import annotations

import io
from datetime import datetime

from openpyxl import Workbook
from openpyxl.xml.functions import tostring

from pipeline.packing import repack

CORE = "docProps/core.xml"
FIXED_TIME = datetime(2019, 1, 1)  # noqa: DTZ001 - same form, same bytes: no clock


def saved(book: Workbook, created: datetime = FIXED_TIME, modified: datetime = FIXED_TIME) -> bytes:
    """The workbook's bytes, with these dates in place of the present, which openpyxl would write."""
    out = io.BytesIO()
    book.save(out)
    book.properties.created, book.properties.modified = created, modified
    return repack(out.getvalue(), {CORE: tostring(book.properties.to_tree())})
