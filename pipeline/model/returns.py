"""What a return holds, and the file that it came in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from pipeline.model.findings import Address, Finding
from pipeline.model.forms import Form, FormTable
from pipeline.model.periods import Period
from pipeline.model.ratings import Rating
from pipeline.model.values import Content, Value


class Record(Struct, frozen=True, gc=False):
    """One row of a table: its values by column id, each with its cell."""

    address: Address
    values: Mapping[str, Value]

    def content(self, column_id: str) -> Content | None:
        """What a cell of the row means; None when it is blank, absent or not understood."""
        value = self.values.get(column_id)
        return value.content if value else None

    def rating(self, column_id: str) -> Rating | None:
        """The rating in a cell of the row, if there is one."""
        found = self.content(column_id)
        return found if isinstance(found, Rating) else None

    def number(self, column_id: str) -> Decimal | None:
        """The number in a cell of the row, if there is one."""
        found = self.content(column_id)
        return found if isinstance(found, Decimal) else None


class Table(Struct, frozen=True):
    """The rows of one table of a return. ``rows_in`` = records + held out; where a table has rows, one that says Nil is held out.

    In the part of an edition that a public paper shows, ``exempt`` rows were left out.
    """

    definition: FormTable
    records: tuple[Record, ...] = ()
    held_out: tuple[Finding, ...] = ()
    nil: bool = False
    rows_in: int = 0
    found: bool = True
    exempt: int = 0


class Return(Struct, frozen=True, weakref=True):
    """One workbook as understood: whose it is and what it reports. Ids give fields and tables.

    ``saved`` is when the file says that it was saved, in UTC; ``digest`` is the SHA-256 of its bytes.
    """

    file: str
    form: Form
    fields: Mapping[str, Value]
    tables: Mapping[str, Table]
    saved: datetime | None = None
    digest: str = ""

    def content(self, field_id: str) -> Content | None:
        """What a single field says; None when it is blank, absent or not understood."""
        value = self.fields.get(field_id)
        return value.content if value else None

    def records(self, table_id: str) -> tuple[Record, ...]:
        """The rows of a table; none when the form has no such table."""
        table = self.tables.get(table_id)
        return table.records if table else ()

    @property
    def period(self) -> Period | None:
        """The period that it reports, if it says one that is understood."""
        found = self.content("period")
        return found if isinstance(found, Period) else None


class Submission(Struct, frozen=True):
    """One file as received: the return read from it, if any, and what was found on reading."""

    file: str
    contents: Return | None
    findings: tuple[Finding, ...] = ()
