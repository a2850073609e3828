"""Loops and conditions that do not begin or end where they should."""

import pytest
from docx.document import Document as Word
from template_trials import found, template, xml


def second_table(document: Word) -> None:
    """Adds a table in which the loop of the first one ends."""
    document.add_table(1, 1).cell(0, 0).text = "{%tr endfor %}"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("{%p if cover.draft %}", "Draft"),
            [
                "error template-block-not-ended: paragraph before the first heading",
                "“{%p if cover.draft %}” is opened here and never ended.",
                "Put {%p endif %} where the part that it begins is over.",
            ],
            id="a condition never ended",
        ),
        pytest.param(
            template(rows=[["{%tr for x in sections %}"], ["{{ x.name }}"]]),
            [
                "error template-block-not-ended: table 1, row 1, cell 1",
                "“{%tr for x in sections %}” is opened here and never ended.",
                "Put {%tr endfor %} where the part that it begins is over.",
            ],
            id="a loop never ended in a table",
        ),
        pytest.param(
            template("Draft{% endif %}"),
            [
                "error template-block-not-begun: paragraph before the first heading",
                "“{% endif %}” ends something that was not begun. It stands in “Draft{% endif %}”.",
                "Delete it, or put the tag {% if ... %} before it that it should end.",
            ],
            id="an end without a beginning",
        ),
        pytest.param(
            template("{%p if cover.draft %}", "Draft", "{%p endfor %}", "{%p endif %}"),
            [
                "error template-block-not-begun: paragraph before the first heading",
                "“{%p endfor %}” ends something that was not begun.",
                "What is open here ends with {%p endif %}: correct this tag, or delete it.",
            ],
            id="the wrong end",
        ),
        pytest.param(
            template("{% else %}Final"),
            [
                "error template-else-outside: paragraph before the first heading",
                "“{% else %}” stands outside of any condition. It stands in “{% else %}Final”.",
                "Put it between {% if ... %} and {% endif %}.",
            ],
            id="else outside",
        ),
        pytest.param(
            template("{% if cover.draft %}{% for x in sections %}{{ x.name }}{% endif %}{% endfor %}"),
            [
                "error template-block-crossed: paragraph before the first heading",
                "“{% for x in sections %}” begins inside of “{% if cover.draft %}” and ends outside of it. It stands in “{% if cover.draft %}{% for x in sections %}{{ x.name }}{% endif %}{% endfor %}”.",
                "Put {% endfor %} before “{% endif %}”.",
            ],
            id="blocks that cross",
        ),
        pytest.param(
            template("{%p if cover.draft %}", "Draft", "{% endif %}"),
            [
                "error template-block-mixed: paragraph before the first heading",
                "“{% endif %}” and “{%p if cover.draft %}” belong together and are not of the same kind.",
                "Begin both with {%p.",
            ],
            id="two kinds of tags",
        ),
        pytest.param(
            template(rows=[["{% for x in sections %}{{ x.name }}", "{{ x.form }}{% endfor %}"]]),
            [
                "error template-block-torn: table 1, row 1, cell 1",
                "“{% for x in sections %}” has no partner in the same cell. It stands in “{% for x in sections %}{{ x.name }}”.",
                "Put both tags of the pair into the same cell. To repeat whole rows write {%tr for ... %}, and for columns {%tc for ... %}.",
            ],
            id="a loop over two cells",
        ),
        pytest.param(
            template(rows=[["{%tr for x in sections %}"], ["{{ x.name }}"]], more=second_table),
            [
                "error template-block-torn: table 1, row 1, cell 1",
                "“{%tr for x in sections %}” has no partner in the same table.",
                "Put both tags of the pair into the same table. To repeat whole rows write {%tr for ... %}, and for columns {%tc for ... %}.",
            ],
            id="a loop over two tables",
        ),
        pytest.param(
            template("{%p if cover.draft %}", rows=[["Draft"], ["{%p endif %}"]]),
            [
                "error template-block-apart: paragraph before the first heading",
                "“{%p if cover.draft %}” and “{%p endif %}” belong together, but one stands in a cell and the other does not.",
                "Put both into the cell, or both outside of it.",
            ],
            id="a condition that ends in a table",
        ),
        pytest.param(
            template("{% iff cover.draft %}Draft{% endif %}"),
            [
                "error template-unknown-tag: paragraph before the first heading",
                "“{% iff cover.draft %}” begins with “iff”, which no tag does. It stands in “{% iff cover.draft %}Draft{% endif %}”.",
                "Did you mean if?",
            ],
            id="a misspelt word",
        ),
        pytest.param(
            template("{% p if cover.draft %}", "Draft", "{%p endif %}"),
            [
                "error template-unknown-tag: paragraph before the first heading",
                "“{% p if cover.draft %}” begins with “p”, which no tag does.",
                "Leave no space before “p”: write {%p if cover.draft %}.",
            ],
            id="a space before the p",
        ),
        pytest.param(
            template(rows=[["{%trfor x in sections %}"], ["{{ x.name }}"], ["{%tr endfor %}"]]),
            [
                "error template-unknown-tag: table 1, row 1, cell 1",
                "“{%trfor x in sections %}” begins with “trfor”, which no tag does.",
                "Put a space after “tr”: write {%tr for x in sections %}.",
            ],
            id="no space after the tr",
        ),
        pytest.param(
            template("{% cover.title %}"),
            [
                "error template-unknown-tag: paragraph before the first heading",
                "“{% cover.title %}” begins with “cover”, which no tag does.",
                "To print a value, write {{ cover.title }}.",
            ],
            id="a value in a tag that does something",
        ),
        pytest.param(
            template(
                more=xml(
                    '<w:p><w:hyperlink w:anchor="top"><w:r><w:t>{% if cover.draft %}</w:t></w:r></w:hyperlink><w:r><w:t>Draft{% endif %}</w:t></w:r></w:p>'
                )
            ),
            [
                "error template-block-apart: paragraph before the first heading",
                "“{% if cover.draft %}” and “{% endif %}” belong together, but one stands in a link and the other does not. It stands in “{% if cover.draft %}Draft{% endif %}”.",
                "Put both into the link, or both outside of it.",
            ],
            id="half a link",
        ),
    ],
)
def test_a_block_that_does_not_fit_is_said(data: bytes, told: list[str]) -> None:
    """A block that is open, left over or torn is told at its beginning or end."""
    assert found(data) == told
