"""A paper that people edited, when it is built anew."""

import io
import shutil
from pathlib import Path

from as_word_saves import replaced, saved
from docx import Document
from one_paper import board_alone
from tracked_changes import INS, W, parts
from two_versions import paper

from pipeline.cli import main
from pipeline.editing import kept, kept_before, names, with_edits
from pipeline.word.trace import Built, Kind, Placed, Trace

BEFORE = Built.of(paper("The hub opened in May."), Trace((Placed("word/document.xml", 0, 0, 7, Kind.TEXT),)))
NEW = Built(paper("The hub opened in May.", "More came."))


def test_what_is_kept_is_found_again() -> None:
    """The built paper and its trace lie in a folder of their own, under the paper's name."""
    files = kept("board.docx", BEFORE)
    assert tuple(files) == names("board.docx") == (".built/board.docx", ".built/board.docx.trace")
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


def test_a_build_carries_edits_from_the_command_line(project: Path, tmp_path: Path) -> None:
    """Edited in Word, built again: the edit is tracked in the new paper, said, and the edited file is kept beside."""
    for name in ("inputs/2019-11", "templates"):
        shutil.copytree(project / name, tmp_path / name)
    (tmp_path / "config.yaml").write_text(board_alone((project / "config.yaml").read_text("utf-8")), "utf-8")
    config = ["--config", str(tmp_path / "config.yaml")]
    main(["build", *config])
    file = tmp_path / "outputs/2019-11/board-highlight-report-2019-11.docx"
    built = file.read_bytes()
    assert (file.parent / ".built" / file.name).read_bytes() == built
    main(["build", *config])
    assert file.read_bytes() == built
    edited = saved(built, replaced("Paper for the", "A paper for the"))
    file.write_bytes(edited)
    main(["build", *config])
    assert next(file.parent.glob("*(edited 1).docx")).read_bytes() == edited
    assert (file.parent / ".built" / file.name).read_bytes() == built
    assert "A paper" in [
        "".join(one.itertext()) for one in parts(file.read_bytes())["word/document.xml"].iter(INS)
    ]
    assert "was changed to “A paper”" in (file.parent / "index.html").read_text("utf-8")
    carried = file.read_bytes()
    main(["build", *config])
    assert file.read_bytes() == carried
