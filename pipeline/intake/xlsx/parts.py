"""A part's XML as calls to readers of the elements that they know; never held whole.

A reader declares its elements by path (``worksheet/sheetData/row``); what stands under any other element is
passed over. Prefixes do not count, and strict and transitional namespaces read alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.parsers import expat

from pipeline.intake.xlsx.limits import RESAVE, SUSPECT, DamagedPartError, RefusedError
from pipeline.intake.xlsx.package import Package
from pipeline.model import Level, Rule

DECLARES = Rule(
    "file-declares-entities", Level.ERROR, "{file} holds declarations (a “document type”) that Excel never writes and harmful files do; it was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Declarations can pull in other files of the computer or swell without end (XML external entities, “billion laughs”; OWASP). No workbook needs one.",
)  # fmt: skip
TOO_DEEP = Rule(
    "file-nested-too-deep", Level.ERROR, "{file} is nested more than {limit} levels deep, which Excel never does, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Endless nesting makes careless programs crash. A workbook's own goes some ten levels deep.",
)  # fmt: skip
TAG_TOO_LONG = Rule(
    "file-tag-too-long", Level.ERROR, "{file} holds a single piece of description longer than {limit} characters, which Excel never writes, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="One endless tag makes a program that reads it grow without end. Excel's are short.",
)  # fmt: skip
TOO_MANY_NAMES = Rule(
    "file-too-many-names", Level.ERROR, "{file} uses more than {limit} kinds of description in one of its parts, which Excel never does, and was not read.",
    SUSPECT,
    asks=RESAVE,
    why="Each new name is held in memory while a part is read. Excel uses some hundred.",
)  # fmt: skip

Attributes = Mapping[str, str]

KNOWN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
        "http://purl.oclc.org/ooxml/drawingml/main",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "http://schemas.openxmlformats.org/package/2006/content-types",
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "http://purl.org/dc/terms/",
        "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
    }
)
RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
ALTERNATE = "http://schemas.openxmlformats.org/markup-compatibility/2006 "


class Element(NamedTuple):
    """What a reader does at an element: ``start`` on entering it, ``text`` with its own text, ``end`` on leaving."""

    start: Callable[[Attributes], None] | None = None
    text: Callable[[str], None] | None = None
    end: Callable[[], None] | None = None


Elements = Mapping[str, Element]
NOTHING = Element()


class Node(dict[str, "Node"]):
    """An element of a part: what its reader does there, and the elements inside it by the names that expat gives them.

    Most elements of a part are cells, so that going into one is a single look-up. ``known`` are those inside it that a
    reader knows, by their local names. No other name is kept, for a file may be made of endless ones.
    """

    __slots__ = ("end", "known", "start", "text")

    def __init__(self, known: dict[str, Node]) -> None:
        """An element that no reader waits for."""
        self.known = known
        self.start, self.text, self.end = NOTHING

    def __missing__(self, name: str) -> Node:
        if name.startswith(ALTERNATE):
            return self.alternative()
        known = self.known.get(_local(name))
        if known is None:
            return PASSED_OVER
        self[name] = known
        return known

    def alternative(self) -> Node:
        """Inside alternate content: the same elements as around it, in the first branch only."""
        return _Alternatives(Node(self.known))


class _PassedOver(Node):
    """An element that no reader knows, and all that stands in it."""

    __slots__ = ()

    def __missing__(self, _: str) -> Node:
        return self


PASSED_OVER = _PassedOver({})


class _Alternatives(Node):
    """``mc:AlternateContent`` (ECMA-376 part 3, 9.3): the same content twice, of which one is read."""

    __slots__ = ("branch",)

    def __init__(self, branch: Node) -> None:
        """Alternatives of which ``branch`` is the first."""
        super().__init__({})
        self.branch = branch

    def alternative(self) -> Node:
        """The first branch once, then nothing."""
        branch, self.branch = self.branch, PASSED_OVER
        return branch


def _local(name: str) -> str:
    """An element's name without its namespace, if that is one a workbook uses (or none); else as it is."""
    namespace, _, local = name.rpartition(" ")
    return local if not namespace or namespace in KNOWN else name


