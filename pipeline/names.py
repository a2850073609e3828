"""What a paper's template may name: each name with its meaning, so that a template can be checked and explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field


class Name(Struct, frozen=True):
    """A name that a template may use.

    ``kind`` is a word for the reader: text, long text, rating, date, number, yes or no, list, group.
    ``members`` are the names below it: of a group ``{{ cover.title }}``; of each entry of a list
    (``{% for row in ... %}{{ row.status }}``). ``many`` marks a list; without members, its entries are plain
    values. ``choices`` are all the words that it can print, where they are known: those of a rating scheme, of a
    dropdown, the ids of the forms. ``reported`` marks a value of the returns that the paper has to show,
    ``withheld`` one that is exempt from publication, in a paper that has no private version.
    """

    meaning: str
    kind: str = "text"
    members: Mapping[str, Name] = field(default_factory=dict)
    many: bool = False
    choices: tuple[str, ...] = ()
    reported: bool = False
    withheld: bool = False


Names = Mapping[str, Name]


def group_of(meaning: str, members: Names) -> Name:
    """A name that only groups the names below it."""
    return Name(meaning, "group", members)


def list_of(meaning: str, members: Names | None = None) -> Name:
    """The name of a list; without ``members`` its entries are plain values."""
    return Name(meaning, "list", members or {}, many=True)


def texts(**meanings: str) -> dict[str, Name]:
    """Names that stand for texts, with what each means."""
    return {name: Name(meaning) for name, meaning in meanings.items()}


class OnDemand(Mapping[str, object]):
    """What names stand for, each worked out when it is first asked for: few templates ask for all."""

    def __init__(self, makers: Mapping[str, Callable[[], object]]) -> None:
        """``makers`` give what each name stands for."""
        self._makers = makers
        self._made: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
