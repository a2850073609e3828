"""Where something stands in a paper, as its readers see it: under which heading, in which row and column."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from pipeline.word.revisions.blocks import CELL, ROW, TABLE, cells, rows
from pipeline.word.revisions.reading import PARAGRAPH, words_of
from pipeline.word.revisions.versions import Version
from pipeline.word.styles import Styles

WORKED_OUT = ("toc ", "table of figures")  # styles of paragraphs that Word fills by itself
BEGINNING = 40  # characters of a paragraph that are enough to find it


class Place(Struct, frozen=True):
    """A place in a paper: ``text`` is 'header', 'footer', 'footnote', 'endnote', or '' for the body.

    ``section`` is the heading over ``heading``. ``row`` is 0 outside of tables; ``begins`` are the first words of a
    paragraph outside of them.
    """

    text: str = ""
    section: str = ""
    heading: str = ""
    row: int = 0
    column: str = ""
    begins: str = ""

    def __str__(self) -> str:
        if self.text:
            return f"In the {self.text}"
        under = f"In “{self.heading}”" if self.heading else "Before the first heading"
        under += f" of “{self.section}”" if self.section else ""
        if self.row:
            return f"{under}, row {self.row}" + (f", {self.column}" if self.column else "")
        return under + (f", the paragraph that begins “{self.begins}”" if self.begins else "")


class Places:
    """The places of a version."""

    def __init__(self, version: Version) -> None:
        """Its headings are found once."""
        self._styles = Styles(version.document.styles.element)
        self._texts = {story.root: story.place for story in version.stories}
        self._headings: dict[Any, tuple[str, str]] = {}
        over: list[tuple[int, str]] = [(0, "")]
        for element in version.body.root.iter(PARAGRAPH, TABLE, ROW):
            level = self._styles.outline_level(element) if element.tag == PARAGRAPH else 0
            if level and words_of(element):
                over = [one for one in over if one[0] < level] + [(level, words_of(element))]
            self._headings[element] = (over[-2][1] if len(over) > 1 else "", over[-1][1])

    def worked_out(self, paragraph: Any) -> bool:
        """Whether a paragraph is of a table of contents, which no person writes."""
        return self._styles.name(paragraph).startswith(WORKED_OUT)

    def of(self, element: Any) -> Place:
        """The place of a paragraph, a row or a table."""
        root = next((one for one in (element, *element.iterancestors()) if one in self._texts), None)
        text = self._texts.get(root, "")
        section, heading = self._headings.get(element, ("", ""))
        if element.tag == ROW or next(element.iterancestors(ROW), None) is not None:
            row = element if element.tag == ROW else next(element.iterancestors(ROW))
            cell = None if element.tag == ROW else next(element.iterancestors(CELL))
            return Place(text, section, heading, *_in_table(row, cell))
        words = words_of(element) if element.tag == PARAGRAPH else ""
        return Place(text, section, heading, begins=words[:BEGINNING].strip())


def _in_table(row: Any, cell: Any) -> tuple[int, str]:
    """The number of a row in its table, and the header of a cell's column."""
    table = list(rows(next(row.iterancestors(TABLE))))
    number = table.index(row) + 1
    mine, header = list(cells(row)), list(cells(table[0]))
    column = mine.index(cell) if cell in mine else -1
    if number == 1 or not 0 <= column < len(header):
        return number, ""
    return number, " ".join(words_of(paragraph) for paragraph in header[column].iter(PARAGRAPH)).strip()
