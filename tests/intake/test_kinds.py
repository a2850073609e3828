"""What a cell means, for each kind of column."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.intake.kinds import READERS, understand
from pipeline.intake.workbook import legible
from pipeline.model import (
    Absent,
    Address,
    Cell,
    Column,
    Content,
    Figure,
    Paragraph,
    Period,
    Problem,
    Prose,
    Rating,
    RatingScheme,
    Run,
    replace,
)

HERE = Address("north.xlsx", "Programmes", "D7")
SCHEME = RatingScheme(
    "status",
    "Status",
    (
        Rating("Red", "C00000", "Off track.", ("R",)),
        Rating("Amber/Red", "FFC000", "Behind."),
        Rating("Green", "00703C", ""),
    ),
)
COLUMNS = {
    kind: Column(
        "column",
        "Column",
        kind,
        scheme=SCHEME,
        choices=("Higher", "Lower"),
        unit="weeks",
        lowest=1,
        highest=25,
    )
    for kind in READERS
}
ANY_TEXT = st.one_of(
    st.text(),
    st.text("0123456789-−/.,:%£' \u00a0QqNnov²٣stndrh", max_size=14),
    st.from_regex(r"\d{1,4}[-/. ]\w{1,4}[-/. ]\d{1,4}", fullmatch=True),
)
BULLETS = st.sampled_from(["", "• ", "- ", "– ", "* ", "o ", "\uf0b7 ", "  - ", "    ▪ ", "\t• "])
WORDS = st.text("abcdefghij XYZ0123456789&<{}%£é😀", min_size=1, max_size=20)


def meant(kind: str, typed: str) -> Content | Problem | None:
    """What a typed text means in a column of a kind, or why it has no meaning there."""
    value = understand(Cell(HERE, typed), COLUMNS[kind])
    return value.problem or value.content


@given(st.sampled_from(sorted(READERS)), ANY_TEXT, st.booleans(), st.booleans())
def test_no_text_makes_any_kind_fall(kind: str, text: str, error: bool, uncalculated: bool) -> None:
    """Whatever stands in a cell, it is blank, understood, or has a problem; what was typed is kept."""
    for typed in (text, legible(text)):
        value = understand(Cell(HERE, typed, error=error, uncalculated=uncalculated), COLUMNS[kind])
        assert value.address == HERE
        assert value.typed == ("" if uncalculated and not error else typed)
        assert value.problem is None or value.content is None
        assert value.blank or value.problem is not None or value.content is not None


@given(
    st.sampled_from(sorted(READERS)),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none() | st.dates(),
)
def test_no_number_or_date_makes_any_kind_fall(
    kind: str,
    number: Decimal,
    percent: bool,
    day: date | None,
) -> None:
    """Whatever number or date Excel holds, every kind has an answer."""
    value = understand(Cell(HERE, str(number), number=number, percent=percent, day=day), COLUMNS[kind])
    assert value.problem is not None or value.content is not None


@given(st.text())
def test_prose_keeps_every_visible_word(text: str) -> None:
    """Reading text as paragraphs and bullets takes away nothing that can be read."""
    typed = legible(text)
    assume(not any(line.lstrip().startswith("o") for line in typed.split("\n")))  # “o ” is a bullet of Word's
    assume(typed.strip("-–—"))  # a lone dash is queried
    prose = meant("long_text", typed)
    assert isinstance(prose, Prose)
    shown = "".join(paragraph.text for paragraph in prose.paragraphs)
    assert [sign for sign in shown if sign.isalnum()] == [sign for sign in typed if sign.isalnum()]


@given(st.lists(st.tuples(BULLETS, WORDS.map(str.strip).filter(bool)), min_size=1, max_size=8))
def test_bullets_go_and_their_words_stay(lines: list[tuple[str, str]]) -> None:
    """Each line becomes one paragraph: its bullet becomes its level, its words stay as they are."""
    prose = meant("long_text", "\n".join(bullet + words for bullet, words in lines))
    assert isinstance(prose, Prose)
    assert [paragraph.text for paragraph in prose.paragraphs] == [words for _, words in lines]
    assert [paragraph.level > 0 for paragraph in prose.paragraphs] == [bool(bullet) for bullet, _ in lines]


def test_nested_bullets_keep_their_levels() -> None:
    """Deeper indents are deeper levels, running text is level 0, empty lines are not shown."""
    assert meant("long_text", "Aims:\n\n• One\n    – Under one\n• Two\n2 - 3 weeks") == Prose(
        (
            Paragraph("Aims:"),
            Paragraph("One", 1),
            Paragraph("Under one", 2),
            Paragraph("Two", 1),
            Paragraph("2 - 3 weeks"),
        )
    )


def test_a_list_pasted_from_word_keeps_its_levels() -> None:
    """Word's three signs are three levels, also where pasting took the indents."""
    assert meant("long_text", "• One\no Under one\n▪ Deeper\n• Two") == Prose(
        (Paragraph("One", 1), Paragraph("Under one", 2), Paragraph("Deeper", 3), Paragraph("Two", 1))
    )


