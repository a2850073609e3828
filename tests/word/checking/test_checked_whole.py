"""The check of a whole template: all mistakes at once, none that is none, and never a crash."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import settings as search
from hypothesis import strategies as st
from template_trials import NAMES, found, template, xml

from pipeline.compose.catalogue import names_of
from pipeline.model import Finding, Form, Level, Rule
from pipeline.names import Name
from pipeline.settings import Settings
from pipeline.word.checking import (
    blocks,
    braces,
    check,
    comparing,
    deciding,
    lost,
    ratings,
    reader,
    shown,
    syntax,
)
from pipeline.word.checking import names as checked_names
from pipeline.word.checking import styles as checked_styles
from pipeline.word.checking.check import check_template

PIECES = ["{{", "}}", "{%", "%}", "{#", "#}", "{%p ", "{%tr ", " for x in sections ", " endfor ", " if ", "endif",
          "cover.title", "sections", " == ", '"', "“", "|upper", "(", ")", "[", ".", " ", "\n", "x", "’", "%", "{", "}"]  # fmt: skip
MODULES = (
    blocks,
    braces,
    check,
    checked_names,
    comparing,
    deciding,
    lost,
    ratings,
    reader,
    shown,
    checked_styles,
    syntax,
)


@pytest.fixture
def shipped(project: Path) -> bytes:
    """The shipped template."""
    return (project / "templates/papers/board_highlight_report.docx").read_bytes()


def test_the_shipped_template_is_sound(shipped: bytes, settings: Settings, forms: dict[str, Form]) -> None:
    """Nothing is found in a template that is right."""
    assert check_template(shipped, "paper.docx", names_of(settings.papers[0], settings, forms)) == []


@pytest.mark.parametrize("name", ["blank_portrait.docx", "blank_landscape.docx"])
def test_a_new_paper_starts_from_the_styles_of_the_others(project: Path, name: str, shipped: bytes) -> None:
    """The blank templates have the other papers' styles and tags in header and footer, and nothing on the page."""
    blank = Document(str(project / "templates/papers" / name))
    assert [one.text for one in blank.paragraphs] == [""]
    [page] = blank.sections
    assert "{{ cover.paper_number }}" in page.header.paragraphs[0].text
    assert page.footer.paragraphs[0].text == "{{ cover.short_title }}"
    others = Document(io.BytesIO(shipped)).styles
    assert [one.name for one in blank.styles] == [one.name for one in others]
    assert all(
        table.style and table.style.name == "Paper Table" for table in Document(io.BytesIO(shipped)).tables
    )


def test_every_mistake_is_told_at_once_and_in_order() -> None:
    """Mistakes of every kind, in branches that no data reaches too, are told from top to bottom."""
    data = template(
        "{{ cover.titel }}",
        "{% if cover.draft and not cover.draft %}{{ sections }}{% endif %}",
        "{{ cover.title }",
        "{%p for x in sections %}",
        "{{ x.nme|uper }}",
        header="{{ covr }}",
    )
    assert [line.split()[1] for line in found(data)[::3]] == [
        "template-unknown-name:",
        "template-name-not-printable:",
        "template-tag-braces:",
        "template-block-not-ended:",
        "template-unknown-filter:",
        "template-unknown-name:",
        "template-unknown-name:",
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(["{{ cover.title|default(“none”) }}"], id="round quotes"),
        pytest.param(["{{\u00a0cover.title\u00a0}}", "{%p\u00a0if\u00a0cover.draft\u00a0%}", "x", "{%p endif %}"], id="hard spaces"),
        pytest.param(["{%– if cover.draft –%}Draft{% endif %}"], id="dashes"),
        pytest.param(["{% set who = cover.title %}{{ who }}"], id="a name set"),
        pytest.param(["{% macro m(a) %}{{ a }}{% endmacro %}{{ m(cover.title) }}"], id="a macro"),
        pytest.param(["{% for x in sections %}{{ loop.index }} {{ x.name }}{% if not loop.last %}, {% endif %}{% endfor %}"], id="a loop's numbers"),
        pytest.param(["{%p for x in cover.key_issues.lines %}", "{{ x }}", "{%p endfor %}"], id="lines"),
        pytest.param(["{% for x in sections %}{% if x.form == “update” %}{{ x.name }}{% elif x.form == ‘targets’ %}b{% else %}c{% endif %}{% endfor %}"], id="conditions"),
        pytest.param(["{{ cover['title'] }}{# a note #}", "{#p a note of its own #}"], id="notes"),
        pytest.param(["{% with t = cover.title %}{{ t }}{% endwith %}"], id="with"),
        pytest.param(["{% filter upper %}{{ cover.title }}{% endfilter %}"], id="a filter over a part"),
        pytest.param(["{% if cover.draft %}", "Draft", "{% endif %}"], id="a condition over paragraphs"),
        pytest.param(["{% for x in sections %}{{ x.name if x.name else “none” }}{% else %}None{% endfor %}"], id="else of a loop"),
        pytest.param(["100 % {sic} {x} } {"], id="braces that are words"),
        pytest.param(["{% set x %}{{ cover.title }}{% endset %}{{ x }}"], id="a part set"),
        pytest.param(["{{ cover.title or “none” }} {{ cover.title ~ “!” }}"], id="joined words"),
        pytest.param(["{%r if cover.draft %}Draft{%r endif %}"], id="run tags"),
    ],
)  # fmt: skip
def test_what_is_right_is_not_called_wrong(paragraphs: list[str]) -> None:
    """What the program can fill is left in peace, however Word has dressed it."""
    assert found(template(*paragraphs)) == []


