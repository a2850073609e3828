"""Fills as RRGGBB, struck text and number formats, as a cell's style gives them."""

from datetime import date
from decimal import Decimal

import pytest
from raw_workbook import cells, only_cell, parts, read_sheet

from pipeline.model import Cell

THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme name="x">'
    '<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>'
    '<a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
)


def filled(fill: str, colours: str = "", theme: str = THEME) -> str:
    """The fill of a cell whose style has this fill."""
    styles = (
        f'<fills><fill><patternFill patternType="none"/></fill><fill>{fill}</fill></fills>'
        f'<cellXfs><xf/><xf fillId="1"/></cellXfs><colors>{colours}</colors>'
    )
    contents = parts(cells('<c r="A1" s="1"><v>1</v></c>'), styles) | {"xl/theme/theme1.xml": theme}
    return only_cell(contents).fill


@pytest.mark.parametrize(
    ("colour", "fill"),
    [
        ('rgb="FFC00000"', "C00000"),
        ('rgb="00ffc000"', "FFC000"),
        ('rgb="00B050"', "00B050"),
        ('rgb="red"', ""),
        ('indexed="10"', "FF0000"),
        ('indexed="13"', "FFFF00"),
        ('indexed="64"', "000000"),
        ('indexed="99"', ""),
        ('theme="0"', "FFFFFF"),
        ('theme="1"', "000000"),
        ('theme="3"', "44546A"),
        ('theme="4"', "4472C4"),
        ('theme="0" tint="-0.499984740745262"', "808080"),
        ('theme="4" tint="0.5999938962981048"', "B4C6E7"),
        ('theme="4" tint="-0.249977111117893"', "2F5496"),
        ('theme="4" tint="9"', "FFFFFF"),
        ('theme="77"', ""),
        ('auto="1"', ""),
    ],
)
def test_solid_fills_are_told_as_excel_draws_them(colour: str, fill: str) -> None:
    """Direct colours, the palette and the theme with its tints all become six digits."""
    shown = filled(
        f'<patternFill patternType="solid"><fgColor {colour}/><bgColor rgb="FF123456"/></patternFill>'
    )
    assert [
        abs(int(shown[at : at + 2] or "0", 16) - int(fill[at : at + 2] or "0", 16)) <= 1 for at in (0, 2, 4)
    ] == [True] * 3
    assert len(shown) == len(fill)


@pytest.mark.parametrize(
    "fill",
    [
        '<patternFill patternType="gray125"><fgColor rgb="FFC00000"/></patternFill>',
        '<patternFill patternType="none"><fgColor rgb="FFC00000"/></patternFill>',
        '<patternFill patternType="solid"><bgColor rgb="FFC00000"/></patternFill>',
        '<gradientFill><stop position="0"><color rgb="FFC00000"/></stop></gradientFill>',
    ],
)
def test_what_is_no_solid_fill_is_none(fill: str) -> None:
    """Patterns and gradients are no rating."""
    assert filled(fill) == ""


def test_a_palette_of_ones_own_counts() -> None:
    """A file may redefine the colours of the palette."""
    colours = "<indexedColors>" + '<rgbColor rgb="00ABCDEF"/>' * 11 + "</indexedColors>"
    solid = '<patternFill patternType="solid"><fgColor indexed="10"/></patternFill>'
    assert filled(solid, colours) == "ABCDEF"


def test_without_a_sound_theme_the_usual_one_counts() -> None:
    """A theme that cannot be read does not stop the workbook."""
    solid = '<patternFill patternType="solid"><fgColor theme="4"/></patternFill>'
    assert filled(solid, theme="<a:theme>") == "4F81BD"


def test_a_filled_cell_without_text_is_told() -> None:
    """A fill where a word is missing is kept beside the cells that show something."""
    styles = (
        '<fills><fill/><fill><patternFill patternType="solid"><fgColor rgb="FFC00000"/></patternFill></fill></fills>'
        '<cellXfs><xf/><xf fillId="1"/></cellXfs>'
    )
    sheet = read_sheet(parts(cells('<c r="A1" s="1"/><c r="B1"/><c r="C1" s="1"><v>2</v></c>'), styles))
    assert [(at, cell.fill) for at, cell in sheet.blanks.items()] == [((1, 1), "C00000")]
    assert [(at, cell.fill) for at, cell in sheet.cells.items()] == [((1, 3), "C00000")]


def test_formatting_that_is_not_the_cells_is_passed_over() -> None:
    """Fonts and fills of conditional formats and of cell styles do not shift the cells' own."""
    styles = (
        '<fonts><font/><font><strike/></font></fonts><cellStyleXfs><xf fontId="0"/><xf fontId="0"/></cellStyleXfs>'
        '<cellXfs><xf/><xf fontId="1"/></cellXfs><dxfs><dxf><font/><numFmt numFmtId="0" formatCode="0%"/></dxf></dxfs>'
    )
    assert only_cell(parts(cells('<c r="A1" s="1"><v>2</v></c>'), styles)).struck