def test_bold_and_italics_keep_their_place() -> None:
    """What is bold or italic in a line is so in its paragraph; a bullet's sign is not part of it."""
    runs = (Run("Aims:\n- "), Run("One", bold=True), Run(" and "), Run("two\nEnd", italic=True))
    cell = Cell(HERE, "".join(run.text for run in runs), runs=runs)
    assert understand(cell, COLUMNS["long_text"]).content == Prose(
        (
            Paragraph("Aims:"),
            Paragraph("One and two", 1, (Run("One", bold=True), Run(" and "), Run("two", italic=True))),
            Paragraph("End", 0, (Run("End", italic=True),)),
        )
    )


@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_what_a_whole_cell_is_set_in_stresses_nothing(kind: str) -> None:
    """A word that is bold in a cell of italics, as the form's examples are set, is bold; nothing is italic."""
    runs = (Run("Care ", italic=True), Run("close", bold=True, italic=True), Run(" by", italic=True))
    value = understand(Cell(HERE, "Care close by", runs=runs), COLUMNS[kind])
    stressed = (Run("Care "), Run("close", bold=True), Run(" by"))
    assert value.runs == stressed
    if isinstance(value.content, Prose):
        assert value.content.paragraphs == (Paragraph("Care close by", 0, stressed),)


def test_a_line_that_is_bold_throughout_is_stressed_beside_others() -> None:
    """A lead line in bold above plain ones stays bold."""
    cell = Cell(HERE, "Aims\nOne", runs=(Run("Aims", bold=True), Run("\nOne")))
    assert understand(cell, COLUMNS["long_text"]).content == Prose(
        (Paragraph("Aims", 0, (Run("Aims", bold=True),)), Paragraph("One"))
    )


@pytest.mark.parametrize("gap", [" " * 32_000, "\n" * 32_000, " \n" * 16_000])
def test_long_gaps_in_a_short_text_cost_no_time(gap: str) -> None:
    """A short text with nothing but space in its midst is read at once, its line ends as one space."""
    assert meant("text", f"a{gap}b") == ("a b" if "\n" in gap else f"a{gap}b")


@pytest.mark.parametrize("typed", ["-5 per cent", "often late", "*starred", "https://example.org - a page"])
def test_what_is_no_bullet_stays_text(typed: str) -> None:
    """A minus sign or a word that begins with o is not a bullet."""
    assert meant("long_text", typed) == Prose((Paragraph(typed),))


@pytest.mark.parametrize("typed", ["Red", "red", " RED ", "R", "r.", "Red\u00a0"])
def test_a_rating_is_known_by_word_or_alias(typed: str) -> None:
    """Case, spaces and aliases do not matter."""
    assert meant("rating", typed) == SCHEME.ratings[0]


@pytest.mark.parametrize(
    "typed",
    ["Amber", "Amber (was red)", "Redd", "Green/Red", "Green, soon Red", "Green (red next month)", "TBC"],
)
def test_a_rating_is_never_guessed(typed: str) -> None:
    """A word that is not in the scheme is queried."""
    assert meant("rating", typed) is Problem.NOT_A_RATING


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Red (was amber)", "Red"),
        ("Red (was green)", "Red"),
        ("Green, previously Red", "Green"),
        ("Green - on plan", "Green"),
        ("red: two weeks behind", "Red"),
        ("Amber/Red (last month: Red)", "Amber/Red"),
        ("R was green", "Red"),
    ],
)
def test_a_rating_may_say_what_it_was(typed: str, word: str) -> None:
    """A word of the scheme first, then what it was or why: that word, inferred."""
    value = understand(Cell(HERE, typed), COLUMNS["rating"])
    assert isinstance(value.content, Rating)
    assert (value.content.word, value.inferred) == (word, True)


