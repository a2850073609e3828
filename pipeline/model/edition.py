"""The edition of a period: who sends returns, and how each stands in the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from pipeline.model.forms import Form
from pipeline.model.periods import Period
from pipeline.model.returns import Return


class Partnership(Struct, frozen=True):
    """A body that sends a return, as configured. ``email`` are the addresses to which its messages go."""

    id: str
    name: str
    form: str
    aliases: tuple[str, ...] = ()
    email: tuple[str, ...] = ()


class Standing(StrEnum):
    """How a partnership stands in the register of returns."""

    RECEIVED = "Received"
    NIL = "Nil return"
    MISSING = "Not received"
    HELD_OUT = "Held out"


class RegisterEntry(Struct, frozen=True):
    """One expected partnership: what came, and why it was held out if it was.

    ``carried`` is the return of an earlier period whose position is shown for want of one that counts;
    ``remarks`` say what else is to be known of the return that is shown; ``due`` is the last day for it, where one
    is set.
    """

    partnership: Partnership
    standing: Standing
    accepted: Return | None = None
    reason: str = ""
    carried: Return | None = None
    late: bool = False
    remarks: tuple[str, ...] = ()
    due: date | None = None

    @property
    def shown(self) -> Return | None:
        """The return that the paper shows: the one that counts, else an earlier position."""
        return self.accepted or self.carried

    @property
    def position(self) -> str:
        """The earlier period whose position is shown, in words; '' when none is."""
        period = None if self.accepted or not self.carried else self.carried.period
        return period.title if period else ""

    @property
    def label(self) -> str:
        """The partnership's name, with the period of an earlier position: ``North Alderwick, October 2019``."""
        return self.partnership.name + (f", {self.position}" if self.position else "")


class Edition(Struct, frozen=True):
    """One period: every expected partnership in paper order, and the report author's return for each paper's cover.

    ``forms`` are all return forms by id; ``before`` the editions of earlier periods, the latest first.
    """

    period: Period
    register: tuple[RegisterEntry, ...]
    forms: Mapping[str, Form]
    covers: tuple[RegisterEntry, ...] = ()
    before: tuple[Edition, ...] = ()

    @property
    def returns(self) -> tuple[Return, ...]:
        """Every return that a paper draws on, those of the covers last."""
        return tuple(entry.shown for entry in (*self.register, *self.covers) if entry.shown)

    def cover(self, paper: str) -> Return | None:
        """The report author's return for the paper with that id, if it came."""
        return next((entry.accepted for entry in self.covers if entry.partnership.id == paper), None)
