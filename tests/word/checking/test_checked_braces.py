"""Tags whose braces are wrong: each is said with what was meant."""

import pytest
from template_trials import found, template


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(
            template("Paper: { { cover.title } }"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{ { cover.title } }” is not a tag: there is a space between its braces. It stands in “Paper: { { cover.title } }”.",
                "In Word, type {{ cover.title }} in its place.",
            ],
            id="a space between the braces",
        ),
        pytest.param(
            template("Paper: {{ cover.title }"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{{ cover.title }” is not a tag: its last brace is missing. It stands in “Paper: {{ cover.title }”.",
                "In Word, type {{ cover.title }} in its place.",
            ],
            id="a brace missing at the end",
        ),
        pytest.param(
            template("Paper: { cover.title }}"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{ cover.title }}” is not a tag: its first brace is missing. It stands in “Paper: { cover.title }}”.",
                "In Word, type {{ cover.title }} in its place.",
            ],
            id="a brace missing at the beginning",
        ),
        pytest.param(
            template("{%p for x in sections }", "{{ x.name }}", "{%p endfor %}"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{%p for x in sections }” is not a tag: the % before its last brace is missing.",
                "In Word, type {%p for x in sections %} in its place.",
            ],
            id="a per cent sign missing",
        ),
        pytest.param(
            template("{% if cover.draft }}Draft{% endif %}"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{% if cover.draft }}” is not a tag: it begins as one kind of tag and ends as another. It stands in “{% if cover.draft }}Draft{% endif %}”.",
                "In Word, type {% if cover.draft %} in its place.",
            ],
            id="one kind of tag ended as another",
        ),
        pytest.param(
            template("{% if cover.draft %Draft{% endif %}"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“{% if cover.draft %” is not a tag: its last brace is missing. It stands in “{% if cover.draft %Draft{% endif %}”.",
                "In Word, type {% if cover.draft %} in its place.",
            ],
            id="a brace missing after a per cent sign",
        ),
        pytest.param(
            template("{{{ cover.title }}}"),
            [
                "error template-tag-stray-brace: paragraph before the first heading",
                "“{{{ cover.title }}}” has a brace too many.",
                "Delete it, so that {{ cover.title }} is left.",
            ],
            id="three braces",
        ),
        pytest.param(
            template("{{ cover.title }}}, the title"),
            [
                "error template-tag-stray-brace: paragraph before the first heading",
                "“{{ cover.title }}}” has a brace too many. It stands in “{{ cover.title }}}, the title”.",
                "Delete it, so that {{ cover.title }} is left.",
            ],
            id="a brace too many",
        ),
        pytest.param(
            template("Paper: {{ cover.title"),
            [
                "error template-tag-unclosed: paragraph before the first heading",
                "The tag “{{ cover.title” has no end. It stands in “Paper: {{ cover.title”.",
                "Type }} where the tag ends, in the same paragraph.",
            ],
            id="no end",
        ),
        pytest.param(
            template("Paper: cover.title }}"),
            [
                "error template-tag-unopened: paragraph before the first heading",
                "“Paper: cover.title }}” ends a tag that begins nowhere.",
                "Type {{ where the tag begins, in the same paragraph, or delete }}.",
            ],
            id="no beginning",
        ),
        pytest.param(
            template("{{ cover.", "title }}"),
            [
                "error template-tag-split: paragraph before the first heading",
                "The tag “{{ cover. title }}” begins in one paragraph and ends in another.",
                "Click at the end of “{{ cover.” and press Delete until the whole tag stands in one paragraph.",
            ],
            id="two paragraphs",
        ),
        pytest.param(
            template("｛｛ cover.title ｝｝"),
            [
                "error template-tag-braces: paragraph before the first heading",
                "“｛｛ cover.title ｝｝” is not a tag: its braces are not those of the keyboard.",
                "In Word, type {{ cover.title }} in its place.",
            ],
            id="braces of another keyboard",
        ),
    ],
)
def test_what_is_not_quite_a_tag_is_said(data: bytes, told: list[str]) -> None:
    """What was meant to be a tag is told, with the tag that was meant."""
    assert found(data) == told
