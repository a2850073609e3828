"""Pictures of a template: their alternative text stays, and those without any are told with their place."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph as WordParagraph
from torture_template import picture
from word_template import saved, written

from pipeline.model import Level

DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext '
    'uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def pictured(line: WordParagraph, **says: str) -> Any:
    """Put a picture into a line; the element that holds its alternative text."""
    line.add_run().add_picture(io.BytesIO(picture()))
    [properties] = line._p.xpath(".//wp:docPr")
    for name, words in says.items():
        properties.set(name, words)
    return properties


def places(*steps: Callable[[Word], object]) -> list[str]:
    """The places that the warnings on a template's pictures name."""
    _, findings = written(saved(*steps), None, x="A value")
    assert {(finding.rule, finding.level) for finding in findings} <= {
        ("picture-without-alt-text", Level.WARNING)
    }
    return [finding.message.partition("(")[2].removesuffix(").") for finding in findings]


@pytest.mark.parametrize("says", [{"descr": "The badge"}, {"title": "The badge"}])
def test_a_picture_with_words_keeps_them(says: dict[str, str]) -> None:
    """Alternative text stands in the paper as in the template, with nothing to warn of."""
    package, findings = written(saved(lambda document: pictured(document.add_paragraph(), **says)))
    assert findings == []
    [properties] = Document(io.BytesIO(package)).element.body.xpath(".//wp:docPr")
    assert says.items() <= dict(properties.attrib).items()


def test_a_picture_without_words_is_told_by_its_place() -> None:
    """In the body it is told by the words that it follows, which are those of the paper."""

    def body(document: Word) -> None:
        pictured(document.add_paragraph())
        document.add_paragraph("{{ x }}")
        pictured(document.add_paragraph(), descr=" ")
        pictured(document.add_paragraph("Our map: "))

    assert places(body) == ["at the beginning", "by “A value”", "by “Our map:”"]


def test_a_picture_in_a_loop_is_told_once() -> None:
    """The same picture at the same words is one thing to put right."""

    def loop(document: Word) -> None:
        document.add_paragraph("{% for _ in 'abc' %}{% endfor %}{%p for _ in 'abc' %}")
        pictured(document.add_paragraph("Badge"))
        document.add_paragraph("{%p endfor %}")

    assert places(loop) == ["by “Badge”"]


def test_a_picture_in_a_header_is_told() -> None:
    """A picture at the head or foot of the page is told by that."""
    assert places(lambda document: pictured(document.sections[0].header.paragraphs[0])) == ["in the header"]
    assert places(lambda document: pictured(document.sections[0].footer.paragraphs[0])) == ["in the footer"]


def test_a_decorative_picture_needs_no_words() -> None:
    """What its author has marked as decorative is silent on purpose."""
    assert places(lambda d: pictured(d.add_paragraph()).append(parse_xml(DECORATIVE))) == []


@pytest.mark.parametrize(("alt", "count"), [('alt="The badge"', 0), ("", 1)])
def test_a_picture_of_old_word_counts_too(alt: str, count: int) -> None:
    """Pictures that older versions of Word have put in are looked at in the same way."""
    shape = (
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape id="a" {alt}>'
        "<v:imagedata/></v:shape></w:pict></w:r>"
    )
    assert len(places(lambda document: document.add_paragraph()._p.append(parse_xml(shape)))) == count
