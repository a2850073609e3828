"""What a name means at a place in a template: a value of the paper, an entry of a list, or one of the template's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from pipeline.model import replace
from pipeline.names import Name

LOOP = Name(
    "the loop around the place", "group",
    {name: Name(f"loop.{name}") for name in (
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0", "previtem",
        "nextitem", "cycle", "changed")},
)  # fmt: skip
WITH_MEMBERS = ("group", "list")
LINES = "lines"  # the paragraphs of a value, each by itself


class Ref(Struct, frozen=True):
    """A name with the path that leads to it from the top, entries of lists included: sections.programmes.status.

    ``declared`` is the name as the paper declares it, where this is an entry of it or its lines.
    """

    path: str
    name: Name
    declared: Name

    @classmethod
    def to(cls, path: str, name: Name) -> Ref:
        """A name where it stands in the tree of names."""
        return cls(path, name, name)

    def member(self, attribute: str) -> Ref | None:
        """The name below this one."""
        if not self.parts:
            return Ref(self.path, Name("One line.", many=True), self.declared) if attribute == LINES else None
        found = self.parts.get(attribute)
        return Ref.to(f"{self.path}.{attribute}", found) if found else None

    @property
    def parts(self) -> Mapping[str, Name]:
        """The names below this one; a text has none but its lines."""
        return self.name.members if self.name.kind in WITH_MEMBERS else {}

    @property
    def entry(self) -> Ref:
        """One entry of this list."""
        return Ref(self.path, replace(self.name, many=False), self.declared)

    @property
    def shape(self) -> str:
        """What it is, where it is no single value; '' for one that can be printed."""
        return "list" if self.name.many else "group" if self.parts else ""


class Scope(Struct):
    """The names that stand for something here; None: what it stands for cannot be told.

    ``gone`` are those that have stood for something in a block that is over, with the tag that began it.
    """

    top: Mapping[str, Name]
    frames: list[dict[str, Ref | None]] = field(default_factory=lambda: [{}])
    gone: dict[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.top or any(name in frame for frame in self.frames)

    def find(self, name: str) -> Ref | None:
        """What a name stands for."""
        for frame in reversed(self.frames):
            if name in frame:
                return frame[name]
        return Ref.to(name, self.top[name])

    def bind(self, name: str, ref: Ref | None) -> None:
        """Let a name stand for something until its block ends."""
        self.frames[-1][name] = ref

    def enter(self, names: Mapping[str, Ref | None]) -> None:
        """A block with names of its own begins."""
        self.frames.append(dict(names))

    def leave(self, tag: str, *, keep: bool) -> None:
        """The block that ``tag`` began ends, and with it its names; where it ends amiss they are kept, being meant."""
        if len(self.frames) > 1:
            ended = self.frames.pop()
            if keep:
                self.frames[-1] |= ended
            else:
                self.gone |= dict.fromkeys(ended, tag)

    def visible(self) -> list[str]:
        """Every name that may stand here by itself."""
        own = [name for frame in reversed(self.frames) for name in frame if name != "loop"]
        return list(dict.fromkeys([*own, *self.top]))

    def below(self) -> Iterator[tuple[str, Ref]]:
        """Every name one step below those that may stand here, the nearest block's first."""
        for name in self.visible():
            ref = self.find(name)
            for attribute, one in ref.parts.items() if ref and not ref.name.many else ():
                yield f"{name}.{attribute}", Ref.to(f"{ref.path}.{attribute}" if ref else name, one)

    def entry_of(self, ref: Ref) -> str:
        """The name that stands for one entry of a list here; '' where none does."""
        names = [name for frame in self.frames for name, one in frame.items() if one == ref.entry]
        return names[-1] if names else ""


def every_name(names: Mapping[str, Name], path: str = "") -> Iterator[Ref]:
    """Every name of a paper with its path."""
    for word, name in names.items():
        ref = Ref.to(f"{path}.{word}" if path else word, name)
        yield ref
        yield from every_name(ref.parts, ref.path)
