"""Which of several returns counts."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Address, Content, Form, Problem, Return, Value, replace
from pipeline.rules.versions import because, lateness, originals, signed_off, the_one_that_counts

FORM = Form("small", 1, "A small form", "", "partnership", (), ())
HERE = Address("a.xlsx", "About", "B3")


def value(content: Content | Problem | None) -> Value:
    """A cell that means this."""
    if isinstance(content, Problem):
        return Value(HERE, "typed", problem=content)
    return Value(HERE, "" if content is None else str(content), content)


def made(
    file: str = "a.xlsx",
    version: Content | Problem | None = None,
    approved: Content | Problem | None = None,
    saved: datetime | None = None,
) -> Return:
    """A return with these answers."""
    fields = {"version": value(version), "approved_on": value(approved), "approved_by": value("Director")}
    return Return(file, FORM, fields, {}, saved, digest=file)


DAYS = st.dates(date(2019, 11, 1), date(2019, 11, 3))
MOMENTS = st.datetimes(datetime(2019, 11, 1), datetime(2019, 11, 2), timezones=st.just(UTC))  # noqa: DTZ001
SENT = st.lists(
    st.tuples(
        st.sampled_from([None, Problem.NOT_A_NUMBER, Decimal(1), Decimal(2)]),
        st.sampled_from([None, Problem.NOT_A_DATE]) | DAYS,
        st.none() | MOMENTS | st.just(datetime(2019, 11, 1, tzinfo=UTC)),
    ),
    min_size=1,
    max_size=6,
)


@given(SENT, st.randoms())
def test_the_order_of_files_never_matters(sent: list[Any], shuffler: Random) -> None:
    """Exactly one return counts or none does, whatever the order; and none that counts is behind another."""
    returns = [made(f"{number}.xlsx", *answers) for number, answers in enumerate(sent)]
    best = the_one_that_counts(returns)
    shuffled = list(returns)
    shuffler.shuffle(shuffled)
    assert the_one_that_counts(shuffled) is best
    if best is None:
        assert len(returns) > 1
        return
    for other in (one for one in returns if one is not best):
        assert the_one_that_counts([best, other]) is best
        assert because(best, other)


@given(st.lists(st.sampled_from("abc"), min_size=1), st.randoms())
def test_copies_are_set_aside_whatever_their_order(digests: list[str], shuffler: Random) -> None:
    """Of each set of identical files the first by name is kept, and each other one names it."""
    returns = [replace(made(f"{place}.xlsx"), digest=digest) for place, digest in enumerate(digests)]
    kept, copies = originals(returns)
    shuffler.shuffle(returns)
    again, same = originals(returns)
    assert ([one.file for one in kept], copies) == ([one.file for one in again], same)
    assert len(kept) == len(set(digests))
    assert {*copies, *(one.file for one in kept)} == {one.file for one in returns}
    assert set(copies.values()) <= {one.file for one in kept}


def test_a_file_that_does_not_say_when_it_was_saved_decides_nothing() -> None:
    """Of two returns alike one of which says when it was saved, neither counts."""
    assert (
        the_one_that_counts([made("a.xlsx", saved=datetime(2019, 11, 1, tzinfo=UTC)), made("b.xlsx")]) is None
    )


@pytest.mark.parametrize(
    ("best", "other", "expected"),
    [
        (made(version=Decimal(3)), made(version=Decimal(2)), "has the higher version (3 against 2)"),
        (made(version=Decimal(2)), made(), "has the higher version (2 against 1)"),
        (
            made(approved=date(2019, 11, 15)),
            made(approved=date(2019, 11, 14)),
            "was approved later (15 November 2019 against 14 November 2019)",
        ),
        (made(approved=date(2019, 11, 15)), made(), "was approved later (15 November 2019 against no date)"),
        (
            made(saved=datetime(2019, 11, 20, 9, tzinfo=UTC)),
            made(saved=datetime(2019, 11, 19, 10, tzinfo=UTC)),
            "was saved later (20 November 2019 against 19 November 2019)",
        ),
        (
            made(saved=datetime(2019, 11, 20, 9, 0, 7, tzinfo=UTC)),
            made(saved=datetime(2019, 11, 20, 9, 0, 5, tzinfo=UTC)),
            "was saved later (20 November 2019 at 09:00:07 UTC against 20 November 2019 at 09:00:05 UTC)",
        ),
    ],
)
def test_the_reason_is_given_with_both_sides(best: Return, other: Return, expected: str) -> None:
    """What decided is said with what each of the two has."""
    assert the_one_that_counts([replace(other, file="b.xlsx"), best]) is best
    assert because(best, other) == expected


@pytest.mark.parametrize(
    ("by", "on", "expected"),
    [
        ("Director", date(2019, 11, 14), True),
        ("Director", Problem.DATE_WITHOUT_YEAR, True),
        ("Director", Problem.IMPOSSIBLE_DATE, True),
        ("Director", Problem.NOT_A_DATE, False),
        ("Director", None, False),
        ("TBC", date(2019, 11, 14), False),
        (Problem.DASH, date(2019, 11, 14), False),
        (None, date(2019, 11, 14), False),
    ],
)
def test_signed_off_means_a_name_and_a_date(
    by: Content | Problem | None, on: Content | Problem | None, expected: bool
) -> None:
    """Blanks, dashes and placeholders sign nothing; a date that has to be queried does."""
    fields = {"approved_by": value(by), "approved_on": value(on)}
    assert signed_off(Return("a.xlsx", FORM, fields, {})) is expected


@given(st.none() | MOMENTS, st.none() | DAYS, st.none() | DAYS)
def test_a_return_is_late_only_after_the_last_day(
    saved: datetime | None, approved: date | None, due: date | None
) -> None:
    """The saved date decides, else the approval; without them, or without a last day, nothing is late."""
    came = saved.date() if saved else approved
    late = lateness(made(approved=approved, saved=saved), [], due)
    assert bool(late) == (came is not None and due is not None and came > due)