def relation_id(attributes: Attributes) -> str:
    """The relationship that an element names with ``r:id``; '' without one."""
    return next((attributes[name] for name in RELATION_IDS if name in attributes), "")


def is_true(attributes: Attributes, name: str, *, otherwise: bool = False) -> bool:
    """An attribute that says yes or no (xsd:boolean); ``otherwise`` when it is not there."""
    return attributes[name].strip() in {"1", "true", "on"} if name in attributes else otherwise


def whole_number(attributes: Attributes, name: str, otherwise: int = 0) -> int:
    """An attribute that holds a whole number; ``otherwise`` when it is not there. Damage when it is none."""
    typed = attributes.get(name, "").strip()
    if not typed:
        return otherwise
    if len(typed) > 9 or not (typed.isascii() and typed.isdigit()):
        raise DamagedPartError
    return int(typed)


def read_part(package: Package, name: str, elements: Elements | Node) -> None:
    """Call the readers in ``elements`` (by path, or as a tree made before) while the part streams past.

    XML that is not well-formed raises ``DamagedPartError``; a file built to deceive or to exhaust is refused.
    """
    if name not in package:
        raise DamagedPartError
    stream = _Stream(package, elements if isinstance(elements, Node) else tree(elements))
    pieces = package.unpack(name)
    try:
        for piece in pieces:
            stream.feed(piece)
        stream.feed(b"", last=True)
    except (expat.ExpatError, DamagedPartError, LookupError, ValueError):
        for _ in pieces:  # bytes that were changed on the way (a wrong check sum) condemn the whole file
            pass
        raise DamagedPartError from None


def tree(elements: Elements) -> Node:
    """The elements of a part with their readers, for parts that are read alike one after the other."""
    root = Node({})
    for path, element in elements.items():
        node = root
        for name in path.split("/"):
            if name not in node.known:
                node.known[name] = Node({})
            node = node.known[name]
        node.start, node.text, node.end = element
    return root


class _Stream:
    """Feeds a part to expat and keeps to the limits."""

    def __init__(self, package: Package, root: Node) -> None:
        self._meter = package.meter
        self._limits = package.meter.limits
        self._depth = package.meter.limits.depth
        self._open = [root]
        self._text: list[str] = []
        self._wanted = False
        self._marks = self._characters = 0
        self._fed = 0
        self._names: dict[str, str] = {}
        self._expat = expat.ParserCreate(namespace_separator=" ", intern=self._names)
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = _refuse_declarations
        self._expat.EntityDeclHandler = _refuse_declarations
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._data

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Parse a piece, then see what it cost."""
        self._expat.Parse(piece, last)
        self._fed += len(piece)
        self._meter.pass_marks(self._marks)
        self._meter.read_text(self._characters)
        self._marks = self._characters = 0
        if len(self._names) > self._limits.names:
            raise RefusedError(TOO_MANY_NAMES, limit=f"{self._limits.names:,}")
        # a tag still open at the end of a piece is parsed again from its start: see that it does not grow
        if self._fed - self._expat.CurrentByteIndex > self._limits.tag_bytes:
            raise RefusedError(TAG_TOO_LONG, limit=f"{self._limits.tag_bytes:,}")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._marks += 1 + len(attributes)
        opened = self._open
        node = opened[-1][name]
        opened.append(node)
        if len(opened) > self._depth:
            raise RefusedError(TOO_DEEP, limit=self._depth)
        self._wanted = node.text is not None
        if self._wanted:
            self._text.clear()
        if node.start:
            node.start(attributes)

    def _data(self, text: str) -> None:
        if self._wanted:
            self._characters += len(text)
            self._text.append(text)

    def _end(self, _: str) -> None:
        node = self._open.pop()
        self._wanted = False
        if node.text:
            node.text("".join(self._text))
        if node.end:
            node.end()


def _refuse_declarations(*_: object) -> None:
    raise RefusedError(DECLARES)
