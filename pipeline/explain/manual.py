"""The rules' manual: what each rule says, why, and how to put it right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Rule

OPENING = """\
# The rules

Each return is read and checked by the rules below. What a rule finds is an error (to be put right), a warning (please
check) or a note (for information). No finding stops the paper, but for personal data that a public one would show. The
last chapter holds what is found while the papers are made. To change how much a rule matters, name it under `rules` in
`config.yaml`:

```yaml
rules:
  leftover-text: note
  figure-not-compared: "off"
```

Words in braces, such as {header}, stand for what was found. Each example begins with the place: the file, and in it
the sheet and the cell.
"""
CLOSING = "`python tests/write_manual.py` writes this page from the rules, and its examples from the files that the tests read.\n"


def manual(subjects: Mapping[str, Sequence[Rule]], examples: Mapping[str, str]) -> str:
    """The manual in Markdown, of rules by subject, in their order. ``examples`` gives by id what a rule has said."""
    contents = "\n".join(f"- [{subject}](#{_anchor(subject)})" for subject in subjects)
    chapters = (f"## {subject}\n\n{_chapter(rules, examples)}" for subject, rules in subjects.items())
    return "\n".join((OPENING, contents + "\n", *chapters, CLOSING))


def _anchor(subject: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", subject.casefold()).replace(" ", "-")


def _chapter(rules: Iterable[Rule], examples: Mapping[str, str]) -> str:
    return "\n".join(_page(rule, examples.get(rule.id, "")) for rule in rules)


def _page(rule: Rule, example: str) -> str:
    """One rule's part of the manual."""
    lines = [
        f"### {rule.id}",
        f"{rule.level.value.capitalize()}. {rule.why}",
        f"- It says: {_plain(rule.says)}",
        *([f"- For example: {example}"] if example else []),
        f"- To put it right: {_plain(rule.remedy)}",
    ]
    if rule.asks:
        lines.append(f"- A sender is asked: {_plain(rule.asks)}")
    return "\n\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:]) + "\n"


def _plain(wording: str) -> str:
    """A rule's wording as text: doubled braces are single ones on the screen."""
    return wording.replace("{{", "{").replace("}}", "}")
