"""A Word file with the same words in every place that can hold words, as Word writes these places."""

import io
from collections.abc import Callable

from docx import Document
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from template_trials import xml

BOX = """<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1" cy="1"/>
<wp:docPr id="1" name="Text Box 1" descr="A box"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">
<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx><w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx>
<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>
<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"""
CONTROL = """<w:sdt><w:sdtPr><w:alias w:val="Title"/><w:id w:val="7"/><w:showingPlcHdr/><w:dataBinding w:xpath="/x" w:storeItemID="{{0}}"/>
</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:sdtContent></w:sdt>"""
INLINE = "<w:p><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:r><w:t>{words}</w:t></w:r></w:sdtContent></w:sdt></w:p>"
NOTES = {
    "footnote": (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES),
    "endnote": (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES),
}
PLACES = [
    "body, text box at paragraph before the first heading",
    "body, paragraph before the first heading",
    "body, paragraph before the first heading",
    "body, heading “{{ cover.title }}”",
    "body, paragraph under the heading “{{ cover.title }}”",
    "body, table 1, row 1, cell 2, under the heading “{{ cover.title }}”",
    "body, table 1, row 1, cell 2, inner table 1, row 1, cell 1, under the heading “{{ cover.title }}”",
    "endnote 1",
    "footer of section 1 (even pages)",
    "footnote 1",
    "header of section 1",
    "header of section 1 (first page)",
    "header of section 2",
]


def everywhere(words: str, more: Callable[[Word], object] | None = None) -> bytes:
    """The file. ``more`` is done to it before it is saved."""
    document = Document()
    xml("".join(place.replace("{words}", words).replace("{{0}}", "{0}") for place in (BOX, CONTROL, INLINE)))(
        document
    )
    document.add_heading(words, 1)
    document.add_paragraph(words)
    cell = document.add_table(1, 2).cell(0, 1)
    cell.text = words
    cell.add_table(1, 1).cell(0, 0).text = words
    document.add_section()
    first, second = document.sections
    first.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    for margin in (first.header, first.first_page_header, first.even_page_footer, second.header):
        margin.is_linked_to_previous = False
        margin.paragraphs[0].text = words
    for kind in NOTES:
        _note(document, kind, words)
    if more:
        more(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _note(document: Word, kind: str, words: str) -> None:
    """A foot- or endnote with the words, and Word's own note that separates notes from the text."""
    content, relation = NOTES[kind]
    part = parse_xml(
        f'<w:{kind}s {nsdecls("w")}><w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        f'<w:{kind} w:id="3"><w:p><w:r><w:t xml:space="preserve"> {words}</w:t></w:r></w:p></w:{kind}></w:{kind}s>'
    )
    data = etree.tostring(part, xml_declaration=True, encoding="UTF-8", standalone=True)
    document.part.relate_to(
        Part(PackURI(f"/word/{kind}s.xml"), content, data, document.part.package), relation
    )
    run = document.add_paragraph("See the note.").add_run()
    run._r.append(parse_xml(f'<w:{kind}Reference {nsdecls("w")} w:id="3"/>'))
