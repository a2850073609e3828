"""Ratings without their word, or without their colour."""

import pytest
from docx.document import Document as Word
from template_trials import found, template

ROWS = ("{%p for x in sections %}", "{%p for row in x.programmes %}")
END = ("{%p endfor %}", "{%p endfor %}")


def apart(document: Word) -> None:
    """Gives each line of the second row a paragraph of its own."""
    cell = document.tables[0].cell(1, 0)
    first, *others = cell.text.split("\n")
    cell.text = first
    for words in others:
        cell.add_paragraph(words)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template(*ROWS, "{{ row.status.fill }}", *END),
            [
                "error template-rating-without-word: paragraph before the first heading",
                "“{{ row.status.fill }}” uses the colour of row.status without its word.",
                "Write {{ row.status }} alone in its paragraph of the cell: the program prints the word and fills the cell.",
            ],
            id="the colour for the word",
        ),
        pytest.param(
            template(
                rows=[
                    [
                        "{% for x in sections %}{% for row in x.programmes %}{% cellbg row.status %}{% endfor %}{% endfor %}"
                    ]
                ]
            ),
            [
                "error template-rating-without-word: table 1, row 1, cell 1",
                "“{% cellbg row.status %}” uses the colour of row.status without its word. It stands in “...for row in x.programmes %}{% cellbg row.status %}{% endfor %}{% endfor %}”.",
                "Write {{ row.status }} alone in its paragraph of the cell: the program prints the word and fills the cell.",
            ],
            id="a coloured cell without the word",
        ),
        pytest.param(
            template(*ROWS, "{{ row.status }} {{ row.status.fill }}", *END),
            [
                "error template-rating-colour-printed: paragraph before the first heading",
                "“{{ row.status.fill }}” would print the number of a colour. It stands in “{{ row.status }} {{ row.status.fill }}”.",
                "Delete it: the program fills the cell in which {{ row.status }} stands alone.",
            ],
            id="the colour beside the word",
        ),
        pytest.param(
            template(
                rows=[
                    ["{%tr for x in sections %}"],
                    ["{%p for row in x.programmes %}\nStatus: {{ row.status }}\n{%p endfor %}"],
                    ["{%tr endfor %}"],
                ],
                more=apart,
            ),
            [
                "warning template-rating-not-filled: table 1, row 2, cell 1",
                "“{{ row.status }}” shares its paragraph with other words, so its cell is not filled in the rating's colour. It stands in “Status: {{ row.status }}”.",
                "Put it into a paragraph of its own in the cell, or, if no colour is wanted, leave it.",
            ],
            id="a rating among words",
        ),
    ],
)
def test_a_rating_that_would_not_be_read_is_said(data: bytes, told: list[str]) -> None:
    """A rating is shown by its word, on its colour."""
    assert found(data) == told
