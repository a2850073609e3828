"""The zip that a workbook is: checked before it is used, its parts unpacked in small pieces.

Part names are only ever looked up here, never used as paths on disk.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.intake.xlsx.limits import RESAVE, SUSPECT, TOO_LARGE, Meter, RefusedError
from pipeline.model import Level, Rule

SEND_AGAIN = "If it still opens in Excel, save it there under a new name and send that copy; if not, ask the sender for it again."
OR_FILL_IN = "If it still opens in Excel, save it there under a new name and send that copy; if not, please fill in a new form."
CUT_OFF = Rule(
    "file-cut-off",
    Level.ERROR,
    "{file} is cut off: its end is missing.",
    SEND_AGAIN,
    asks=OR_FILL_IN,
    why="A download or upload that broke off leaves the first part of a file. What it lacks cannot be known, so nothing of it is used.",
)
DAMAGED = Rule(
    "file-damaged",
    Level.ERROR,
    "{file} is damaged, so nothing in it can be relied on.",
    SEND_AGAIN,
    asks=OR_FILL_IN,
    why="Each part of a workbook carries a check sum (zip, APPNOTE 4.4.7). Where it is wrong, a figure may have changed on the way and still look right.",
)
TOO_MANY_PARTS = Rule(
    "file-too-many-parts",
    Level.ERROR,
    "{file} consists of more than {limit} parts and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="A workbook has some dozen inner parts. Thousands are a way to exhaust whatever opens it.",
)
OUT_OF_PROPORTION = Rule(
    "file-unpacks-out-of-proportion", Level.ERROR, "{file} swells to more than {limit} times its size when opened, as harmful files do, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="A zip bomb looks small and fills the memory when it is opened. Real workbooks shrink to a fifth or a tenth, hardly ever to a hundredth.",
)  # fmt: skip
UNSAFE_NAME = Rule(
    "file-unsafe-part-name", Level.ERROR, "{file} has an inner part whose name could lead outside the file, which Excel never writes, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="A name such as ../../file makes careless programs write outside the folder they unpack into (known as Zip Slip). Excel never writes one.",
)  # fmt: skip
SAME_NAME = Rule(
    "file-part-twice", Level.ERROR, "{file} has two inner parts of one name, so it is not clear which one counts, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Of two parts with one name each program takes another, so that a checker and a reader would see different figures. The standard forbids it (ECMA-376 part 2).",
)  # fmt: skip
OVERLAP = Rule(
    "file-parts-overlap", Level.ERROR, "{file} has inner parts that share the same stretch of the file, as harmful files do, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Parts that share their bytes let a small file unpack to petabytes (Fifield, “A better zip bomb”, 2019).",
)  # fmt: skip
LOCKED_PART = Rule(
    "file-part-locked", Level.ERROR, "{file} was locked with a password by a packing program, so it cannot be opened.",
    "Save the workbook in Excel as “Excel Workbook (*.xlsx)”, without a password and without packing it.",
    why="A workbook that a packing program has locked cannot be opened, not even by Excel.",
)  # fmt: skip
UNKNOWN_PACKING = Rule(
    "file-packing-not-known", Level.ERROR, "{file} is packed in a way that Excel does not use, so it cannot be opened.",
    "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” and send that copy.",
    why="Excel packs with one method (deflate) only. What is packed in another way comes from another program, and Excel may not open it either.",
)  # fmt: skip
CONTRADICTION = Rule(
    "file-contradicts-itself", Level.ERROR, "{file} says two different things about one of its inner parts, as harmful or damaged files do, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Where a file describes a part in two ways, two programs may read two different things, which is how harmful files slip past a virus scanner.",
)  # fmt: skip

CHUNK = 65_536
END_OF_DIRECTORY, ENTRY, LOCAL = (
    b"PK\x05\x06",
    b"PK\x01\x02",
    b"PK\x03\x04",
)  # APPNOTE.TXT 4.3.16, 4.3.12, 4.3.7
SHORTEST_END = 22
LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # APPNOTE.TXT 4.3.7
ENCRYPTED, SIZES_FOLLOW, UTF8 = 0x0001, 0x0008, 0x0800  # bits of the general purpose flag, APPNOTE.TXT 4.4.4
IN_ZIP64 = 0xFFFFFFFF
UNREADABLE = (
    zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, OSError, EOFError, struct.error,
)  # fmt: skip


class _Part(NamedTuple):
    """Where a part's packed bytes stand, and what the directory says will come out of them."""

    header: int
    start: int
    end: int
    size: int
    crc: int
    packed: bool


