"""The tables of a paper: all its partnerships' rows together."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.compose.tables import tables
from pipeline.model import (
    Address,
    Column,
    Content,
    Edition,
    Figure,
    Form,
    FormTable,
    Partnership,
    Period,
    Rating,
    RatingScheme,
    Record,
    RegisterEntry,
    Return,
    Standing,
    Table,
    Value,
    replace,
)
from pipeline.saying import said
from pipeline.settings import PaperSettings, TableSettings

RED, GREEN = Rating("Red", "C00000", "Off track"), Rating("Green", "00703C", "On track")
STATUS = RatingScheme("status", "Status", (RED, GREEN))
SPENDING = FormTable(
    "spending",
    "Spending",
    "Spending",
    "project",
    (
        Column("project", "Project", "text"),
        Column("theme", "Theme", "choice", choices=("Homes", "Schools")),
        Column("status", "Status", "rating", scheme=STATUS),
        Column("month", "Month", "month"),
        Column("budget", "Budget", "figure", unit="pounds"),
        Column("actual", "Actual", "figure", unit="pounds"),
    ),
)
FORM = Form("money", 1, "Money", "", "partnership", (), (SPENDING,))
Cells = Mapping[str, Content | None]


def pounds(number: int) -> Figure:
    """A figure in pounds."""
    return Figure(Decimal(number), "pounds", "", f"£{number}")


def edition(*returns: list[Cells] | None) -> Edition:
    """One partnership for each return; None is one that never came, an empty list one that says Nil."""
    entries = []
    for number, rows in enumerate(returns):
        records = tuple(
            Record(
                Address("a.xlsx", "Spending", f"A{row}"),
                {
                    name: Value(Address("a.xlsx", "Spending", f"{name}{row}"), said(content) if content else "", content)
                    for name, content in cells.items()
                },
            )
            for row, cells in enumerate(rows or [])
        )  # fmt: skip
        table = Table(SPENDING, records, nil=not records, rows_in=len(records))
        whole = None if rows is None else Return("a.xlsx", FORM, {}, {"spending": table})
        standing = Standing.RECEIVED if whole else Standing.MISSING
        entries.append(
            RegisterEntry(Partnership(f"p{number}", f"Department {number}", "money"), standing, whole)
        )
    return Edition(Period(2019, 11), tuple(entries), {"money": FORM})


def table(whole: Edition, **settings: Any) -> Any:
    """The table of spending as configured."""
    paper = PaperSettings("p", "C", "T", "t.docx", (), tables={"spending": TableSettings(**settings)})
    return tables(whole, paper)["spending"]


def words(rows: Any, name: str) -> list[str]:
    """What stands in a column, row by row."""
    return [str(row[name]) for row in rows]


def test_rows_of_all_partnerships_stand_together() -> None:
    """Rows keep the order of the paper and say whose they are; without configuration every table is there."""
    whole = edition([{"project": "B"}, {"project": "A"}], None, [{"project": "C"}])
    made: Any = tables(whole, PaperSettings("p", "C", "T", "t.docx", ()))["spending"]
    assert words(made["rows"], "project") == ["B", "A", "C"]
    assert words(made["rows"], "partnership") == ["Department 0", "Department 0", "Department 2"]


def test_ratings_are_put_in_order_worst_first() -> None:
    """A rating's order is that of its scheme; what is not rated comes last."""
    rows: list[Cells] = [{"project": name, "status": one} for name, one in zip("abc", (GREEN, None, RED), strict=True)]  # fmt: skip
    assert words(table(edition(rows), order_by="status")["rows"], "status") == ["Red", "Green", "Not rated"]


def test_the_highest_can_come_first() -> None:
    """Figures are put in order by their size, not by their digits."""
    rows: list[Cells] = [{"project": "a", "budget": pounds(9)}, {"project": "b", "budget": pounds(100)}]
    assert words(table(edition(rows), order_by="budget", highest_first=True)["rows"], "project") == ["b", "a"]


def test_months_are_put_in_the_order_of_the_calendar() -> None:
    """Neither months nor days go by the letters of their names."""
    rows: list[Cells] = [{"project": name, "month": Period(2019, n)} for name, n in zip("abc", (4, 12, 9), strict=True)]  # fmt: skip
    assert words(table(edition(rows), order_by="month")["rows"], "project") == ["a", "c", "b"]


def test_rows_can_be_narrowed_by_their_words() -> None:
    """Only rows whose column holds one of the words are taken."""
    rows: list[Cells] = [{"project": "a", "status": RED}, {"project": "b", "status": GREEN}]
    assert words(table(edition(rows), only={"status": ("Red",)})["rows"], "project") == ["a"]


def test_a_table_can_take_what_no_other_takes() -> None:
    """Rows whose words no other table asks for, or that say nothing, are not lost; a table that is left out keeps its own."""
    rows: list[Cells] = [
        {"project": name, "status": one} for name, one in zip("abc", (RED, None, GREEN), strict=True)
    ]
    red, rest = TableSettings("spending", only={"status": ("Red",)}), TableSettings("spending", rest=True)
    paper = PaperSettings("p", "C", "T", "t.docx", (), tables={"red": red, "rest": rest})
    made: Any = tables(edition(rows), paper)
    assert [words(made[name]["rows"], "project") for name in ("red", "rest")] == [["a"], ["b", "c"]]
    hidden = replace(paper, tables={"red": replace(red, left_out=True), "rest": rest})
    made = tables(edition(rows), hidden)
    assert [words(made[name]["rows"], "project") for name in ("red", "rest")] == [[], ["b", "c"]]


