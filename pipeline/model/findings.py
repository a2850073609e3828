"""What a run has to say, and where: findings, their rules and addresses."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Level(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"


class Address(Struct, frozen=True, gc=False):
    """Where something stands: a file, perhaps a sheet in it, perhaps a cell (or ``line 3``) in that."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return self.file + (f" › {self.within}" if self.within else "")

    @property
    def within(self) -> str:
        """The place inside the file: ``Programmes!D7``."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


class Finding(Struct, frozen=True):
    """Something the reader of a run should know: what was found, where, and what is wanted.

    ``asked`` is what the sender of a return is asked, where that is not the remedy; ``sender`` is the
    id of the one concerned, where no file tells.
    """

    rule: str
    level: Level
    address: Address
    message: str
    remedy: str
    asked: str = ""
    sender: str = ""


class Rule(Struct, frozen=True):
    """A rule's identity and wording, which holds ``{names}`` filled from what was found.

    ``asks`` is what a sender is asked, where the remedy speaks to those who build the paper; ``why`` is what the
    rule is for, in the manual's words.
    """

    id: str
    level: Level
    says: str
    remedy: str
    asks: str = ""
    why: str = ""

    def found(self, address: Address, **values: object) -> Finding:
        """This rule's finding at ``address``, worded with ``values``."""
        says, remedy, asks = (text.format(**values) for text in (self.says, self.remedy, self.asks))
        return Finding(self.id, self.level, address, says, remedy, asks)
