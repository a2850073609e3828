"""A Word file as Word saves it again, with all that Word changes without anybody meaning it; and edits in its XML."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

OFFICE = shutil.which("soffice")


def saved(data: bytes, *steps: Callable[[Word], object], by: str = "Pat Reader") -> bytes:
    """A file on which somebody did these steps."""
    document = Document(io.BytesIO(data))
    for step in steps:
        step(document)
    document.core_properties.last_modified_by = by
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def noise(document: Word) -> None:
    """Split runs, revision ids, proof marks, bookmarks, page breaks of the last rendering, smart tags, settings."""
    for number, run in enumerate(list(document.element.body.iter(qn("w:r")))):
        run.set(qn("w:rsidR"), f"00{number:06X}")
        text = run.find(qn("w:t"))
        if text is not None and len(text.text or "") > 3:
            _split(run, text, number)
    for number, paragraph in enumerate(document.element.body.iter(qn("w:p"))):
        paragraph.set(qn("w:rsidRDefault"), f"00{number:06X}")
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(9_000 + number))
        start.set(qn("w:name"), f"_Hlk{number}")
        paragraph.extend((start, end))
    settings = document.settings.element
    settings.append(OxmlElement("w:rsids"))


def _split(run: Any, text: Any, number: int) -> None:
    rest = deepcopy(run)
    rest.find(qn("w:t")).text = text.text[2:]
    text.text = text.text[:2]
    for one in (text, rest.find(qn("w:t"))):
        one.set(qn("xml:space"), "preserve")
    run.addnext(rest)
    proof = OxmlElement("w:proofErr")
    proof.set(qn("w:type"), "spellStart")
    run.addnext(proof)
    if number % 2 and rest.getparent().tag == qn("w:p"):
        tag = OxmlElement("w:smartTag")
        tag.set(qn("w:element"), "place")
        rest.addprevious(tag)
        tag.append(rest)
    rest.insert(1 if rest.find(qn("w:rPr")) is not None else 0, OxmlElement("w:lastRenderedPageBreak"))


def other_order(data: bytes) -> bytes:
    """The same parts in another order of the package."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    return out.getvalue()


def by_libreoffice(data: bytes, folder: Path) -> bytes:
    """A file as LibreOffice saves it again."""
    source = folder / "paper.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")]
    command = [OFFICE or "", profile, "--headless", *kind, str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "out" / "paper.docx").read_bytes()


# --- what people do ---------------------------------------------------------------------------


def replaced(old: str, new: str) -> Callable[[Word], None]:
    """Type other words over the first place that has these; the rest of the paragraph keeps no format."""

    def step(document: Word) -> None:
        paragraph = _with(document, old)
        texts = list(paragraph.iter(qn("w:t")))
        words = "".join(text.text or "" for text in texts).replace(old, new, 1)
        for text in texts:
            text.text = ""
        texts[0].text = words
        texts[0].set(qn("xml:space"), "preserve")

    return step


def added(after: str, words: str) -> Callable[[Word], None]:
    """Type a paragraph below the one that has these words."""

    def step(document: Word) -> None:
        paragraph, run, text = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
        text.text = words
        run.append(text)
        paragraph.append(run)
        _with(document, after).addnext(paragraph)

    return step


def removed(words: str, kind: str = "w:p") -> Callable[[Word], None]:
    """Delete the paragraph, or the row, that has these words."""

    def step(document: Word) -> None:
        element = _with(document, words)
        element = element if kind == "w:p" else next(element.iterancestors(qn(kind)))
        element.getparent().remove(element)

    return step


def commented(on: str, words: str, author: str = "Pat Reader") -> Callable[[Word], None]:
    """Comment on the paragraph that has these words."""

    def step(document: Word) -> None:
        runs = next(one for one in document.paragraphs if on in one.text).runs
        document.add_comment(runs, words, author, "PR")

    return step


def tracked(old: str, new: str, author: str) -> Callable[[Word], None]:
    """Replace a paragraph's words with tracking switched on."""

    def step(document: Word) -> None:
        paragraph = _with(document, old)
        [run] = paragraph.findall(qn("w:r"))
        changes = {kind: OxmlElement(f"w:{kind}") for kind in ("del", "ins")}
        for number, (kind, change) in enumerate(changes.items(), 7_000):
            change.set(qn("w:id"), str(number))
            change.set(qn("w:author"), author)
            copied = deepcopy(run)
            copied.find(qn("w:t")).text = old if kind == "del" else new
            change.append(copied)
            run.addprevious(change)
        for text in changes["del"].iter(qn("w:t")):
            text.tag = qn("w:delText")
        paragraph.remove(run)

    return step


def _with(document: Word, words: str) -> Any:
    return next(
        one
        for one in document.element.body.iter(qn("w:p"))
        if words in "".join(text.text or "" for text in one.iter(qn("w:t")))
    )
