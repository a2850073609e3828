"""Tags whose words cannot be understood."""

import pytest
from template_trials import found, template


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("{% if cover.draft = 1 %}Draft{% endif %}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{% if cover.draft = 1 %}” cannot be understood: one = sets a value, and does not compare. It stands in “{% if cover.draft = 1 %}Draft{% endif %}”.",
                "To compare, write == in its place.",
            ],
            id="one equals sign",
        ),
        pytest.param(
            template("{{ cover title }}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{{ cover title }}” cannot be understood: “title” stands where it should end.",
                "A name is written without spaces: put _ or . in their place, or delete “title”.",
            ],
            id="a name with a space",
        ),
        pytest.param(
            template("Paper: {{ }}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{{ }}” cannot be understood: something is missing before its end. It stands in “Paper: {{ }}”.",
                "Correct the tag in Word.",
            ],
            id="nothing",
        ),
        pytest.param(
            template("{% for x sections %}{{ x.name }}{% endfor %}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{% for x sections %}” cannot be understood: the word “in” is missing. It stands in “{% for x sections %}{{ x.name }}{% endfor %}”.",
                "Write {% for row in section.programmes %}, with your own names.",
            ],
            id="no in",
        ),
        pytest.param(
            template("{{ cover.title § }}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{{ cover.title § }}” cannot be understood: “§” has no meaning in a tag.",
                "Delete “§”, or put words in quotes.",
            ],
            id="a sign without meaning",
        ),
        pytest.param(
            template("{{ (cover.title }}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{{ (cover.title }}” cannot be understood: “)” is missing before “}”.",
                "Correct the tag in Word.",
            ],
            id="a bracket left open",
        ),
        pytest.param(
            template("{{ cover..title }}"),
            [
                "error template-tag-syntax: paragraph before the first heading",
                "“{{ cover..title }}” cannot be understood: a name is missing after a dot.",
                "Correct the tag in Word.",
            ],
            id="two dots",
        ),
    ],
)
def test_a_tag_that_cannot_be_understood_is_said(data: bytes, told: list[str]) -> None:
    """What is wrong within a tag is told in plain words, and nothing follows from it."""
    assert found(data) == told
