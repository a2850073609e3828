"""The page of the names that a template may use."""

from pipeline.explain.fields import fields_page
from pipeline.names import Name

NAMES = {
    "cover": Name(
        "The cover.", "group", {"title": Name("The title."), "draft": Name("A draft?", "yes or no")}
    ),
    "sections": Name(
        "One for each partnership.",
        "list",
        {
            "name": Name("Its name."),
            "risks": Name(
                "Its risks.",
                "list",
                {"rating": Name("How grave.", "rating", choices=("High", "Low"))},
                many=True,
            ),
            "gaps": Name("What is missing.", "list", many=True),
        },
        many=True,
    ),
}
VALUES = {
    "cover": {"title": "R&D <today>", "draft": True},
    "sections": [{"name": "North", "risks": [{"rating": "High"}], "gaps": ["A return"]}, {"name": "South"}],
}


def test_tags_stand_ready_to_copy() -> None:
    """Every name is given as it is typed in Word, with what it is and what it holds now."""
    page = fields_page("A paper", NAMES, VALUES)
    for typed in (
        "<code>{{ cover.title }}</code></td><td>The title.</td><td>text</td><td>R&amp;D &lt;today&gt;</td>",
        "<code>{%p if cover.draft %}</code><br><code>{%p endif %}</code></td><td>A draft?</td><td>yes or no</td><td>yes</td>",
        "<code>{{ section.name }}</code></td><td>Its name.</td><td>text</td><td>North</td>",
        "<code>{{ risk.rating }}</code></td><td>How grave. One of: High, Low.</td><td>rating</td><td>High</td>",
        "<code>{{ gap }}</code></td><td>Each entry.</td><td>text</td><td>A return</td>",
    ):
        assert typed in page


def test_lists_show_how_to_repeat() -> None:
    """A list of rows is repeated by rows, a list that holds lists by lines; both say how many entries there are."""
    page = fields_page("A paper", NAMES, VALUES)
    for_sections = "<code>{%p for section in sections %}</code><br><code>{%p endfor %}</code>"
    for_risks = "<code>{%tr for risk in section.risks %}</code><br><code>{%tr endfor %}</code>"
    assert f"{for_sections}</td><td>One for each partnership.</td><td>list of 2</td>" in page
    assert f"{for_risks}</td><td>Its risks.</td><td>list of 1</td>" in page


def test_a_name_that_holds_nothing_is_listed_too() -> None:
    """Without a value the name still stands, and long values are shortened."""
    page = fields_page("A paper", NAMES, {"cover": {"title": "y" * 500}})
    assert "<code>{{ risk.rating }}</code>" in page
    assert "y" * 157 + "..." in page
    assert "y" * 158 not in page
