"""Files that come: what lies in the folder of returns, and what each file turns out to be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from raw_workbook import compound_file, packed_as, zipped

from gallery.entry import Entry, Outcome, nothing
from gallery.making import NORTH, made, only
from pipeline.inbox import ELSEWHERE

SAVE_AS = (
    "Open it in Excel, choose File › Save As, take “Excel Workbook (*.xlsx)” as the type, and send that file."
)
FILL_IN = "Fill in the return form in Excel, save it as “Excel Workbook (*.xlsx)”, and send that file."


def _shut(folder: Path) -> None:
    path = folder / NORTH
    path.write_bytes(made())
    path.chmod(0)


def _linked(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere.xlsx"
    (folder / NORTH).symlink_to(elsewhere)


@contextmanager
def _in_onedrive() -> Iterator[None]:
    """As Windows shows a file whose contents are still on the server."""
    seen = Path.lstat

    def lstat(path: Path) -> object:
        there = seen(path)
        away = path.name == NORTH
        return SimpleNamespace(st_mode=there.st_mode, st_file_attributes=ELSEWHERE) if away else there

    with (
        patch.object(Path, "lstat", lstat),
        patch("pipeline.inbox._read", side_effect=OSError(22, "The cloud file provider is not running")),
    ):
        yield


def _of_unix() -> str:
    return "" if hasattr(os, "mkfifo") else "links and channels are of Unix"


def _for_mere_users() -> str:
    if not hasattr(os, "geteuid"):
        return "permissions are of Unix"
    return "" if os.geteuid() else "nothing is shut to the superuser"


ENTRIES = (
    Entry(
        "file-passed-over",
        "a letter lies beside the return",
        Outcome.PASSED_OVER,
        lambda: {NORTH: made(), "Covering letter.docx": b"Dear all"},
        "Covering letter.docx",
        "Covering letter.docx is not an Excel workbook and was passed over.",
        "Nothing to do, unless it is a return: then save it as “Excel Workbook (*.xlsx)”.",
    ),
    Entry(
        "file-open-in-excel",
        "somebody still has the return open",
        Outcome.PASSED_OVER,
        lambda: {NORTH: made(), f"~${NORTH}": b"Jo"},
        "~$north.xlsx",
        "~$north.xlsx is a sign that somebody has north.xlsx open.",
        "If the return is still being filled in, save and close it, then run again.",
    ),
    Entry(
        "file-unreadable",
        "the file may not be read",
        Outcome.REFUSED,
        nothing,
        "north.xlsx",
        "north.xlsx could not be opened (permission denied).",
        "Close it in other programs and see that you may read it.",
        put=_shut,
        unfit=_for_mere_users,
    ),
    Entry(
        "file-not-there",
        "the name was mistyped",
        Outcome.REFUSED,
        nothing,
        "nroth.xlsx",
        "nroth.xlsx was not found.",
        "See that its name and folder are right.",
        named=("nroth.xlsx",),
    ),
    Entry(
        "file-not-downloaded",
        "the file is still on OneDrive's server",
        Outcome.REFUSED,
        only(made),
        NORTH,
        "north.xlsx is in OneDrive and not on this computer.",
        "In Explorer click it with the right button, choose “Always keep on this device”, and run again.",
        while_running=_in_onedrive,
    ),
    Entry(
        "file-is-a-link",
        "a shortcut was saved instead of the return",
        Outcome.PASSED_OVER,
        only(lambda: b"[InternetShortcut]\nURL=file:///S:/Returns/north.xlsx\n", "north.url"),
        "north.url",
        "north.url is a link to another place, which is not followed.",
        "If a return is meant, put the file itself there.",
    ),
    Entry(
        "file-is-a-link",
        "a link leads to a file elsewhere",
        Outcome.PASSED_OVER,
        nothing,
        NORTH,
        "north.xlsx is a link to another place, which is not followed.",
        "If a return is meant, put the file itself there.",
        put=_linked,
        unfit=_of_unix,
    ),
    Entry(
        "file-not-regular",
        "a channel calls itself a workbook",
        Outcome.PASSED_OVER,
        nothing,
        NORTH,
        "north.xlsx is a device or channel, not a file, and was not opened.",
        "If a return is meant, put the file itself there.",
        put=lambda folder: os.mkfifo(folder / NORTH),
        unfit=_of_unix,
    ),
    Entry(
        "folder-named-like-a-file",
        "a folder has the name of the workbook in it",
        Outcome.PASSED_OVER,
        lambda: {f"{NORTH}/{NORTH}": made()},
        NORTH,
        "north.xlsx is a folder with the name of a workbook; the files in it were read.",
        "If a return is meant, put the file itself there.",
    ),
    Entry(
        "file-empty",
        "the upload broke off before it began",
        Outcome.REFUSED,
        only(lambda: b""),
        NORTH,
        "north.xlsx is empty (0 bytes).",
        "It may not have come down from OneDrive or SharePoint yet: open it in Excel, save it, and try again. If it is empty there too, ask the sender for it.",
    ),
    Entry(
        "file-old-excel",
        "the return was saved as Excel 97-2003",
        Outcome.REFUSED,
        only(lambda: compound_file("Workbook"), "north.xls"),
        "north.xls",
        "north.xls is saved in the old Excel format (Excel 97-2003).",
        SAVE_AS,
    ),
    Entry(
        "file-password",
        "the workbook has a password",
        Outcome.REFUSED,
        only(lambda: compound_file("EncryptedPackage")),
        NORTH,
        "north.xlsx is protected by a password, so it cannot be opened.",
        "In Excel choose File › Info › Protect Workbook › Encrypt with Password, clear the password, press OK, and save.",
    ),
    Entry(
        "file-binary-workbook",
        "the return was saved as a binary workbook",
        Outcome.REFUSED,
        only(
            lambda: packed_as("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xl/workbook.bin"),
            "north.xlsb",
        ),
        "north.xlsb",
        "north.xlsb is saved as an Excel Binary Workbook.",
        SAVE_AS,
    ),
    Entry(
        "file-open-document",
        "the return was saved in LibreOffice's own format",
        Outcome.REFUSED,
        only(
            lambda: zipped(
                {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
            ),
            "north.ods",
        ),
        "north.ods",
        "north.ods is saved as an OpenDocument spreadsheet.",
        SAVE_AS,
    ),
    Entry(
        "file-web-page",
        "a system exported a web page and called it .xls",
        Outcome.REFUSED,
        only(lambda: b"<html><table><tr><td>Ref</td></tr></table></html>", "north.xls"),
        "north.xls",
        "north.xls is a web page or XML file that was given an Excel name.",
        SAVE_AS,
    ),
    Entry(
        "file-plain-text",
        "the return was saved as CSV",
        Outcome.REFUSED,
        only(lambda: b"Ref,Key programme of work\r\nN1,Care close to home\r\n", "north.csv"),
        "north.csv",
        "north.csv is plain text (such as CSV), not an Excel workbook.",
        FILL_IN,
    ),
    Entry(
        "file-not-a-workbook",
        "a PDF was renamed",
        Outcome.REFUSED,
        only(lambda: b"%PDF-1.7 ..."),
        NORTH,
        "north.xlsx is a PDF, not an Excel workbook.",
        FILL_IN,
    ),
    Entry(
        "file-not-a-workbook",
        "a Word document was renamed",
        Outcome.REFUSED,
        only(
            lambda: packed_as(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                "word/document.xml",
            )
        ),
        NORTH,
        "north.xlsx is a Word document, not an Excel workbook.",
        FILL_IN,
    ),
)
