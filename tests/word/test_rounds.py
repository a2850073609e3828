"""What a loop has copied: bookmarks with names of their own, and references that lead to those of their round."""

import io

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from word_template import bookmarked, outlined, page, reference, saved, texts, written

from pipeline.word.rounds import mark, same_round, take_rounds

PARTS = [{"name": "North", "risks": ["Staff", "Roof"]}, {"name": "South", "risks": ["Money"]}]


def looped(document: Word) -> None:
    """A section for each part, with a reference to its own heading, and one to the first after all of them."""
    outlined(document)
    document.add_paragraph("{%p for part in parts %}")
    bookmarked(document.add_heading("{{ part.name }}"), "_Ref1")
    reference(document, "This is section ", "REF _Ref1 \\r \\h")
    document.add_paragraph("{%p endfor %}")
    reference(document, "See section ", "REF _Ref1 \\r \\h")


def test_a_reference_in_a_loop_leads_to_its_own_round() -> None:
    """Each section refers to itself; a reference outside the loop to the first."""
    made = page(saved(looped), parts=PARTS)
    assert texts(made) == [
        "North", "This is section 1.0.", "South", "This is section 2.0.", "See section 1.0."
    ]  # fmt: skip
    assert [text.text for text in made.element.body.iter(qn("w:instrText"))] == [
        " REF _Ref1 \\r \\h ", " REF _Ref1_2 \\r \\h ", " REF _Ref1 \\r \\h "
    ]  # fmt: skip


def test_copies_of_a_bookmark_have_names_and_ids_of_their_own() -> None:
    """No two bookmarks of a paper share a name or an id, and each has its end."""
    body = page(saved(looped), parts=PARTS * 3).element.body
    starts, ends = list(body.iter(qn("w:bookmarkStart"))), list(body.iter(qn("w:bookmarkEnd")))
    assert [start.get(qn("w:name")) for start in starts] == ["_Ref1", *(f"_Ref1_{n}" for n in range(2, 7))]
    ids = [start.get(qn("w:id")) for start in starts]
    assert ids == [end.get(qn("w:id")) for end in ends]
    assert len(set(ids)) == len(ids)


def test_a_loop_within_a_loop_has_rounds_of_its_own() -> None:
    """A reference means the bookmark of its inner round, and from the outer one the first of that."""

    def nested(document: Word) -> None:
        document.add_paragraph("{%p for part in parts %}")
        reference(document, "First of {{ part.name }}: ", "REF risk \\h")
        document.add_paragraph("{%p for risk in part.risks %}")
        bookmarked(document.add_paragraph("{{ risk }}"), "risk")
        reference(document, "That was ", "REF risk \\h")
        document.add_paragraph("{%p endfor %}")
        document.add_paragraph("{%p endfor %}")

    assert texts(page(saved(nested), parts=PARTS)) == [
        "First of North: Staff.", "Staff", "That was Staff.", "Roof", "That was Roof.",
        "First of South: Money.", "Money", "That was Money.",
    ]  # fmt: skip


def test_a_round_that_left_its_bookmark_out_never_means_another_rounds() -> None:
    """What a condition took out of this round is not here, though other rounds have it."""

    def conditional(document: Word) -> None:
        document.add_paragraph("{%p for part in parts %}")
        document.add_paragraph("{%p if part.risks %}")
        bookmarked(document.add_paragraph("Risks of {{ part.name }}"), "risks")
        document.add_paragraph("{%p endif %}")
        reference(document, "{{ part.name }}: ", "REF risks \\h", "")
        document.add_paragraph("{%p endfor %}")

    package, findings = written(saved(conditional), parts=[{"name": "Nil", "risks": []}, PARTS[0]])
    assert texts(Document(io.BytesIO(package))) == [
        "Nil: (section not in this paper)", "Risks of North", "North: Risks of North"
    ]  # fmt: skip
    [finding] = findings
    assert finding.message == (
        "A cross-reference leads to “Risks of {{ part.name }}”, which is not in this paper; "
        "“(section not in this paper)” stands there, in “Nil: (section not in this paper)”."
    )