@pytest.mark.parametrize(("fill", "problem"), [("C00000", Problem.FILL_ONLY), ("D9D9D9", None), ("", None)])
def test_a_colour_is_no_rating(fill: str, problem: Problem | None) -> None:
    """A coloured cell without a word is queried; a grey one is blank."""
    value = understand(Cell(HERE, "", fill=fill), COLUMNS["rating"])
    assert (value.problem, value.content) == (problem, None)


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("typed", ["-", "–", "—", " - ", "--"])
def test_a_dash_is_queried_in_every_kind(kind: str, typed: str) -> None:
    """A lone dash could be nil, not applicable or forgotten."""
    assert meant(kind, typed) is Problem.DASH


@pytest.mark.parametrize("kind", sorted(READERS))
def test_what_is_struck_through_is_queried(kind: str) -> None:
    """Text that is struck through, wholly or in part, may hold or not."""
    assert understand(Cell(HERE, "Red", struck=True), COLUMNS[kind]).problem is Problem.STRUCK
    partly = Cell(HERE, "Red 5", runs=(Run("Red "), Run("5", struck=True)))
    assert understand(partly, COLUMNS[kind]).problem is Problem.STRUCK


@pytest.mark.parametrize(
    ("typed", "number", "unit", "note"),
    [
        ("38.4% YTD", "38.4", "per cent", "YTD"),
        ("100%*", "100", "per cent", "*"),
        ("88.4%¹²", "88.4", "per cent", "¹²"),
        ("17 (North)", "17", "weeks", "(North)"),
        ("12 weeks", "12", "weeks", ""),
        ("£1,250.50", "1250.50", "pounds", ""),
        ("−3", "-3", "weeks", ""),
        ("95 per cent", "95", "per cent", ""),
        ("0", "0", "weeks", ""),
        ("12,345,678", "12345678", "weeks", ""),
        ("+3%", "3", "per cent", ""),
        ("88.4%.", "88.4", "per cent", "."),
        ("£1.2m", "1200000", "pounds", ""),
        ("-£40,000", "-40000", "pounds", ""),
        ("−£1.2m (over)", "-1200000", "pounds", "(over)"),
        ("£3bn", "3000000000", "pounds", ""),
        ("92% (target 95%)", "92", "per cent", "(target 95%)"),
        ("12 people (North)", "12", "people", "(North)"),
        ("1 person", "1", "people", ""),
    ],
)
def test_a_figure_has_number_unit_and_note(typed: str, number: str, unit: str, note: str) -> None:
    """A figure is taken apart and shown as it was typed."""
    assert meant("figure", typed) == Figure(Decimal(number), unit, note, typed)


@pytest.mark.parametrize(
    "typed",
    [
        "9 per day / 3250 pa",
        "10²",
        "10 to 12",
        "10-12",
        "10 – 12",
        "about 5",
        "1/2",
        "3rd",
        "5m",
        "1.234,5",
        "12,5%",
        "1,2",
        "£1,25m",
        "-£-5",
        "1234,567",
        "5 weeks 3 days",
    ],
)
def test_two_numbers_are_no_figure(typed: str) -> None:
    """A range, a rate or a number among words is text, shown as typed and never compared."""
    assert meant("figure", typed) == typed


@pytest.mark.parametrize("typed", ["TBC", "good", "many"])
def test_words_are_no_figure(typed: str) -> None:
    """Words without a number are queried."""
    assert meant("figure", typed) is Problem.NOT_A_NUMBER


@pytest.mark.parametrize("number", ["0.95", "1", "-0.05"])
def test_a_fraction_where_per_cent_is_wanted_is_queried(number: str) -> None:
    """0.95 in a column of percentages, without their format, could be 0.95% or 95%."""
    column = replace(COLUMNS["figure"], unit="per cent")
    assert understand(Cell(HERE, number, number=Decimal(number)), column).problem is Problem.PER_CENT_UNCLEAR
    assert understand(Cell(HERE, "95", number=Decimal(95)), column).content == Figure(
        Decimal(95), "per cent", "", "95"
    )


def test_a_percentage_cell_is_the_same_figure() -> None:
    """0.384 in a cell formatted as per cent is 38.4 per cent."""
    value = understand(Cell(HERE, "38.4%", number=Decimal("0.384"), percent=True), COLUMNS["figure"])
    assert value.content == Figure(Decimal("38.4"), "per cent", "", "38.4%")


