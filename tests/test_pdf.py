"""Word papers as PDF."""

import io
import os
import shutil
import sys
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from pipeline.pdf import as_pdf

HAS_LIBREOFFICE = bool(shutil.which("soffice") or shutil.which("libreoffice"))
needs_libreoffice = pytest.mark.skipif(not HAS_LIBREOFFICE, reason="LibreOffice is not on this computer")


def word(title: str) -> bytes:
    """A Word file with one heading."""
    document = Document()
    document.core_properties.title, document.core_properties.language = title, "en-GB"
    document.add_heading("A heading", 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@needs_libreoffice
def test_papers_become_tagged_pdfs() -> None:
    """Each paper becomes a PDF of its own with its title, tags for screen readers and its headings as bookmarks."""
    pdfs, findings = as_pdf({"one.docx": word("The first"), "two.docx": word("The second")})
    assert findings == []
    assert list(pdfs) == ["one.pdf", "two.pdf"]
    reader = PdfReader(io.BytesIO(pdfs["two.pdf"]))
    assert reader.metadata is not None
    assert reader.metadata.title == "The second"
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]
    assert [getattr(entry, "title", "") for entry in reader.outline] == ["A heading"]


@pytest.mark.skipif(sys.platform == "win32", reason="the failing program is a shell script")
def test_what_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where LibreOffice fails, each paper without a PDF is named with its last word and what to do."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho first >&2\necho 'the disk is full' >&2\nexit 1\n", "utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    pdfs, [finding] = as_pdf({"paper.docx": word("Good")})
    assert pdfs == {}
    assert finding.message == "LibreOffice made no PDF of paper.docx (the disk is full)."
    assert finding.remedy.endswith("or open the paper in Word and save it as PDF.")


def test_without_libreoffice_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a computer without LibreOffice no PDF is made, and one finding for all papers says what to do."""
    monkeypatch.setenv("PATH", str(tmp_path))
    pdfs, [finding] = as_pdf({"one.docx": word("One"), "two.docx": word("Two")})
    assert pdfs == {}
    assert finding.message == "No PDF was made: LibreOffice, which makes it, is not on this computer."
    assert finding.remedy == (
        "Install it free of charge from libreoffice.org and run again, "
        "or open the paper in Word and save it as PDF."
    )


def test_no_papers_no_pdfs() -> None:
    """Nothing is started where there is nothing to make."""
    assert as_pdf({}) == ({}, [])
