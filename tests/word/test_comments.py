"""Comments in a template stay in the template."""

import io
import zipfile
from datetime import date

from docx import Document
from docx.document import Document as Word
from template_trials import template

from pipeline.model import Paper
from pipeline.word.paper import write_paper


def test_a_paper_has_no_comments_of_its_template() -> None:
    """What people say to each other about a template, or a check has set there, is not published."""

    def remark(document: Word) -> None:
        document.add_comment(document.paragraphs[0].runs, "Is {{ this }} right?", "A. N. Other")

    data = template("{{ title }}", more=remark)
    package, findings, _ = write_paper(
        data, "paper.docx", Paper("T", "A", date(2019, 11, 28), {"title": "A report"})
    )
    assert findings == []
    with zipfile.ZipFile(io.BytesIO(package or b"")) as parts:
        assert not [name for name in parts.namelist() if "comment" in name]
        assert "omment" not in parts.read("word/document.xml").decode()
    assert [one.text for one in Document(io.BytesIO(package or b"")).paragraphs] == ["A report"]
