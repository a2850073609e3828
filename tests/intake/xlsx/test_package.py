"""A zip is checked before it is used: what is damaged, too large or built to deceive is refused."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from raw_workbook import findings, overlapping, parts, patched, read, refusal, zipped

from pipeline.intake.workbook import Limits

SEND_AGAIN = "If it still opens in Excel, save it there under a new name and send that copy; if not, ask the sender for it again."
SUSPECT = (
    "If you know the sender, ask them to open it in Excel, choose File › Save As, and send the copy. If not, do not "
    "open it; tell your IT service desk."
)
SLIM = (
    "In Excel delete what the form does not ask for (pictures, sheets of your own, rows and columns far below and "
    "beside the tables), save the workbook and send it again."
)


def with_part(name: str, content: str | bytes = "x") -> bytes:
    """A sound workbook with one more part."""
    return zipped({**parts(), name: content})


def twice() -> bytes:
    """A workbook with two parts whose names differ in case alone."""
    return zipped({**parts(), "xl/note.xml": "a", "XL/Note.xml": "b"})


def surplus() -> bytes:
    """A workbook with a part after whose packed end more bytes are counted as its own."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b"<a/>") + packer.flush() + b"more"
    name = "xl/styles.xml"
    data = zipped({**parts(), name: packed}, zipfile.ZIP_STORED)
    crc, size = struct.pack("<L", zlib.crc32(b"<a/>")), struct.pack("<L", 4)
    local = data.index(name.encode()) - 30
    entry = data.rindex(name.encode()) - 46
    changed = bytearray(data)
    changed[local + 8 : local + 10] = changed[entry + 10 : entry + 12] = b"\x08\0"
    changed[local + 14 : local + 18] = changed[entry + 16 : entry + 20] = crc
    changed[local + 22 : local + 26] = changed[entry + 24 : entry + 28] = size
    return bytes(changed)


@pytest.mark.parametrize(
    ("make", "rule", "message", "remedy"),
    [
        (lambda: zipped(parts())[:-4], "file-cut-off", "north.xlsx is cut off: its end is missing.", SEND_AGAIN),
        (
            lambda: patched(zipped(parts()), b"PK\x05\x06", 12, b"\xff\xff\xff\x00"), "file-damaged",
            "north.xlsx is damaged, so nothing in it can be relied on.", SEND_AGAIN,
        ),
        (
            lambda: with_part("../../evil.xml"), "file-unsafe-part-name",
            "north.xlsx has an inner part whose name could lead outside the file, which Excel never writes, and was not read.",
            SUSPECT,
        ),
        (
            twice, "file-part-twice",
            "north.xlsx has two inner parts of one name, so it is not clear which one counts, and was not read.",
            SUSPECT,
        ),
        (
            lambda: overlapping(parts()), "file-parts-overlap",
            "north.xlsx has inner parts that share the same stretch of the file, as harmful files do, and was not read.",
            SUSPECT,
        ),
        (
            lambda: patched(zipped(parts()), b"PK\x01\x02", 8, b"\x01\0"), "file-part-locked",
            "north.xlsx was locked with a password by a packing program, so it cannot be opened.",
            "Save the workbook in Excel as “Excel Workbook (*.xlsx)”, without a password and without packing it.",
        ),
        (
            lambda: zipped(parts(), zipfile.ZIP_BZIP2), "file-packing-not-known",
            "north.xlsx is packed in a way that Excel does not use, so it cannot be opened.",
            "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” and send that copy.",
        ),
        (
            lambda: patched(zipped(parts()), b"PK\x03\x04", 30, b"(Content)"), "file-contradicts-itself",
            "north.xlsx says two different things about one of its inner parts, as harmful or damaged files do, and was not read.",
            SUSPECT,
        ),
    ],
)  # fmt: skip
def test_a_spoilt_zip_is_refused(make: Callable[[], bytes], rule: str, message: str, remedy: str) -> None:
    """Each way of being damaged or deceitful has its own sentence."""
    assert refusal(make()) == (rule, message, remedy)


