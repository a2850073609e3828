"""Whether a workbook does something by itself when it is opened, as harmful ones do.

It starts another program, has another computer asked, or brings an object with code of its own. A copy of such a
workbook is not sent on under the report author's name.
"""

from __future__ import annotations

import re

from lxml import etree

from pipeline.forms.marking.boxes import O, drawn
from pipeline.forms.marking.package import Package
from pipeline.forms.marking.trees import is_on, name_of, parsed

FORMULAS = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula"}
)
# DDE (program|topic!item), and the functions that ask another computer or call another program's code.
REACHES_OUT = re.compile(
    r"\|[^<]*!|\b(?:WEBSERVICE|IMAGE|RTD|DDE|CALL|REGISTER(?:\.ID)?)\s*\(", re.IGNORECASE | re.DOTALL
)
# A part without any of these, in small letters, is not looked at as a tree: nothing in it can be written otherwise.
SIGNS = (
    b"|", b"&#", b"<!", b"webservice", b"image", b"rtd", b"dde", b"call", b"register", b"olelink", b"autorepublish",
    b"refreshonload", b"interval",
)  # fmt: skip
IN_PLAIN_LETTERS = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<(?:\?xml(?:(?!\?>|encoding)[^\0])*(?:encoding\s*=\s*[\"'](?:utf-8|us-ascii)[\"'][^\0?]*)?\?>"
    rb"|[^?\0])"
)
# Ways out of the file that are taken only when somebody clicks or agrees.
HARMLESS_OUTSIDE = frozenset(
    {"hyperlink", "externalLinkPath", "externalLinkLongPath", "xlPathMissing", "xlStartup",
     "xlAlternateStartup", "xlLibrary"}
)  # fmt: skip
# Sheets of macros, and objects that :mod:`pipeline.forms.marking.leaving_out` found no way to leave out.
CODE_OF_ITS_OWN = frozenset({"control", "oleObject", "package", "xlMacrosheet", "xlIntlMacrosheet"})
OF_A_MAC = b"\x00\x05\x16\x07"  # what a Mac puts beside each file that it packs (RFC 1740): no reader takes it for XML
PICTURES = ("src", f"{O}href")  # attributes of a shape's picture in a legacy drawing
ELSEWHERE = re.compile(r"\s*(?:\w{2,}:|[\\/]{2})")


def reaches_out(package: Package) -> bool:
    """Whether anything in the workbook acts by itself."""
    return any(_part_reaches_out(package, name) for name in package.names())


def _part_reaches_out(package: Package, part: str) -> bool:
    low, kind = part.lower(), package.types.of(part).lower()
    if not (low.endswith((".xml", ".rels", ".vml")) or kind.endswith(("xml", "vmldrawing"))):
        return False
    data = package.read(part)
    if not data or data.startswith(OF_A_MAC):
        return False
    if low.endswith(".rels"):
        return _leads_to_harm(package, part)
    if low.endswith(".vml") or kind.endswith("vmldrawing"):
        return any(map(_is_from_elsewhere, drawn(data).iter(etree.Element)))
    return _may_act(data.lower()) and any(map(_acts, parsed(data).iter(etree.Element)))


def _may_act(small: bytes) -> bool:
    """Whether a part, in small letters, is worth a look as a tree: signs of harm, or of words written in pieces."""
    instructions = small.find(b"<?", len("\ufeff<".encode())) >= 0  # but for that with which a part begins
    return instructions or not IN_PLAIN_LETTERS.match(small) or any(sign in small for sign in SIGNS)


def _leads_to_harm(package: Package, part: str) -> bool:
    """Whether relations fetch something from elsewhere, or lead to an object with code of its own."""
    folder, _, name = part.rpartition("_rels/")
    relations = package.relations(folder + name.removesuffix(".rels"))
    return any(
        one.kind in CODE_OF_ITS_OWN or (one.external and one.kind not in HARMLESS_OUTSIDE)
        for one in relations
    )


def _acts(element: etree._Element) -> bool:
    """Whether one element is a formula that reaches out, or has something refreshed or published by itself."""
    name = name_of(element)
    if name in ("ddeLink", "oleLink"):
        return True
    if name in ("webPublishObject", "webPublishItem"):
        return is_on(element, "autoRepublish")
    if name in ("connection", "queryTable"):
        return is_on(element, "refreshOnLoad") or element.get("interval", "0") != "0"
    if name == "pivotCacheDefinition":
        source = element.find("{*}cacheSource")
        return is_on(element, "refreshOnLoad") and source is not None and source.get("type") != "worksheet"
    return name in FORMULAS and bool(REACHES_OUT.search(str(element.xpath("string()"))))


def _is_from_elsewhere(element: etree._Element) -> bool:
    """Whether a shape's picture is fetched from outside the file."""
    return any(ELSEWHERE.match(element.get(name, "")) for name in PICTURES)
