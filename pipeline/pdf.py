"""Word papers → PDF, by the LibreOffice of this computer: tagged for screen readers, with bookmarks and title."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.model import Address, Finding, Level, Rule

NO_LIBREOFFICE = Rule(
    "pdf-needs-libreoffice",
    Level.WARNING,
    "No PDF was made: LibreOffice, which makes it, is not on this computer.",
    "Install it free of charge from libreoffice.org and run again, or open the paper in Word and save it as PDF.",
)
NOT_MADE = Rule(
    "pdf-not-made",
    Level.ERROR,
    "LibreOffice made no PDF of {file} ({why}).",
    "Close LibreOffice if it is open and run again, or open the paper in Word and save it as PDF.",
)
LONGEST = 300  # seconds for all papers together; a paper of fifty pages takes about three
# PDF/UA wants tags, a title in the window's bar and the document's language (ISO 14289-1).
OPTIONS = {
    "UseTaggedPDF": True,
    "ExportBookmarks": True,
    "DisplayPDFDocumentTitle": True,
    "ExportNotes": False,
    "PDFUACompliance": True,
}


def as_pdf(papers: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Finding]]:
    """The papers (name.docx → bytes) as PDF (name.pdf → bytes), and what could not be made of them."""
    program = next(programs(), None)
    if not papers:
        return {}, []
    if program is None:
        return {}, [NO_LIBREOFFICE.found(Address(next(iter(papers))))]
    import tempfile  # noqa: PLC0415 - few runs make a PDF

    with tempfile.TemporaryDirectory(prefix="committee-papers-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        for name, package in papers.items():
            (folder / name).write_bytes(package)
        why = _convert(program, folder, list(papers))
        made = {name: (folder / name).with_suffix(".pdf") for name in papers}
        pdfs = {path.name: path.read_bytes() for path in made.values() if path.is_file()}
    return pdfs, [
        NOT_MADE.found(Address(name), file=name, why=why or "it gave no reason")
        for name, path in made.items()
        if path.name not in pdfs
    ]


def programs() -> Iterator[str]:
    """LibreOffice, where the system finds programs or where its installers put it."""
    yield from filter(None, map(shutil.which, ("soffice", "libreoffice")))
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    usual = [Path(folder, "LibreOffice", "program", "soffice.exe") for folder in folders if folder]
    if sys.platform == "darwin":
        usual.append(Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"))
    yield from (str(path) for path in usual if path.is_file())


def _convert(program: str, folder: Path, names: list[str]) -> str:
    """Let LibreOffice convert the files in a folder, with settings of its own there; give its complaint, '' for none."""
    import subprocess  # noqa: PLC0415

    options = {name: {"type": "boolean", "value": str(value).lower()} for name, value in OPTIONS.items()}
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(options)}",
        "--outdir",
        str(folder),
        *(str(folder / name) for name in names),
    ]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"it was not done after {LONGEST // 60} minutes"
    except OSError as fault:
        return (fault.strerror or "it could not be started").lower()
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return said[-1] if done.returncode and said else ""
