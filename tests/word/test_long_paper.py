"""A paper with all that Word offers, from a template saved by python-docx and by LibreOffice."""

import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from torture_template import ASKED, torture, torture_paper
from word_template import texts, written

from pipeline.word.outline import Outline

OFFICE, TO_TEXT = shutil.which("soffice"), shutil.which("pdftotext")
CHECKS = Path(__file__).parents[2].parent / "shared/tools"
LINES = [
    "Children’s services",
    "Contents", "1.0Summary", "2.0North", "2.1Risks of North", "3.0South", "3.1Risks of South", "4.0Recommendations",
    "Tables", "Table 1: SEND risks of North", "Table 2: SEND risks of South",
    "Summary",
    "The integrated care board (ICB) leads on special educational needs and disabilities (SEND). The ICB’s plan covers every looked after child (LAC).",
    "Risks are in section 2.1 and in Table 1",
    "Money is in section (section not in this paper).",
    "North", "Risks of North", "This is section 2.1; see Table 1", "Table 1: SEND risks of North",
    "Risk", "RAG", "Too few SEND places", "Red", "Accident and emergency (A&E) waits", "Green",
    "South", "Risks of South", "This is section 3.1; see Table 2", "Table 2: SEND risks of South",
    "Risk", "RAG", "LACs placed far away", "Amber",
    "Recommendations", *ASKED, "And afterwards:", "Write to North", "Write to South",
]  # fmt: skip


def converted(data: bytes, kind: str, folder: Path) -> Path:
    """A file as LibreOffice saves it."""
    source = folder / "long.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    command = [OFFICE or "", profile, "--headless", "--convert-to", kind, "--outdir", str(out), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    [made] = out.iterdir()
    return made


@pytest.fixture(params=["as Word has it", "as LibreOffice has it"])
def template(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """The template, as it is and as another program has saved it."""
    if request.param == "as Word has it":
        return torture()
    if not OFFICE:
        pytest.skip("LibreOffice is not installed")
    return converted(torture(), "docx:MS Word 2007 XML", tmp_path).read_bytes()


def test_a_long_paper_is_right_throughout(template: bytes) -> None:
    """Contents, numbers, references, captions and acronyms are those of this paper."""
    package, [finding] = written(template, torture_paper())
    made = Document(io.BytesIO(package))
    assert texts(made) == LINES
    assert finding.message.startswith("A cross-reference leads to “Money”, which is not in this paper")


def test_what_is_not_left_out_is_led_to(template: bytes) -> None:
    """With every section there, nothing is warned of."""
    package, findings = written(template, torture_paper(money=True))
    assert findings == []
    assert "Money is in section 2.0." in texts(Document(io.BytesIO(package)))


def test_sections_keep_their_paper(template: bytes) -> None:
    """Upright, on its side, upright; the first page has its own header."""
    made = Document(io.BytesIO(written(template, torture_paper())[0]))
    upright, turned = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [section.orientation for section in made.sections] == [upright, turned, upright]
    assert made.sections[0].different_first_page_header_footer


def test_recommendations_count_and_begin_again() -> None:
    """Each line of the cover is numbered in its style, and the second list begins at 1."""
    made = Document(io.BytesIO(written(torture(), torture_paper())[0]))
    found = Outline.of(made).numbers
    counted = [
        found[one._p].text for one in made.paragraphs if one.style and one.style.name == "Recommendation"
    ]
    assert counted == ["1.", "2.", "3.", "1.", "2."]


@pytest.mark.parametrize("draft", [True, False])
def test_the_same_paper_has_the_same_bytes(draft: bool) -> None:
    """Nothing in a long paper depends on anything but the template and the names."""
    assert written(torture(), torture_paper(draft=draft)) == written(torture(), torture_paper(draft=draft))


def test_every_link_leads_somewhere(template: bytes) -> None:
    """Each link and reference within the paper has its bookmark."""
    body = Document(io.BytesIO(written(template, torture_paper())[0])).element.body
    names = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} <= set(names)


@pytest.mark.skipif(not CHECKS.is_dir(), reason="the independent checks are not on this machine")
@pytest.mark.parametrize("draft", [True, False])
@pytest.mark.parametrize("script", ["docx_check.py --xsd xsd", "docx_a11y.py"])
def test_independent_checks_find_nothing(script: str, draft: bool, tmp_path: Path) -> None:
    """Word would open the paper without a repair, and everybody can read it."""
    file = tmp_path / "long.docx"
    file.write_bytes(written(torture(), torture_paper(draft=draft))[0])
    name, *options = script.split()
    command = [sys.executable, name, str(file), *options]
    done = subprocess.run(command, cwd=CHECKS, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    assert "WARN" not in done.stdout


@pytest.mark.skipif(not (OFFICE and TO_TEXT), reason="LibreOffice or pdftotext is not installed")
def test_pages_are_counted_and_marked_in_print(tmp_path: Path) -> None:
    """In print each page says which of how many it is."""
    made = converted(written(torture(), torture_paper(draft=True))[0], "pdf", tmp_path)
    command = [TO_TEXT or "", str(made), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pages = text.split("\f")[:-1]
    assert [f"Page {number} of {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * 4
