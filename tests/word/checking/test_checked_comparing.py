"""Comparisons that can never hold."""

import pytest
from template_trials import found, template

ROWS = ("{%p for x in sections %}", "{%p for row in x.programmes %}")
END = ("{%p endfor %}", "{%p endfor %}")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template(
                "{%p for x in sections %}",
                '{%p if x.form == "updte" %}',
                "{{ x.name }}",
                "{%p endif %}",
                "{%p endfor %}",
            ),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“x.form” is never “updte”, so the comparison never holds. It stands in “{%p if x.form == "updte" %}”.',
                "Did you mean update?",
            ],
            id="a misspelt word",
        ),
        pytest.param(
            template(*ROWS, '{% if row.status == "red" %}Red{% endif %}', *END),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“row.status” is never “red”, so the comparison never holds. It stands in “{% if row.status == "red" %}Red{% endif %}”.',
                "Did you mean Red?",
            ],
            id="a word in another case",
        ),
        pytest.param(
            template(*ROWS, '{% if row.status != "Overdue" %}On time{% endif %}', *END),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“row.status” is never “Overdue”, so the comparison always holds. It stands in “{% if row.status != "Overdue" %}On time{% endif %}”.',
                "Possible: Red, Amber, Green, Not rated.",
            ],
            id="a word that is far off",
        ),
        pytest.param(
            template(*ROWS, '{% if row.status in ["Red", "Ambre"] %}Late{% endif %}', *END),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“row.status” is never “Ambre”, so the comparison never holds. It stands in “{% if row.status in ["Red", "Ambre"] %}Late{% endif %}”.',
                "Did you mean Amber?",
            ],
            id="one of several words",
        ),
        pytest.param(
            template(*ROWS, '{% if "Gren" == row.status %}On time{% endif %}', *END),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“row.status” is never “Gren”, so the comparison never holds. It stands in “{% if "Gren" == row.status %}On time{% endif %}”.',
                "Did you mean Green?",
            ],
            id="a word before the name",
        ),
        pytest.param(
            template("{% if cover.title == 3 %}Three{% endif %}"),
            [
                "error template-comparison-never: paragraph before the first heading",
                "“cover.title” is never 3, so the comparison never holds. It stands in “{% if cover.title == 3 %}Three{% endif %}”.",
                'It is text: put the number in quotes, cover.title == "3".',
            ],
            id="a text and a number",
        ),
        pytest.param(
            template('{% if summary.count == "3" %}Three{% endif %}'),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“summary.count” is never “3”, so the comparison never holds. It stands in “{% if summary.count == "3" %}Three{% endif %}”.',
                "It is a number: write it without quotes, summary.count == 3.",
            ],
            id="a number and a text",
        ),
        pytest.param(
            template('{% if cover.draft == "Yes" %}Draft{% endif %}'),
            [
                "error template-comparison-never: paragraph before the first heading",
                '“cover.draft” is never “Yes”, so the comparison never holds. It stands in “{% if cover.draft == "Yes" %}Draft{% endif %}”.',
                "Write {% if cover.draft %} or {% if not cover.draft %}.",
            ],
            id="yes or no",
        ),
        pytest.param(
            template("{% if sections == 0 %}None{% endif %}"),
            [
                "error template-comparison-never: paragraph before the first heading",
                "“sections” is never 0, so the comparison never holds. It stands in “{% if sections == 0 %}None{% endif %}”.",
                "sections is a list: to ask whether it holds anything, write {% if sections %}.",
            ],
            id="a list and a number",
        ),
        pytest.param(
            template("{% if cover.title == none %}None{% endif %}"),
            [
                "error template-comparison-never: paragraph before the first heading",
                "“cover.title” is never none, so the comparison never holds. It stands in “{% if cover.title == none %}None{% endif %}”.",
                "To ask whether there is anything, write {% if cover.title %}.",
            ],
            id="nothing",
        ),
    ],
)
def test_a_comparison_that_never_holds_is_said(data: bytes, told: list[str]) -> None:
    """A word that a name never is, is told with the nearest that it can be."""
    assert found(data) == told
