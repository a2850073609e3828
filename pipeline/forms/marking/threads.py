"""Threads of comments, as newer Excels keep them beside the notes that older ones show ([MS-XLSX]).

Where a cell has a thread, newer Excels show it and not the note, so our words are a reply in it.
"""

from __future__ import annotations

import uuid

from lxml import etree

from pipeline.forms.marking.book import Book
from pipeline.forms.marking.sheet import SheetPart
from pipeline.forms.marking.trees import children, loose, new, space_of, written
from pipeline.forms.sheets import AUTHOR, OPENING

OURS = uuid.UUID("5b0c9b0e-6d5e-5a55-9f0b-9b1f4a2c7d31")  # any one will do, as long as it stays


class Threads:
    """The threads of one sheet."""

    def __init__(self, book: Book, sheet: SheetPart) -> None:
        """None there may be; raises ValueError where threads are of nobody, which Excel does not open."""
        self._package, self._persons = book.package, book.part_of_kind("person")
        found = [one for one in sheet.relations.of_kind("threadedComment") if one in book.package]
        self._roots = {part: book.package.tree(part) for part in found}
        said = [one for root in self._roots.values() for one in children(root, "threadedComment")]
        self._starts = {str(one.get("ref")): one for one in said if one.get("parentId") is None}
        self._replies: dict[str | None, list[etree._Element]] = {}
        for one in said:
            self._replies.setdefault(one.get("parentId"), []).append(one)
        if self._starts and not self._persons:
            raise ValueError("threads without persons")
        self._changed = False
        self._us = ""  # our id among the persons

    def __contains__(self, cell: str) -> bool:
        return cell in self._starts

    def reply(self, cell: str, words: str) -> None:
        """Put words at the end of a cell's thread, at the time of what was last said in it."""
        start = self._starts[cell]
        said = [
            start,
            *(one for one in self._replies.get(start.get("id"), []) if one.getparent() is not None),
        ]
        reply = loose("threadedComment", space_of(start))
        reply.set("ref", cell)
        if time := max(str(one.get("dT", "")) for one in said):
            reply.set("dT", time)
        reply.set("personId", self._person())
        reply.set("id", _braced(uuid.uuid5(OURS, f"{start.get('id')} {words}")))
        reply.set("parentId", str(start.get("id")))
        new(reply, "text").text = words
        said[-1].addnext(reply)
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
        if not self._us:
            root = self._package.tree(self._persons)
            known = (one for one in children(root, "person") if one.get("displayName") == AUTHOR)
            ours = {"displayName": AUTHOR, "id": _braced(OURS), "userId": AUTHOR, "providerId": "None"}
            person = next(known, None)
            person = new(root, "person", **ours) if person is None else person
            self._package.put(self._persons, written(root))
            self._us = str(person.get("id"))
        return self._us


def _braced(number: uuid.UUID) -> str:
    return f"{{{str(number).upper()}}}"
