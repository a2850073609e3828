"""A template with everything that Word offers to long papers: contents, captions, references, sections, pictures."""

import io
import struct
import zlib
from functools import cache
from typing import Any

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, RGBColor
from word_template import (
    DAY,
    bookmarked,
    caption,
    counting,
    field,
    into_list,
    item,
    numbered,
    outlined,
    reference,
    saved,
)

from pipeline.model import Address, Paper, Paragraph, Rating, Shown, Value

ASKED = ("Note the position on SEND", "Agree the plan", "Ask for a further report")


@cache
def torture() -> bytes:
    """The template's file."""
    return saved(_styles, _front, _summary, _parts, _recommendations)


def torture_paper(*, draft: bool = False, money: bool = False) -> Paper:
    """A paper for it of two parts, each with risks; ``money`` is a section that may be left out."""
    parts = [
        {"name": name, "risks": [{"name": risk, "rating": _rating(word)} for risk, word in risks]}
        for name, risks in (
            ("North", [("Too few SEND places", "Red"), ("A&E waits", "Green")]),
            ("South", [("LACs placed far away", "Amber")]),
        )
    ]
    asked = Shown(
        tuple(Paragraph(line, 1) for line in ASKED), "", Value(Address("cover.xlsx", "Cover", "B9"), "x")
    )
    names = {
        "title": "Children’s services",
        "parts": parts,
        "money": money,
        "cover": {"actions_requested": asked},
    }
    acronyms = {
        "SEND": "special educational needs and disabilities",
        "A&E": "accident and emergency",
        "LAC": "looked after child",
        "ICB": "integrated care board",
    }
    return Paper("Children’s services", "Saltmere ICB", DAY, names, (asked,), draft=draft, acronyms=acronyms)


def _rating(word: str) -> Shown:
    fill = {"Red": "C00000", "Amber": "FFC000", "Green": "00B050"}[word]
    return Shown(
        (Paragraph(word),), fill, Value(Address("north.xlsx", "Risks", "C5"), word, Rating(word, fill, ""))
    )


def _styles(document: Word) -> None:
    """The language, numbered headings, a style for recommendations that counts, and a heading that does not."""
    defaults = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr")[0]
    for language in defaults.findall(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for name in ("Heading 1", "Heading 2", "Caption", "TOC Heading"):
        document.styles[name].font.color.rgb = RGBColor(0, 0, 0)
    outlined(document)
    into_list(document.styles["TOC Heading"].element, 0)
    document.styles.add_style("Recommendation", WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[
        "Normal"
    ]
    numbered(document, [("%1.", "decimal")], ("Recommendation",))


def _front(document: Word) -> None:
    """A first page with a header of its own, a block of contents and a list of tables."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Saltmere ICB"
    section.header.paragraphs[0].text = "{{ title }}"
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        for words, kind in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            line.add_run(words)
            field(line, kind, "1")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph().add_run().add_picture(io.BytesIO(picture()), Cm(2))
    badge: Any = document.element.body.xpath(".//*[local-name()='docPr']")[0]
    badge.set("descr", "The board’s badge")
    _block(document, document.add_paragraph("Contents", style="TOC Heading")._p)
    document.add_paragraph("Tables", style="TOC Heading")
    field(document.add_paragraph(), 'TOC \\h \\z \\c "Table"', "No table of figures entries found.")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _block(document: Word, heading: Any) -> None:
    """Word's own block for contents, with a line of long ago."""
    line = document.add_paragraph()
    field(line, 'TOC \\o "1-3" \\h \\z \\u', "1.0 Long gone", dirty=True)
    block = parse_xml(
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
    )
    heading.addprevious(block)
    block[1].extend([heading, line._p])


def _summary(document: Word) -> None:
    """A section of words with references forward, one of them to a section that may be left out."""
    document.add_heading("Summary")
    document.add_paragraph("The ICB leads on SEND. The ICB’s plan covers every LAC.")
    reference(document, "Risks are in section ", "REF _Ref1 \\r \\h", " and in ")
    field(document.paragraphs[-1], "REF _RefTable \\h")
    reference(document, "Money is in section ", "REF _RefMoney \\r \\h")
    document.add_paragraph("{%p if money %}")
    bookmarked(document.add_heading("Money"), "_RefMoney")
    document.add_paragraph("Enough.")
    document.add_paragraph("{%p endif %}")


def _parts(document: Word) -> None:
    """A wide section with a heading, a caption and a table for each part, and references within each."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.different_first_page_header_footer = False
    document.add_paragraph("{%p for part in parts %}")
    document.add_heading("{{ part.name }}")
    bookmarked(document.add_heading("Risks of {{ part.name }}", 2), "_Ref1")
    reference(document, "This is section ", "REF _Ref1 \\r \\h", "; see ")
    field(document.paragraphs[-1], "REF _RefTable \\h")
    caption(document, "Table", ": SEND risks of {{ part.name }}", "_RefTable")
    table = document.add_table(4, 2, style="Table Grid")
    cells = [
        ["Risk", "RAG"],
        ["{%tr for risk in part.risks %}", ""],
        ["{{ risk.name }}", "{{ risk.rating }}"],
        ["{%tr endfor %}", ""],
    ]
    for row, texts in zip(table.rows, cells, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph()
    document.add_paragraph("{%p endfor %}")


def _recommendations(document: Word) -> None:
    """An upright section with two lists of recommendations, of which the second begins again."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading("Recommendations")
    document.add_paragraph("{%p for line in cover.actions_requested.lines %}")
    document.add_paragraph("{{ line }}", style="Recommendation")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("And afterwards:")
    abstract = document.part.numbering_part.element.xpath(
        "w:abstractNum[w:lvl/w:pStyle/@w:val='Recommendation']"
    )[0]
    again = counting(document, int(abstract.get(qn("w:abstractNumId"))), 1)
    document.add_paragraph("{%p for part in parts %}")
    item(document, "Write to {{ part.name }}", again).style = "Recommendation"
    document.add_paragraph("{%p endfor %}")


def picture() -> bytes:
    """A grey square as a PNG."""
    rows = zlib.compress(b"\0\x88\x88\x88\x88" * 4)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 4, 4, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
