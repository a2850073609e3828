"""Arithmetic, sorting and choosing in a template."""

import pytest
from template_trials import found, template


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("{{ summary.count + 1 }} programmes"),
            [
                "warning template-works-out: paragraph before the first heading",
                "“{{ summary.count + 1 }}” works out a figure in the template. It stands in “{{ summary.count + 1 }} programmes”.",
                "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
            ],
            id="a sum",
        ),
        pytest.param(
            template("{{ sections|length }} partnerships"),
            [
                "warning template-works-out: paragraph before the first heading",
                "“{{ sections|length }}” counts in the template. It stands in “{{ sections|length }} partnerships”.",
                "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
            ],
            id="a count",
        ),
        pytest.param(
            template("{%p for x in sections|sort %}", "{{ x.name }}", "{%p endfor %}"),
            [
                "warning template-works-out: paragraph before the first heading",
                "“{%p for x in sections|sort %}” sorts or groups in the template.",
                "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
            ],
            id="an order",
        ),
        pytest.param(
            template('{%p for x in sections if x.form == "update" %}', "{{ x.name }}", "{%p endfor %}"),
            [
                "warning template-works-out: paragraph before the first heading",
                '“{%p for x in sections if x.form == "update" %}” chooses in the template.',
                "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
            ],
            id="a choice",
        ),
        pytest.param(
            template("{% if summary.count > 3 %}Many{% endif %}"),
            [
                "warning template-works-out: paragraph before the first heading",
                "“{% if summary.count > 3 %}” decides by a figure in the template. It stands in “{% if summary.count > 3 %}Many{% endif %}”.",
                "The program works out figures, order and what is shown; a template places them. Use a name that holds the result, or ask for one.",
            ],
            id="a figure that decides",
        ),
    ],
)
def test_working_out_in_a_template_is_said(data: bytes, told: list[str]) -> None:
    """What the program should work out is warned of."""
    assert found(data) == told
