"""Section breaks of a template that stand in the line of a tag, which goes when the template is filled.

Word keeps a section's paper, margins and headers in the section's last paragraph. Where that is the line of a
``{%p ... %}``, the break is given a paragraph of its own outside the block.
"""

from __future__ import annotations

from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.word.blocks import OPENING, TAG

# As flat as a paragraph can be, so that it starts no page.
PARAGRAPH = (
    f'<w:p {nsdecls("w")}><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


def free_section_breaks(body: Any) -> None:
    """Move each section break out of the line of a paragraph tag: before an opening one, after any other."""
    for section in body.findall(f"{qn('w:p')}/{qn('w:pPr')}/{qn('w:sectPr')}"):
        paragraph = section.getparent().getparent()
        words = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
        tag = next((match for match in TAG.finditer(words) if match[1] == "p"), None)
        if tag is None:
            continue
        made: Any = parse_xml(PARAGRAPH)
        made.pPr.append(section)
        if tag[2] in OPENING:
            paragraph.addprevious(made)
        else:
            paragraph.addnext(made)
