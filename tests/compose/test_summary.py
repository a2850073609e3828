"""The one-page summary: its counts add up, and what matters most stands first."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from filled_form import FIRST_ROW, NOVEMBER, SOUND, FilledForm
from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.summary import highest_risks, summary
from pipeline.merge import merge
from pipeline.model import (
    Address,
    Content,
    Edition,
    Figure,
    Form,
    FormTable,
    Partnership,
    Problem,
    Rating,
    RatingScheme,
    Record,
    RegisterEntry,
    Return,
    Standing,
    Table,
    Value,
    replace,
)  # fmt: skip
from pipeline.scores import risk_score
from pipeline.settings import Settings

HERE = Address("a.xlsx", "Programmes", "B5")
FORM = Form("small", 1, "A small form", "", "partnership", (), ())
STATUS = RatingScheme(
    "status",
    "Status",
    (
        Rating("Red", "C00000", "Off track.", needs_attention=True),
        Rating("Amber", "FFC000", "Behind."),
        Rating("Green", "00703C", "On plan."),
    ),
)


def value(content: Content | Problem | None) -> Value:
    """A cell that means this."""
    if isinstance(content, Problem):
        return Value(HERE, "typed", problem=content)
    return Value(HERE, "" if content is None else str(content), content)


def table(table_id: str, rows: list[dict[str, Content | Problem | None]]) -> Table:
    """A table with these rows."""
    records = tuple(Record(HERE, {name: value(cell) for name, cell in row.items()}) for row in rows)
    return Table(FormTable(table_id, table_id, table_id, table_id, ()), records, rows_in=len(records))


def edition(*returns: dict[str, list[dict[str, Content | Problem | None]]] | None) -> Edition:
    """One partnership for each return; None is one that never came."""
    entries = []
    for number, tables in enumerate(returns):
        partnership = Partnership(f"p{number}", f"Partnership {number}", "small")
        if tables is None:
            entries.append(RegisterEntry(partnership, Standing.MISSING))
        else:
            made = {name: table(name, rows) for name, rows in tables.items()}
            entries.append(RegisterEntry(partnership, Standing.RECEIVED, Return("a.xlsx", FORM, {}, made)))
    return Edition(NOVEMBER, tuple(entries), {})


STATUSES = st.sampled_from([*STATUS.ratings, None, Problem.NOT_A_RATING])
FIGURES = st.one_of(
    st.none(),
    st.just(Problem.NOT_A_NUMBER),
    st.builds(
        lambda number, unit: Figure(Decimal(number), unit, "", f"{number}"),
        st.integers(0, 3),
        st.sampled_from(["weeks", "per cent"]),
    ),
)
SCORES = st.one_of(st.none(), st.just(Problem.OUT_OF_RANGE), st.integers(1, 25).map(Decimal))
FACTORS = st.one_of(st.none(), st.integers(1, 5).map(Decimal))
RETURNS = st.none() | st.fixed_dictionaries(
    {
        "programmes": st.lists(st.fixed_dictionaries({"programme": st.just("P"), "status": STATUSES})),
        "risks": st.lists(
            st.fixed_dictionaries({"score": SCORES, "likelihood": FACTORS, "impact": FACTORS}), max_size=6
        ),
        "measures": st.lists(
            st.fixed_dictionaries(
                {"target": FIGURES, "actual": FIGURES, "better": st.sampled_from(["Higher", "Lower", None])}
            ),
            max_size=6,
        ),
    }
)


def rows(of: Edition, table_id: str) -> Iterator[Record]:
    """Every row of a table in an edition."""
    for entry in of.register:
        if entry.accepted and table_id in entry.accepted.tables:
            yield from entry.accepted.tables[table_id].records


@given(st.lists(RETURNS, max_size=5))
def test_the_counts_add_up(settings: Settings, returns: list[Any]) -> None:
    """Whatever was returned: each line adds up to its total, the lines to the last one, and that to the rows."""
    whole = edition(*returns)
    made: Any = summary(whole, settings.papers[0], replace(settings, rating_schemes={"status": STATUS}))
    *lines, last = made["counts"]
    for line in made["counts"]:
        assert sum(line["of_each"]) + line["unrated"] == line["total"]
        assert len(line["of_each"]) == len(made["ratings"]) == len(STATUS.ratings)
    assert last["name"] == "All partnerships"
    assert last["total"] == sum(line["total"] for line in lines) == made["programme_count"]
    assert made["programme_count"] == len(list(rows(whole, "programmes")))
    for place in range(len(STATUS.ratings)):
        assert last["of_each"][place] == sum(line["of_each"][place] for line in lines)
    assert len(made["red"]) == last["of_each"][0]
    assert made["received_count"] + len(made["gaps"]) == made["expected_count"] == len(returns)
    listed = sum(len(group["measures"]) for group in made["off_target"])
    assert listed == made["off_target_count"] <= made["measure_count"] <= len(list(rows(whole, "measures")))


@given(st.lists(RETURNS, max_size=5))
def test_risks_are_ranked(settings: Settings, returns: list[Any]) -> None:
    """The highest scores stand first; every scored risk is ranked, and no other; no more than asked for listed."""
    whole = edition(*returns)
    scores = [risk_score(line.record) or Decimal(0) for line in highest_risks(whole)]
    assert scores == sorted(scores, reverse=True)
    scored = [
        isinstance(record.values["score"].content, Decimal)
        or all(record.values[name].content is not None for name in ("likelihood", "impact"))
        for record in rows(whole, "risks")
    ]
    assert len(scores) == sum(scored)
    made: Any = summary(whole, settings.papers[0], settings)
    assert len(made["risks"]) == min(len(scores), settings.papers[0].highest_risks)


def test_of_equal_risks_the_first_in_the_paper_stands_first() -> None:
    """Risks of one score keep the order of the paper."""
    whole = edition(
        {"risks": [{"risk": "A", "score": Decimal(9)}, {"risk": "B", "score": Decimal(16)}]},
        {"risks": [{"risk": "C", "score": Decimal(16)}, {"risk": "D", "score": None}]},
    )
    assert [
        (int(line.record.number("score") or 0), str(line.name("risk")), line.partnership)
        for line in highest_risks(whole)
    ] == [
        (16, "B", "Partnership 0"),
        (16, "C", "Partnership 1"),
        (9, "A", "Partnership 0"),
    ]


def test_a_rating_of_another_scheme_is_counted_too(settings: Settings) -> None:
    """A form may rate by a scheme of another name; its programmes are not missing from the counts."""
    assurance = Rating("Limited", "FFC000", "Limited assurance.")
    whole = edition({"programmes": [{"status": assurance}, {"status": STATUS.ratings[2]}]})
    schemes = {"status": STATUS, "assurance": RatingScheme("assurance", "Assurance", (assurance,))}
    made: Any = summary(whole, settings.papers[0], replace(settings, rating_schemes=schemes))
    [_, last] = made["counts"]
    assert sum(last["of_each"]) + last["unrated"] == last["total"] == 2


def test_what_is_missing_stands_in_the_summary(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """The summary names each partnership that is not reported, and why."""
    whole = merge(
        settings.partnerships,
        {"north": form.contents()},
        {"maternity": "It reports October 2019."},
        NOVEMBER,
        forms,
    )
    made: Any = summary(whole, settings.papers[0], settings)
    assert (made["received_count"], made["expected_count"]) == (1, 4)
    assert made["gaps"] == [
        "Children's Services Collaborative: No return was received for November 2019.",
        "Saltmere Local Maternity System: The return for November 2019 was held out. It reports October 2019.",
        "South West Saltmere Care Partnership: No return was received for November 2019.",
    ]


def test_an_edition_without_returns_has_a_summary(settings: Settings, forms: dict[str, Form]) -> None:
    """When nothing came, every count is nought and nothing fails."""
    made: Any = summary(merge(settings.partnerships, {}, {}, NOVEMBER, forms), settings.papers[0], settings)
    assert made["counts"] == [
        {"name": "All partnerships", "of_each": [0, 0, 0, 0, 0], "unrated": 0, "total": 0}
    ]
    assert (made["red"], made["risks"], made["off_target"], len(made["gaps"])) == ([], [], [], 4)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [("No clinic has a lease", "No clinic has a lease"), (None, "No reason was given.")],
)
def test_a_red_programme_gives_its_own_reason(
    settings: Settings, forms: dict[str, Form], form: FilledForm, reason: str | None, expected: str
) -> None:
    """The reason is the partnership's; where it gives none, none is made up from its progress."""
    form.put("Programmes", "Project status", "Red")
    form.put("Programmes", "Reason for status", reason)
    whole = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    made: Any = summary(whole, settings.papers[0], settings)
    [line] = made["red"]
    assert (str(line["programme"]), line["partnership"], str(line["reason"])) == (
        "Care close to home",
        "North Alderwick Care Partnership",
        expected,
    )


