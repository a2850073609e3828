"""How a template's tags are worked out: sandboxed, strict about names, and every value kept as a token."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import ChainableUndefined, Template, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from msgspec import Struct

from pipeline.compiled import CODE
from pipeline.model import Paragraph, Shown
from pipeline.printable import printable

# Noncharacters: no keyboard and no document has them, and XML 1.0 allows them.
OPEN, CLOSE = "\ufdd0", "\ufdd1"
TOKENS = "committee_papers_tokens"
WITH_NAMES = (dict, Mapping)  # nearly all are the first, which is told apart much faster
PRINTED = (Undefined, Markup)  # a block or macro is Markup, whose own values are tokens already
COMPILED = 64  # texts of templates kept as code: the body, headers, footers and notes of a dozen templates


class UnknownName(ChainableUndefined):
    """A name that the paper does not have. It never prints nothing: each use of it is remembered."""

    used: list[UnknownName]

    def remember(self) -> UnknownName:
        """Note that a template has used the name."""
        self.used.append(self)
        return self

    def __str__(self) -> str:
        self.remember()
        return ""

    def __iter__(self) -> Any:
        return iter((self.remember(),)[1:])

    def __bool__(self) -> bool:
        self.remember()
        return False

    def __len__(self) -> int:
        self.remember()
        return 0

    def __eq__(self, other: object) -> bool:
        self.remember()
        return False

    __hash__ = ChainableUndefined.__hash__

    @property
    def name(self) -> str:
        """The name as the template has it."""
        return str(self._undefined_name)

    def candidates(self, top: Mapping[str, object]) -> list[str]:
        """The names that exist where this one was looked for."""
        obj = self._undefined_obj
        if isinstance(obj, Mapping):
            return [str(key) for key in obj]
        if isinstance(obj, Struct):
            return list(obj.__struct_fields__)
        return list(top) if type(obj).__name__ == "MissingType" else []


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Sandboxed; a column called ``update`` or ``items`` is a column, not a method of the row."""

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:  # noqa: A002 - as the base class names it
        """A template's text ready to be filled: what it compiles to is kept, for the next paper of the same template."""
        code = _compiled(self.autoescape, source) if isinstance(source, str) else self.compile(source)
        return (template_class or self.template_class).from_code(self, code, self.make_globals(globals), None)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What ``obj.attribute`` means in a template."""
        if isinstance(obj, WITH_NAMES) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@lru_cache(COMPILED)
def _compiled(autoescape: bool, source: str) -> CodeType:
    """The code that fills a template; it is the same for every paper, whatever names that has."""
    environment = TemplateEnvironment(autoescape=autoescape, finalize=token)
    bucket = CODE.get_bucket(environment, "paper", None, source)
    if bucket.code is None:
        bucket.code = environment.compile(source)
        CODE.set_bucket(bucket)
    return bucket.code


@pass_context
def token(context: Context, value: Any) -> str:
    """Leave a token for a value, and remember the value."""
    if isinstance(value, PRINTED):
        return str(value)
    tokens: list[Shown] = context[TOKENS]
    tokens.append(value if isinstance(value, Shown) else Shown((Paragraph(printable(str(value))),)))
    return f"{OPEN}{len(tokens) - 1}{CLOSE}"
