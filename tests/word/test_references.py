"""Cross-references and captions: what they show in the finished paper is right, and never the template's."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from word_template import (
    CLAUSES,
    bookmarked,
    caption,
    field,
    item,
    numbered,
    outlined,
    page,
    reference,
    saved,
    simple_field,
    texts,
    written,
)  # fmt: skip

from pipeline.model import Level


def headed(*instructions: str) -> Callable[[Word], None]:
    """Two numbered headings, the second bookmarked, and a line with references to it."""

    def build(document: Word) -> None:
        outlined(document)
        document.add_heading("Summary")
        line = document.add_paragraph("See ")
        for instruction in instructions:
            field(line, instruction)
        bookmarked(document.add_heading("{{ name }}", 2), "_Ref5")

    return build


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        ("REF _Ref5 \\r \\h", "1.1"),
        ("REF _Ref5 \\n \\h", "1.1"),
        ("REF _Ref5 \\w \\h", "1.1"),
        ("REF _Ref5 \\h", "Risks & money"),
        ("REF _Ref5", "Risks & money"),
        ("ref _ref5 \\* upper \\* MERGEFORMAT", "RISKS & MONEY"),
        ("REF _Ref5 \\* FirstCap", "Risks & money"),
        ("REF _Ref5 \\p \\h", "below"),
        ("REF _Ref5 \\r \\p \\h", "1.1 below"),
    ],
)
def test_a_reference_shows_what_it_asks_for(instruction: str, expected: str) -> None:
    """The number, the words or the direction of a heading, as the switches say."""
    made = page(saved(headed(instruction)), name="Risks & money")
    assert texts(made)[1] == f"See {expected}"


def test_a_reference_looks_as_it_did_in_the_template() -> None:
    """Bold words of a reference stay bold, and the field stays a field."""

    def bold(document: Word) -> None:
        headed("REF _Ref5 \\r")(document)
        next(run for run in document.paragraphs[1].runs if run.text == "?").bold = True

    line = page(saved(bold), name="Risks").paragraphs[1]
    assert [(run.text, run.bold) for run in line.runs if run.text] == [("See ", None), ("1.1", True)]
    kinds = [mark.get(qn("w:fldCharType")) for mark in line._p.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_a_field_of_any_make_is_worked_out() -> None:
    """A simple field, one without a result, and one whose parts share a run are fields all the same."""

    def makes(document: Word) -> None:
        headed("REF _Ref5 \\r")(document)
        line = document.add_paragraph()
        simple_field(line, " REF _Ref5 \\r ")
        field(line, "REF _Ref5 \\r", "")
        for separator in line._p.xpath("w:r[w:fldChar[@w:fldCharType='separate']]"):
            line._p.remove(separator)
        run = line.add_run(" and ")._r
        for part in list(document.paragraphs[1]._p.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:t")))[1:]:
            run.append(part)

    assert texts(page(saved(makes), name="Risks"))[-1] == "1.11.1 and 1.1"


def test_a_clause_is_referred_to_in_its_context() -> None:
    """References to a clause show it alone, whole, or as seen from where they stand."""

    def clauses(document: Word) -> None:
        number = numbered(document, CLAUSES)
        item(document, "Money", number)
        item(document, "Rent", number, 1)
        bookmarked(item(document, "Ground rent", number, 2), "ground")
        line = item(document, "See ", number, 2)
        for switch in "nwr":
            field(line, f"REF ground \\{switch}")
        reference(document, "See ", "REF ground \\r", "")

    assert texts(page(saved(clauses)))[3:] == ["See (i)1(a)(i)(i)", "See 1(a)(i)"]


def test_a_number_that_is_not_there_is_replaced_by_words() -> None:
    """A reference to the number of a line that has none shows its words, not Word's 0."""

    def plain(document: Word) -> None:
        bookmarked(document.add_paragraph("The plan"), "plan")
        reference(document, "See ", "REF plan \\r", "")

    assert texts(page(saved(plain))) == ["The plan", "See The plan"]


def test_a_reference_to_several_paragraphs_stays_as_it_is() -> None:
    """What repeats more than a line is left to Word."""

    def long(document: Word) -> None:
        first = bookmarked(document.add_paragraph("One"), "both")
        document.add_paragraph("Two")._p.extend(first._p.xpath("w:bookmarkEnd"))
        reference(document, "See ", "REF both", "")

    assert texts(page(saved(long)))[-1] == "See Error! Reference source not found"


# --- what was left out ------------------------------------------------------------------------


def left_out(refer: Callable[[WordParagraph], None]) -> bytes:
    """A template with a heading that a condition may leave out, and a line that refers to it."""

    def build(document: Word) -> None:
        outlined(document)
        document.add_paragraph("{%p if money %}")
        bookmarked(document.add_heading("Money"), "_Ref9")
        document.add_paragraph("{%p endif %}")
        refer(document.add_paragraph("See section "))

    return saved(build)


