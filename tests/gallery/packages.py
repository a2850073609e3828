"""Files that come as workbooks and are damaged, too large, or built to deceive."""

from __future__ import annotations

import random
import zipfile

from filled_form import FilledForm
from raw_workbook import Parts, overlapping, parts, patched, unzipped, zipped

from gallery.entry import Entry, Outcome, limits
from gallery.making import PARTS, Change, made, only, with_part

SEND_AGAIN = "If it still opens in Excel, save it there under a new name and send that copy; if not, ask the sender for it again."
SUSPECT = (
    "If you know the sender, ask them to open it in Excel, choose File › Save As, and send the copy. If not, do not "
    "open it; tell your IT service desk."
)
SLIM = (
    "In Excel delete what the form does not ask for (pictures, sheets of your own, rows and columns far below and "
    "beside the tables), save the workbook and send it again."
)
LOCAL, ENTRY, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"  # how each record of a zip starts
RISKS = PARTS["Risks"]


def _with(**more: str | bytes) -> Parts:
    """The parts of a sound return, and some more; a name is written with __ for its slash and dot alike."""
    return {**unzipped(made()), **more}


def _in_risks(xml: str) -> bytes:
    """A return on whose sheet of risks this stands before the rows."""
    return with_part(RISKS, lambda part: part.replace("<sheetData>", f"{xml}<sheetData>", 1))


def _below_risks(xml: str) -> bytes:
    """A return on whose sheet of risks this stands below the rows."""
    return with_part(RISKS, lambda part: part.replace("</sheetData>", f"{xml}</sheetData>", 1))


def _changed_byte() -> bytes:
    """A return in which one figure changed on the way."""
    data = zipped(unzipped(made()), zipfile.ZIP_STORED)
    return data.replace(b"<v>12</v>", b"<v>21</v>", 1)


def _sheets(count: int) -> Change:
    """Somebody added sheets of their own."""

    def change(form: FilledForm) -> None:
        for number in range(count):
            form.book.create_sheet(f"Week {number + 1}")

    return change


def _letters(count: int) -> str:
    chance = random.Random(0)  # noqa: S311 - the same every time
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=count))


