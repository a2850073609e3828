"""Reporting periods, and dates in words."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def in_words(day: date) -> str:
    """A date as public papers print it: ``21 November 2019`` (GOV.UK style guide)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class Period(Struct, frozen=True):
    """A reporting period: a month, or a quarter of a year."""

    year: int
    month: int = 0
    quarter: int = 0

    @classmethod
    def parse(cls, text: str) -> Period | None:
        """``2019-11`` or ``2019-Q3`` as a period; None when it is neither."""
        match = re.fullmatch(r"(\d{4})-(?:(0[1-9]|1[0-2])|Q([1-4]))", text.strip())
        return cls(int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else None

    def __str__(self) -> str:
        return f"{self.year}-Q{self.quarter}" if self.quarter else f"{self.year}-{self.month:02}"

    def precedes(self, other: Period) -> bool:
        """Whether this period is earlier than another of its kind; a month and a quarter are not compared."""
        return bool(self.quarter) == bool(other.quarter) and self.order < other.order

    @property
    def order(self) -> tuple[int, int, int]:
        """What periods of one kind are put in order by."""
        return self.year, self.month, self.quarter

    @property
    def last_day(self) -> date:
        """The last day of the month or quarter; a quarter is one of the calendar year."""
        month = self.month or self.quarter * 3
        return date(self.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)

    @property
    def financial_year(self) -> int:
        """The year in which its financial year begins: on 1 April, as for all public bodies in the UK."""
        return self.year if self.last_day.month > 3 else self.year - 1

    @property
    def title(self) -> str:
        """In words: ``November 2019``, ``Quarter 3 2019``."""
        return (
            f"Quarter {self.quarter} {self.year}" if self.quarter else f"{MONTHS[self.month - 1]} {self.year}"
        )
