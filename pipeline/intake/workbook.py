"""A workbook's bytes → ``Workbook``: every cell with its address, and no meaning yet."""

from __future__ import annotations

from pipeline.intake.xlsx.book import read_book
from pipeline.intake.xlsx.file_kinds import refuse_unless_zip, workbook_part
from pipeline.intake.xlsx.limits import Meter, RefusedError
from pipeline.intake.xlsx.package import open_package
from pipeline.intake.xlsx.relations import content_types
from pipeline.intake.xlsx.text import legible
from pipeline.limits import Limits
from pipeline.model import Finding, Workbook

__all__ = ["Limits", "legible", "read_workbook"]

USUAL = Limits()


def read_workbook(
    data: bytes, file: str, limits: Limits = USUAL
) -> tuple[Workbook | None, tuple[Finding, ...]]:
    """The workbook in ``data``, and what was found on reading it; no workbook when the file is refused.

    ``data`` is the whole file, of any kind and from anybody; ``file`` is its name as findings print it. Never
    raises, and costs no more than ``limits`` allow. Macros are not run, and nothing outside the file is opened.
    """
    try:
        refuse_unless_zip(data)
        package = open_package(data, Meter(limits))
        types = content_types(package)
        return read_book(package, workbook_part(package, types), types, file)
    except RefusedError as refusal:
        return None, (refusal.finding(file),)
