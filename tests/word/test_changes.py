"""Tracked changes of a template, carried out."""

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from pipeline.word.changes import accept_changes, changes
from pipeline.word.tags import words_of

BY = 'w:id="1" w:author="A" w:date="2019-11-01T00:00:00Z"'


def run(words: str, tag: str = "t") -> str:
    """A run with words."""
    return f"<w:r><w:{tag}>{words}</w:{tag}></w:r>"


def paragraph(words: str, mark: str = "") -> str:
    """A paragraph; ``mark`` is what happened to its end."""
    end = f"<w:pPr><w:rPr><w:{mark} {BY}/></w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{end}{words}</w:p>"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param(paragraph(run("a") + f"<w:ins {BY}>{run('b')}</w:ins>"), ["ab"], id="inserted"),
        pytest.param(paragraph(f"<w:del {BY}>{run('a', 'delText')}</w:del>{run('b')}"), ["b"], id="deleted"),
        pytest.param(paragraph(f"<w:moveFrom {BY}>{run('a')}</w:moveFrom>") + paragraph(f"<w:moveTo {BY}>{run('a')}</w:moveTo>"), ["", "a"], id="moved"),
        pytest.param(paragraph(f"<w:ins {BY}>{run('a')}<w:del {BY}>{run('b', 'delText')}</w:del></w:ins>"), ["a"], id="inserted, then deleted"),
        pytest.param(paragraph(run("a"), "del") + paragraph(run("b")), ["ab"], id="the end of a paragraph deleted"),
        pytest.param(paragraph(f"<w:del {BY}>{run('a', 'delText')}</w:del>", "del") + paragraph(run("b")), ["b"], id="a paragraph deleted"),
        pytest.param(paragraph(run("a"), "del") + paragraph(run("b"), "del") + paragraph(run("c")), ["abc"], id="two ends deleted"),
        pytest.param(paragraph(run("a"), "ins") + paragraph(run("b")), ["a", "b"], id="a paragraph inserted"),
        pytest.param(f"<w:tbl><w:tr><w:trPr><w:del {BY}/></w:trPr><w:tc>{paragraph(run('a'))}</w:tc></w:tr><w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{paragraph(run('b'))}</w:tc></w:tr></w:tbl>", ["b"], id="rows"),
        pytest.param(f"<w:p><w:pPr><w:jc w:val='left'/><w:pPrChange {BY}><w:pPr/></w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange></w:rPr><w:t>a</w:t></w:r></w:p>", ["a"], id="formats"),
    ],
)  # fmt: skip
def test_changes_are_carried_out(words: str, left: list[str]) -> None:
    """Insertions and moves stay, deletions go, and no trace of either is left."""
    body = parse_xml(f"<w:body {nsdecls('w')}>{words}</w:body>")
    accept_changes(body)
    assert [words_of(one) for one in body.iter(qn("w:p"))] == left
    assert changes(body) == []
    assert "A" not in [one.get(qn("w:author")) for one in body.iter()]