def test_measures_off_target_stand_under_their_partnership(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Measures off target are listed with figures and targets; those on target and not rated are not."""
    others: list[dict[str, object]] = [
        {"Measure": "On target", "Target": 10, "Actual": 12},
        {"Measure": "Lower is better", "Target": 10, "Actual": 12, "Better when": "Lower"},
        {"Measure": "Unlike units", "Target": "10 weeks", "Actual": "12%"},
    ]
    for row, typed in enumerate(others, FIRST_ROW + 1):
        form.fill_row("Measures", typed, row)
    whole = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    made: Any = summary(whole, settings.papers[0], settings)
    [group] = made["off_target"]
    assert group["partnership"] == "North Alderwick Care Partnership"
    assert [[str(line[name]) for name in ("measure", "target", "actual")] for line in group["measures"]] == [
        ["Seen within 18 weeks", "92%", "88.4% YTD"],
        ["Lower is better", "10", "12"],
    ]
    assert (made["off_target_count"], made["measure_count"]) == (2, 3)


def test_a_risk_in_the_summary_carries_word_and_score(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """A ranked risk shows its first line, its score, and the rating with its fill."""
    form.fill_row("Risks", {**SOUND["Risks"], "Risk description": "Too few nurses\n- in the north"})
    whole = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    made: Any = summary(whole, settings.papers[0], settings)
    [risk] = made["risks"]
    assert (str(risk["risk"]), str(risk["score"])) == ("Too few nurses", "12")
    assert (str(risk["rating"]), risk["rating"].fill) == ("High", "FFC000")


def test_risks_without_a_score_are_ranked_by_their_rating(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """A rating ranks a risk, whether or not it is scored; within a rating the score does."""
    for row, (name, rating, score) in enumerate(
        [
            ("A", "High", 12),
            ("B", "Very high", None),
            ("C", "Moderate", None),
            ("D", None, None),
            ("E", None, 9),
        ],
        FIRST_ROW,
    ):
        form.fill_row(
            "Risks", {"Ref": name, "Risk description": name, "Current rating": rating, "Score": score}, row
        )
    whole = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    assert [str(line.name("risk")) for line in highest_risks(whole)] == ["B", "A", "E", "C"]


def test_a_name_with_a_full_stop_is_followed_by_words(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """A sentence that names a risk loses its full stop where other words follow it."""
    form.put("Risks", "Risk description", "Too few nurses apply. ")
    whole = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    assert str(highest_risks(whole)[0].name("risk")) == "Too few nurses apply"