def test_groups_stand_in_their_declared_order() -> None:
    """A group for each word, in the order of the choices; rows without one come last, none is lost."""
    rows: list[Cells] = [
        {"project": "a", "theme": "Schools"},
        {"project": "b", "theme": None},
        {"project": "c", "theme": "Homes"},
        {"project": "d", "theme": "Schools"},
    ]
    groups = table(edition(rows), group_by="theme")["groups"]
    assert [(str(group["name"]), words(group["rows"], "project")) for group in groups] == [
        ("Homes", ["c"]),
        ("Schools", ["a", "d"]),
        ("Not given", ["b"]),
    ]


def test_figures_are_added_up_by_group_and_in_all() -> None:
    """Totals and differences are worked out for each row, each group and the whole."""
    rows: list[Cells] = [
        {"project": "a", "theme": "Homes", "budget": pounds(1200), "actual": pounds(1000)},
        {"project": "b", "theme": "Schools", "budget": pounds(300), "actual": pounds(450)},
    ]
    made = table(
        edition(rows),
        group_by="theme",
        total=("budget", "actual"),
        differences={"variance": ("budget", "actual")},
    )
    assert words(made["rows"], "variance") == ["£200", "-£150"]
    assert {name: str(one) for name, one in made["totals"].items()} == {
        "budget": "£1,500",
        "actual": "£1,450",
        "variance": "£50",
    }
    assert str(made["groups"][1]["totals"]["budget"]) == "£300"


def test_a_sum_with_a_gap_is_no_sum() -> None:
    """Where a figure is missing or has another unit, no total is made up."""
    per_cent = Figure(Decimal(5), "per cent", "", "5%")
    for other in (None, per_cent, "about 5"):
        rows: list[Cells] = [{"project": "a", "budget": pounds(5)}, {"project": "b", "budget": other}]
        assert str(table(edition(rows), total=("budget",))["totals"]["budget"]) == "Cannot be worked out"


def test_values_can_become_columns() -> None:
    """A row for each thing, a column for each month in its order, and words where nothing was given."""
    months = [Period(2019, 11), Period(2019, 9), Period(2019, 10)]
    rows: list[Cells] = [{"project": "a", "month": month, "budget": pounds(n)} for n, month in enumerate(months)]  # fmt: skip
    rows.append({"project": "b", "month": months[0], "budget": pounds(7)})
    made = table(edition(rows), across="month", values="budget")
    assert list(map(str, made["across"])) == ["September 2019", "October 2019", "November 2019"]
    assert [list(map(str, row["cells"])) for row in made["rows"]] == [
        ["£1", "£2", "£0"],
        ["Not given", "Not given", "£7"],
    ]


def test_a_rating_that_is_missing_among_the_columns_is_not_rated() -> None:
    """Set across or not, a gap has the words of its column."""
    rows: list[Cells] = [
        {"project": "a", "month": Period(2019, 9), "status": RED},
        {"project": "a", "month": Period(2019, 10), "status": None},
        {"project": "b", "month": Period(2019, 10), "status": GREEN},
    ]
    made = table(edition(rows), across="month", values="status")
    assert [list(map(str, row["cells"])) for row in made["rows"]] == [
        ["Red", "Not rated"],
        ["Not rated", "Green"],
    ]


def test_partnerships_can_become_columns() -> None:
    """A column for each partnership; two cells that would share a place stand in two rows."""
    whole = edition(
        [{"project": "a", "budget": pounds(1)}, {"project": "a", "budget": pounds(2)}],
        [{"project": "a", "budget": pounds(3)}],
    )
    made = table(whole, across="partnership", values="budget")
    assert list(map(str, made["across"])) == ["Department 0", "Department 1"]
    assert [list(map(str, row["cells"])) for row in made["rows"]] == [["£1", "£3"], ["£2", "Not given"]]


def test_an_empty_table_says_why() -> None:
    """Nil is an answer; nothing at all is said to be nothing."""
    assert table(edition([]))["nothing"] == "Nil return: nothing to report here."
    assert table(edition(None))["nothing"] == "Nothing was reported here."
    assert table(edition([{"project": "a"}]))["nothing"] == ""


def test_a_table_that_is_left_out_has_no_rows_and_says_nothing() -> None:
    """A template that serves two papers knows the table in both; in one of them it is empty without a word."""
    made = table(edition([{"project": "a"}]), left_out=True)
    assert (made["rows"], made["groups"], made["nothing"], made["exempt"]) == ([], [], "", "")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "project": st.sampled_from(["a", "b", "c"]),
            "theme": st.sampled_from(["Homes", "Schools", None]),
            "status": st.sampled_from([RED, GREEN, None]),
            "budget": st.one_of(st.none(), st.integers(-999, 999).map(pounds), st.just("several")),
        }
    )
)
BY = st.sampled_from(["", "theme", "status", "budget"])


@given(st.lists(st.one_of(st.none(), ROWS), min_size=1, max_size=3), BY, BY, st.booleans())
def test_no_row_is_lost_or_doubled(
    returns: list[list[Cells] | None], order_by: str, group_by: str, highest_first: bool
) -> None:
    """However rows are ordered, grouped or set across, each stands once."""
    whole = edition(*returns)
    made = table(whole, order_by=order_by, group_by=group_by, highest_first=highest_first)
    count = sum(len(rows or []) for rows in returns)
    assert len(made["rows"]) == sum(len(group["rows"]) for group in made["groups"]) == count
    turned = table(whole, across="theme", values="budget")
    assert sum(str(cell) != "Not given" for row in turned["rows"] for cell in row["cells"]) == sum(
        row["budget"] is not None for rows in returns for row in rows or []
    )