@pytest.mark.parametrize(
    "name", ["../a", "xl/../../a", "/etc/passwd", "\\a", "C:/a", "c:a", "xl/a\0b", "..\\a"]
)
def test_unsafe_names_are_refused(name: str) -> None:
    """No part may be called by a path that leads out: up, absolute, by drive letter or cut by a zero byte."""
    spoilt = zipped({**parts(), "!" * len(name): "x"}).replace(b"!" * len(name), name.encode())
    assert refusal(spoilt)[0] == "file-unsafe-part-name"


@pytest.mark.parametrize(
    ("at", "what"), [(14, "sum"), (18, "packed size"), (22, "size"), (8, "packing"), (6, "lock")]
)
def test_a_header_that_contradicts_the_directory_is_refused(at: int, what: str) -> None:
    """A part's own header must say what the directory says: check sum, both sizes, packing, lock."""
    assert refusal(patched(zipped(parts()), b"PK\x03\x04", at, b"\x01"))[0] == "file-contradicts-itself", what


def test_bytes_after_the_end_of_a_part_are_refused() -> None:
    """A part holds what was packed and nothing behind it."""
    assert refusal(surplus())[0] == "file-contradicts-itself"


def test_a_changed_byte_is_told() -> None:
    """A part whose check sum is wrong condemns the file, also where its XML breaks before the end."""
    stored = zipped(parts(), zipfile.ZIP_STORED)
    for changed in (stored.replace(b"<t>Ref", b"<t>Raf"), stored.replace(b"<t>Ref", b"<t<Ref")):
        assert refusal(changed)[0] == "file-damaged"


def test_a_part_that_breaks_off_while_unpacking_is_told() -> None:
    """Packed bytes that make no sense condemn the file."""
    data = zipped(parts())
    start = data.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    assert refusal(data[:start] + b"\xff" * 20 + data[start + 20 :])[0] == "file-damaged"


@pytest.mark.parametrize(
    ("data", "limits", "rule", "message", "remedy"),
    [
        (
            zipped(parts()), Limits(file_bytes=1_000), "file-too-large",
            "north.xlsx is larger than 0 MB and was not read.", SLIM,
        ),
        (
            zipped(parts()), Limits(parts=6), "file-too-many-parts",
            "north.xlsx consists of more than 6 parts and was not read.", SUSPECT,
        ),
        (
            zipped({f"a/{number}": "" for number in range(2_001)}), Limits(), "file-too-many-parts",
            "north.xlsx consists of more than 1,000 parts and was not read.", SUSPECT,
        ),
        (
            zipped(parts()), Limits(unpacked_bytes=1_000), "file-unpacks-too-large",
            "north.xlsx holds more than 0 MB when unpacked and was not read.", SLIM,
        ),
        (
            zipped(parts(" " * 1_000_000)), Limits(), "file-unpacks-out-of-proportion",
            "north.xlsx swells to more than 100 times its size when opened, as harmful files do, and was not read.",
            SUSPECT,
        ),
    ],
)  # fmt: skip
def test_a_file_that_costs_too_much_is_refused(
    data: bytes, limits: Limits, rule: str, message: str, remedy: str
) -> None:
    """Bytes, parts and what is unpacked are counted while reading; each limit has its own sentence."""
    assert refusal(data, limits) == (rule, message, remedy)


def test_a_small_part_may_swell() -> None:
    """Below 100 kB a part may be as repetitive as it likes."""
    assert findings(zipped(parts(strings=" " * 90_000))) == []


def test_what_other_programs_write_is_read() -> None:
    """Sizes that follow a part, stored parts, folders, backslashes and words behind the end do no harm."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("xl/", "")
        for name, content in parts().items():
            with package.open(name.replace("xl/worksheets/", "xl\\worksheets\\"), "w") as part:
                part.write(content if isinstance(content, bytes) else content.encode())
        package.comment = b"made elsewhere"
    [sheet] = read(out.getvalue()).sheets
    assert sheet.cells[1, 1].typed == "Ref"


def test_sizes_that_follow_a_part_are_read() -> None:
    """A file written to a stream, with sizes after each part, is read."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Stream()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts().items():
            package.writestr(name, content)
    assert len(read(out.getvalue()).sheets) == 1
