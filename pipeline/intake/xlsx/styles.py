"""What a cell's style says about fill, font and number format (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

from msgspec import Struct, field

from pipeline.intake.xlsx.formats import NumberFormat, built_in, number_format
from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.palette import Palette, six_digits
from pipeline.intake.xlsx.parts import Attributes, Element, is_true, read_part, whole_number


class Font(NamedTuple):
    """How text is set."""

    bold: bool = False
    italic: bool = False
    struck: bool = False


class Style(NamedTuple):
    """What a cell's look means: how its number is shown, how its text is set, its fill."""

    format: NumberFormat = built_in(0)
    font: Font = Font()
    fill: str = ""


PLAIN = Style()
T = TypeVar("T")


class CellStyles(dict[str, Style]):
    """The styles of a workbook by the numbers that cells name; a plain one where the file has no such style."""

    def __init__(self, styles: Sequence[Style]) -> None:
        """In the order in which cells count them; a cell that names none has the first."""
        super().__init__({str(number): style for number, style in enumerate(styles)})
        self[""] = self["0"]

    def __missing__(self, typed: str) -> Style:
        number = int(typed) if len(typed) < 8 and typed.isascii() and typed.isdigit() else 0
        return self.get(str(number), PLAIN)


class FontReader(Struct):
    """Gathers one font from ``b``, ``i`` and ``strike`` elements."""

    bold: bool = False
    italic: bool = False
    struck: bool = False

    def start(self, _: Attributes) -> None:
        """Begin another font: nothing is set."""
        self.bold = self.italic = self.struck = False

    def font(self) -> Font:
        """The font as gathered."""
        return Font(self.bold, self.italic, self.struck)

    def elements(self, path: str) -> dict[str, Element]:
        """Readers of the elements under ``path`` that set a font."""

        def setting(name: str) -> Element:
            return Element(lambda attributes: setattr(self, name, is_true(attributes, "val", otherwise=True)))

        tags = {"b": "bold", "i": "italic", "strike": "struck"}
        return {f"{path}/{tag}": setting(name) for tag, name in tags.items()}


class _StylesReader(Struct):
    """Gathers the tables of the styles part; a cell style names its font, fill and format by number."""

    package: Package
    palette: Palette
    codes: dict[int, str] = field(default_factory=dict)
    fonts: list[Font] = field(default_factory=list)
    solid: bool = False
    fills: list[Attributes] = field(default_factory=list)
    indexed: list[str] = field(default_factory=list)
    formats: list[tuple[int, int, int]] = field(default_factory=list)

    def code(self, attributes: Attributes) -> None:
        self.package.meter.keep(20)  # working one out costs as much as twenty cells
        self.codes[whole_number(attributes, "numFmtId")] = attributes.get("formatCode", "")

    def fill(self, _: Attributes) -> None:
        self.package.meter.keep()
        self.fills.append({})

    def pattern(self, attributes: Attributes) -> None:
        self.solid = attributes.get("patternType") == "solid"

    def foreground(self, attributes: Attributes) -> None:
        if self.solid and self.fills:
            self.fills[-1] = attributes

    def index(self, attributes: Attributes) -> None:
        self.package.meter.keep()
        self.indexed.append(six_digits(attributes.get("rgb", "")))

    def cell_format(self, attributes: Attributes) -> None:
        self.package.meter.keep()
        self.formats.append(
            (
                whole_number(attributes, "numFmtId"),
                whole_number(attributes, "fontId"),
                whole_number(attributes, "fillId"),
            )
        )

    def styles(self) -> list[Style]:
        """Every cell style, in the order in which cells count them."""
        self.palette.indexed[: len(self.indexed)] = self.indexed
        fills = [self.palette.colour(fill) for fill in self.fills]
        formats = {number: number_format(code) for number, code in self.codes.items()}
        return [
            Style(_format(formats, number), _at(self.fonts, font, Font()), _at(fills, fill, ""))
            for number, font, fill in self.formats
        ]


def _at(values: Sequence[T], number: int, otherwise: T) -> T:
    return values[number] if number < len(values) else otherwise


def _format(formats: Mapping[int, NumberFormat], number: int) -> NumberFormat:
    """A file's own code counts, even for a number that Excel knows: other languages redefine them."""
    return formats[number] if number in formats else built_in(number)


def read_styles(package: Package, name: str, theme: Sequence[str]) -> CellStyles:
    """The cell styles of the styles part under a theme's colours; raises ``DamagedPartError`` when it is not sound."""
    reader, font = _StylesReader(package, Palette(theme)), FontReader()

    def keep_font() -> None:
        package.meter.keep()
        reader.fonts.append(font.font())

    elements = {
        "styleSheet/numFmts/numFmt": Element(reader.code),
        "styleSheet/fonts/font": Element(font.start, end=keep_font),
        **font.elements("styleSheet/fonts/font"),
        "styleSheet/fills/fill": Element(reader.fill),
        "styleSheet/fills/fill/patternFill": Element(reader.pattern),
        "styleSheet/fills/fill/patternFill/fgColor": Element(reader.foreground),
        "styleSheet/cellXfs/xf": Element(reader.cell_format),
        "styleSheet/colors/indexedColors/rgbColor": Element(reader.index),
    }
    read_part(package, name, elements)
    return CellStyles(reader.styles())
