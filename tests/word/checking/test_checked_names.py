"""Names, filters, tests and functions that there are not."""

import pytest
from template_trials import found, template


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("# Cover", "{{ covr.title }}"),
            [
                "error template-unknown-name: paragraph under the heading “Cover”",
                "The template uses the name “covr”, which does not exist. It stands in “{{ covr.title }}”.",
                "Did you mean cover?",
            ],
            id="a misspelt name",
        ),
        pytest.param(
            template("# Cover", "Title: {{ cover.titel }}"),
            [
                "error template-unknown-name: paragraph under the heading “Cover”",
                "The template uses the name “cover.titel”, which does not exist. It stands in “Title: {{ cover.titel }}”.",
                "Did you mean cover.title?",
            ],
            id="a misspelt name under another",
        ),
        pytest.param(
            template("{{ title }}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “title”, which does not exist. It stands in “{{ title }}”.",
                "Did you mean cover.title?",
            ],
            id="a name without the one above it",
        ),
        pytest.param(
            template("{{ wxyz }}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “wxyz”, which does not exist. It stands in “{{ wxyz }}”.",
                "Possible: cover, summary, sections.",
            ],
            id="a name that is none",
        ),
        pytest.param(
            template("{%p for x in sections %}", "{{ x.nme }}", "{%p endfor %}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “x.nme”, which does not exist. It stands in “{{ x.nme }}”.",
                "Did you mean x.name?",
            ],
            id="a misspelt column",
        ),
        pytest.param(
            template("{{ sections.name }}"),
            [
                "error template-name-of-list: paragraph before the first heading",
                "sections is a list, and “sections.name” does not say which of its entries is meant. It stands in “{{ sections.name }}”.",
                "Write {%p for section in sections %} before it, {{ section.name }} in its place, and the endfor tag after it.",
            ],
            id="one name of a list",
        ),
        pytest.param(
            template(rows=[["{%tr for x in sections %}"], ["{{ sections.name }}"], ["{%tr endfor %}"]]),
            [
                "error template-name-of-list: table 1, row 2, cell 1",
                "sections is a list, and “sections.name” does not say which of its entries is meant. It stands in “{{ sections.name }}”.",
                "Write x.name: x stands for one entry here.",
            ],
            id="the list inside of its loop",
        ),
        pytest.param(
            template("{{ summary.gaps }}"),
            [
                "error template-name-not-printable: paragraph before the first heading",
                "“summary.gaps” is a list and cannot be printed as it is. It stands in “{{ summary.gaps }}”.",
                "Write {%p for gap in summary.gaps %} before it, {{ gap }} in its place, and the endfor tag after it.",
            ],
            id="a whole list",
        ),
        pytest.param(
            template("{{ cover }}"),
            [
                "error template-name-not-printable: paragraph before the first heading",
                "“cover” is a group and cannot be printed as it is. It stands in “{{ cover }}”.",
                "Print its parts, such as {{ cover.title }}.",
            ],
            id="a whole group",
        ),
        pytest.param(
            template("{%p for x in cover.key_issues %}", "{{ x }}", "{%p endfor %}"),
            [
                "error template-name-not-list: paragraph before the first heading",
                "“cover.key_issues” is not a list, so there is nothing to repeat. It stands in “{%p for x in cover.key_issues %}”.",
                "Write {{ cover.key_issues }} without a loop; for its paragraphs one by one, loop over cover.key_issues.lines.",
            ],
            id="a loop over a text",
        ),
        pytest.param(
            template("{%p for x in summary %}", "{{ x }}", "{%p endfor %}"),
            [
                "error template-name-not-list: paragraph before the first heading",
                "“summary” is not a list, so there is nothing to repeat. It stands in “{%p for x in summary %}”.",
                "Its lists are: summary.gaps.",
            ],
            id="a loop over a group",
        ),
        pytest.param(
            template("{%p for x in sections %}", "{{ x.name }}", "{%p endfor %}", "{{ x.name }}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “x”, which does not exist. It stands in “{{ x.name }}”.",
                "x has a meaning only between {%p for x in sections %} and the end of that loop. Move one of them.",
            ],
            id="a name after its loop",
        ),
        pytest.param(
            template("{{ cover.title.text }}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “cover.title.text”, which does not exist. It stands in “{{ cover.title.text }}”.",
                "cover.title is a value by itself: write {{ cover.title }}.",
            ],
            id="a part of a text",
        ),
        pytest.param(
            template("# One", "{{ cover.titel }} and {{ cover.titel }}", "# Two", "Title: {{ cover.titel }}"),
            [
                "error template-unknown-name: paragraph under the heading “One”",
                "The template uses the name “cover.titel”, which does not exist. It stands in “{{ cover.titel }} and {{ cover.titel }}” and in 2 other places.",
                "Did you mean cover.title?",
            ],
            id="the same mistake thrice",
        ),
        pytest.param(
            template("{{ cover.title|uper }}"),
            [
                "error template-unknown-filter: paragraph before the first heading",
                "There is no filter “uper”. It stands in “{{ cover.title|uper }}”.",
                "Did you mean upper?",
            ],
            id="a misspelt filter",
        ),
        pytest.param(
            template("{% if cover.title is defind %}{{ cover.title }}{% endif %}"),
            [
                "error template-unknown-filter: paragraph before the first heading",
                "There is no test “defind”. It stands in “{% if cover.title is defind %}{{ cover.title }}{% endif %}”.",
                "Did you mean defined?",
            ],
            id="a misspelt test",
        ),
        pytest.param(
            template("{% for x in rnge(3) %}x{% endfor %}"),
            [
                "error template-unknown-filter: paragraph before the first heading",
                "There is no function “rnge”. It stands in “{% for x in rnge(3) %}x{% endfor %}”.",
                "Did you mean range?",
            ],
            id="a misspelt function",
        ),
        pytest.param(
            template("{{ cover.title.upper() }}"),
            [
                "error template-unknown-filter: paragraph before the first heading",
                "There is no function “cover.title.upper”. It stands in “{{ cover.title.upper() }}”.",
                "Write {{ cover.title|upper }}.",
            ],
            id="a function of Python",
        ),
        pytest.param(
            template("{% if cover.draft and not cover.draft %}{{ cover.tilte }}{% endif %}"),
            [
                "error template-unknown-name: paragraph before the first heading",
                "The template uses the name “cover.tilte”, which does not exist. It stands in “...raft and not cover.draft %}{{ cover.tilte }}{% endif %}”.",
                "Did you mean cover.title?",
            ],
            id="a condition that no month has reached",
        ),
    ],
)
def test_a_name_that_is_not_there_is_said(data: bytes, told: list[str]) -> None:
    """A wrong name is told with the nearest right one for its place."""
    assert found(data) == told
