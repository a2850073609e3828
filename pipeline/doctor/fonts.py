"""The fonts that the papers' templates name, and those that this computer has. Only PDF needs them here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from pipeline.doctor.check import Check, fine, look

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
W = f"{{{WORD}}}"
STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
WINDOWS_FONTS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"  # values: “Arial (TrueType)”
THEME = "word/theme/theme1.xml"
# Free fonts made to the widths of these, so that lines and pages break alike; LibreOffice puts them in by itself.
STAND_INS = {
    "Arial": ("Liberation Sans", "Arimo"),
    "Times New Roman": ("Liberation Serif", "Tinos"),
    "Courier New": ("Liberation Mono", "Cousine"),
    "Calibri": ("Carlito",),
    "Cambria": ("Caladea",),
}
PATIENCE = 30  # seconds for the list of fonts


def on_fonts(templates: Iterable[Path]) -> Iterator[Check]:
    """Whether each font that a template names is here, or one of the same widths."""
    named = sorted({font for path in templates for font in fonts_of(path)})
    here = fonts_here()
    if here is None:
        remedy = "Make a PDF (--pdf) and see that it looks as the paper does in Word."
        yield look("Fonts", f"Could not be looked up here. The templates name {', '.join(named)}.", remedy)
        return
    absent = [font for font in named if not {font, *STAND_INS.get(font, ())} & here]
    if absent:
        remedy = "Install them, or make no PDF on this computer: in Word the reader's own fonts count."
        yield look(
            "Fonts", f"Not on this computer: {', '.join(absent)}. A PDF shows others in their place.", remedy
        )
    else:
        yield fine(
            "Fonts",
            ", ".join(font if font in here else f"{font} ({_stand_in(font, here)})" for font in named),
        )


def fonts_of(template: Path) -> set[str]:
    """The fonts that a Word file's text is set in; none where it cannot be read, which the template's check says."""
    try:
        with zipfile.ZipFile(template) as parts:
            texts = [_parsed(parts.read(name)) for name in parts.namelist() if TEXTS.fullmatch(name)]
            styles = _parsed(parts.read("word/styles.xml"))
            theme = _parsed(parts.read(THEME)) if THEME in parts.namelist() else None
    except (OSError, zipfile.BadZipFile, KeyError, etree.XMLSyntaxError):
        return set()
    found = {font for text in texts for fonts in text.iter(f"{W}rFonts") if (font := _font(fonts, theme))}
    used = {style.get(f"{W}val") or "" for text in texts for style in text.iter(*STYLED)}
    return found | ({_of_style(name, styles, theme) for name in {"", *used}} - {""})


def _parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False))


def _of_style(name: str, styles: etree._Element, theme: etree._Element | None) -> str:
    """The font of a style, or of what it is based on, or that of the whole file; '' is the usual style."""
    known = {style.get(f"{W}styleId") or "": style for style in styles.iter(f"{W}style")}
    usual = [
        one for one in known.values() if (one.get(f"{W}type"), one.get(f"{W}default")) == ("paragraph", "1")
    ]
    style = known.get(name) if name else next(iter(usual), None)
    for _ in known:  # no chain is longer, unless it runs in a circle
        if style is None:
            break
        if font := _font(style.find("w:rPr/w:rFonts", {"w": WORD}), theme):
            return font
        based = style.find(f"{W}basedOn")
        style = None if based is None else known.get(based.get(f"{W}val") or "")
    return _font(styles.find("w:docDefaults//w:rFonts", {"w": WORD}), theme)


def _font(fonts: etree._Element | None, theme: etree._Element | None) -> str:
    """The font that an element names for Latin letters, itself or through the theme; '' for none."""
    if fonts is None:
        return ""
    themed = fonts.get(f"{W}asciiTheme") or ""
    if not themed:
        return fonts.get(f"{W}ascii") or ""
    kind = "majorFont" if themed.startswith("major") else "minorFont"
    found = None if theme is None else theme.find(f".//a:{kind}/a:latin", {"a": DRAWING})
    return "" if found is None else found.get("typeface") or ""


def fonts_here() -> set[str] | None:
    """The families of fonts on this computer; None where they cannot be looked up."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only Windows has it

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, WINDOWS_FONTS) as key:
                listed = [winreg.EnumValue(key, number)[0] for number in range(winreg.QueryInfoKey(key)[1])]
        except OSError:
            return None
        return {
            re.sub(r" \((TrueType|OpenType)\)$", "", name) for entry in listed for name in entry.split(" & ")
        }
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run([program, ":", "family"], capture_output=True, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    lines = done.stdout.decode(errors="replace").splitlines()
    return {name.strip().replace("\\", "") for line in lines for name in line.split(",")}


def _stand_in(font: str, here: set[str]) -> str:
    return next(one for one in STAND_INS[font] if one in here) + " has its widths"
