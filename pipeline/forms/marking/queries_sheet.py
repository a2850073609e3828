"""The sheet at the front of a return handed back: every query in the letter's order, with a link to each cell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from lxml import etree

from pipeline.forms.cell_text import FORMULA_SIGNS, cell_text
from pipeline.forms.house_style import LINK_BLUE, MARGIN, NAVY, height_of
from pipeline.forms.marking.styles import Look, Styles
from pipeline.forms.marking.trees import loose, new
from pipeline.forms.sheets import A_CELL, QUERIES_FIRST_CELL, Reply
from pipeline.model import Address, Query

COLUMNS = (("No.", 7), ("Kind", 18), ("Where", 26), ("What was found", 62), ("What is wanted", 56))
LETTERS, WHERE = "ABCDE", 2
HEADER_ROW, TAB = 9, "FFC000"
HOW = (
    "Each row is one of the queries in the letter, under the same number. Click a place to go there.",
    "The cells in question are pale yellow with a dark edge. Rest the pointer on one to read its query.",
    "Correct them here or in your own file. The last row says how to number the corrected return. Then send it back.",
    "Nothing on this sheet is read, so it may stay. The same goes for the marks and the notes.",
)
LOST = "This copy cannot hold everything that your own file holds. Not here: {lost}."
TITLE, STRONG, BODY = Look(bold=True, size=16, ink=NAVY), Look(bold=True), Look()
HEADING = Look(bold=True, ink="FFFFFF", fill=NAVY, boxed=True)
ITEM = Look(boxed=True, wrapped=True)
LINK = Look(underlined=True, ink=LINK_BLUE, boxed=True, wrapped=True)


class QueriesSheet:
    """The sheet, which is filled from its top to its foot."""

    def __init__(self, styles: Styles, space: str) -> None:
        """``styles`` give the looks; ``space`` is the namespace of the workbook's own elements."""
        self._styles = styles
        self.root = loose("worksheet", space)
        _begin(self.root)
        self._data = new(self.root, "sheetData")
        self._links: list[tuple[str, str]] = []

    def write(
        self,
        queries: Sequence[Query],
        reply: Reply,
        remarks: Mapping[Address, str],
        titles: Collection[str],
        lost: Sequence[str] = (),
    ) -> None:
        """Fill in the sheet.

        ``remarks`` say, by cell, what else to know about the place; ``titles`` are the sheets to which links may
        lead; ``lost`` is what the copy does not hold.
        """
        self._row(1, (QUERIES_FIRST_CELL,), TITLE)
        self._row(2, (reply.whose,), STRONG)
        for row, line in enumerate(HOW, 3):
            self._row(row, (line,), BODY)
        if lost:
            self._row(HEADER_ROW - 2, (LOST.format(lost=", ".join(lost)),), STRONG)
        self._row(HEADER_ROW, [heading for heading, _ in COLUMNS], HEADING)
        for row, (address, words) in enumerate(rows(queries, reply, remarks), HEADER_ROW + 1):
            linked = address.sheet in titles
            if linked:
                self._links.append((f"{LETTERS[WHERE]}{row}", _inside(address)))
            self._row(row, words, ITEM, linked=linked)
        self._finish()

    def _row(self, number: int, words: Sequence[str], look: Look, *, linked: bool = False) -> None:
        row = new(self._data, "row", r=str(number))
        if look is ITEM:
            height = height_of(zip(map(cell_text, words), (width for _, width in COLUMNS), strict=True))
            row.set("ht", f"{height:g}")
        for column, text in enumerate(words):
            style = self._styles.cell(
                LINK if linked and column == WHERE else look, quoted=text.startswith(FORMULA_SIGNS)
            )
            cell = new(row, "c", r=f"{LETTERS[column]}{number}", s=style, t="inlineStr")
            new(new(cell, "is"), "t", cell_text(text))

    def _finish(self) -> None:
        """What stands below the cells: the links, and how the sheet is printed, on A4 across."""
        if self._links:
            held = new(self.root, "hyperlinks")
            for cell, location in self._links:
                new(held, "hyperlink", ref=cell, location=location)
        sides = ("left", "right", "top", "bottom", "header", "footer")
        new(self.root, "pageMargins", **dict.fromkeys(sides, str(MARGIN)))
        new(self.root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")  # 18.3.1.63


def rows(
    queries: Sequence[Query], reply: Reply, remarks: Mapping[Address, str]
) -> Iterator[tuple[Address, tuple[str, str, str, str, str]]]:
    """One row for each cell of each query; the words stand at its first cell."""
    for query in queries:
        found, wanted = query.found, query.wanted or "Please look at it."
        for address in dict.fromkeys(query.addresses):
            place = address.within or "The whole file"
            words = " ".join(part for part in (found, remarks.get(address, "")) if part)
            yield address, (str(query.number), query.heading, place, words, wanted)
            found, wanted = f"The same as above: query {query.number}.", "The same as above."
    if reply.version_at:
        place = reply.version_at.within
        typed = f"Version is {reply.version_now}." if reply.version_now else "Version is blank."
        yield reply.version_at, (
            "Last", "Before you send it", place, typed, f"Type {reply.version_next}, so that this return takes the place of the one before."
        )  # fmt: skip


def _begin(root: etree._Element) -> None:
    """What stands above the cells: the tab's colour, the view with its headings held in place, the columns."""
    properties = new(root, "sheetPr")
    new(properties, "tabColor", rgb=f"FF{TAB}")
    new(properties, "pageSetUpPr", fitToPage="1")
    view = new(new(root, "sheetViews"), "sheetView", showGridLines="0", tabSelected="1", workbookViewId="0")
    below = f"A{HEADER_ROW + 1}"
    new(view, "pane", ySplit=str(HEADER_ROW), topLeftCell=below, activePane="bottomLeft", state="frozen")
    new(view, "selection", pane="bottomLeft", activeCell=below, sqref=below)
    new(root, "sheetFormatPr", defaultRowHeight="15")
    columns = new(root, "cols")
    for number, (_, width) in enumerate(COLUMNS, 1):
        new(columns, "col", min=str(number), max=str(number), width=str(width), customWidth="1")


def _inside(address: Address) -> str:
    """Where a link to an address leads; to the first cell of its sheet where no cell is named."""
    cell = address.cell if A_CELL.fullmatch(address.cell) else "A1"
    return "'{}'!{}".format(address.sheet.replace("'", "''"), cell)
