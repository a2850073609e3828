"""Tags as people and programs leave them in Word files: what can be understood with certainty is filled."""

import io
from datetime import date

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from template_trials import template, xml
from word_places import everywhere

from pipeline.model import Paper, Paragraph, Shown
from pipeline.word.paper import write_paper
from pipeline.word.stories import stories
from pipeline.word.tags import join_tags, straightened, words_of

NAMES: dict[str, object] = {
    "cover": {"title": Shown((Paragraph("A report"),)), "draft": "yes"},
    "name": "Women’s health",
    "rows": [{"name": "North"}, {"name": "South"}],
}
BOLD = "<w:rPr><w:b/></w:rPr>"
# What Google Docs writes around every run.
FULL = '<w:rPr><w:rFonts w:ascii="Arial" w:cs="Arial" w:eastAsia="Arial" w:hAnsi="Arial"/><w:sz w:val="22"/><w:rtl w:val="0"/></w:rPr>'


def filled(data: bytes) -> list[str]:
    """The words of every paragraph of the finished paper, in all its parts."""
    package, findings, _ = write_paper(data, "paper.docx", Paper("T", "A", date(2019, 11, 28), NAMES))
    assert [one for one in findings if one.level == "error"] == []
    assert package is not None
    texts = stories(Document(io.BytesIO(package)))
    words = [words_of(one) for text, _ in texts for one in text.iter(f"{{{text.nsmap['w']}}}p")]
    return [line.strip() for line in words if line.strip() and line != "See the note."]


def run(words: str, look: str = "") -> str:
    """A run as Word writes it."""
    return f'<w:r>{look}<w:t xml:space="preserve">{words}</w:t></w:r>'


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("{{ a }}", "{{ a }}"),
        ("{% if a == “Red” %}", '{% if a == "Red" %}'),
        ("{% if a == ‘Red’ %}", "{% if a == 'Red' %}"),
        ("{% if a == „Red“ %}", '{% if a == "Red" %}'),
        ("{% if a == “Women’s health” %}", '{% if a == "Women\\u2019s health" %}'),
        ('{% if a == "Women’s health" %}', '{% if a == "Women\\u2019s health" %}'),
        ("{% if a == ‘Women’s health’ %}", "{% if a == 'Women\\u2019s health' %}"),
        ('{% if a == "say “yes”" %}', '{% if a == "say \\u201cyes\\u201d" %}'),
        ('{% if a == "2019–20" %}', '{% if a == "2019–20" %}'),
        ("{%–\u00a0if\u202fa –%}", "{%- if a -%}"),
        ("{{ a\u200b.b\u00ad }}", "{{ a.b }}"),
        ("{{ a }\u200b}", "{{ a }}"),
        ("{% if “a %}", '{% if "a %}'),
    ],
)
def test_what_word_rounds_is_made_straight(typed: str, read: str) -> None:
    """Quotes, spaces and dashes of a tag are plain; what it quotes keeps the signs of the words."""
    assert straightened(typed) == read


