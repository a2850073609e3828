"""The rules' manual: what each rule says, why, and how to put it right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pipeline.model import Rule

OPENING = """\
# The rules

Each return is read and checked by the rules below. What a rule finds is an error (to be put right), a warning (please
check) or a note (for information). No finding stops the paper, but for personal data that a public one would show. To
change how much a rule matters, name it under `rules` in `config.yaml`:

```yaml
rules:
  leftover-text: note
  figure-not-compared: "off"
```

Words in braces, such as {header}, stand for what was found.
"""
CLOSING = "`python tests/write_manual.py` writes this page from the rules themselves.\n"


def manual(subjects: Mapping[str, Sequence[Rule]]) -> str:
    """The manual in Markdown, of rules by subject, in their order."""
    contents = "\n".join(f"- [{subject}](#{_anchor(subject)})" for subject in subjects)
    chapters = (f"## {subject}\n\n{_chapter(rules)}" for subject, rules in subjects.items())
    return "\n".join((OPENING, contents + "\n", *chapters, CLOSING))


def _anchor(subject: str) -> str:
    return re.sub(r"[^a-z0-9 -]", "", subject.casefold()).replace(" ", "-")


def _chapter(rules: Iterable[Rule]) -> str:
    return "\n".join(map(_page, rules))


def _page(rule: Rule) -> str:
    """One rule's part of the manual."""
    lines = [
        f"### {rule.id}",
        f"{rule.level.value.capitalize()}. {rule.why}",
        f"- It says: {_plain(rule.says)}",
        f"- To put it right: {_plain(rule.remedy)}",
    ]
    if rule.asks:
        lines.append(f"- A sender is asked: {_plain(rule.asks)}")
    return "\n\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:]) + "\n"


def _plain(wording: str) -> str:
    """A rule's wording as text: doubled braces are single ones on the screen."""
    return wording.replace("{{", "{").replace("}}", "}")