def test_a_bookmark_in_the_rows_of_a_table_is_that_of_its_row() -> None:
    """A loop over rows copies bookmarks too, and a link in the row leads to its own."""

    def rows(document: Word) -> None:
        table = document.add_table(3, 2)
        table.cell(0, 0).text, table.cell(2, 0).text = "{%tr for part in parts %}", "{%tr endfor %}"
        bookmarked(table.cell(1, 0).paragraphs[0], "row").add_run("{{ part.name }}")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), "row")
        link.append(table.cell(1, 1).paragraphs[0].add_run("up")._r)
        table.cell(1, 1).paragraphs[0]._p.append(link)

    body = page(saved(rows), parts=PARTS).element.body
    assert [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))] == ["row", "row_2"]


def test_a_loop_within_a_line_keeps_its_words() -> None:
    """A loop in the middle of a line that holds a bookmark loses none of the words around it."""

    def inline(document: Word) -> None:
        paragraph = document.add_paragraph("Parts: {% for part in parts %}[{{ part.name }} ")
        bookmarked(paragraph, "part").add_run("x]{% endfor %} done")
        [start], [end] = paragraph._p.xpath("w:bookmarkStart"), paragraph._p.xpath("w:bookmarkEnd")
        paragraph._p.append(end)
        paragraph._p.insert(1, start)

    assert texts(page(saved(inline), parts=PARTS)) == ["Parts: [North x][South x] done"]


def test_a_bookmark_that_has_lost_its_end_is_taken_out() -> None:
    """Where a condition removed half of a bookmark, the other half goes too."""

    def torn(document: Word) -> None:
        document.add_paragraph("{%p if no %}")
        start = bookmarked(document.add_paragraph("One"), "half")
        document.add_paragraph("{%p endif %}")
        document.add_paragraph("Two")._p.extend(start._p.xpath("w:bookmarkEnd"))

    body = page(saved(torn), no="").element.body
    assert not [*body.iter(qn("w:bookmarkStart")), *body.iter(qn("w:bookmarkEnd"))]


@pytest.mark.parametrize("length", [38, 39, 40])
def test_a_long_name_stays_within_what_word_allows(length: int) -> None:
    """A copy's name has at most 40 signs."""

    def long(document: Word) -> None:
        document.add_paragraph("{%p for part in parts %}")
        bookmarked(document.add_paragraph("{{ part.name }}"), "b" * length)
        document.add_paragraph("{%p endfor %}")

    body = page(saved(long), parts=PARTS * 6).element.body
    names = [start.get(qn("w:name")) for start in body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == 12
    assert max(map(len, names)) <= 40


def test_only_loops_that_hold_bookmarks_are_marked() -> None:
    """The XML of other loops stays as it is."""
    assert mark("{% for a in b %}<w:p/>{% endfor %}") == "{% for a in b %}<w:p/>{% endfor %}"
    assert mark("{% endfor %}<w:bookmarkStart/>") == "{% endfor %}<w:bookmarkStart/>"


def test_marks_are_taken_out_without_a_trace() -> None:
    """After the rounds are read, the document is as if they had never been marked."""
    root = etree.fromstring(
        "<a>one<?committee-papers-round 1?>two<b/><?committee-papers-round 1 end?>three</a>"
    )
    assert take_rounds(root) == {}
    assert etree.tostring(root) == b"<a>onetwo<b/>three</a>"


def test_rounds_are_compared_from_the_outermost() -> None:
    """Places share as many loops as they share rounds of; different rounds of one loop share nothing."""
    assert same_round((), ((1, 5),)) == 0
    assert same_round(((1, 5), (2, 6)), ((1, 5), (2, 7))) == -1
    assert same_round(((1, 5), (2, 6)), ((1, 5), (3, 7))) == 1