def test_a_round_apostrophe_in_a_condition_is_that_of_the_value() -> None:
    """A condition on a name with an apostrophe holds, however Word has rounded the quotes."""
    assert filled(template("{% if name == “Women’s health” %}{{ name }}{% endif %}")) == ["Women’s health"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(run("{") + run("{ cover", BOLD) + run(".title") + run(" }", BOLD) + run("}"), id="runs"),
        pytest.param(run("{{ cover") + '<w:proofErr w:type="spellStart"/>' + run(".title") + '<w:proofErr w:type="spellEnd"/>' + run(" }}"), id="spelling"),
        pytest.param(run("{{ co") + '<w:bookmarkStart w:id="1" w:name="a"/><w:bookmarkEnd w:id="1"/>' + run("ver.title }}"), id="a bookmark"),
        pytest.param('<w:r w:rsidR="00A1"><w:t>{{ cover.</w:t></w:r><w:r w:rsidRPr="00B2"><w:lastRenderedPageBreak/><w:t>title }}</w:t></w:r>', id="revisions"),
        pytest.param('<w:r><w:t>{{ cover.title</w:t><w:br/><w:t>}}</w:t></w:r>', id="a line break"),
        pytest.param('<w:r><w:t>{{</w:t><w:tab/><w:t>cover.title }}</w:t></w:r>', id="a tab"),
        pytest.param(run("{{ cover.") + f'<w:del w:id="1" w:author="A"><w:r><w:delText>titel</w:delText></w:r></w:del><w:ins w:id="2" w:author="A">{run("title")}</w:ins>' + run(" }}"), id="a tracked change"),
        pytest.param(f'<w:hyperlink w:anchor="x">{run("{{ cover.title }}")}</w:hyperlink>', id="a link"),
        pytest.param(f'<w:smartTag w:element="x">{run("{{ cover")}</w:smartTag>' + run(".title }}"), id="a smart tag"),
        pytest.param(f'<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run("{{ cover.title }}")}</w:sdtContent></w:sdt>', id="a content control"),
        pytest.param(run("{{", FULL) + run(" cover.", FULL) + run("title ", FULL) + run("}}", FULL), id="Google Docs"),
        pytest.param('<w:r w:rsidRPr="1A2B"><w:rPr><w:rStyle w:val="normaltextrun"/></w:rPr><w:t>{{ cover.title }}</w:t></w:r><w:r><w:rPr><w:rStyle w:val="eop"/></w:rPr><w:t>\u200b</w:t></w:r>', id="Word for the web"),
        pytest.param(run("{{\u00a0cover.title\u00a0}}"), id="hard spaces"),
    ],
)  # fmt: skip
def test_a_tag_is_one_tag_however_it_is_written(words: str) -> None:
    """Whatever a program puts between the signs of a tag, the tag is filled."""
    assert [line.strip("\u200b") for line in filled(template(more=xml(f"<w:p>{words}</w:p>")))] == [
        "A report"
    ]


def test_tags_are_filled_in_every_place() -> None:
    """Text boxes, content controls, nested tables, headers of each kind, foot- and endnotes are all filled."""
    assert set(filled(everywhere("{{ cover.title }}"))) == {"A report"}


def test_a_content_control_shows_what_is_put_into_it() -> None:
    """A control that Word would fill from the file's properties, or grey out, shows the value."""
    package, _, _ = write_paper(
        everywhere("{{ cover.title }}"), "paper.docx", Paper("T", "A", date(2019, 11, 28), NAMES)
    )
    body = Document(io.BytesIO(package or b"")).element.body.xml
    assert "w:dataBinding" not in body
    assert "w:showingPlcHdr" not in body
    assert 'w:alias w:val="Title"' in body


def test_words_that_are_no_tags_stay_as_they_are() -> None:
    """Quotes, breaks and runs outside of tags are not touched."""
    words = f"<w:p {nsdecls('w')}>{run('“Yes” – {', BOLD)}<w:r><w:br/></w:r>{run('x}')}</w:p>"
    body = parse_xml(f"<w:body {nsdecls('w')}>{words}</w:body>")
    before = body.xml
    join_tags(body)
    assert body.xml == before


def test_values_in_notes_are_never_run() -> None:
    """A value in a footnote that looks like a tag is text, and so is markup."""
    names: dict[str, object] = {"x": "{{ 7*7 }} <b> & {% raw %}"}
    package, findings, _ = write_paper(
        everywhere("{{ x }}"), "paper.docx", Paper("T", "A", date(2019, 11, 28), names)
    )
    assert findings == []
    document = Document(io.BytesIO(package or b""))
    texts = {part.partname: text for text, part in stories(document)}
    for note in ("/word/footnotes.xml", "/word/endnotes.xml"):
        lines = [words_of(one) for one in texts[note].iter(f"{{{texts[note].nsmap['w']}}}p")]
        assert lines[-1].strip() == names["x"]
