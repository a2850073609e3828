"""The boxes that notes are shown in: shapes of a legacy drawing, one for each note (VML)."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.forms.marking.places import Place
from pipeline.forms.marking.trees import parsed, taken_out

V, O, X = (  # noqa: E741 - the letters that every such drawing uses
    "{urn:schemas-microsoft-com:vml}",
    "{urn:schemas-microsoft-com:office:office}",
    "{urn:schemas-microsoft-com:office:excel}",
)
VML_IS = "application/vnd.openxmlformats-officedocument.vmlDrawing"
FIRST = 1024  # each drawing numbers its shapes from a thousand of its own
KIND = "_x0000_t202"  # the kind of shape that a note's box is
EMPTY = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{number}"/>\
</o:shapelayout></xml>"""
BOX = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" \
path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/>\
</v:shapetype><v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:59.25pt;\
margin-top:1.5pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
<v:shadow color="black" obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">\
<div style="text-align:left"/></v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape></xml>"""
UNCLOSED = re.compile(rb"<br\s*>", re.IGNORECASE)  # Excel itself has saved drawings so
NUMBER = re.compile(r"_x0000_s([0-9]{1,9})")
SIZES = re.compile(r"(?:^|;)\s*(?:width|height)\s*:[^;]*", re.IGNORECASE)
WIDTH, LETTERS, LINE, HEIGHT = 320, 46, 18, 420  # pixels, but for the letters on a line


class Boxes:
    """The boxes of one sheet's notes, with whatever else its legacy drawing holds."""

    def __init__(self, data: bytes, number: int) -> None:
        """``data`` is the drawing, empty where there is none; a new one takes ``number``, which no other has."""
        self._root = drawn(data or EMPTY.format(number=number).encode())
        ids = [int(found[1]) for one in self._root.iter() if (found := NUMBER.fullmatch(str(one.get("id"))))]
        self._has_kind = any(one.get("id") == KIND for one in self._root.iter(f"{V}shapetype"))
        self._last = max(ids, default=FIRST * number)
        self._shapes = {place: shape for shape in self._root.iter(f"{V}shape") if (place := _place(shape))}

    def fit(self, at: Place, text: str) -> None:
        """Give a note's box the size that its words take, at the place where Excel puts it; make one if there is none."""
        shape = self._shapes[at] if at in self._shapes else self._made(at)
        lines = sum(1 + len(line) // LETTERS for line in text.split("\n"))
        kept = SIZES.sub("", shape.get("style", ""))
        shape.set("style", f"{kept};width:{WIDTH}px;height:{min(LINE * (lines + 1), HEIGHT)}px")
        for anchor in list(shape.iter(f"{X}Anchor")):
            taken_out(anchor)

    def _made(self, at: Place) -> etree._Element:
        row, column = at
        self._last += 1
        made = parsed(BOX.format(id=self._last, row=row - 1, column=column - 1).encode())
        self._root.extend(list(made)[self._has_kind :])
        self._has_kind = True
        self._shapes[at] = self._root[-1]
        return self._root[-1]

    def remove(self, at: Place) -> None:
        """Take away the box of a note that is no more."""
        shape = self._shapes.pop(at, None)
        if shape is not None:
            taken_out(shape)

    def written(self) -> bytes:
        """The drawing's bytes."""
        return etree.tostring(self._root.getroottree(), encoding="UTF-8", xml_declaration=False)


def drawn(data: bytes) -> etree._Element:
    """The root of a legacy drawing."""
    return parsed(UNCLOSED.sub(b"<br/>", data))


def _place(shape: etree._Element) -> Place | None:
    """The cell whose note the shape is the box of."""
    data = shape.find(f"{X}ClientData[@ObjectType='Note']")
    row, column = (data.findtext(f"{X}{name}") if data is not None else None for name in ("Row", "Column"))
    return (int(row) + 1, int(column) + 1) if row and column else None
