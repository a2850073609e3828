"""A page that lists every name that a paper's template may use, to copy from into Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from msgspec import Struct

from pipeline.explain.pages.page import style
from pipeline.names import Name

LONGEST = 160  # characters of a value on the page
INTRODUCTION = """\
<p>Copy a tag from this page into the Word template, and give it the format that the value should have. A list is
repeated: {%tr stands in a row of its own above and below the row to repeat, {%p in a line of its own above and below
the lines to repeat. Either mark may be changed into the other.</p>
"""


class _Line(Struct, frozen=True):
    """One name on the page: its tags as they are typed in Word, what it is, and what it holds now."""

    tags: tuple[str, ...]
    kind: str
    meaning: str
    value: str


def fields_page(title: str, names: Mapping[str, Name], values: Mapping[str, object]) -> str:
    """The page as HTML that stands alone. ``values`` are what the names hold in the current edition."""
    heading = f"Names for the template of {escape(title)}"
    parts = "".join(_part(name, names[name], values.get(name)) for name in names)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{heading}</title>'
        f"<style>{style()}code {{ white-space: nowrap }}</style></head>\n<body><main><h1>{heading}</h1>\n"
        f"{INTRODUCTION}{parts}</main></body></html>\n"
    )


def _part(name: str, declared: Name, value: object) -> str:
    """The names under one of the first names, as a table with a heading."""
    rows = "".join(_row(line) for line in _lines(name, declared, value))
    headings = "".join(f'<th scope="col">{one}</th>' for one in ("Type in Word", "What it is", "Kind", "Now"))
    return (
        f"<h2>{escape(name)}</h2>\n<p>{escape(declared.meaning)}</p>\n"
        f'<div class="scroll" role="region" aria-label="{escape(name)}" tabindex="0"><table><tr>{headings}</tr>\n{rows}</table></div>\n'
    )


def _row(line: _Line) -> str:
    tags = "<br>".join(f"<code>{escape(tag)}</code>" for tag in line.tags)
    return (
        f"<tr><td>{tags}</td><td>{escape(line.meaning)}</td><td>{line.kind}</td>"
        f"<td>{escape(line.value)}</td></tr>\n"
    )


def _lines(path: str, declared: Name, value: object, taken: tuple[str, ...] = ()) -> Iterator[_Line]:
    """A name and those below it. ``taken`` are the words that the loops around it use for their entries."""
    if declared.many:
        entry = _entry(path, taken)
        rows = declared.members and not any(one.many for one in declared.members.values())
        mark = "tr" if rows else "p"  # entries that hold no lists of their own are rows of a table
        ends = (f"{{%{mark} for {entry} in {path} %}}", f"{{%{mark} endfor %}}")
        yield _Line(ends, f"list of {_count(value)}", declared.meaning, "")
        first = next(iter(_entries(value)), None)
        if declared.members:
            yield from _below(entry, declared.members, first, (*taken, entry))
        else:
            yield _Line((f"{{{{ {entry} }}}}",), "text", "Each entry.", _said(first))
    elif declared.kind == "group":
        yield from _below(path, declared.members, value, taken)
    elif declared.kind == "yes or no" and not declared.choices:
        yield _Line((f"{{%p if {path} %}}", "{%p endif %}"), declared.kind, declared.meaning, _said(value))
    else:
        meaning = " ".join(filter(None, [declared.meaning, _words(declared.choices)]))
        yield _Line((f"{{{{ {path} }}}}",), declared.kind, meaning, _said(value))


def _below(path: str, members: Mapping[str, Name], value: object, taken: tuple[str, ...]) -> Iterator[_Line]:
    for name, declared in members.items():
        held = value.get(name) if isinstance(value, Mapping) else None
        yield from _lines(f"{path}.{name}", declared, held, taken)


def _entry(path: str, taken: Iterable[str]) -> str:
    """A word for the entries of a list that no loop around it uses."""
    last = path.rpartition(".")[2]
    word = {"rows": "row", "ratings": "rating", "lines": "line"}.get(last, last.removesuffix("s"))
    word = word if word != last else "entry"
    while word in taken:
        word = f"inner_{word}"
    return word


def _entries(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _count(value: object) -> str:
    return str(len(_entries(value)))


def _words(choices: Iterable[str]) -> str:
    """The words that a name can print."""
    words = [word for word in choices if word]
    return f"One of: {', '.join(words)}." if words else ""


def _said(value: object) -> str:
    """What a name holds now, shortened."""
    if value is None:
        return ""
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else words[: LONGEST - 3].rstrip() + "..."
