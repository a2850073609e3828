"""Colours as RRGGBB, whichever way a workbook gives them (ECMA-376 part 1, 18.8.3, 18.8.19, 18.8.27)."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Sequence

from msgspec import Struct, field

from pipeline.intake.xlsx.package import Package
from pipeline.intake.xlsx.parts import Attributes, Element, read_part

# 18.8.27: the palette of Excel 97, the first eight colours twice
INDEXED = [
    *2 * "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF".split(),
    *"800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF".split(),
    *"660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF".split(),
    *"00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00".split(),
    *"FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333".split(),
    *"000000 FFFFFF".split(),  # 64 and 65: the system's text and background
]
# the theme's colours as `theme` counts them: Excel takes the first two pairs the other way round than the part has them
THEME = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
DIRECT = re.compile(r"(?:[0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}")
OFFICE_THEME = tuple(
    "FFFFFF 000000 EEECE1 1F497D 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080".split()
)


class Palette(Struct):
    """The colours that indexes and theme numbers stand for in one workbook."""

    theme: Sequence[str]
    indexed: list[str] = field(default_factory=lambda: list(INDEXED))

    def colour(self, attributes: Attributes) -> str:
        """The colour that the attributes of a ``color`` element give; '' for an automatic or unknown one."""
        if "rgb" in attributes:
            base = six_digits(attributes["rgb"])
        elif "theme" in attributes:
            base = _chosen(self.theme, attributes["theme"])
        else:
            base = _chosen(self.indexed, attributes.get("indexed", ""))
        return _tinted(base, attributes.get("tint", ""))


def six_digits(typed: str) -> str:
    """RRGGBB from RRGGBB or AARRGGBB; '' from anything else. Excel draws every fill opaque."""
    return typed[-6:].upper() if DIRECT.fullmatch(typed) else ""


def _chosen(colours: Sequence[str], typed: str) -> str:
    number = int(typed) if re.fullmatch(r"[0-9]{1,3}", typed) else len(colours)
    return colours[number] if number < len(colours) else ""


def _tinted(base: str, typed: str) -> str:
    """A colour made darker (tint below 0) or lighter (above 0), by its luminance: 18.8.19."""
    if not base or not re.fullmatch(r"-?[0-9]{0,3}(\.[0-9]{1,20})?(E-?[0-9]{1,2})?", typed, re.IGNORECASE):
        return base
    try:
        tint = max(-1.0, min(1.0, float(typed)))
    except ValueError:
        return base
    red, green, blue = (int(base[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def read_theme(package: Package, name: str) -> tuple[str, ...]:
    """The colours of a theme part, Office's own where it gives none; raises ``DamagedPartError`` when it is not sound."""
    scheme, colours = "theme/themeElements/clrScheme", list(OFFICE_THEME)

    def reader(number: int, attribute: str) -> Element:
        def take(attributes: Attributes) -> None:
            colours[number] = six_digits(attributes.get(attribute, "")) or colours[number]

        return Element(take)

    elements = {
        f"{scheme}/{colour}/{tag}": reader(number, attribute)
        for number, colour in enumerate(THEME)
        for tag, attribute in (("srgbClr", "val"), ("sysClr", "lastClr"))
    }
    read_part(package, name, elements)
    return tuple(colours)
