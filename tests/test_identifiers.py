"""What tells who somebody is, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.identifiers import (
    RECOGNISERS,
    Recogniser,
    dates_of_birth,
    emails,
    may_identify,
    nhs_numbers,
    passes_modulus_11,
    postcodes,
    starred,
    telephones,
    without_identifiers,
)

# 943 476 5919 and 401 023 2137 are printed as examples in public documents; 07700 900 and 01632 960 are kept for drama.
VALID, OTHER_VALID, FAILS = "9434765919", "4010232137", "9434765918"
NINE_DIGITS = st.text("0123456789", min_size=9, max_size=9)


def check_digit(nine: str) -> int:
    """The check digit as the NHS Data Dictionary words it; 10 means that there is no such number."""
    remainder = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    return 0 if remainder == 0 else 11 - remainder


@given(NINE_DIGITS)
def test_one_check_digit_at_most_passes(nine: str) -> None:
    """Of the ten digits that may close a number, the one that the Data Dictionary works out passes, and no other."""
    passing = [digit for digit in range(10) if passes_modulus_11(f"{nine}{digit}")]
    assert passing == [digit for digit in [check_digit(nine)] if digit < 10]


@given(NINE_DIGITS, st.sampled_from([" ", "-", "\u00a0", "\u2009", ""]))
def test_spacing_makes_no_difference(nine: str, gap: str) -> None:
    """A number after the word patient is found exactly when it passes, whether grouped 3-3-4 or not."""
    digits = f"{nine}{min(check_digit(nine), 9)}"
    number = gap.join((digits[:3], digits[3:6], digits[6:]))
    wanted = [(8, 8 + len(number))] if passes_modulus_11(digits) and len(set(digits)) > 1 else []
    assert nhs_numbers(f"Patient {number} was seen") == wanted


@given(st.text("0123456789", min_size=11, max_size=30))
def test_a_part_of_a_longer_number_is_none(digits: str) -> None:
    """Ten digits within more digits are never an NHS number."""
    assert nhs_numbers(f"Patient {digits}") == []


@given(st.text("0123456789 ()-@.abAB/ſ", max_size=40), st.sampled_from(["", "Date of birth", "NHS number"]))
def test_what_identifies_nobody_at_a_glance_identifies_nobody(text: str, label: str) -> None:
    """The glance that saves most texts a search lets through whatever any recogniser finds."""
    if any(recognise(text, label) for recognise in RECOGNISERS):
        assert may_identify(text, label)


@given(st.text(max_size=200))
def test_no_text_makes_a_recogniser_fall(text: str) -> None:
    """Whatever is typed, the places found lie within it, and starring keeps its length and hides them all."""
    for recognise in RECOGNISERS:
        assert all(0 <= start < end <= len(text) for start, end in recognise(text, ""))
    assert len(without_identifiers(text)) == len(text)


@pytest.mark.parametrize(
    ("recognise", "text", "value"),
    [
        (nhs_numbers, f"seen ({VALID}) again", VALID),
        (nhs_numbers, "943 476 5919, a girl", "943 476 5919"),
        (nhs_numbers, "patient ref 401-023-2137", "401-023-2137"),
        (nhs_numbers, f"patient ref {VALID}", VALID),
        (nhs_numbers, "Ref: 943 476 5919", "943 476 5919"),
        (nhs_numbers, f"NHS number: {FAILS}", FAILS),
        (nhs_numbers, "NHS no. 943 476 5918", "943 476 5918"),
        (dates_of_birth, "DOB 3/4/2012", "3/4/2012"),
        (dates_of_birth, "D.O.B.: 03-04-12", "03-04-12"),
        (dates_of_birth, "date of birth is 3 April 2012", "3 April 2012"),
        (dates_of_birth, "She was born on 3rd of April 2012.", "3rd of April 2012"),
        (dates_of_birth, "Born: April 3, 2012", "April 3, 2012"),
        (dates_of_birth, "seen 2012-04-03 (dob)", "2012-04-03"),
        (postcodes, "of SO23 8AB, Hampshire", "SO23 8AB"),
        (postcodes, "at so23 8ab", "so23 8ab"),
        (postcodes, "EC1A1BB", "EC1A1BB"),
        (postcodes, "(W1A 0AX)", "W1A 0AX"),
        (postcodes, "GIR 0AA", "GIR 0AA"),
        (telephones, "Call 01632 960123 24/7", "01632 960123"),
        (telephones, "(01632) 960123", "(01632) 960123"),
        (telephones, "020 7946 0958.", "020 7946 0958"),
        (telephones, "0300 123 4567", "0300 123 4567"),
        (telephones, "07700900123", "07700900123"),
        (telephones, "+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
        (telephones, "0044 7700 900123", "0044 7700 900123"),
        (telephones, "016977 2345", "016977 2345"),
        (telephones, "Tel: 7700900123", "7700900123"),
        (emails, "Ask jo.o'neil@x.nhs.uk.", "jo.o'neil@x.nhs.uk"),
        (emails, "<mailto:a+b@example.org>", "mailto:a+b@example.org"),
    ],
)
def test_what_tells_who_somebody_is_is_found(recognise: Recogniser, text: str, value: str) -> None:
    """Each kind is found in the ways that people type it, to the character."""
    assert [text[start:end] for start, end in recognise(text, "")] == [value.removeprefix("mailto:")] or (
        [text[start:end] for start, end in recognise(text, "")] == [value]
    )
    assert may_identify(text)


@pytest.mark.parametrize(
    ("recognise", "text"),
    [
        (nhs_numbers, FAILS),
        (nhs_numbers, "1111111111"),
        (nhs_numbers, f"£{OTHER_VALID}"),
        (nhs_numbers, f"{OTHER_VALID} pounds"),
        (nhs_numbers, f"{OTHER_VALID}.50"),
        (nhs_numbers, "4,010,232,137"),
        (nhs_numbers, f"Invoice no. {OTHER_VALID}"),
        (nhs_numbers, f"Document Number: {VALID}"),
        (nhs_numbers, f"tel {VALID}"),
        (nhs_numbers, "+1 943 476 5919"),
        (nhs_numbers, "0123456789"),
        (dates_of_birth, "approved on 21 November 2019"),
        (dates_of_birth, "babies born on 3 March 2012"),
        (dates_of_birth, "all who were born before 1 September 2015"),
        (dates_of_birth, "born in March 2012"),
        (dates_of_birth, "a stubborn 3/4/2012"),
        (postcodes, "Q3 2019"),
        (postcodes, "A4 1 page"),
        (postcodes, "SO23"),
        (postcodes, "SO23 8"),
        (postcodes, "SO23 8CK"),
        (postcodes, "AA1 1AA"),
        (postcodes, "came w1 2nd"),
        (postcodes, "form so238ab"),
        (telephones, "Ref: 01234567890"),
        (telephones, "Reference number 07700 900123"),
        (telephones, "01/02/2019"),
        (telephones, "01-02-2019"),
        (telephones, "0.1234567890"),
        (telephones, "04123 456789"),
        (telephones, "7700900123"),
        (telephones, "01 02 03 04 05"),
        (emails, "@nhs"),
        (emails, "a @ b.com"),
    ],
)
def test_what_only_looks_like_it_is_left_alone(recognise: Recogniser, text: str) -> None:
    """Money, references, periods, cohorts and parts of things are nobody."""
    assert recognise(text, "") == []


@pytest.mark.parametrize(
    ("recognise", "label", "text"),
    [
        (nhs_numbers, "NHS number", FAILS),
        (nhs_numbers, "Patient", "0000000019"),
        (dates_of_birth, "Date of birth", "3 April 2012"),
        (telephones, "Telephone", "1632960123"),
    ],
)
def test_a_header_says_as_much_as_a_word(recognise: Recogniser, label: str, text: str) -> None:
    """What the column is headed counts like the same words beside the value, and without it there is none."""
    assert recognise(text, label) == [(0, len(text))]
    assert may_identify(text, label)
    assert recognise(text, "") == []


def test_every_date_of_a_list_is_found() -> None:
    """Of several dates of birth in a row none is passed over."""
    assert len(dates_of_birth("dates of birth 1/2/2010, 3/4/2012 and 5/6/2013")) == 3


def test_stars_keep_the_length() -> None:
    """A star for each character: what else the text says stays where it was."""
    assert starred("a bc d", [(2, 4)]) == "a ** d"
    assert without_identifiers("Ring 07700 900123 at SO23 8AB") == "Ring ************ at ********"


@pytest.mark.parametrize(
    "text", ["y", "0", "a@", "943 476 5919 ", "born ", "01632 960123 ", "1/2/2019 ", " "]
)
def test_the_longest_cell_takes_no_time(text: str) -> None:
    """A cell as full as Excel allows is searched without a pattern running away (the test would never end)."""
    without_identifiers((text * 32767)[:32767])
