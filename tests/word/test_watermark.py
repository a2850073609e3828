"""A draft says so on every page, to the eye and to software; a final paper says nothing of the kind."""

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree
from word_template import DAY, saved, written

from pipeline.model import Paper
from pipeline.word.watermark import RUN, SHAPE

VML = "{urn:schemas-microsoft-com:vml}"
Step = Callable[[Word], object]


def paper(*steps: Step, draft: bool = True) -> bytes:
    """The paper that a template on which these steps were done gives."""
    package, findings = written(
        saved(*steps), Paper("A paper", "A board", DAY, {"x": "A value"}, draft=draft)
    )
    assert findings == []
    return package


def marks(package: bytes) -> dict[str, int]:
    """How many watermarks each header of a file has."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        roots = {name: etree.fromstring(parts.read(name)) for name in parts.namelist() if "header" in name}
    return {name: len(_shapes(root)) for name, root in sorted(roots.items())}


def _shapes(root: etree._Element) -> list[etree._Element]:
    return [shape for shape in root.iter(f"{VML}shape") if (shape.get("id") or "").startswith(SHAPE)]


def covered(package: bytes) -> list[list[str]]:
    """For each section, the kinds of its own headers that have a watermark."""
    document = Document(io.BytesIO(package))
    found = []
    for section in document.sections:
        references = section._sectPr.findall(qn("w:headerReference"))
        parts = document.part.rels
        found.append(
            [one.get(qn("w:type"), "") for one in references if _shapes(parts[one.get(qn("r:id"), "")].target_part.element)]
        )  # fmt: skip
    return found


def bare(document: Word) -> None:
    """A paper without any header."""
    document.add_paragraph("{{ x }}")


def headed(document: Word) -> None:
    """A header with words of the template."""
    document.sections[0].header.paragraphs[0].text = "{{ x }}"


def first(document: Word) -> None:
    """A first page of its own, without a header."""
    document.sections[0].different_first_page_header_footer = True


def even(document: Word) -> None:
    """Left pages of their own."""
    document.settings.odd_and_even_pages_header_footer = True


def more(document: Word) -> None:
    """A second section with the header of the first, and a third with its own and its own first page."""
    document.add_section(WD_SECTION.NEW_PAGE)
    last = document.add_section(WD_SECTION.NEW_PAGE)
    last.header.is_linked_to_previous = False
    last.different_first_page_header_footer = True


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([bare], [["default"]]),
        ([headed], [["default"]]),
        ([headed, first], [["default", "first"]]),
        ([first, even], [["default", "first", "even"]]),
        ([bare, more], [["default"], [], ["default", "first"]]),
        ([headed, first, more], [["default", "first"], [], ["default"]]),
    ],
)
def test_every_page_of_a_draft_is_marked(steps: list[Step], expected: list[list[str]]) -> None:
    """Each header that a page shows is marked once, and one is made where a page would have none."""
    package = paper(*steps)
    assert [sorted(kinds) for kinds in covered(package)] == [sorted(kinds) for kinds in expected]
    assert set(marks(package).values()) == {1}


@pytest.mark.parametrize("steps", [[bare], [headed, first, even, more]])
def test_a_final_paper_is_not_marked(steps: list[Step]) -> None:
    """Without the word no header is made, and none is marked."""
    package = paper(*steps, draft=False)
    assert not any(marks(package).values())
    assert len(marks(package)) == len(marks(saved(*steps)))


@pytest.mark.parametrize(("draft", "status", "count"), [(True, "Draft", 1), (False, "Final", 0)])
def test_a_mark_of_the_template_is_not_doubled_and_not_left(draft: bool, status: str, count: int) -> None:
    """A template that was saved with the watermark gives drafts with one and final papers with none."""

    def marked(document: Word) -> None:
        headed(document)
        document.sections[0].header.paragraphs[0]._p.append(parse_xml(RUN.format(number=9, shape=2057)))

    package = paper(marked, draft=draft)
    assert marks(package) == {"word/header1.xml": count}
    document = Document(io.BytesIO(package))
    assert document.core_properties.content_status == status
    assert document.sections[0].header.paragraphs[0].text == "A value"


def test_another_watermark_of_the_template_stays() -> None:
    """CONFIDENTIAL is the template's own."""

    def confidential(document: Word) -> None:
        words = RUN.replace("DRAFT", "CONFIDENTIAL").format(number=9, shape=2057)
        document.sections[0].header.paragraphs[0]._p.append(parse_xml(words))

    assert marks(paper(confidential, draft=False)) == {"word/header1.xml": 1}


def test_a_mark_is_told_to_those_who_cannot_see_it() -> None:
    """The shape has alternative text, and each has an id of its own."""
    package = paper(headed, first, more)
    document = Document(io.BytesIO(package))
    parts = [one.target_part for one in document.part.rels.values() if "header" in one.reltype]
    shapes = [shape for part in parts for shape in _shapes(part.element)]
    assert {shape.get("alt") for shape in shapes} == {"Watermark: DRAFT"}
    assert len({shape.get("id") for shape in shapes}) == len(shapes) == 3


def test_a_header_is_made_without_a_style_that_the_template_lacks() -> None:
    """A template without the style Header gets a header in its normal style."""
    package = paper(lambda document: document.styles["Header"].delete(), bare)
    [paragraph] = Document(io.BytesIO(package)).sections[0].header.paragraphs
    assert not paragraph._p.xpath("w:pPr/w:pStyle")


def test_the_same_draft_has_the_same_bytes() -> None:
    """Marking depends on nothing but the template."""
    assert paper(headed, first, more) == paper(headed, first, more)
