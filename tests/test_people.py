"""Counts of people in sentences and tables, and the many numbers that count something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.people import WORDS, bare_counts, counts_people, small_counts


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 children waited", "3"),
        ("two patients", "two"),
        ("Four vulnerable young people", "Four"),
        ("3 looked after children", "3"),
        ("one patient has waited 66 weeks", "one"),
        ("2\nfamilies", "2"),
        ("- 2 babies", "2"),
        ("-2 babies", "2"),
        ("3 (three) children", "3"),
        ("one of two children", "two"),
        ("this month 3 pupils", "3"),
        ("fewer than 3 patients", "3"),
        ("only two under-fives", "two"),
        ("3 stillbirths", "3"),
        ("2 referrals came", "2"),
        ("a couple of families", "couple"),
        ("A child was harmed.", "A"),
        ("numbers are low, currently 3", "3"),
        ("Numbers remain small (2)", "2"),
        ("Few children are involved (3 at present), so", "3"),
        ("number of children waiting: 3", "3"),
        ("Patients: 2", "2"),
        ("The caseload is now 3.", "3"),
        ("of these (n=4)", "4"),
        ("Of the 12 children on the list 4 are still waiting", "4"),
        ("9 patients, of whom two died", "two"),
    ],
)
def test_small_counts_in_sentences_are_found(text: str, number: str) -> None:
    """In digits or words, beside the people or told without them."""
    assert [text[start:end] for start, end in small_counts(text, 5)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "3 weeks",
        "2 hospitals",
        "3 programmes",
        "Phase 2",
        "Phase 2 patients",
        "Tier 4 patients",
        "Year 3 pupils",
        "1 in 4 children",
        "a two-year plan",
        "two year old children",
        "5% of patients",
        "3 per cent of patients",
        "aged 0 to 25",
        "children aged 0 to 4",
        "0-4 children",
        "a target of 4 patients",
        "up to 3 patients",
        "4 groups of children",
        "groups of 4 children",
        "3 or more children",
        "families with 2 children",
        "0 patients",
        "5 children",
        "1,003 patients",
        "2.5 patients",
        "2 million children",
        "2:1 patients",
        "2018/19 patients",
        "2 patients per bed",
        "3 patients a week",
        "3 children's hubs",
        "two patient forums",
        "one patient forum",
        "one child health hub",
        "3 hubs support families",
        "On 3 November children returned",
        "2 Children and Young People",
        "If a child is seen late",
        "support for a child who was ill",
        "a child-friendly ward",
        "3 nurses",
        "two public representatives",
        "two business cases",
        "fewer than 5 children",
        "numbers are low, currently 11",
        "numbers are low in one area",
        "Outcomes for children: 1. Better",
        "the first child",
        "of the 12 children on the list 40 are waiting in Phase 2",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    """Time, places, ages, shares, rates, targets, headings and staff are no counts of patients."""
    assert small_counts(text, 5) == []


@given(st.integers(0, 25), st.integers(0, 25))
def test_the_threshold_parts_what_may_be_shown(count: int, threshold: int) -> None:
    """Counts from 1 up to the threshold are found, in digits and in words; 0 and the threshold itself are not."""
    typed = [str(count), *([WORDS[count - 1]] if 0 < count <= len(WORDS) else [])]
    for number in typed:
        assert bool(small_counts(f"{number} children", threshold)) is (0 < count < threshold)
        assert bool(bare_counts(number, threshold)) is (0 < count < threshold)


@given(st.text(max_size=200))
def test_no_text_makes_the_search_fall(text: str) -> None:
    """Whatever is typed, the places found lie within it."""
    for spans in (small_counts(text, 5), bare_counts(text, 5)):
        assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    ("text", "numbers"), [("3", ["3"]), ("12 (3 in North)", ["3"]), ("two", ["two"]), ("1 or 2", ["1", "2"])]
)
def test_any_small_number_counts_where_people_are_counted(text: str, numbers: list[str]) -> None:
    """Under a unit of people, a number needs no noun."""
    assert [text[start:end] for start, end in bare_counts(text, 5)] == numbers


@pytest.mark.parametrize(
    "text", ["3%", "3 per cent", "2 weeks", "12 (at 3 November 2019)", "Q3", "2.5", "0", "14", "3/11/2019"]
)
def test_shares_times_and_dates_are_no_counts(text: str) -> None:
    """Under a unit of people, what says that it is something else is left alone."""
    assert bare_counts(text, 5) == []


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("Number of young people waiting", True),
        ("Children seen late", True),
        ("Stillbirths", True),
        ("Seen within 18 weeks", False),
        ("Patients' forums", False),
        ("Share of children seen", False),
    ],
)
def test_a_measure_counts_people_by_its_name(name: str, counts: bool) -> None:
    """A measure that starts with people, or with the number of them, counts them."""
    assert counts_people(name) is counts


@pytest.mark.parametrize(
    "text", ["3 children ", "a child ", "one ", "number of ", "few children ", "(3 ", " ", "y"]
)
def test_the_longest_cell_takes_no_time(text: str) -> None:
    """A cell as full as Excel allows is searched without a pattern running away (the test would never end)."""
    small_counts((text * 32767)[:32767], 5)
