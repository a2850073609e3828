"""The caps on what reading one workbook may cost."""

from __future__ import annotations

from msgspec import Struct


class Limits(Struct, frozen=True):
    """The caps. A return has some hundred cells; these leave room for one some hundred times as large.

    ``rows`` and ``columns`` bound where a sheet's data may stand, and ``table_rows`` the filled rows of one table of
    the form, each of which costs checks, findings and a place in a paper; ``items`` are the cells, comments, links and
    merged ranges kept from a whole workbook; ``marks`` its XML tags and attributes; ``names`` the different names
    among them in one part; ``cell_characters`` is Excel's own limit.
    """

    file_bytes: int = 50_000_000
    parts: int = 1_000
    unpacked_bytes: int = 200_000_000
    ratio: int = 100
    ratio_from_bytes: int = 100_000
    sheets: int = 200
    rows: int = 20_000
    table_rows: int = 5_000
    columns: int = 200
    items: int = 150_000
    strings: int = 200_000
    characters: int = 30_000_000
    cell_characters: int = 32_767
    marks: int = 2_500_000
    names: int = 2_000
    depth: int = 100
    tag_bytes: int = 1_000_000
