"""A python-docx document as a file: the same bytes for the same contents."""

from __future__ import annotations

from typing import Any, cast

from docx.opc.pkgwriter import PackageWriter

from pipeline.packing import pack


def packed(document: Any) -> bytes:
    """The file. Its parts are taken as python-docx would write them, and packed once: its own ``save`` packs with a clock."""
    package = document.part.package
    for part in package.parts:
        part.before_marshal()
    held, writer = _Parts(), cast("Any", PackageWriter)
    writer._write_content_types_stream(held, package.parts)  # noqa: SLF001 - the steps of its public ``write``
    writer._write_pkg_rels(held, package.rels)  # noqa: SLF001
    writer._write_parts(held, package.parts)  # noqa: SLF001
    return pack(held.parts)


class _Parts:
    """Takes parts as the writer of a package does, and keeps them by name."""

    def __init__(self) -> None:
        self.parts: dict[str, bytes] = {}

    def write(self, name: Any, data: bytes) -> None:
        self.parts[name.membername] = data