class Package:
    """The parts of an opened zip, by name; the case of letters does not count (ECMA-376 part 2, 6.2.2.3)."""

    def __init__(self, data: bytes, parts: dict[str, _Part], meter: Meter) -> None:
        """Parts of ``data``, already checked; what is unpacked from them counts on ``meter``."""
        self._data, self._parts, self.meter = memoryview(data), parts, meter

    def names(self) -> Iterator[str]:
        """The parts' names in lower case, in the order of the file."""
        return iter(self._parts)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def at_once(self, name: str, most: int) -> bytes | None:
        """The bytes of a part, counted on no meter; None when it is not there, is at fault or has more than ``most``."""
        part = self._parts.get(name.lower())
        if part is None or part.size > most:
            return None
        try:
            pieces = list(self._unpacked(part, Meter(self.meter.limits)))
        except RefusedError:
            return None
        return pieces[0] if len(pieces) == 1 else None

    def unpack(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece.

        Refuses the file when they swell out of proportion, or at the end when they aren't what the
        directory promised (size and check sum).
        """
        return self._unpacked(self._parts[name.lower()], self.meter)

    def _unpacked(self, part: _Part, meter: Meter) -> Iterator[bytes]:
        limits = meter.limits
        size, crc, allowed = 0, 0, limits.ratio * (part.end - part.start)
        for piece in self._pieces(part):
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            meter.unpack(len(piece))
            if size > limits.ratio_from_bytes and size > allowed:
                raise RefusedError(OUT_OF_PROPORTION, limit=limits.ratio)
            yield piece
        if (size, crc) != (part.size, part.crc):
            raise RefusedError(DAMAGED)

    def _pieces(self, part: _Part) -> Iterator[bytes]:
        taken = (self._data[at : min(at + CHUNK, part.end)] for at in range(part.start, part.end, CHUNK))
        return _inflated(taken) if part.packed else map(bytes, taken)


def package_of_one(name: str, data: bytes, meter: Meter) -> Package:
    """A package of a single part, which holds ``data``."""
    part = _Part(0, 0, len(data), len(data), zlib.crc32(data), packed=False)
    return Package(data, {name: part}, meter)


def _inflated(packed: Iterator[memoryview]) -> Iterator[bytes]:
    """What comes out of deflated bytes; a stream that is broken, cut off or too long refuses the file."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflater.eof:
        given = inflater.unconsumed_tail or next(packed, b"")
        try:
            piece = inflater.decompress(given, CHUNK)
        except zlib.error:
            raise RefusedError(DAMAGED) from None
        if not given and not piece:
            raise RefusedError(DAMAGED)
        yield piece
    if inflater.unused_data or next(packed, b""):
        raise RefusedError(CONTRADICTION)


def open_package(data: bytes, meter: Meter) -> Package:
    """The zip in ``data``; refuses one that is cut off, damaged, too large, or built to deceive."""
    limits = meter.limits
    if len(data) > limits.file_bytes:
        raise RefusedError(TOO_LARGE, limit=limits.file_bytes // 1_000_000)
    end = data.rfind(END_OF_DIRECTORY)
    if end < 0 or end + SHORTEST_END > len(data):
        raise RefusedError(CUT_OFF)
    # zipfile builds an object for every entry it meets: see first that there are not too many
    if data.count(ENTRY) > 2 * limits.parts:
        raise RefusedError(TOO_MANY_PARTS, limit=f"{limits.parts:,}")
    entries, directory = _directory(data)
    if len(entries) > limits.parts:
        raise RefusedError(TOO_MANY_PARTS, limit=f"{limits.parts:,}")
    parts: dict[str, _Part] = {}
    for entry in entries:
        name = _safe_name(entry)
        if name in parts:
            raise RefusedError(SAME_NAME)
        parts[name] = _part(data, entry)
    _refuse_overlap(parts, directory)
    return Package(data, {name: part for name, part in parts.items() if not name.endswith("/")}, meter)


def _directory(data: bytes) -> tuple[list[zipfile.ZipInfo], int]:
    """The entries of the directory, and where it starts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return opened.infolist(), opened.start_dir
    except UNREADABLE:
        raise RefusedError(DAMAGED) from None


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """The part's name in lower case, parted by ``/``; refuses one that could lead out of the package."""
    name = entry.orig_filename.replace("\\", "/")
    if not name or "\0" in name or re.match(r"/|[A-Za-z]:", name) or ".." in name.split("/"):
        raise RefusedError(UNSAFE_NAME)
    return name.lower()


def _part(data: bytes, entry: zipfile.ZipInfo) -> _Part:
    """The part of a directory's entry; refuses it when its own header says something else."""
    if entry.flag_bits & ENCRYPTED:
        raise RefusedError(LOCKED_PART)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError(UNKNOWN_PACKING)
    at = entry.header_offset
    if at < 0 or at + LOCAL_HEADER.size > len(data):
        raise RefusedError(CONTRADICTION)
    sign, _, flags, method, _, _, crc, packed, size, name, extra = LOCAL_HEADER.unpack_from(data, at)
    start = at + LOCAL_HEADER.size + name + extra
    local_name = data[at + LOCAL_HEADER.size : at + LOCAL_HEADER.size + name]
    promised = (entry.CRC, entry.compress_size, entry.file_size)
    if (
        sign != LOCAL
        or (flags ^ entry.flag_bits) & ENCRYPTED
        or method != entry.compress_type
        or local_name != _raw_name(entry)
        or not _agrees((crc, packed, size), promised, follow=bool(flags & SIZES_FOLLOW))
    ):
        raise RefusedError(CONTRADICTION)
    return _Part(at, start, start + entry.compress_size, entry.file_size, entry.CRC, packed=method != 0)


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("utf-8" if entry.flag_bits & UTF8 else "cp437")


def _agrees(local: tuple[int, ...], promised: tuple[int, ...], *, follow: bool) -> bool:
    """Whether a local header fits the directory: the same figures, or 0 where they follow the part's bytes."""
    allowed = (0, IN_ZIP64) if follow else (IN_ZIP64,)
    return all(here in (there, *allowed) for here, there in zip(local, promised, strict=True))


def _refuse_overlap(parts: dict[str, _Part], directory: int) -> None:
    """Refuse parts that share bytes with each other or with the directory (as the bombs of Fifield, 2019)."""
    spans = sorted((part.header, part.end) for part in parts.values())
    if any(end > header for (_, end), (header, _) in pairwise([*spans, (directory, directory)])):
        raise RefusedError(OVERLAP)
