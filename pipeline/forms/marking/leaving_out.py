"""What does not go back with a copy, since it would act, or claim what no longer holds."""

from __future__ import annotations

import re

from pipeline.forms.marking.book import workbook_of
from pipeline.forms.marking.objects import leave_out_objects
from pipeline.forms.marking.package import Package

COPY_IS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
# How to say it, the kinds of relations that lead to it, and the names of its parts.
NOT_SENT: tuple[tuple[str, frozenset[str], re.Pattern[str]], ...] = (
    (
        "macros",
        frozenset({"vbaProject", "attachedToolbars", "extensibility", "userCustomization"}),
        re.compile(r"(?:.*/)?(?:vba[^/]*\.(?:bin|xml)|attachedToolbars\.bin)|customUI/.+|userCustomization/.+", re.IGNORECASE),
    ),
    (
        "the signature",
        frozenset({"origin", "signature"}),
        re.compile(r"_xmlsignatures/.+", re.IGNORECASE),
    ),
    (
        "add-ins that open with the file",
        frozenset({"webextensiontaskpanes"}),
        re.compile(r"xl/webextensions/.+", re.IGNORECASE),
    ),
    (
        "the list of changes of a shared workbook",
        frozenset({"revisionHeaders", "usernames"}),
        re.compile(r"xl/(?:revisions/.+|userNames\d*\.xml)", re.IGNORECASE),
    ),
)  # fmt: skip


def leave_out(package: Package) -> tuple[str, ...]:
    """Take it out of the package, whose workbook becomes a plain one; say in words what there was of it."""
    workbook = workbook_of(package)
    package.types.set(workbook, COPY_IS)
    sheets = package.relations(workbook).of_kind("worksheet")
    objects = set().union(*(leave_out_objects(package, sheet) for sheet in sheets))
    gone = [words for words, kinds, names in NOT_SENT if _left_out(package, workbook, kinds, names)]
    return (*gone, *sorted(objects))


def _left_out(package: Package, workbook: str, kinds: frozenset[str], names: re.Pattern[str]) -> bool:
    unwanted = {one for one in package.names() if names.fullmatch(one)}
    for start in ("", workbook):
        related = [one for one in package.relations(start) if one.kind in kinds and not one.external]
        unwanted |= {one.target for one in related if one.target in package}
    for start in ("", workbook):
        package.relations(start).forget(*unwanted)
    for part in unwanted:
        package.leave_out(part)
    return bool(unwanted)
