"""Comments that people leave in a template in Word: meant for those who work on it, and not for its papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

PARAGRAPH = WD_STYLE_TYPE.PARAGRAPH
STYLES = (
    ("CommentText", "annotation text", PARAGRAPH),
    ("CommentReference", "annotation reference", WD_STYLE_TYPE.CHARACTER),
)
REFERENCE = qn("w:commentReference")
MARKS = (qn("w:commentRangeStart"), qn("w:commentRangeEnd"), REFERENCE)


def without_comments(document: Any, texts: Sequence[Any]) -> None:
    """Take every comment out of a document and of its texts."""
    _unmark(texts, None)
    relations = document.part.rels
    for name in [name for name, one in relations.items() if "/comments" in one.reltype]:
        del relations[name]


def forget_comments(document: Any, author: str) -> None:
    """Take one author's comments out of the body; those of others stay."""
    comments = document.part._comments_part.element  # noqa: SLF001 - python-docx cannot delete comments
    old = [one for one in comments.findall(qn("w:comment")) if one.get(qn("w:author")) == author]
    for one in old:
        comments.remove(one)
    _unmark([document.element.body], {one.get(qn("w:id")) for one in old})


def _unmark(texts: Iterable[Any], ids: set[Any] | None) -> None:
    """Take out what ties comments to their places; without ``ids``, of all of them."""
    for text in texts:
        for mark in list(text.iter(*MARKS)):
            if ids is None or mark.get(qn("w:id")) in ids:
                gone = mark.getparent() if mark.tag == REFERENCE else mark
                gone.getparent().remove(gone)


def define_styles(document: Any) -> None:
    """Let the document define the styles of comments, as Word does when the first is made."""
    known = {style.style_id for style in document.styles}
    for id_, name, kind in STYLES:
        if id_ not in known:
            style = document.styles.add_style(name, kind, builtin=True)
            style.element.styleId, style.hidden = id_, True
            style.font.size = Pt(10 if kind is PARAGRAPH else 8)


def comment_on(document: Any, paragraph: Any, words: str, author: str, time: str) -> None:
    """Set a comment over a whole paragraph of the body; ``time`` is as Word writes it, '' for none."""
    initials = "".join(name[0] for name in author.split())[:3].upper()
    comment = document.comments.add_comment(words, author, initials)._comment_elm  # noqa: SLF001 - for its date
    comment.attrib.pop(qn("w:date"), None)  # python-docx sets the clock's time
    if time:
        comment.set(qn("w:date"), time)
    start, end, run, mark = (
        OxmlElement(name)
        for name in ("w:commentRangeStart", "w:commentRangeEnd", "w:r", "w:commentReference")
    )
    for element in (start, end, mark):
        element.set(qn("w:id"), comment.get(qn("w:id")))
    run.append(mark)
    paragraph.insert(0 if paragraph.find(qn("w:pPr")) is None else 1, start)
    paragraph.extend((end, run))
