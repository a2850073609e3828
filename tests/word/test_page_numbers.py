"""The pages in the tables of contents of a paper that is printed."""

import io

from docx.document import Document as Word
from pypdf import PdfReader
from test_contents import contents
from test_pdf import needs_libreoffice
from word_template import DAY, saved

from pipeline.model import Paper
from pipeline.pdf import as_pdf
from pipeline.word.page_numbers import with_page_numbers
from pipeline.word.paper import write_paper


def chapters(document: Word) -> None:
    """Adds two chapters, each on a page of its own."""
    for words in ("Progress", "Risks"):
        document.add_heading(words, 1).paragraph_format.page_break_before = True


def paper(*steps: object) -> bytes:
    """A finished paper."""
    package, findings, _ = write_paper(saved(*steps), "paper.docx", Paper("A paper", "A board", DAY, {}))  # type: ignore[arg-type]
    assert findings == []
    assert package is not None
    return package


@needs_libreoffice
def test_a_printed_contents_gives_the_pages() -> None:
    """Each line ends in the page on which its heading stands in that very file."""
    pdfs, _ = as_pdf({"paper.docx": with_page_numbers(paper(contents(), chapters))})
    first, second, third = [page.extract_text() for page in PdfReader(io.BytesIO(pdfs["paper.pdf"])).pages]
    lines = [line for line in first.splitlines() if line.startswith(("Progress", "Risks"))]
    assert [(line.split(".")[0].strip(), line[-1]) for line in lines] == [("Progress", "2"), ("Risks", "3")]
    assert "Progress" in second
    assert "Risks" in third


def test_a_paper_without_contents_stays_as_it_is() -> None:
    """There is nothing to number."""
    plain = paper(chapters)
    assert with_page_numbers(plain) is plain
