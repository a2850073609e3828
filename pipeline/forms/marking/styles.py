"""The looks of a workbook: those that the marks and the sheet of queries need are added to the sender's own."""

from __future__ import annotations

from functools import cached_property

from lxml import etree
from msgspec import Struct

from pipeline.forms.house_style import EDGE_GREY, FONT, SIZE
from pipeline.forms.marking.book import Book
from pipeline.forms.marking.trees import (
    child,
    children,
    have,
    is_on,
    loose,
    name_of,
    new,
    relation_space,
    space_of,
    written,
)

# ECMA-376 part 1, 18.8.39
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
STYLES_ARE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
PLAIN = (  # what stands first in each list, for a workbook that has none of its own
    '<styleSheet xmlns="{space}"><fonts><font><sz val="11"/><name val="Calibri"/></font></fonts><fills><fill>'
    '<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders>'
    "<border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs>"
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0" fontId="0" fillId="0" '
    'borderId="0" xfId="0"/></cellXfs><cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
MARK_FILL, MARK_INK, MARK_EDGE = "FFF2A8", "1A1A1A", "B00020"
SIDES = ("left", "right", "top", "bottom")


class Look(Struct, frozen=True):
    """How a cell of the sheet of queries looks."""

    bold: bool = False
    underlined: bool = False
    size: int = SIZE
    ink: str = ""
    fill: str = ""
    boxed: bool = False
    wrapped: bool = False


class Styles:
    """The styles of a workbook."""

    def __init__(self, book: Book) -> None:
        """The book's own; where it has none, plain ones are added to it."""
        self._package, self._part = book.package, book.part_of_kind("styles")
        space = space_of(book.root)
        if not self._part:
            self._part = self._package.add("xl/styles", ".xml", STYLES_ARE, first="")
            self._package.put(self._part, PLAIN.format(space=space).encode())
            book.relations.add("styles", self._part, relation_space(book.root))
        self._root = self._package.tree(self._part)
        if name_of(self._root) != "styleSheet":
            raise ValueError("these are no styles")
        self._known: dict[tuple[Look, bool], str] = {}
        self._numbers: dict[str, dict[object, int]] = {}  # of what is in each list, by its shape
        self._counts: dict[str, int] = {}

    def cell(self, look: Look, *, quoted: bool = False) -> str:
        """The number of a look, for a cell's ``s``. ``quoted`` keeps a text from being taken for a formula."""
        if (look, quoted) not in self._known:
            self._known[look, quoted] = self._added(look, quoted=quoted)
        return self._known[look, quoted]

    def mark(self) -> str:
        """The number of the look of a cell in question, for a rule's ``dxfId``: dark words on pale yellow in an edge."""
        dxf = loose("dxf", space_of(self._root))
        new(new(dxf, "font"), "color", rgb=f"FF{MARK_INK}")
        pattern = new(new(dxf, "fill"), "patternFill", patternType="solid")
        new(pattern, "bgColor", rgb=f"FF{MARK_FILL}")
        _edges(new(dxf, "border"), MARK_EDGE)
        return self._number("dxfs", dxf)

    def marks(self) -> set[str]:
        """The numbers of all looks of that fill, for an earlier round may have left its own."""
        found = set()
        dxfs = child(self._root, "dxfs")
        for number, dxf in enumerate(children(dxfs, "dxf") if dxfs is not None else ()):
            colour = dxf.find("{*}fill/{*}patternFill/{*}bgColor")
            if colour is not None and str(colour.get("rgb")).upper().endswith(MARK_FILL):
                found.add(str(number))
        return found

    def is_locked(self, number: str | None) -> bool:
        """Whether a cell of that look is locked where its sheet is protected."""
        return int(number or 0) not in self._unlocked

    @cached_property
    def _unlocked(self) -> set[int]:
        formats = child(self._root, "cellXfs")
        found = children(formats, "xf") if formats is not None else ()
        locks = (child(one, "protection") for one in found)
        return {number for number, lock in enumerate(locks) if not is_on(lock, "locked", default=True)}

    def save(self) -> None:
        """Put the part back."""
        self._package.put(self._part, written(self._root))

    def _added(self, look: Look, *, quoted: bool) -> str:
        xf = loose("xf", space_of(self._root))
        numbers = {"fontId": self._font(look), "fillId": self._fill(look), "borderId": self._border(look)}
        for name, value in {"numFmtId": "0", **numbers, "xfId": "0"}.items():
            xf.set(name, value)
        for part in ("Font", "Fill", "Border", "Alignment"):
            xf.set(f"apply{part}", "1")
        if quoted:
            xf.set("quotePrefix", "1")
        if look.wrapped:
            new(xf, "alignment", vertical="top", wrapText="1")
        return self._number("cellXfs", xf)

    def _font(self, look: Look) -> str:
        font = loose("font", space_of(self._root))
        if look.bold:
            new(font, "b")
        if look.underlined:
            new(font, "u")
        new(font, "sz", val=str(look.size))
        if look.ink:
            new(font, "color", rgb=f"FF{look.ink}")
        new(font, "name", val=FONT)
        return self._number("fonts", font)

    def _fill(self, look: Look) -> str:
        fill = loose("fill", space_of(self._root))
        pattern = new(fill, "patternFill", patternType="solid" if look.fill else "none")
        if look.fill:
            new(pattern, "fgColor", rgb=f"FF{look.fill}")
        return self._number("fills", fill)

    def _border(self, look: Look) -> str:
        border = _edges(loose("border", space_of(self._root)), EDGE_GREY if look.boxed else "")
        new(border, "diagonal")
        return self._number("borders", border)

    def _number(self, name: str, wanted: etree._Element) -> str:
        """The place of an element in its list, to which it is added unless one like it is there."""
        held = have(self._root, name, ORDER)
        if name not in self._numbers:
            self._numbers[name] = {}
            for number, one in enumerate(held.iterchildren(etree.Element)):
                self._numbers[name].setdefault(_shape(one), number)
                self._counts[name] = number + 1
        count = self._counts.get(name, 0)
        number = self._numbers[name].setdefault(_shape(wanted), count)
        if number == count:
            held.append(wanted)
            self._counts[name] = count + 1
            held.set("count", str(count + 1))
        return str(number)


def _edges(border: etree._Element, ink: str) -> etree._Element:
    """The four sides of a border, thin lines of that colour or, without one, none."""
    for name in SIDES:
        side = new(border, name)
        if ink:
            side.set("style", "thin")
            new(side, "color", rgb=f"FF{ink}")
    return border


def _shape(element: etree._Element) -> object:
    """What an element says, to compare it with another."""
    return (element.tag, element.text, *sorted(element.items()), *map(_shape, element))
