"""What a tag would take away, and tags that cannot be filled."""

from collections.abc import Callable

import pytest
from docx.document import Document as Word
from template_trials import found, template, xml

ROWS = ("{%p for x in sections %}", "{%p for row in x.programmes %}")
END = ("{%p endfor %}", "{%p endfor %}")


def below(*paragraphs: str) -> Callable[[Word], object]:
    """Adds paragraphs below a template's table."""

    def add(document: Word) -> None:
        for words in paragraphs:
            document.add_paragraph(words)

    return add


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("{%p if cover.draft %} Draft", "{%p endif %}"),
            [
                "error template-text-lost: paragraph before the first heading",
                "“{%p if cover.draft %}” takes its whole paragraph away when the paper is made, and with it “Draft”. It stands in “{%p if cover.draft %} Draft”.",
                "Put it into a paragraph of its own: click beside it and press Enter.",
            ],
            id="words beside a paragraph tag",
        ),
        pytest.param(
            template("{%p if cover.draft %}Draft{%p endif %}"),
            [
                "error template-text-lost: paragraph before the first heading",
                "“{%p if cover.draft %}” takes its whole paragraph away when the paper is made, and with it “Draft{%p endif %}”. It stands in “{%p if cover.draft %}Draft{%p endif %}”.",
                "Put each of its tags into a paragraph of its own: click before and behind it and press Enter.",
            ],
            id="two paragraph tags",
        ),
        pytest.param(
            template(
                rows=[["{%tr for x in sections %}", "Name"], ["{{ x.name }}", ""], ["{%tr endfor %}", ""]]
            ),
            [
                "error template-text-lost: table 1, row 1, cell 1",
                "“{%tr for x in sections %}” takes its whole row away when the paper is made, and with it “Name”.",
                "Put it into a row of its own: in Word, Layout › Insert Above (for the end of a loop, Insert Below).",
            ],
            id="words in the row of a tag",
        ),
        pytest.param(
            template(rows=[["{%tr for x in sections %}{{ x.name }}{%tr endfor %}", "Form"]]),
            [
                "error template-text-lost: table 1, row 1, cell 1",
                "“{%tr for x in sections %}” takes its whole row away when the paper is made, and with it “{{ x.name }}{%tr endfor %} Form”. It stands in “{%tr for x in sections %}{{ x.name }}{%tr endfor %}”.",
                "Put each of the row's tags into a row of its own, above and below what is repeated (Layout › Insert Above, Insert Below).",
            ],
            id="a row looped in itself",
        ),
        pytest.param(
            template(rows=[["{%tc for x in sections %}Name", "{{ x.name }}", "{%tc endfor %}"]]),
            [
                "error template-text-lost: table 1, row 1, cell 1",
                "“{%tc for x in sections %}” takes its whole cell away when the paper is made, and with it “Name”. It stands in “{%tc for x in sections %}Name”.",
                "Put it into a cell of its own: in Word, Layout › Insert Left (for the end of a loop, Insert Right).",
            ],
            id="words in the cell of a tag",
        ),
        pytest.param(
            template("{%tr for x in sections %}", "{{ x.name }}", "{%tr endfor %}"),
            [
                "error template-tag-outside-table: paragraph before the first heading",
                "“{%tr for x in sections %}” repeats rows of a table and stands outside of any table.",
                "Write {%p for x in sections %}, or put it into a row of the table.",
                "error template-tag-outside-table: paragraph before the first heading",
                "“{%tr endfor %}” repeats rows of a table and stands outside of any table.",
                "Write {%p endfor %}, or put it into a row of the table.",
            ],
            id="a row tag outside of tables",
        ),
        pytest.param(
            template(*ROWS, rows=[["{% cellbg row.status %}{{ row.status }}"]], more=below(*END)),
            [
                "error template-tag-unavailable: table 1, row 1, cell 1",
                "“{% cellbg row.status %}” cannot be used in a paper's template. It stands in “{% cellbg row.status %}{{ row.status }}”.",
                "Write {{ row.status }} alone in its cell: the program prints the word and fills the cell in its colour.",
            ],
            id="a coloured cell",
        ),
        pytest.param(
            template(rows=[["{% colspan 2 %}Both"]]),
            [
                "error template-tag-unavailable: table 1, row 1, cell 1",
                "“{% colspan 2 %}” cannot be used in a paper's template. It stands in “{% colspan 2 %}Both”.",
                "Merge the cells in Word (Layout › Merge Cells).",
            ],
            id="a cell over several columns",
        ),
        pytest.param(
            template(rows=[["{% vm %}a", "{% hm %}b"]]),
            [
                "error template-tag-unavailable: table 1, row 1, cell 1",
                "“{% vm %}” cannot be used in a paper's template. It stands in “{% vm %}a”.",
                "Repeat the value in each row, or put it into a row of its own above the loop.",
                "error template-tag-unavailable: table 1, row 1, cell 2",
                "“{% hm %}” cannot be used in a paper's template. It stands in “{% hm %}b”.",
                "Merge the cells in Word (Layout › Merge Cells).",
            ],
            id="cells that become one",
        ),
        pytest.param(
            template("{{p cover.title }}", "The {{r cover.title }}"),
            [
                "error template-tag-unavailable: paragraph before the first heading",
                "“{{p cover.title }}” cannot be used in a paper's template.",
                "Write {{ cover.title }}.",
                "error template-tag-unavailable: paragraph before the first heading",
                "“{{r cover.title }}” cannot be used in a paper's template. It stands in “The {{r cover.title }}”.",
                "Write {{ cover.title }}.",
            ],
            id="a sub-document",
        ),
        pytest.param(
            template("{% raw %}{{ x }}{% endraw %}"),
            [
                "error template-tag-unavailable: paragraph before the first heading",
                "“{% raw %}” cannot be used in a paper's template. It stands in “{% raw %}{{ x }}{% endraw %}”.",
                "Delete it and its end; a template's tags are always filled.",
            ],
            id="tags left as they are",
        ),
        pytest.param(
            template("{% include 'cover.docx' %}"),
            [
                "error template-tag-unavailable: paragraph before the first heading",
                "“{% include 'cover.docx' %}” cannot be used in a paper's template.",
                "Copy what it should bring into this template.",
            ],
            id="another file",
        ),
        pytest.param(
            template(
                more=xml(
                    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "{{ cover.title }}"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
                )
            ),
            [
                "error template-tag-no-place: paragraph before the first heading",
                "“{{ cover.title }}” stands in a field code, where no value can be put.",
                "Put it into the text of the page.",
            ],
            id="a field code",
        ),
    ],
)
def test_what_would_be_lost_is_said(data: bytes, told: list[str]) -> None:
    """What shares its place with a tag that takes it away, or cannot be filled, is told."""
    assert found(data) == told
