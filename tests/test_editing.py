"""A paper that people edited, when it is built anew."""

import io

from as_word_saves import replaced, saved
from docx import Document
from tracked_changes import INS, W, parts
from two_versions import paper

from pipeline.editing import kept, kept_before, names, with_edits
from pipeline.word.trace import Built, Kind, Placed, Trace

BEFORE = Built(paper("The hub opened in May."), Trace((Placed("word/document.xml", 0, 0, 7, Kind.TEXT),)))
NEW = Built(paper("The hub opened in May.", "More came."))


def test_what_is_kept_is_found_again() -> None:
    """The built paper and its trace lie in a folder of their own, under the paper's name."""
    files = kept("board.docx", BEFORE)
    assert tuple(files) == names("board.docx") == (".built/board.docx", ".built/board.docx.json")
    assert kept_before("board.docx", files) == BEFORE
    assert kept_before("other.docx", files) is None
    assert kept_before("board.docx", {".built/board.docx": BEFORE.package}) == Built(BEFORE.package)


def test_without_edits_the_new_paper_is_published_as_built() -> None:
    """No file there, none kept, or none touched: there is nothing to carry."""
    for current, before in ((None, BEFORE), (b"x", None), (BEFORE.package, BEFORE), (NEW.package, BEFORE)):
        assert with_edits("board.docx", current, before, NEW) == (NEW.package, [])


def test_edits_are_carried_with_the_day_of_the_file() -> None:
    """They are of whoever saved the file, and of the day on which the file was saved, whatever the clock says."""
    edited = saved(BEFORE.package, replaced("May", "June"))
    package, [finding] = with_edits("board.docx", edited, BEFORE, NEW)
    saved_on = Document(io.BytesIO(edited)).core_properties.modified
    [inserted] = parts(package)["word/document.xml"].iter(INS)
    assert saved_on is not None
    assert (inserted.get(f"{W}author"), inserted.get(f"{W}date")[:10]) == (
        "Pat Reader",
        saved_on.date().isoformat(),
    )
    assert finding.rule == "edit-carried"


def test_carried_edits_are_carried_on() -> None:
    """Built a third time, the paper has the edits once more, though nobody touched what the second build wrote."""
    second, _ = with_edits("board.docx", saved(BEFORE.package, replaced("May", "June")), BEFORE, NEW)
    third, [finding] = with_edits(
        "board.docx", second, NEW, Built(paper("The hub opened in May.", "Even more."))
    )
    assert ["".join(one.itertext()) for one in parts(third)["word/document.xml"].iter(INS)] == ["June"]
    assert finding.rule == "edit-carried"


def test_a_file_that_is_no_word_document_is_told_of() -> None:
    """Somebody's other file under the paper's name stops nothing."""
    package, [finding] = with_edits("board.docx", b"not Word", BEFORE, NEW)
    assert package == NEW.package
    assert finding.message == (
        "board.docx was changed since it was built, and is no Word document that can be read, so nothing was carried over."
    )