@pytest.mark.parametrize(
    "typed",
    [
        "21 November 2019",
        "21st Nov 2019",
        "Thursday 21 November, 2019",
        "November 21, 2019",
        "Nov 21st 2019",
        "21-Nov-19",
        "21/11/2019",
        "21.11.19",
        "2019-11-21",
        "21\u00a0November\u00a02019",
    ],
)
def test_a_date_is_read_as_people_type_it(typed: str) -> None:
    """Day, month and year in any usual order of words; day before month in figures."""
    assert meant("date", typed) == date(2019, 11, 21)


def test_a_serial_number_is_its_day() -> None:
    """A date that lost its format is still that day."""
    assert understand(Cell(HERE, "43790", number=Decimal(43790)), COLUMNS["date"]).content == date(
        2019, 11, 21
    )


@pytest.mark.parametrize("typed", ["31 November 2019", "29/02/2019", "11/21/2019", "0000-01-01"])
def test_an_impossible_date_is_told_apart(typed: str) -> None:
    """A date that looks right and is not in the calendar is a mistake of its own kind."""
    assert meant("date", typed) is Problem.IMPOSSIBLE_DATE


@pytest.mark.parametrize(
    "typed", ["by end of Oct", "May-12", "10th October", "end of November 2019", "November 2019"]
)
def test_half_a_date_is_no_date(typed: str) -> None:
    """What lacks a day or a year is never completed by guess."""
    assert meant("date", typed) is Problem.DATE_WITHOUT_YEAR


@pytest.mark.parametrize("typed", ["soon", "12", "Q3"])
def test_words_are_no_date(typed: str) -> None:
    """What names no month is no date at all."""
    assert meant("date", typed) is Problem.NOT_A_DATE


@pytest.mark.parametrize(
    ("typed", "inferred"),
    [
        ("03/04/2019", True),
        ("3.4.19", True),
        ("13/04/2019", False),
        ("04/04/2019", False),
        ("3 April 2019", False),
    ],
)
def test_a_date_in_figures_has_its_day_first(typed: str, inferred: bool) -> None:
    """Day before month; where the month first would give another day, that is said."""
    value = understand(Cell(HERE, typed), COLUMNS["date"])
    assert isinstance(value.content, date)
    assert (value.content.month, value.inferred) == (4, inferred)


@pytest.mark.parametrize(
    "typed", ["November 2019", "nov-19", "Nov '19", "2019-11", "11/2019", "NOVEMBER 2019."]
)
def test_a_month_is_read_as_people_type_it(typed: str) -> None:
    """A reporting month in words or figures."""
    assert meant("month", typed) == Period(2019, 11)


@pytest.mark.parametrize("typed", ["Q3 2019", "Quarter 3 2019", "2019-q3"])
def test_a_quarter_is_a_period_too(typed: str) -> None:
    """A reporting quarter in words or figures."""
    assert meant("month", typed) == Period(2019, quarter=3)


def test_a_number_keeps_to_its_bounds() -> None:
    """Figures, thousands and bounds; words and marks are no number."""
    assert meant("number", "12") == Decimal(12)
    assert meant("number", "26") is Problem.OUT_OF_RANGE
    assert meant("number", "1,000") is Problem.OUT_OF_RANGE
    assert meant("number", "12*") is Problem.NOT_A_NUMBER
    assert meant("number", "1,2") is Problem.NOT_A_NUMBER


def test_yes_no_and_choice() -> None:
    """Yes and no in their usual forms, a choice in any case; nothing else."""
    assert (meant("yes_no", "Y"), meant("yes_no", "No")) == (True, False)
    assert meant("yes_no", "maybe") is Problem.NOT_YES_OR_NO
    assert meant("choice", "higher") == "Higher"
    assert meant("choice", "High") is Problem.NOT_A_CHOICE


def test_nil_blank_and_nought_are_three_things() -> None:
    """An empty cell is blank, 0 is a figure, Nil is neither."""
    assert understand(Cell(HERE, ""), COLUMNS["figure"]).blank
    assert meant("figure", "0") == Figure(Decimal(0), "weeks", "", "0")
    assert meant("figure", "Nil") is meant("number", "none") is meant("date", "NIL.") is Absent.NIL
    assert (
        meant("figure", "n/a")
        is meant("month", "N/A")
        is meant("number", "not applicable")
        is Absent.NOT_APPLICABLE
    )
    assert meant("text", "None") == "None"
