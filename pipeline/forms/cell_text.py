"""Text as a cell may hold it: nothing that XML forbids, no escape that Excel decodes, and never a formula."""

from __future__ import annotations

import re

from pipeline.forms.sheets import shortened

CELL_LIMIT = 32_000  # characters, of the 32,767 that a cell of Excel holds
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")  # a cell that starts so needs a quote before it
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def safe(text: str) -> str:
    """The text with what no page can hold replaced, and with Excel's escapes shown as they were typed."""
    return ESCAPE.sub("_x005F_", NOT_XML.sub("\ufffd", text))


def cell_text(text: str) -> str:
    """The text as it fits into a cell."""
    return shortened(safe(text), CELL_LIMIT)
