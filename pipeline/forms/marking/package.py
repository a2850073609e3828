"""The file that a workbook is: its parts by name, some of them changed, packed again with the rest as they were."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import chain, count

from lxml import etree

from pipeline.forms.marking.content_types import ContentTypes
from pipeline.forms.marking.relations import Relations, part_of_relations
from pipeline.forms.marking.trees import parsed
from pipeline.packing import edited

TYPES = "[Content_Types].xml"
MOST_BYTES = 200_000_000  # of all parts, unpacked
ENCRYPTED = 0x0001  # bit of the general purpose flag, APPNOTE.TXT 4.4.4


class Package:
    """The parts of a file. Capitals in their names do not count (ECMA-376 part 2, 6.2.2.3).

    Raises whatever zip and XML raise on odd files, and ValueError on those that nothing safe can be made of.
    """

    def __init__(self, data: bytes) -> None:
        """``data`` is the whole file."""
        self._data, self._zip = data, zipfile.ZipFile(io.BytesIO(data))
        entries = [one for one in self._zip.infolist() if not one.is_dir()]
        self._names = {one.filename.lower(): one.filename for one in entries}
        if len(self._names) < len(entries) or any(one.flag_bits & ENCRYPTED for one in entries):
            raise ValueError("a part is locked, or there twice")
        if sum(one.file_size for one in entries) > MOST_BYTES:
            raise ValueError("the file is too large")
        self._changed: dict[str, bytes] = {}
        self._relations: dict[str, Relations] = {}
        self.types = ContentTypes(self.read(TYPES))

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def names(self) -> Iterator[str]:
        """The names of all parts."""
        return iter(list(self._names.values()))

    def read(self, part: str) -> bytes:
        """The bytes of a part."""
        name = self._names[part.lower()]
        return self._changed[name] if name in self._changed else self._zip.read(name)

    def tree(self, part: str) -> etree._Element:
        """The root of a part."""
        return parsed(self.read(part))

    def put(self, part: str, data: bytes) -> None:
        """Have the part be these bytes; a part that was not there is added."""
        self._changed[self._names.setdefault(part.lower(), part)] = data

    def add(self, stem: str, ending: str, kind: str, first: str = "1") -> str:
        """The name of a new part, such as ``xl/comments2.xml``, of this content type; its bytes are still to be put.

        ``first`` is the number that is tried first.
        """
        numbers = chain([first], count(1))
        numbered = (f"{stem}{number}{ending}" for number in numbers)
        part = next(name for name in numbered if name not in self)
        self.put(part, b"")
        self.types.set(part, kind)
        return part

    def leave_out(self, part: str) -> None:
        """Have a part and its relations be no more; whoever leads to it is to be told."""
        for name in (part, part_of_relations(part)):
            self._changed.pop(self._names.pop(name.lower(), ""), None)
        self._relations.pop(part.lower(), None)
        self.types.forget(part)

    def relations(self, part: str) -> Relations:
        """The relations that start at a part; those of '' are the package's own."""
        if part.lower() not in self._relations:
            held = part_of_relations(part)
            self._relations[part.lower()] = Relations(part, self.read(held) if held in self else b"")
        return self._relations[part.lower()]

    def packed(self) -> bytes:
        """The file: the parts that changed, and all others as they came."""
        for part, relations in self._relations.items():
            if relations.changed:
                self.put(part_of_relations(self._names.get(part, part)), relations.written())
        self.put(TYPES, self.types.written())
        return edited(self._data, self._names.values(), self._changed)
