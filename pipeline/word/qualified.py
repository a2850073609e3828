"""Qualified names of WordprocessingML, each worked out once: python-docx takes a prefix apart anew each time."""

from __future__ import annotations

from functools import cache

from docx.oxml.ns import qn as worked_out


@cache  # the names that this program's own code asks for, some hundred
def qn(name: str) -> str:
    """``w:p`` with its namespace in the place of its prefix."""
    return worked_out(name)
