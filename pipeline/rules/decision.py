"""What decides which returns count, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from pipeline.model import Finding, Return


class Terms(Struct, frozen=True):
    """What the configuration says about returns: the last day for each sender, and what becomes of unsigned and missing ones.

    ``titles`` are those of the forms, by id.
    """

    due: Mapping[str, date] = field(default_factory=dict)
    hold_unsigned: bool = False
    carry_forward: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)


USUAL = Terms()


class Acceptance(Struct):
    """The return that counts for each partnership (and the cover's), reasons for those held out, findings.

    ``whose`` gives, for each file that somebody has to answer for, the id of the sender. ``carried`` are the earlier
    positions to show, by sender; ``late`` the senders whose return came late; ``remarks`` what the register is to
    say, by sender. ``compared`` are pairs of returns whose differences are to be listed: one that does not count,
    and the one that does. What was found on reading the files ``passed_over`` is nobody's concern.
    """

    accepted: dict[str, Return] = field(default_factory=dict)
    held_out: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    whose: dict[str, str] = field(default_factory=dict)
    carried: dict[str, Return] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    remarks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    compared: list[tuple[Return, Return]] = field(default_factory=list)
    passed_over: set[str] = field(default_factory=set)
