"""Values of the returns that no tag of the template shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.model import Level, Rule
from pipeline.names import Name
from pipeline.word.checking.flaws import Mistake
from pipeline.word.checking.reader import Reader
from pipeline.word.checking.scope import every_name

NOT_SHOWN = Rule(
    "template-value-not-shown",
    Level.WARNING,
    "{values} of {owner} {are} not shown.",
    "{remedy}",
    why="What partnerships report must stand in the paper; the paper is not written while a value is missing.",
)
OR_ELSE = "If papers should not show {it}, set in_paper: false for {it} in templates/returns."


def not_shown(names: Mapping[str, Name], reader: Reader) -> Iterator[Mistake]:
    """The reported values that the template prints nowhere, those of one table together."""
    missing: dict[str, list[str]] = {}
    told: dict[int, Name] = dict(reader.declared)  # a column has one name, wherever its values are shown
    for ref in every_name(names):
        if ref.name.reported and ref.path not in reader.printed and id(ref.name) not in told:
            told[id(ref.name)] = ref.name
            owner, _, word = ref.path.rpartition(".")
            missing.setdefault(owner, []).append(word)
    lists = {ref.path for ref in every_name(names) if ref.name.many}
    for owner, words in missing.items():
        yield _mistake(owner, words, reader, within_list=any(path in lists for path in _parents(owner)))


def _mistake(owner: str, words: list[str], reader: Reader, *, within_list: bool) -> Mistake:
    quoted = [f"“{word}”" for word in words]
    listed = " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    it, are = ("them", "are") if len(words) > 1 else ("it", "is")
    each, tag = reader.names.loops.get(owner, ("", None))
    if tag:
        put = f"Put {{{{ {each}.{words[0]} }}}} between {tag.typed} and its end."
    elif within_list:
        put = f"Repeat a row or a paragraph for each entry of {owner}, and show {it} there."
    else:
        put = f"Put {{{{ {f'{owner}.' if owner else ''}{words[0]} }}}} into the template."
    values = {
        "values": listed,
        "owner": owner or "the paper",
        "are": are,
        "remedy": f"{put} {OR_ELSE.format(it=it)}",
    }
    return Mistake(NOT_SHOWN, tag.line if tag else None, values)


def _parents(path: str) -> Iterator[str]:
    """A path and those above it."""
    while path:
        yield path
        path = path.rpartition(".")[0]
