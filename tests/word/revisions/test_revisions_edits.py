"""What people changed in Word since a paper was built, and nothing else."""

from pathlib import Path

import pytest
from as_word_saves import (
    OFFICE,
    added,
    by_libreoffice,
    commented,
    noise,
    other_order,
    removed,
    replaced,
    saved,
    tracked,
)
from filled_form import FilledForm
from two_versions import TABLE, ShippedPaper, paper

from pipeline.word.revisions.edits import Done, Edit, edits
from pipeline.word.trace import Built, Kind

PAPER = paper("# Programmes", "The hub opened in May.", "Two more will follow.", TABLE, "# Risks", "None.")


def found(*steps: object, data: bytes = PAPER) -> list[Edit]:
    """The edits that somebody's steps amount to."""
    return edits(Built(data), saved(data, *steps))  # type: ignore[arg-type]


def said(edit: Edit) -> tuple[str, str, str, str]:
    """An edit, briefly."""
    return str(edit.place), edit.done.value, edit.old, edit.new


def test_what_word_changes_by_itself_is_no_edit() -> None:
    """Split runs, revision ids, proof marks, bookmarks, smart tags, another order of the parts: nobody meant them."""
    assert edits(Built(PAPER), other_order(saved(PAPER, noise))) == []


def test_the_shipped_paper_is_seen_through(shipped: ShippedPaper, form: FilledForm) -> None:
    """With its fields, headers and lists, a real paper that Word saved again has no edits."""
    built = shipped.built(form)
    assert edits(built, saved(built.package, noise)) == []


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not on this computer")
def test_what_libreoffice_changes_by_itself_is_no_edit(
    shipped: ShippedPaper, form: FilledForm, tmp_path: Path
) -> None:
    """A paper that LibreOffice saved again has no edits; what was changed before it did so is found."""
    built = shipped.built(form)
    step = replaced("Too few nurses apply", "Far too few nurses apply")
    again = by_libreoffice(saved(built.package, step), tmp_path)
    [*changed] = {(one.old, one.new) for one in edits(built, again)}
    assert changed == [("Too", "Far too")]


def test_words_paragraphs_and_rows_are_found() -> None:
    """Each edit with its place, what it did, and the words before and after."""
    steps = (
        noise,
        replaced("Red", "Amber"),
        replaced("May", "June"),
        added("Two more", "A third is planned."),
        removed("Hubs", "w:tr"),
        removed("None."),
    )
    assert [said(one) for one in found(*steps)] == [
        ("In “Programmes”, the paragraph that begins “The hub opened in May.”", "changed", "May", "June"),
        (
            "In “Programmes”, the paragraph that begins “Two more will follow.”",
            "inserted",
            "",
            "A third is planned.",
        ),
        ("In “Programmes”, row 2", "deleted", "Hubs | Opened | Green", ""),
        ("In “Programmes”, row 3, Status", "changed", "Red", "Amber"),
        ("In “Risks”, the paragraph that begins “None.”", "deleted", "None.", ""),
    ]


def test_edits_are_of_the_one_who_saved_or_tracked_them() -> None:
    """A tracked change is its author's, whether or not it was accepted; what is untracked is of who saved the file."""
    by = {one.new: one.author for one in found(tracked("None.", "Some.", "Sam"), replaced("May", "June"))}
    assert by == {"June": "Pat Reader", "Some": "Sam"}


def test_comments_are_no_edits() -> None:
    """What people say to each other beside the text changes no word of it."""
    assert found(commented("Two more", "Are we sure?")) == []


def test_fields_of_returns_are_known(shipped: ShippedPaper, form: FilledForm) -> None:
    """An edited rating or figure has its cell and its header, and weighs more than an edited text."""
    built = shipped.built(form)
    steps = (replaced("17 (North)", "18 (North)"), replaced("Advertise again in January", "Advertise in May"))
    by = {one.new: one for one in edits(built, saved(built.package, *steps))}
    [waits] = [one for one in by.values() if "18" in one.new]
    [text] = [one for one in by.values() if "May" in one.new]
    assert waits.field is not None
    assert waits.field.address is not None
    assert (waits.weighs, waits.field.address.sheet, waits.field.origin.column) == (
        True,
        "Waiting times",
        "Longest wait",
    )
    assert text.field is not None
    assert (text.weighs, text.field.kind, text.field.origin.column) == (False, Kind.TEXT, "Mitigation")


def test_a_picture_is_said() -> None:
    """A picture that somebody put in is an edit of its own."""
    picture = Path(__file__).parents[3] / "docs" / "page.png"
    [one] = found(lambda document: document.paragraphs[1].add_run().add_picture(str(picture)))
    assert (one.done, one.new) == (Done.PICTURE, "")


def test_headers_and_notes_are_read_too() -> None:
    """An edit in a header has no heading: it is in the header."""

    def header(words: str) -> bytes:
        return paper(
            "One", more=lambda document: setattr(document.sections[0].header.paragraphs[0], "text", words)
        )

    [one] = edits(Built(header("Draft of May")), header("Draft of June"))
    assert said(one) == ("In the header", "changed", "May", "June")
