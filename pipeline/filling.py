"""Texts that governance staff word: templates filled in a sandbox, each mistake told with its line."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from jinja2 import BaseLoader, DictLoader, Environment, StrictUndefined, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from pipeline.compiled import CODE, keep, recall
from pipeline.model import Address, Finding, Level, Rule
from pipeline.yaml_source import hint

REMEMBERED = 8  # sets of templates: letters and e-mails, each with and without escaping
NAMELESS = "<template>"  # what jinja2 calls the file of a template that comes from memory
CANNOT_FILL = Rule(
    "letter-template-fault",
    Level.ERROR,
    "The letter's template cannot be filled: {fault}.",
    "Open the file in a text editor and correct it. {hint}",
)


class Texts(Struct, frozen=True):
    """Templates by the names of their files; one whose name ends in .html has its values escaped."""

    sources: Mapping[str, str]

    def mistakes(self, name: str, known: Collection[str]) -> list[Finding]:
        """Mistakes of grammar in a template, and names in it that are not ``known``."""
        environment = self._environment(name)
        if not isinstance(environment.loader, BaseLoader):
            return []
        source = environment.loader.get_source(environment, name)[0]
        if recall("sound text", name, source, *sorted(known)) is not None:
            return []
        found = list(_mistakes(environment, name, source, known))
        if not found:
            keep(b"", "sound text", name, source, *sorted(known))
        return found

    def fill(self, name: str, values: Mapping[str, object]) -> tuple[str, list[Finding]]:
        """A template with its values; '' and what is wrong when it cannot be filled."""
        try:
            return self._environment(name).get_template(name).render(values), []
        except Exception as fault:  # noqa: BLE001 - a template can raise whatever an expression can; none may stop a run
            frames = traceback.extract_tb(fault.__traceback__)
            lines = [frame.lineno for frame in frames if frame.filename == NAMELESS]
            return "", [at_fault(name, lines[-1] if lines else None, str(fault) or type(fault).__name__)]

    def _environment(self, name: str) -> Environment:
        return _environment(tuple(self.sources.items()), name.endswith(".html"))


def _mistakes(environment: Environment, name: str, source: str, known: Collection[str]) -> Iterator[Finding]:
    try:
        tree = environment.parse(source, name)
        environment.compile(tree, name)
    except TemplateSyntaxError as fault:
        yield at_fault(name, fault.lineno, fault.message or "it cannot be read")
        return
    for unknown in sorted(meta.find_undeclared_variables(tree) - {*known, *environment.globals}):
        line = next((n for n, text in enumerate(source.split("\n"), 1) if unknown in text), 1)
        yield at_fault(name, line, f"there is no “{unknown}”", hint(unknown, list(known)))


@lru_cache(REMEMBERED)
def _environment(sources: tuple[tuple[str, str], ...], escaped: bool) -> Environment:
    """Where templates are filled; it keeps what they compile to, for the next letter."""
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(sources)),
        undefined=StrictUndefined,
        autoescape=escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=CODE,
    )


def at_fault(name: str, line: int | None, fault: str, near: str = "") -> Finding:
    """That the template ``name`` cannot be filled, with its line where it is known."""
    at = Address(name, cell=f"line {line}" if line else "")
    finding = CANNOT_FILL.found(at, fault=" ".join(fault.split()).rstrip("."), hint=near)
    return Finding(finding.rule, finding.level, at, finding.message, finding.remedy.strip())
