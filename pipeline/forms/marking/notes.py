"""The notes at a sheet's cells: ours below the sender's own, each with its box, and ours alone taken away again."""

from __future__ import annotations

import re
from itertools import compress

from lxml import etree

from pipeline.forms.marking.book import Book
from pipeline.forms.marking.boxes import VML_IS, Boxes
from pipeline.forms.marking.places import place_of
from pipeline.forms.marking.sheet import SheetPart
from pipeline.forms.marking.threads import Threads
from pipeline.forms.marking.trees import (
    child,
    children,
    have,
    name_of,
    new,
    parsed,
    relation_space,
    space_of,
    taken_out,
    written,
)
from pipeline.forms.sheets import AUTHOR, OPENING

NOTES_ARE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
ORDER = ("authors", "commentList", "extLst")  # ECMA-376 part 1, 18.7.6
ABOVE = "\n\n"  # stands between a note of the sender's own and ours
REPLY = "\nReply:\n    "  # stands before each reply where a note repeats a thread, as Excel writes it
OUR_WORDS = re.compile(
    f"{re.escape(REPLY + OPENING)}.*?(?={re.escape(REPLY)}|\\Z)|{re.escape(ABOVE + OPENING)}.*\\Z", re.DOTALL
)


class Notes:
    """The notes of one sheet, with their boxes and threads."""

    def __init__(self, book: Book, sheet: SheetPart, number: int) -> None:
        """``number`` is the sheet's among all, from 1."""
        self._package, self._sheet, self._number = book.package, sheet, number
        self._threads = Threads(book, sheet)
        self._part = next((one for one in sheet.relations.of_kind("comments") if one in book.package), "")
        empty = f'<comments xmlns="{space_of(sheet.root)}"/>'.encode()
        self._root = parsed(book.package.read(self._part) if self._part else empty)
        self._list = have(self._root, "commentList", ORDER)
        self._notes = {str(one.get("ref")): one for one in children(self._list, "comment")}
        drawing = child(sheet.root, "legacyDrawing")
        held = drawing.get(f"{{{relation_space(sheet.root)}}}id") if drawing is not None else None
        self._drawing = sheet.relations.target(held)
        self._lacks_drawing = drawing is not None and self._drawing not in book.package
        self._boxes: Boxes | None = None
        self._ours = ""  # our number among the authors

    def clear(self) -> None:
        """Take away what an earlier round left, in notes and threads."""
        self._threads.clear()
        for cell, note in list(self._notes.items()):
            text = _text_of(note)
            if text.startswith(OPENING):
                self._list.remove(self._notes.pop(cell))
                self._held_boxes().remove(place_of(cell))
            elif OUR_WORDS.search(text):
                _take_ours(note)
                self._fit(cell)

    def add(self, cell: str, words: str) -> None:
        """Put our words on a cell, below the sender's own if there are any."""
        before = REPLY if cell in self._threads else ABOVE
        if cell in self._threads:
            self._threads.reply(cell, OPENING + words)
        if cell not in self._notes:
            self._notes[cell] = new(self._list, "comment", ref=cell, authorId=self._author())
            before = ""
        _say(self._notes[cell], before + OPENING + words)
        self._fit(cell)

    def save(self) -> None:
        """Put back what changed; a sheet that had no notes gets the parts, one that has none any more loses them."""
        self._threads.save()
        if self._boxes is None:
            return
        if not self._drawing:
            self._drawing = self._package.add("xl/drawings/vmlDrawing", ".vml", VML_IS)
            self._sheet.hang("vmlDrawing", self._drawing)
        self._package.put(self._drawing, self._boxes.written())
        if not self._notes:
            self._sheet.relations.forget(self._part)
            self._package.leave_out(self._part)
            return
        if not self._part:
            self._part = self._package.add("xl/comments", ".xml", NOTES_ARE)
            self._sheet.relations.add("comments", self._part, relation_space(self._sheet.root))
        self._package.put(self._part, written(self._root))

    def _held_boxes(self) -> Boxes:
        """The boxes, which are read only where a note changes."""
        if self._lacks_drawing:
            raise ValueError("a drawing is missing")
        if self._boxes is None:
            self._boxes = Boxes(self._package.read(self._drawing) if self._drawing else b"", self._number)
        return self._boxes

    def _fit(self, cell: str) -> None:
        self._held_boxes().fit(place_of(cell), _text_of(self._notes[cell]))

    def _author(self) -> str:
        """The number under which we write notes."""
        if not self._ours:
            authors = have(self._root, "authors", ORDER)
            names = [one.text for one in children(authors, "author")]
            if AUTHOR not in names:
                new(authors, "author").text = AUTHOR
                names.append(AUTHOR)
            self._ours = str(names.index(AUTHOR))
        return self._ours


# --- the words of one note ----------------------------------------------------------------------


def _pieces(note: etree._Element) -> list[etree._Element]:
    """The elements that hold a note's words, in order; how they are spoken is not among them."""
    text = child(note, "text")
    space = space_of(note)
    found = text.iterfind(f"{{{space}}}r/{{{space}}}t") if text is not None else ()
    return [*children(text, "t"), *found] if text is not None else []


def _text_of(note: etree._Element) -> str:
    return "".join(piece.text or "" for piece in _pieces(note))


def _say(note: etree._Element, words: str) -> None:
    """Put words below those of a note."""
    text = have(note, "text", ("text", "commentPr"))
    for plain in children(text, "t"):  # beside runs of text there may be no plain one
        run = new(text, "r")
        run.append(plain)
        text.insert(0, run)
    run = new(text, "r")
    new(run, "t", words)
    runs = list(children(text, "r"))
    text.insert(text.index(runs[-2]) + 1 if len(runs) > 1 else 0, run)


def _take_ours(note: etree._Element) -> None:
    """Take our words out of a note; the sender's keep their looks."""
    whole = _text_of(note)
    kept, at = bytearray(b"\1" * len(whole)), 0
    for found in OUR_WORDS.finditer(whole):
        kept[found.start() : found.end()] = bytes(found.end() - found.start())
    for piece in _pieces(note):
        text, start = piece.text or "", at
        at += len(text)
        piece.text = "".join(compress(text, kept[start:at]))
        run = piece.getparent()
        if text and not piece.text and run is not None and name_of(run) == "r":
            taken_out(run)
