"""Ids in a paper: none twice, whatever loops have copied."""

import io

from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from lxml import etree
from torture_template import picture
from word_template import page, saved

from pipeline.word.identities import PARAGRAPH_ID, TEXT_ID, make_unique

CONTROL = (
    f'<w:sdt {nsdecls("w")}><w:sdtPr><w:id w:val="5"/><w:text/></w:sdtPr>'
    "<w:sdtContent><w:p><w:r><w:t>{{ x }}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
)


def looped(document: Word) -> None:
    """A line with an id, a control and a picture, in a loop; and a picture in the header."""
    document.add_paragraph("{%p for x in 'abc' %}")
    line = document.add_paragraph("{{ x }}")
    line.add_run().add_picture(io.BytesIO(picture()))
    line._p.set(PARAGRAPH_ID, "0A0B0C0D")
    line._p.set(TEXT_ID, "77777777")
    line._p.addnext(parse_xml(CONTROL))
    document.add_paragraph("{%p endfor %}")
    document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(picture()))
    for drawing in (
        *document.element.body.xpath(".//wp:docPr"),
        *document.sections[0].header._element.xpath(".//wp:docPr"),
    ):
        drawing.set("descr", "The badge")


def test_copies_share_no_id() -> None:
    """Of three copies the first keeps its ids; drawings are numbered through all parts."""
    made = page(saved(looped))
    body, header = made.element.body, made.sections[0].header._element
    assert [line.get(PARAGRAPH_ID) for line in body.iter(qn("w:p"))].count("0A0B0C0D") == 1
    assert [id_.get(qn("w:val")) for id_ in body.xpath(".//w:sdtPr/w:id")] == ["5"]
    assert [one.get("id") for one in (*body.xpath(".//wp:docPr"), *header.xpath(".//wp:docPr"))] == list(
        "1234"
    )
    assert [text.text for text in body.iter(qn("w:t"))] == ["a", "a", "b", "b", "c", "c"]


def test_what_has_no_id_gets_none() -> None:
    """Paragraphs and controls without ids stay without."""
    root = etree.fromstring(
        f"<w:body {nsdecls('w')}><w:p/><w:p/><w:sdt><w:sdtPr/></w:sdt><w:sdt><w:sdtPr/></w:sdt></w:body>"
    )
    before = etree.tostring(root)
    make_unique([root])
    assert etree.tostring(root) == before
