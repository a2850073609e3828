"""Parts that many workbooks have alike, such as the styles of all returns on one form: read once, known by their bytes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from pipeline.intake.xlsx.limits import DamagedPartError, Meter, RefusedError
from pipeline.intake.xlsx.package import Package, package_of_one
from pipeline.limits import Limits

LONGEST = 32_768  # bytes: styles and themes are shorter
REMEMBERED = 128  # a form's workbooks have about ten such parts
T = TypeVar("T")


def read_alike(package: Package, name: str, read: Callable[..., T], *about: Hashable) -> T:
    """What ``read(package, name, *about)`` gives, which goes by the part's bytes alone and must not be changed.

    It costs what reading the part costs. One that is long, or at fault in any way, is read as if for the first time.
    """
    data = package.at_once(name, LONGEST)
    known = _known(read, data, package.meter.limits, *about) if data is not None else None
    if known is None:
        return read(package, name, *about)
    package.meter.add(known.cost)
    result: T = known.result
    return result


class _Known(NamedTuple):
    """What a part was read to, and what that cost."""

    result: Any
    cost: Meter


@lru_cache(REMEMBERED)
def _known(read: Callable[..., Any], data: bytes, limits: Limits, *about: Hashable) -> _Known | None:
    """What a part's bytes are read to; None when they are at fault."""
    alone = package_of_one("part", data, Meter(limits))
    try:
        return _Known(read(alone, "part", *about), alone.meter)
    except (RefusedError, DamagedPartError):
        return None
