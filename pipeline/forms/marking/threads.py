"""Threads of comments, as newer Excels keep them beside the notes that older ones show ([MS-XLSX] 2.6.204).

Where a cell has a thread, newer Excels show it and not the note, so our words are a reply in it.
"""

from __future__ import annotations

import uuid

from lxml import etree

from pipeline.forms.marking.book import Book
from pipeline.forms.marking.sheet import SheetPart
from pipeline.forms.marking.trees import children, new, parsed, space_of, written
from pipeline.forms.sheets import AUTHOR, OPENING

OURS = uuid.UUID("5b0c9b0e-6d5e-5a55-9f0b-9b1f4a2c7d31")  # any one will do, as long as it stays


class Threads:
    """The threads of one sheet."""

    def __init__(self, book: Book, sheet: SheetPart) -> None:
        """None there may be; raises ValueError where threads are of nobody, which Excel does not open."""
        self._package, self._persons = book.package, book.part_of_kind("person")
        found = [one for one in sheet.relations.of_kind("threadedComment") if one in book.package]
        self._roots = {part: book.package.tree(part) for part in found}
        self._starts: dict[str, etree._Element] = {}
        for root in self._roots.values():
            for one in children(root, "threadedComment"):
                if one.get("parentId") is None:
                    self._starts[str(one.get("ref"))] = one
        if self._starts and not self._persons:
            raise ValueError("threads without persons")
        self._changed = False

    def __contains__(self, cell: str) -> bool:
        return cell in self._starts

    def reply(self, cell: str, words: str) -> None:
        """Put words at the end of a cell's thread, at the time of what was last said in it."""
        start = self._starts[cell]
        thread = next(root for root in self._roots.values() if start in root)
        said = [one for one in thread if start.get("id") in (one.get("id"), one.get("parentId"))]
        id_ = uuid.uuid5(OURS, f"{start.get('id')} {words}")
        reply = new(thread, "threadedComment", ref=cell, personId=self._person(), id=_braced(id_))
        reply.set("parentId", str(start.get("id")))
        if time := max((str(one.get("dT", "")) for one in said), default=""):
            reply.set("dT", time)
        new(reply, "text").text = words
        thread.insert(thread.index(said[-1]) + 1, reply)
        self._changed = True

    def clear(self) -> None:
        """Take away our replies of an earlier round."""
        for root in self._roots.values():
            for one in children(root, "threadedComment"):
                words = one.findtext(f"{{{space_of(root)}}}text") or ""
                if words.startswith(OPENING) and one.get("parentId") is not None:
                    root.remove(one)
                    self._changed = True

    def save(self) -> None:
        """Put the parts back, if something in them changed."""
        for part, root in self._roots.items() if self._changed else ():
            self._package.put(part, written(root))

    def _person(self) -> str:
        """The id under which we speak, of a person of ours who is added to the workbook's list."""
        root = parsed(self._package.read(self._persons))
        for one in children(root, "person"):
            if one.get("displayName") == AUTHOR:
                return str(one.get("id"))
        person = new(root, "person", displayName=AUTHOR, id=_braced(OURS), userId=AUTHOR, providerId="None")
        self._package.put(self._persons, written(root))
        return str(person.get("id"))


def _braced(number: uuid.UUID) -> str:
    return f"{{{str(number).upper()}}}"
