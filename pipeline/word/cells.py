"""Table cells as Word wants them: rating fills with readable ink, grids that fit, no cell without a paragraph."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement

from pipeline.colour import ink
from pipeline.word.children import leading
from pipeline.word.qualified import qn

WIDTH, SPAN = f"{qn('w:tcPr')}/{qn('w:tcW')}", qn("w:gridSpan")
LEFT_OUT = qn("w:gridBefore"), qn("w:gridAfter")  # columns in which a row has no cell
UNEVEN = (
    SPAN,
    *LEFT_OUT,
    qn("w:sdt"),
    qn("w:tbl"),
)  # without any of these a row takes a column for each cell
# What the schema wants before w:shd in w:tcPr (ECMA-376 part 1, 17.4.69: CT_TcPrBase is a sequence).
BEFORE_SHADING = {
    qn(f"w:{name}") for name in ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")
}
CELL, CELL_PROPERTIES, SHADING, FILL = qn("w:tc"), qn("w:tcPr"), qn("w:shd"), qn("w:fill")
RUN, RUN_PROPERTIES, COLOUR, VALUE = qn("w:r"), qn("w:rPr"), qn("w:color"), qn("w:val")
# What the schema wants after w:color in w:rPr (ECMA-376 part 1, 17.3.2.28: EG_RPrBase, in Word's order).
AFTER_COLOUR = {
    qn(f"w:{name}")
    for name in (
        "spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout "
        "specVanish oMath"
    ).split()
}


def cell_of(paragraph: Any) -> Any:
    """The table cell that a paragraph stands in; None outside tables."""
    return next(paragraph.iterancestors(CELL), None)


def shade(paragraph: Any, fill: str) -> None:
    """Fill the rating's cell and make its text black or white to suit; the word itself stays."""
    cell = cell_of(paragraph)
    if cell is None:
        return
    properties = leading(cell, CELL_PROPERTIES)
    for old in list(properties.iterchildren(SHADING)):
        properties.remove(old)
    shading = properties.makeelement(SHADING, {VALUE: "clear", COLOUR: "auto", FILL: fill})
    properties.insert(sum(one.tag in BEFORE_SHADING for one in properties), shading)
    for run in paragraph.iter(RUN):
        _colour(leading(run, RUN_PROPERTIES), ink(fill))


def _colour(properties: Any, colour: str) -> None:
    """Give a run's properties that colour, in place of any other and of a theme's."""
    for old in list(properties.iterchildren(COLOUR)):
        properties.remove(old)
    at = next((at for at, one in enumerate(properties) if one.tag in AFTER_COLOUR), len(properties))
    properties.insert(at, properties.makeelement(COLOUR, {VALUE: colour}))


def mend_tables(root: Any) -> None:
    """Put right what loops and conditions can leave: no rows, a cell without a paragraph, a grid that misfits."""
    for table in list(root.iter(qn("w:tbl"))):
        if table.find(qn("w:tr")) is None:
            table.addnext(OxmlElement("w:p"))
            table.getparent().remove(table)
        else:
            _fit_columns(table)
    for cell in root.iter(CELL):
        if len(cell) == 0 or cell[-1].tag != qn("w:p"):
            cell.append(OxmlElement("w:p"))


def _fit_columns(table: Any) -> None:
    """Give a table whose columns came from a loop as many columns as its longest row, as wide as its first row's cells."""
    cells = table.find(qn("w:tr")).findall(qn("w:tc"))
    widths = [_twips(cell.find(WIDTH)) for cell in cells]
    columns = _counted(table)
    if 0 in widths or len(widths) != len(columns) or widths == [_width(column) for column in columns]:
        return
    for column, width in zip(columns, widths, strict=True):
        column.set(qn("w:w"), str(width))
    whole = table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}")
    if _twips(whole):
        whole.set(qn("w:w"), str(sum(widths)))


def _counted(table: Any) -> list[Any]:
    """The columns of a table's grid, as many as its longest row has; together they stay as wide as they were."""
    grid = table.find(qn("w:tblGrid"))
    columns = [] if grid is None else list(grid.findall(qn("w:gridCol")))
    rows = (row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table)
    wanted = max(map(_length, rows))
    if not columns or len(columns) == wanted:
        return columns
    whole = sum(map(_width, columns))
    for column in columns[wanted:]:
        grid.remove(column)
    for _ in range(wanted - len(columns)):
        grid.append(OxmlElement("w:gridCol"))
    columns = list(grid.findall(qn("w:gridCol")))
    for column in columns if whole else ():
        column.set(qn("w:w"), str(whole // wanted))
    return columns


def _length(row: Any) -> int:
    """How many columns of the grid a row takes."""
    if next(row.iter(*UNEVEN), None) is None:  # as nearly all are
        return sum(1 for _ in row.iterchildren(qn("w:tc")))
    cells = (cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row)
    beside = [
        one for properties in row.iterchildren(qn("w:trPr")) for one in properties.iterchildren(*LEFT_OUT)
    ]
    return sum(_span(cell) for cell in cells) + sum(_number(one, qn("w:val"), 0) for one in beside)


def _span(cell: Any) -> int:
    spans = (one for properties in cell.iterchildren(qn("w:tcPr")) for one in properties.iterchildren(SPAN))
    return _number(next(spans, None), qn("w:val"), 1)


def _width(column: Any) -> int:
    return _number(column, qn("w:w"), 0)


def _number(element: Any, name: str, otherwise: int) -> int:
    typed = "" if element is None else element.get(name, "")
    return int(typed) if typed.isdecimal() else otherwise


def _twips(width: Any) -> int:
    """A width in twentieths of a point; 0 where there is none, or one in other units."""
    if width is None or width.get(qn("w:type")) != "dxa":
        return 0
    return _number(width, qn("w:w"), 0)