@pytest.mark.parametrize("kind", ["REF _Ref9 \\r \\h", "PAGEREF _Ref9 \\h", "REF _Ref9"])
def test_a_section_that_was_left_out_is_said_to_be(kind: str) -> None:
    """The reference becomes plain words, with a warning that names the section; there, it is a reference."""
    data = left_out(lambda line: field(line, kind, "7"))
    package, [finding] = written(data, None, money="")
    made = Document(io.BytesIO(package))
    assert texts(made) == ["See section (section not in this paper)"]
    assert not list(made.element.body.iter(qn("w:fldChar"), qn("w:instrText")))
    assert (finding.rule, finding.level) == ("reference-to-left-out", Level.WARNING)
    assert str(finding.address) == "paper.docx"
    assert finding.message == (
        "A cross-reference leads to “Money”, which is not in this paper; “(section not in this paper)” stands "
        "there, in “See section (section not in this paper)”."
    )
    still = [finding.rule for finding in written(data, None, money="yes")[1]]
    assert still == (["reference-to-page"] if kind.startswith("PAGEREF") else [])


def test_a_page_number_is_told_to_be_the_templates() -> None:
    """Pages are known to Word alone, so a reference to one is warned of, with what it shows."""

    def pages(document: Word) -> None:
        bookmarked(document.add_heading("Money"), "money")
        field(document.add_paragraph("See page "), "PAGEREF money \\h", "7")

    _, [finding] = written(saved(pages))
    assert finding.message == (
        "A cross-reference gives the page of “Money” as “7”, which is the template’s and may not be the paper’s, "
        "in “See page 7”."
    )


def test_a_bookmark_that_never_was_is_named() -> None:
    """A reference to what the template's author has deleted is warned of by its name."""
    data = saved(lambda document: reference(document, "See ", "REF gone \\h"))
    _, [finding] = written(data)
    assert "leads to the bookmark gone, which" in finding.message


def test_a_link_to_what_was_left_out_is_words() -> None:
    """A link within the paper that leads nowhere keeps its words, and is warned of."""

    def link(line: WordParagraph) -> None:
        element = OxmlElement("w:hyperlink")
        element.set(qn("w:anchor"), "_Ref9")
        element.append(line.add_run("on money")._r)
        line._p.append(element)
        field(line, 'HYPERLINK \\l "_Ref9"', ", again")

    package, findings = written(left_out(link), None, money="")
    made = Document(io.BytesIO(package))
    assert texts(made) == ["See section on money, again"]
    assert not list(made.element.body.iter(qn("w:hyperlink"), qn("w:fldChar")))
    assert len(findings) == 2
    assert written(left_out(link), None, money="yes")[1] == []


# --- captions ---------------------------------------------------------------------------------


def test_captions_count_in_the_order_of_the_paper() -> None:
    """Captions in loops are numbered anew, each label for itself, and references to them follow."""

    def tables(document: Word) -> None:
        caption(document, "Figure", ": Map")
        document.add_paragraph("{%p for part in parts %}")
        caption(document, "Table", ": {{ part }}", "_Ref3")
        reference(document, "As ", "REF _Ref3 \\h", " shows")
        document.add_paragraph("{%p endfor %}")
        caption(document, "Table", ": All", "all")
        reference(document, "See ", "REF all \\h", "")

    assert texts(page(saved(tables), parts=["North", "South"])) == [
        "Figure 1: Map", "Table 1: North", "As Table 1 shows", "Table 2: South", "As Table 2 shows",
        "Table 3: All", "See Table 3",
    ]  # fmt: skip


def test_a_caption_counts_as_its_switches_say() -> None:
    """A sequence can be in letters, begin at a number, repeat its last, or show nothing."""

    def switches(document: Word) -> None:
        for switch in ("", "\\* roman", "\\* ALPHABETIC", "\\r 7", "\\c", "\\n", "\\h"):
            field(document.add_paragraph(), f"SEQ Box {switch}")
        simple_field(document.add_paragraph(), "SEQ box")

    assert texts(page(saved(switches))) == ["1", "ii", "C", "7", "7", "8", "?", "10"]


def test_captions_may_count_within_chapters() -> None:
    """Table 2-1 is the first of chapter 2."""

    def chapters(document: Word) -> None:
        outlined(document)
        for words in ("Money", "Staff"):
            document.add_heading(words)
            for _ in range(2):
                line = document.add_paragraph("Table ", style="Caption")
                field(line, "STYLEREF 1 \\s")
                line.add_run("-")
                field(line, "SEQ Table \\* ARABIC \\s 1")
        field(document.add_paragraph(), 'STYLEREF "Heading 1"')

    assert texts(page(saved(chapters))) == [
        "Money", "Table 1.0-1", "Table 1.0-2", "Staff", "Table 2.0-1", "Table 2.0-2", "Staff"
    ]  # fmt: skip


def test_page_numbers_stay_words_own() -> None:
    """The fields of the footer, which Word works out on every page, are not touched."""

    def footer(document: Word) -> None:
        line = document.sections[0].footer.paragraphs[0]
        for words, kind in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
            line.add_run(words)
            field(line, kind, "1")

    data = saved(footer)
    before, after = (
        document.sections[0].footer.paragraphs[0]._p.xml
        for document in (Document(io.BytesIO(data)), page(data))
    )
    assert before == after
