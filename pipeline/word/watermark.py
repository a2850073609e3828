"""The word DRAFT across every page of a paper that is not final, made as Word makes it: WordArt in the headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.enum.section import WD_HEADER_FOOTER
from docx.oxml import parse_xml
from docx.oxml.ns import qn

WORD = "DRAFT"
SHAPE = "PowerPlusWaterMarkObject"  # by this name Word knows its watermarks, and can remove them
VML, OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
# The kind of shape that all WordArt is of, and the shape: pale grey, behind the text, at 45 degrees.
RUN = f"""
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="{VML}" xmlns:o="{OFFICE}"
 xmlns:w10="urn:schemas-microsoft-com:office:word"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
 o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="{SHAPE}{{number}}" o:spid="_x0000_s{{shape}}" type="#_x0000_t136" alt="Watermark: {WORD}"
 style="position:absolute;margin-left:0;margin-top:0;width:412.4pt;height:165pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="{WORD}"/>
<w10:wrap anchorx="margin" anchory="margin"/></v:shape></w:pict></w:r>
""".replace("\n", "")
FIRST_SHAPE = 2049  # where Word begins to count the shapes of headers


def mark_draft(document: Any, *, draft: bool) -> None:
    """Put DRAFT behind the text of every page of a draft; take it off a paper that is final."""
    headers = list(dict.fromkeys(_headers(document, make=draft)))
    for header in headers:
        _unmark(header)
    for number, header in enumerate(headers if draft else (), 1):
        paragraph = header.find(qn("w:p"))
        if paragraph is None:
            paragraph = header.makeelement(qn("w:p"))
            header.append(paragraph)
        paragraph.append(parse_xml(RUN.format(number=number, shape=FIRST_SHAPE + number - 1)))


def _headers(document: Any, *, make: bool) -> Iterator[Any]:
    """Every header of the document; with ``make``, one is made where a page would have none."""
    evens = document.settings.odd_and_even_pages_header_footer
    begun = set[str]()
    for section in document.sections:
        properties = section._sectPr  # noqa: SLF001 - python-docx has no other way in
        shown = {"default": True, "first": section.different_first_page_header_footer, "even": evens}
        for kind in [kind for kind, used in shown.items() if make and used]:
            if kind not in begun and not _own(properties, kind):
                _make(document, properties, kind)
            begun.add(kind)
        for reference in _own(properties):
            yield document.part.rels[reference.get(qn("r:id"))].target_part.element


def _own(properties: Any, kind: str = "") -> list[Any]:
    """The references of a section to headers of its own, of one kind or of all."""
    found = properties.findall(qn("w:headerReference"))
    return [one for one in found if kind in {"", one.get(qn("w:type"), "default")}]


def _make(document: Any, properties: Any, kind: str) -> None:
    """Give a section an empty header; it asks for no style that the template lacks."""
    part, id_ = document.part.add_header_part()
    properties.add_headerReference(WD_HEADER_FOOTER.from_xml(kind), id_)
    known = {style.style_id for style in document.styles}
    for style in list(part.element.iter(qn("w:pStyle"))):
        if style.get(qn("w:val")) not in known:
            style.getparent().remove(style)


def _unmark(header: Any) -> None:
    """Take the word off a header that the template already has it on; other watermarks are the template's."""
    for shape in list(header.iter(f"{{{VML}}}shape")):
        words = {str(path.get("string", "")).strip().upper() for path in shape.iter(f"{{{VML}}}textpath")}
        run = next((parent for parent in shape.iterancestors() if parent.tag == qn("w:r")), None)
        if shape.get("id", "").startswith(SHAPE) and words == {WORD} and run is not None:
            run.getparent().remove(run)