def test_what_is_no_word_file_is_told() -> None:
    """Whatever is put in the template's place, the answer is a sentence."""
    assert found(b"{{ cover.title }}")[1] == "paper.docx is not a Word document (.docx)."


def test_tracked_changes_are_warned_of_and_read_as_accepted() -> None:
    """What a tracked change deletes is gone, what it inserts is there; and somebody should decide."""
    words = (
        '<w:p><w:r><w:t xml:space="preserve">{{ cover.</w:t></w:r><w:del w:id="1" w:author="A"><w:r><w:delText>titel</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="A"><w:r><w:t>title</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> }}</w:t></w:r></w:p>'
    )
    assert found(template(more=xml(words))) == [
        "warning template-tracked-changes: paragraph before the first heading",
        "The template holds tracked changes. The paper is made as if all of them had been accepted. It stands in “{{ cover.title }}”.",
        "In Word, go through them and accept or reject each (Review › Accept, Reject), and save.",
    ]


def test_values_that_no_tag_shows_are_told_by_table() -> None:
    """What is reported and printed nowhere is warned of: at its loop, else for the whole template."""
    column = Name("A column.", reported=True)
    names = {
        "cover": Name("", "group", {"title": column, "author": Name("Who.", reported=True)}),
        "rows": Name("", "list", {"a": Name("A.", reported=True), "b": Name("B.", reported=True), "c": Name("C.", reported=True)}, many=True),
        "others": Name("", "list", {"a": Name("A.", reported=True), "title": column}, many=True),
    }  # fmt: skip
    data = template(
        "{{ cover.title }}",
        "{%p for row in rows %}",
        "{{ row.a }}{% if row.b %}!{% endif %}",
        "{%p endfor %}",
    )
    assert found(data, names) == [
        "warning template-value-not-shown: ",
        "“author” of cover is not shown.",
        "Put {{ cover.author }} into the template. If papers should not show it, set in_paper: false for it in templates/returns.",
        "warning template-value-not-shown: ",
        "“a” of others is not shown.",
        "Repeat a row or a paragraph for each entry of others, and show it there. If papers should not show it, set in_paper: false for it in templates/returns.",
        "warning template-value-not-shown: paragraph before the first heading",
        "“b” and “c” of rows are not shown. It stands in “{%p for row in rows %}”.",
        "Put {{ row.b }} between {%p for row in rows %} and its end. If papers should not show them, set in_paper: false for them in templates/returns.",
    ]


def test_values_are_not_missed_where_a_tag_was_not_understood() -> None:
    """Where a mistake hides what a tag would show, nothing is said to be missing because of it."""
    names = {"cover": Name("", "group", {"title": Name("", reported=True)})}
    assert [line.split()[1] for line in found(template("{{ cover.wxyz }}"), names)[::3]] == [
        "template-unknown-name:"
    ]


def _bare(document: Word) -> None:
    """Takes away the styles that Word's lists and links have, and gives a paragraph one that there is not."""
    styles = document.styles.element
    for style in list(styles):
        if style.get(qn("w:styleId")) in ("ListBullet", "Hyperlink"):
            styles.remove(style)
    named = OxmlElement("w:pStyle")
    named.set(qn("w:val"), "Gone")
    document.paragraphs[0]._p.get_or_add_pPr().append(named)


