"""Page breaks of a template that stand in the line of a tag, which goes when the template is filled.

LibreOffice writes “page break before” a paragraph as a break at the end of the one above it.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.word.blocks import TAG
from pipeline.word.tags import letters, words_of

# As flat as a paragraph can be, so that the page does not begin with an empty line.
PARAGRAPH = (
    f'<w:p {nsdecls("w")}><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def free_page_breaks(body: Any) -> None:
    """Give each page break in the line of a paragraph tag a paragraph of its own, on its side of the tag."""
    for paragraph in list(body.iterchildren(qn("w:p"))):
        tag = next((match for match in TAG.finditer(words_of(paragraph)) if match[1] == "p"), None)
        if tag is None:
            continue
        places = {node: at for at, (_, node) in enumerate(letters(paragraph))}
        for one in [one for one in places if one.tag == qn("w:br") and one.get(qn("w:type")) == "page"]:
            made: Any = parse_xml(PARAGRAPH)
            if places[one] < tag.start():
                paragraph.addprevious(made)
            else:
                paragraph.addnext(made)
            one.getparent().remove(one)
