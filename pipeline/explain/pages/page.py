"""A page's names → HTML that stands alone: one file, nothing fetched, no script."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.colour import ink
from pipeline.compiled import CODE

_ENVIRONMENT = Environment(
    loader=PackageLoader("pipeline.explain", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    bytecode_cache=CODE,
)
_ENVIRONMENT.filters |= {"ink": ink, "address": quote}


def page(template: str, names: Mapping[str, object]) -> str:
    """The page of a template in this folder."""
    return _ENVIRONMENT.get_template(template).render(names)


def style() -> str:
    """The look that all pages share."""
    return page("style.css", {})
