"""A return handed back: a copy in which the cells in question are marked, annotated, and listed on a first sheet.

The marks are a colour rule and notes of one author, so nothing of the sender's own formatting is
touched, and a copy that comes back can be cleared of them before it is marked anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.forms.cell_text import safe
from pipeline.forms.marking.book import Book, Listed
from pipeline.forms.marking.earlier import is_list_of_queries
from pipeline.forms.marking.leaving_out import leave_out
from pipeline.forms.marking.notes import Notes
from pipeline.forms.marking.package import Package
from pipeline.forms.marking.queries_sheet import HEADER_ROW, QueriesSheet
from pipeline.forms.marking.reaching_out import reaches_out
from pipeline.forms.marking.sheet import HIDDEN_LINE, HIDDEN_SHEET, PROTECTED, SheetPart
from pipeline.forms.marking.styles import Styles
from pipeline.forms.marking.trees import space_of, written
from pipeline.forms.sheets import A_CELL, QUERIES, Marked, Reply, shortened
from pipeline.model import Address, Query

NEXT = "\n\n"
MOST_NOTES = 1_000  # on a sheet
NOTE_LIMIT = 2_000  # characters: more than a note's box can show


def mark(data: bytes, queries: Sequence[Query], reply: Reply) -> Marked | None:
    """A copy of the workbook in ``data`` with ``queries`` in it; None when no faithful copy can be made.

    The same inputs give the same bytes. ``data`` itself stays as it is.
    """
    try:
        package = Package(data)
        lost = leave_out(package)
        return None if reaches_out(package) else _marked(package, queries, reply, lost)
    except Exception:  # noqa: BLE001 - whatever an odd file leads to, no copy may stop a build
        return None


def _marked(package: Package, queries: Sequence[Query], reply: Reply, lost: tuple[str, ...]) -> Marked:
    book = Book(package)
    for listed in [one for one in book.sheets if is_list_of_queries(book, one)]:
        book.remove(listed)
    styles = Styles(book)
    remarks = _mark_sheets(book, styles, _said(book, queries))
    titles = {one.title for one in book.sheets}
    title, part = book.add_first(QUERIES)
    book.repeat_when_printed(title, f"${HEADER_ROW}:${HEADER_ROW}")
    front = QueriesSheet(styles, space_of(book.root))
    front.write(queries, reply, remarks, titles, lost)
    package.put(part, written(front.root))
    styles.save()
    book.save()
    return Marked(package.packed(), lost)


def _mark_sheets(book: Book, styles: Styles, said: Mapping[Address, str]) -> dict[Address, str]:
    """Mark the cells on each sheet, and show the sheet; gives what else to know about their places."""
    remarks: dict[Address, str] = {}
    for number, listed in enumerate(book.sheets, 1):
        sheet = SheetPart(book.package, listed.part)
        named = {address: words for address, words in said.items() if address.sheet == listed.title}
        here = named if sheet.holds_cells else {}
        remarks |= {address: " ".join(_in_the_way(listed, sheet, styles, address.cell)) for address in here}
        if here:
            book.show(listed)
        _mark(sheet, Notes(book, sheet, number), here, styles)
    return remarks


def _said(book: Book, queries: Sequence[Query]) -> dict[Address, str]:
    """What is to be said at each cell that a query names and the workbook has."""
    titles = {sheet.title for sheet in book.sheets}
    said: dict[Address, list[str]] = {}
    for query in queries:
        words = f"Query {query.number}: {query.found}\n{query.wanted}".strip()
        for address in dict.fromkeys(query.addresses):
            if address.sheet in titles and A_CELL.fullmatch(address.cell):
                said.setdefault(address, []).append(words)
    return {address: safe(shortened(NEXT.join(words), NOTE_LIMIT)) for address, words in said.items()}


def _in_the_way(listed: Listed, sheet: SheetPart, styles: Styles, cell: str) -> Iterator[str]:
    """See that a link to the cell leads somewhere; say what had to be shown for that, or stands in the way."""
    if listed.is_hidden:
        yield HIDDEN_SHEET
    if sheet.show(cell):
        yield HIDDEN_LINE
    if sheet.is_protected and styles.is_locked(sheet.look_of(sheet.area(cell).split(":")[0])):
        yield PROTECTED


def _mark(sheet: SheetPart, notes: Notes, said: Mapping[Address, str], styles: Styles) -> None:
    """Clear a sheet of an earlier round's marks, and colour and annotate the cells in question."""
    sheet.unselect()
    sheet.clear(styles.marks())
    notes.clear()
    areas = {address: sheet.area(address.cell) for address in said}
    if areas:
        sheet.colour(areas.values(), styles.mark())
    words: dict[str, list[str]] = {}
    for address in list(said)[:MOST_NOTES]:
        words.setdefault(areas[address].split(":")[0], []).append(said[address])
    for cell, each in words.items():
        notes.add(cell, NEXT.join(each))
    notes.save()
    sheet.save()
