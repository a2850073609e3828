"""Parts that workbooks have alike: read once, counted each time, and never taken for one that differs."""

import pytest
from raw_workbook import MAIN, cells, findings, only_cell, parts, refusal, zipped

from pipeline.intake.workbook import Limits, read_workbook

FILLED = cells('<c r="A1" s="1"><v>1</v></c>')
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme>'
    '<a:accent1><a:srgbClr val="{}"/></a:accent1></a:clrScheme></a:themeElements></a:theme>'
)


def styles(colour: str) -> str:
    """Styles of which the second has a fill."""
    fill = f'<fill><patternFill patternType="solid"><fgColor {colour}/></patternFill></fill>'
    return f'<fills><fill/>{fill}</fills><cellXfs><xf/><xf fillId="1"/></cellXfs>'


def test_each_workbook_has_its_own_styles() -> None:
    """One workbook's styles are not another's, whatever was read before."""
    for colour in ("C00000", "FFC000", "C00000"):
        assert only_cell(parts(FILLED, styles(f'rgb="{colour}"'))).fill == colour


def test_the_same_styles_are_shown_in_each_workbooks_own_theme() -> None:
    """A style may name a colour of the theme, which is another part."""
    for colour in ("4472C4", "00B050", "4472C4"):
        contents = parts(FILLED, styles('theme="4"')) | {"xl/theme/theme1.xml": THEME.format(colour)}
        assert only_cell(contents).fill == colour


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(items=100), "file-too-many-cells"),
        (Limits(marks=200), "file-too-much-formatting"),
        (Limits(unpacked_bytes=2_800), "file-unpacks-too-large"),
    ],
)
def test_what_was_read_before_counts_each_time(limits: Limits, rule: str) -> None:
    """A part that is known costs a workbook as much as when it was new, beside whatever else is in it."""
    many = f"<cellXfs>{'<xf/>' * 90}</cellXfs>"
    few, more = parts(cells("<c><v>1</v></c>"), many), parts(cells("<c><v>1</v></c>" * 60), many)
    for _ in range(2):
        assert findings(few, limits) == []
        assert refusal(more, limits)[0] == rule


def test_a_fault_is_told_each_time() -> None:
    """Parts at fault are as much at fault when they come again."""
    declared = {**parts(), "xl/styles.xml": f'<!DOCTYPE a><styleSheet xmlns="{MAIN}"/>'}
    broken = {**parts(), "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">'}
    for _ in range(2):
        assert refusal(declared)[0] == "file-declares-entities"
        assert refusal(broken)[0] == "file-damaged"


def test_a_part_that_changed_on_the_way_is_not_taken_for_the_one_it_was() -> None:
    """A wrong check sum condemns the file, though its parts were read from another before."""
    sound = zipped(parts(FILLED, styles('rgb="C00000"')), 0)
    assert read_workbook(sound, "north.xlsx")[0] is not None
    assert findings(sound.replace(b'rgb="C00000"', b'rgb="C00001"'))[0].rule == "file-damaged"
