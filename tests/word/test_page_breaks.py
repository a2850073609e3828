"""Page breaks that a program has put into the line of a tag."""

import io
from datetime import date

import pytest
from docx import Document
from template_trials import template, xml

from pipeline.model import Paper
from pipeline.word.paper import write_paper

BREAK = '<w:r><w:br w:type="page"/></w:r>'


def line(words: str) -> str:
    """A paragraph of a run."""
    return f"<w:r><w:t>{words}</w:t></w:r>"


@pytest.mark.parametrize(
    ("opening", "closing", "pages"),
    [
        pytest.param(line("{%p for x in rows %}") + BREAK, line("{%p endfor %}"), ["", "a", "", "b"], id="each round"),
        pytest.param(BREAK + line("{%p for x in rows %}"), line("{%p endfor %}"), ["", "a", "b"], id="before the loop"),
        pytest.param(line("{%p for x in rows %}"), line("{%p endfor %}") + BREAK, ["a", "b", ""], id="after the loop"),
    ],
)  # fmt: skip
def test_a_page_break_in_the_line_of_a_tag_is_kept(opening: str, closing: str, pages: list[str]) -> None:
    """A break before a tag comes before what the tag begins or ends, and one behind it after."""
    whole = f"<w:p>{opening}</w:p><w:p>{line('{{ x }}')}</w:p><w:p>{closing}</w:p>"
    paper = Paper("T", "A", date(2019, 11, 28), {"rows": ["a", "b"]})
    package, findings, _ = write_paper(template(more=xml(whole)), "paper.docx", paper)
    assert findings == []
    paragraphs = Document(io.BytesIO(package or b"")).paragraphs
    assert [one.text for one in paragraphs] == pages
    assert all(one.paragraph_format.page_break_before for one in paragraphs if not one.text)