def shown(code: str, number: str, properties: str = "") -> Cell:
    """A number under a number format."""
    code = code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    styles = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    return only_cell(parts(cells(f'<c r="A1" s="0"><v>{number}</v></c>'), styles, properties=properties))


@pytest.mark.parametrize(
    "code",
    [
        "d/m/yyyy", "DD-MMM-YY", "[$-809]dd mmmm yyyy;@", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 'yyyy"年"m"月"d"日"',
        "m/d/yy h:mm AM/PM", "[Red]d mmm;[Blue]d mmm", "mmm\\-yy", '"Due "d mmm', "[<1]0;d mmm yyyy",
    ],
)  # fmt: skip
def test_a_date_is_told_by_its_format(code: str) -> None:
    """Day, month or year outside quotes, escapes and brackets makes a date."""
    assert shown(code, "43783").day == date(2019, 11, 14)


@pytest.mark.parametrize(
    ("code", "number", "typed"),
    [
        ("General", "43783", "43783"),
        ('0" days"', "12", "12"),
        ("0\\d", "12", "12"),
        ("0_d", "12", "12"),
        ("0*s", "12", "12"),
        ("[Red]0", "12", "12"),
        ("[$USD-809]#,##0.00", "12.5", "12.5"),
        ("0.00E+00", "1200", "1200"),
        ("@", "43783", "43783"),
        ('0"%"', "12", "12"),
        ("0\\%", "12", "12"),
        ("[=1]d mmm;0", "12", "12"),
        ("[>100]d mmm;[<=100]0", "12", "12"),
        ("0;d mmm", "12", "12"),
        ("0" * 300 + "d", "12", "12"),
        ("0%", "0.38400000000000001", "38.4%"),
        ("0.0%;[Red]-0.0%", "-0.5", "-50%"),
        ('0%;"n/a"', "0.25", "25%"),
        ("[h]:mm", "1.5", "36:00"),
        ("[mm]:ss", "0.5", "12:00"),
        ("h:mm", "0.5", "12:00"),
    ],
)
def test_what_only_looks_like_a_date_is_none(code: str, number: str, typed: str) -> None:
    """Quoted text, escapes, colours, currencies, conditions and elapsed hours are told from dates and per cent."""
    cell = shown(code, number)
    assert (cell.typed, cell.day, cell.percent) == (typed, None, typed.endswith("%"))


@pytest.mark.parametrize(
    ("number", "typed"),
    [(9, "100%"), (10, "100%"), (14, "1 January 1900"), (22, "1 January 1900"), (30, "1 January 1900"), (1, "1"), (49, "1"), (46, "24:00"), (200, "1")],
)  # fmt: skip
def test_formats_that_excel_knows_by_number(number: int, typed: str) -> None:
    """A built-in format needs no code in the file."""
    styles = f'<cellXfs><xf numFmtId="{number}"/></cellXfs>'
    assert only_cell(parts(cells('<c r="A1" s="0"><v>1</v></c>'), styles)).typed == typed


def test_a_code_of_the_files_own_wins() -> None:
    """A file that redefines a built-in format means its own."""
    styles = (
        '<numFmts><numFmt numFmtId="14" formatCode="0%"/></numFmts><cellXfs><xf numFmtId="14"/></cellXfs>'
    )
    assert only_cell(parts(cells('<c r="A1" s="0"><v>1</v></c>'), styles)).number == Decimal(1)


@pytest.mark.parametrize(
    ("serial", "usual", "since_1904"),
    [
        ("0", "00:00", "1 January 1904"),
        ("1", "1 January 1900", "2 January 1904"),
        ("59", "28 February 1900", "29 February 1904"),
        ("60", "29 February 1900", "1 March 1904"),
        ("61", "1 March 1900", "2 March 1904"),
        ("43783", "14 November 2019", "15 November 2023"),
        ("43783.75", "14 November 2019", "15 November 2023"),
        ("2958465", "31 December 9999", "2958465"),
        ("2958466", "2958466", "2958466"),
        ("-1", "-1", "-1"),
    ],
)
def test_days_count_from_1900_or_1904(serial: str, usual: str, since_1904: str) -> None:
    """Both date systems are right, with the day of 1900 that never was; what lies outside them stays a number."""
    assert shown("d mmm yyyy", serial).typed == usual
    assert shown("d mmm yyyy", serial, '<workbookPr date1904="1"/>').typed == since_1904


def test_the_day_that_never_was_is_no_date() -> None:
    """29 February 1900, which only Excel knows, is shown and is not a date."""
    assert shown("d mmm yyyy", "60").day is None