ENTRIES = (
    Entry(
        "file-cut-off",
        "the upload broke off half-way",
        Outcome.REFUSED,
        only(lambda: made()[:9_000]),
        "north.xlsx",
        "north.xlsx is cut off: its end is missing.",
        SEND_AGAIN,
    ),
    Entry(
        "file-damaged",
        "a figure changed on the way",
        Outcome.REFUSED,
        only(_changed_byte),
        "north.xlsx",
        "north.xlsx is damaged, so nothing in it can be relied on.",
        SEND_AGAIN,
    ),
    Entry(
        "file-damaged",
        "the list of sheets is broken",
        Outcome.REFUSED,
        only(lambda: with_part("xl/workbook.xml", lambda part: part[:200])),
        "north.xlsx",
        "north.xlsx is damaged, so nothing in it can be relied on.",
        SEND_AGAIN,
    ),
    Entry(
        "file-too-large",
        "a photograph was pasted in",
        Outcome.REFUSED,
        only(lambda: zipped(_with(photograph=bytes(1_100_000)), zipfile.ZIP_STORED)),
        "north.xlsx",
        "north.xlsx is larger than 1 MB and was not read.",
        SLIM,
        changes=limits(file_bytes=1_000_000),
    ),
    Entry(
        "file-too-many-parts",
        "a thousand parts were added",
        Outcome.REFUSED,
        only(lambda: zipped(_with(**{f"xl/{number}": "" for number in range(1_001)}))),
        "north.xlsx",
        "north.xlsx consists of more than 1,000 parts and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-unpacks-out-of-proportion",
        "a sheet swells to a megabyte of spaces",
        Outcome.REFUSED,
        only(lambda: _in_risks(" " * 1_000_000)),
        "north.xlsx",
        "north.xlsx swells to more than 100 times its size when opened, as harmful files do, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-unpacks-too-large",
        "a sheet unpacks to more than the cap",
        Outcome.REFUSED,
        only(lambda: _in_risks(f"<!--{_letters(1_100_000)}-->")),
        "north.xlsx",
        "north.xlsx holds more than 1 MB when unpacked and was not read.",
        SLIM,
        changes=limits(unpacked_bytes=1_000_000),
    ),
    Entry(
        "file-unsafe-part-name",
        "a part's name leads out of the file",
        Outcome.REFUSED,
        only(lambda: zipped(_with(**{"../../evil.xml": "x"}))),
        "north.xlsx",
        "north.xlsx has an inner part whose name could lead outside the file, which Excel never writes, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-part-twice",
        "two parts differ in capitals alone",
        Outcome.REFUSED,
        only(lambda: zipped(_with(**{RISKS.upper(): "x"}))),
        "north.xlsx",
        "north.xlsx has two inner parts of one name, so it is not clear which one counts, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-parts-overlap",
        "parts share their bytes",
        Outcome.REFUSED,
        only(lambda: overlapping(unzipped(made()))),
        "north.xlsx",
        "north.xlsx has inner parts that share the same stretch of the file, as harmful files do, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-part-locked",
        "a packing program locked it",
        Outcome.REFUSED,
        only(lambda: patched(made(), ENTRY, 8, b"\x01\0")),
        "north.xlsx",
        "north.xlsx was locked with a password by a packing program, so it cannot be opened.",
        "Save the workbook in Excel as “Excel Workbook (*.xlsx)”, without a password and without packing it.",
    ),
    Entry(
        "file-packing-not-known",
        "another program packed it",
        Outcome.REFUSED,
        only(lambda: zipped(unzipped(made()), zipfile.ZIP_BZIP2)),
        "north.xlsx",
        "north.xlsx is packed in a way that Excel does not use, so it cannot be opened.",
        "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” and send that copy.",
    ),
    Entry(
        "file-contradicts-itself",
        "a part has two names",
        Outcome.REFUSED,
        only(lambda: patched(made(), LOCAL, 30, b"#")),
        "north.xlsx",
        "north.xlsx says two different things about one of its inner parts, as harmful or damaged files do, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-declares-entities",
        "a sheet would pull in a file of the computer",
        Outcome.REFUSED,
        only(
            lambda: with_part(
                RISKS, lambda part: f'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>{part}'
            )
        ),
        "north.xlsx",
        "north.xlsx holds declarations (a “document type”) that Excel never writes and harmful files do; it was not read.",
        SUSPECT,
    ),
    Entry(
        "file-nested-too-deep",
        "a sheet is nested without end",
        Outcome.REFUSED,
        only(lambda: _in_risks("<a>" * 200 + "</a>" * 200)),
        "north.xlsx",
        "north.xlsx is nested more than 100 levels deep, which Excel never does, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-tag-too-long",
        "one tag goes on and on",
        Outcome.REFUSED,
        only(lambda: _in_risks(f'<a b="{_letters(250_000)}"/>')),
        "north.xlsx",
        "north.xlsx holds a single piece of description longer than 100,000 characters, which Excel never writes, and was not read.",
        SUSPECT,
        changes=limits(tag_bytes=100_000),
    ),
    Entry(
        "file-too-many-names",
        "each tag has a name of its own",
        Outcome.REFUSED,
        only(lambda: _in_risks("".join(f"<a{number}/>" for number in range(3_000)))),
        "north.xlsx",
        "north.xlsx uses more than 2,000 kinds of description in one of its parts, which Excel never does, and was not read.",
        SUSPECT,
    ),
    Entry(
        "file-too-many-cells",
        "a table of figures was pasted in",
        Outcome.REFUSED,
        only(lambda: _below_risks("".join(f"<row>{'<c><v>1</v></c>' * 20}</row>" for _ in range(100)))),
        "north.xlsx",
        "north.xlsx holds more than 2,000 filled cells, comments and merged ranges and was not read.",
        SLIM,
        changes=limits(items=2_000),
    ),
    Entry(
        "file-too-much-formatting",
        "borders were pulled down whole columns",
        Outcome.REFUSED,
        only(lambda: _below_risks("<row>" + "<c/>" * 20_000 + "</row>")),
        "north.xlsx",
        "north.xlsx holds far more formatting or empty cells than a return needs and was not read.",
        SLIM,
        changes=limits(marks=20_000),
    ),
    Entry(
        "file-too-much-text",
        "a whole report was pasted into a cell",
        Outcome.REFUSED,
        only(lambda: _below_risks(f'<row><c t="inlineStr"><is><t>{_letters(30_000)}</t></is></c></row>')),
        "north.xlsx",
        "north.xlsx holds more than 30,000 characters of text and was not read.",
        SLIM,
        changes=limits(characters=30_000),
    ),
    Entry(
        "file-too-many-texts",
        "a list of names was pasted in",
        Outcome.REFUSED,
        only(lambda: zipped(parts(strings="<si><t>Name</t></si>" * 1_001))),
        "north.xlsx",
        "north.xlsx holds more than 1,000 different texts and was not read.",
        SLIM,
        changes=limits(strings=1_000),
    ),
    Entry(
        "file-too-many-sheets",
        "a sheet was added for each week",
        Outcome.REFUSED,
        only(lambda: made(_sheets(52))),
        "north.xlsx",
        "north.xlsx has more than 50 sheets and was not read.",
        "Delete the sheets that do not belong to the form, save the workbook and send it again.",
        changes=limits(sheets=50),
    ),
)
