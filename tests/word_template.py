"""Word templates as their authors make them: numbered headings, captions, references, contents, sections."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

from pipeline.model import Finding, Paper
from pipeline.word.paper import write_paper

DAY = date(2019, 11, 28)
OUTLINE = [("%1.0", "decimal"), ("%1.%2", "decimal"), ("%1.%2.%3", "decimal")]
CLAUSES = [("%1.", "decimal"), ("(%2)", "lowerLetter"), ("(%3)", "lowerRoman")]


def saved(*steps: Callable[[Word], object], start: Word | None = None) -> bytes:
    """A template on which these steps were done."""
    document = start or Document()
    for step in steps:
        step(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def written(data: bytes, paper: Paper | None = None, **names: object) -> tuple[bytes, list[Finding]]:
    """The paper that a template gives, and the warnings on it."""
    package, findings, _ = write_paper(data, "paper.docx", paper or Paper("A paper", "A board", DAY, names))
    assert package is not None, findings
    return package, findings


def page(data: bytes, **names: object) -> Word:
    """The paper that a template gives with nothing to warn of."""
    package, findings = written(data, None, **names)
    assert findings == []
    return Document(io.BytesIO(package))


def texts(document: Word) -> list[str]:
    """The words of every paragraph of the body that has some, tables included."""
    body = document.element.body
    lines = ("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))
    return [line for line in lines if line]


# --- numbering --------------------------------------------------------------------------------


def numbered(
    document: Word, levels: list[tuple[str, str]], styles: tuple[str, ...] = (), start: int | None = None
) -> int:
    """Add a list with these texts and formats of its levels, linked to styles; the id to give paragraphs."""
    root = document.part.numbering_part.element
    abstract_id = len(root.findall(qn("w:abstractNum"))) + 100
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"/>')
    for at, (text, form) in enumerate(levels):
        style = f'<w:pStyle w:val="{document.styles[styles[at]].style_id}"/>' if at < len(styles) else ""
        abstract.append(
            parse_xml(
                f'<w:lvl {nsdecls("w")} w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
                f'{style}<w:lvlText w:val="{text}"/></w:lvl>'
            )
        )
    root.insert(0, abstract)
    number = counting(document, abstract_id, start)
    for at, name in enumerate(styles):
        into_list(document.styles[name].element, number, at)
    return number


def counting(document: Word, abstract_id: int, start: int | None = None) -> int:
    """Add a ``w:num`` of a list, which begins again at ``start`` where one is given."""
    root = document.part.numbering_part.element
    number = max(int(num.get(qn("w:numId"))) for num in root.findall(qn("w:num"))) + 1
    again = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract_id}"/>{again}</w:num>'
        )
    )
    return number


def into_list(element: Any, number: int, level: int = 0) -> None:
    """Put a paragraph or style into a list."""
    properties = element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = level
    properties.get_or_add_numId().val = number


def item(document: Word, words: str, number: int, level: int = 0) -> WordParagraph:
    """Add a paragraph of a list."""
    paragraph = document.add_paragraph(words)
    into_list(paragraph._p, number, level)
    return paragraph


def outlined(document: Word) -> None:
    """Number the headings 1.0, 1.1, 1.1.1."""
    numbered(document, OUTLINE, ("Heading 1", "Heading 2", "Heading 3"))


# --- fields and bookmarks ---------------------------------------------------------------------


def field(paragraph: WordParagraph, instruction: str, shown: str = "?", *, dirty: bool = False) -> None:
    """Add a field to a paragraph, as Word writes it."""
    for kind in ("begin", "", "separate"):
        run = paragraph.add_run()._r
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
            if dirty and kind == "begin":
                part.set(qn("w:dirty"), "true")
        else:
            part = OxmlElement("w:instrText")
            part.text = f" {instruction} "
            part.set(qn("xml:space"), "preserve")
        run.append(part)
    if shown:
        paragraph.add_run(shown)
    end = OxmlElement("w:fldChar")
    end.set(qn("w:fldCharType"), "end")
    paragraph.add_run()._r.append(end)


def simple_field(paragraph: WordParagraph, instruction: str, shown: str = "?") -> None:
    """Add a field to a paragraph, as one element."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), instruction)
    element.append(paragraph.add_run(shown)._r)
    paragraph._p.append(element)


def bookmarked(paragraph: WordParagraph, name: str, id_: int = 7) -> WordParagraph:
    """Put a bookmark around all that a paragraph holds."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(id_))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)
    return paragraph


def caption(document: Word, label: str, words: str, name: str = "") -> WordParagraph:
    """Add a caption, as Insert Caption does; the bookmark ``name`` is put around its label and number."""
    paragraph = document.add_paragraph(f"{label} ", style="Caption")
    field(paragraph, f"SEQ {label} \\* ARABIC", "1")
    if name:
        bookmarked(paragraph, name)
    paragraph.add_run(words)
    return paragraph


def reference(document: Word, before: str, instruction: str, after: str = ".") -> WordParagraph:
    """Add a line with a cross-reference in it, whose words are those of the template."""
    paragraph = document.add_paragraph(before)
    field(paragraph, instruction, "Error! Reference source not found")
    paragraph.add_run(after)
    return paragraph
