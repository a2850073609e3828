"""A template handed back with its mistakes as Word comments."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from template_trials import NAMES, template
from word_places import everywhere

from pipeline.model import Address, Finding, Level
from pipeline.word.checking.check import check_template
from pipeline.word.checking.marking import AUTHOR, mark_template

TOOLS = Path(__file__).parents[3].parent / "shared/tools"


def marked(data: bytes) -> Word:
    """The template with what is found in it."""
    return Document(io.BytesIO(mark_template(data, check_template(data, "paper.docx", NAMES))))


def comments(document: Word) -> list[tuple[str, str]]:
    """Each comment of a document: the words that it stands at, and what it says."""
    told = []
    for comment in document.comments:
        assert (comment.author, comment.initials, comment.timestamp) == (AUTHOR, "CP", None)
        [start] = [
            one
            for one in document.element.body.iter(qn("w:commentRangeStart"))
            if one.get(qn("w:id")) == str(comment.comment_id)
        ]
        holder = next(start.iterancestors(qn("w:p")))
        words = "".join(text.text or "" for text in holder.iter(qn("w:t")))
        told.append((words, comment.text))
    return told


def test_each_mistake_has_its_comment_at_its_place() -> None:
    """A comment stands at the paragraph of each mistake, and says what is wrong and what to do."""
    data = template("Sound", "Title: {{ cover.titel }}", rows=[["a", "{{ sections }}"]])
    assert comments(marked(data)) == [
        (
            "Title: {{ cover.titel }}",
            (
                "The template uses the name “cover.titel”, which does not exist. It stands in “Title: {{ cover.titel }}”.\n"
                "Did you mean cover.title?"
            ),
        ),
        (
            "{{ sections }}",
            (
                "“sections” is a list and cannot be printed as it is. It stands in “{{ sections }}”.\n"
                "Write {%tr for section in sections %} before it, {{ section.name }} in its place, and the endfor tag after it."
            ),
        ),
    ]


def test_a_mistake_in_a_header_is_said_at_the_first_paragraph() -> None:
    """Word has no comments in headers: the first paragraph's comment begins with the place."""
    assert comments(marked(template("Sound", header="{{ covr.title }}"))) == [
        (
            "Sound",
            (
                "Header: The template uses the name “covr”, which does not exist. It stands in “{{ covr.title }}”.\n"
                "Did you mean cover?"
            ),
        )
    ]


def test_a_mistake_in_a_text_box_is_said_where_the_box_is_held() -> None:
    """Word has no comments in text boxes: the comment stands at the paragraph that holds the box."""
    document = marked(everywhere("{{ cover.titel }}"))
    [start] = document.element.body.iter(qn("w:commentRangeStart"))
    assert start.getparent() is document.element.body[0]


def test_a_template_marked_twice_has_each_comment_once() -> None:
    """The comments of an earlier check go; those of other people stay."""

    def remark(document: Word) -> None:
        document.add_comment(document.paragraphs[0].runs, "Is this right?", "A. N. Other")

    data = template("{{ cover.titel }}", more=remark)
    found = check_template(data, "paper.docx", NAMES)
    once = mark_template(data, found)
    assert mark_template(once, found) == once
    assert [comment.author for comment in Document(io.BytesIO(once)).comments] == ["A. N. Other", AUTHOR]


def test_the_same_template_gives_the_same_copy() -> None:
    """No clock stands in the copy."""
    data = template("{{ cover.titel }}")
    found = check_template(data, "paper.docx", NAMES)
    assert mark_template(data, found) == mark_template(data, found)


def test_an_empty_template_can_be_marked() -> None:
    """Where there is no paragraph, one is made; a finding of another kind is said at the first."""
    finding = Finding("x", Level.ERROR, Address("paper.docx"), "It is empty \x01.", "Fill it.")
    document = Document(io.BytesIO(mark_template(template(), [finding])))
    assert [comment.text for comment in document.comments] == ["It is empty ␁.\nFill it."]


@pytest.mark.skipif(not TOOLS.exists(), reason="the independent check of Word files is not here")
@pytest.mark.parametrize(
    "data", [everywhere("{{ cover.titel }}"), template("{{ sections }", rows=[["{{ x }}"]])]
)
def test_word_opens_a_marked_template(data: bytes, tmp_path: Path) -> None:
    """An independent check of the package finds nothing wrong with the copy."""
    file = tmp_path / "marked.docx"
    file.write_bytes(mark_template(data, check_template(data, "paper.docx", NAMES)))
    command = [sys.executable, str(TOOLS / "docx_check.py"), str(file), "--xsd", str(TOOLS / "xsd")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