def test_missing_styles_are_told() -> None:
    """The styles of bullets and links, those that the paper wants, and those that a paragraph has and Word has not."""
    told = found(template("{{ cover.key_issues }}", more=_bare), styles=["Draft mark", "Normal"])
    assert told == [
        "warning template-style-missing: ",
        "The template has no style “List Bullet”, which the bullets of long texts are set in.",
        "In Word, give any words the style List Bullet (press Ctrl+Shift+S and type its name), delete the words, and save.",
        "warning template-style-missing: ",
        "The template has no style “Hyperlink”, which links are set in.",
        "In Word, give any words the style Hyperlink (press Ctrl+Shift+S and type its name), delete the words, and save.",
        "warning template-style-missing: ",
        "The template has no style “Draft mark”, which the paper wants.",
        "In Word, give any words the style Draft mark (press Ctrl+Shift+S and type its name), delete the words, and save.",
        "warning template-style-undefined: paragraph before the first heading",
        "A paragraph has a style (“Gone”) that the template does not define. It stands in “{{ cover.key_issues }}”.",
        "In Word, click into the paragraph and choose its style again (Home › Styles).",
    ]


@search(max_examples=150, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), min_size=1, max_size=4),
    st.booleans(),
)
def test_no_template_is_too_broken(lines: list[str], in_table: bool) -> None:
    """Any words at all in a template give findings or none, and never a crash."""
    data = template(rows=[[line] for line in lines]) if in_table else template(*lines)
    assert all(isinstance(one, Finding) for one in check_template(data, "paper.docx", NAMES))


@search(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 30), st.sampled_from([*PIECES, ""])), max_size=5)
)
def test_a_damaged_template_is_checked_all_the_same(damage: list[tuple[int, int, str]]) -> None:
    """The shipped template with words cut and put into its tags gives findings, and never a crash."""
    document = Document(str(Path(__file__).parents[3] / "templates/papers/board_highlight_report.docx"))
    texts = [text for text in document.element.body.iter(qn("w:t")) if text.text]
    for number, at, piece in damage:
        text = texts[number % len(texts)]
        text.text = f"{text.text[:at]}{piece}{text.text[at + 2 :]}"
    out = io.BytesIO()
    document.save(out)
    assert isinstance(check_template(out.getvalue(), "paper.docx", NAMES), list)


def test_every_rule_says_why_it_is_there() -> None:
    """Each rule has an id of its own that says it is about templates, a level, and a reason."""
    rules = [one for module in MODULES for one in vars(module).values() if isinstance(one, Rule)]
    own = {id(one): one for one in rules if one.why}
    assert len({one.id for one in own.values()}) == len(own) > 25
    assert all(one.id.startswith("template-") and one.level is not Level.OFF for one in own.values())


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        (["{%p for section in sections %}", "{{ section.name }}", "{%p endif %}"], ["template-block-not-begun"]),
        (["{%tr for section in sections %}", "{{ section.name }}", "{%p endfor %}"], ["template-tag-outside-table"]),
        (["{{ cover.tit"], ["template-tag-unclosed"]),
    ],
)  # fmt: skip
def test_one_slip_is_told_once(words: list[str], rules: list[str]) -> None:
    """What would follow from a slip, or contradict its remedy, is not told beside it."""
    told = check_template(template(*words), "paper.docx", NAMES)
    assert [one.rule for one in told if one.level is Level.ERROR] == rules


def test_a_name_below_a_misspelt_one_is_put_right_whole() -> None:
    """The second remedy uses what the first puts right."""
    words = ("{%p for section in sections %}", "{{ Section.nam }}", "{%p endfor %}")
    told = check_template(template(*words), "paper.docx", NAMES)
    assert [one.remedy for one in told if one.level is Level.ERROR] == [
        "Did you mean section?",
        "Did you mean section.name?",
    ]


def test_what_is_exempt_is_named_in_a_public_paper() -> None:
    """A value that may never stand in the paper is no mistake, and an empty place nobody wants."""
    names = {"cover": Name("The cover.", "group", {"fee": Name("A fee.", withheld=True)})}
    [finding] = check_template(template("{{ cover.fee }}"), "paper.docx", names)
    assert (finding.rule, finding.level) == ("template-value-exempt", Level.WARNING)
    assert finding.message == (
        "“cover.fee” is exempt from publication, and this paper is public: nothing will stand here. It stands in "
        "“{{ cover.fee }}”."
    )
    assert finding.remedy == (
        "Delete it, with its column or line. A paper that may show it has public: false or private_version: true in "
        "config.yaml."
    )
