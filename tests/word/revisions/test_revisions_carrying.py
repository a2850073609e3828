"""People's edits in the paper that is built anew: tracked changes, or comments, and nothing lost."""

import io
from datetime import date
from pathlib import Path
from typing import Any

from as_word_saves import added, commented, noise, removed, replaced, saved, tracked
from docx import Document
from filled_form import FilledForm
from hypothesis import given
from hypothesis import settings as trials
from hypothesis import strategies as st
from tracked_changes import DEL, INS, W, accepted, parts, rejected, shape
from two_versions import LONGER, TABLE, Block, ShippedPaper, paper

from pipeline.word.revisions.carrying import carried_over
from pipeline.word.trace import Built

DAY = date(2019, 11, 20)
BODY = "word/document.xml"
LINES: list[Block] = [
    "# Programmes",
    "The hub opened in May.",
    "Two more will follow.",
    TABLE,
    "# Risks",
    "None at all.",
]
PAPER = paper(*LINES)


def carried(edited: bytes, new: bytes = PAPER, built: bytes = PAPER) -> tuple[bytes, list[str]]:
    """The new paper with the edits, and the rules and words of what was found."""
    package, findings = carried_over(Built(built), edited, Built(new), "paper.docx", DAY)
    return package, [f"{one.level} {one.rule}: {one.message}" for one in findings]


def comments(package: bytes) -> list[tuple[str, str]]:
    """The comments of a file, each with its author."""
    return [(one.author, one.text) for one in Document(io.BytesIO(package)).comments]


def test_without_edits_the_new_paper_is_as_it_was_built() -> None:
    """What Word changes by itself leaves no trace."""
    new = paper(*LINES, "More.")
    assert carried(saved(PAPER, noise), new) == (new, [])


def test_edits_are_tracked_changes_where_the_source_is_as_it_was() -> None:
    """Words, a paragraph, a row: accepted they are the edited paper, rejected the new one."""
    edited = saved(
        PAPER,
        noise,
        replaced("May", "June"),
        added("Two more", "A third."),
        removed("Hubs", "w:tr"),
        removed("None"),
    )
    package, _ = carried(edited)
    assert shape(accepted(package)[BODY]) == shape(parts(edited)[BODY])
    assert shape(rejected(package)[BODY]) == shape(parts(PAPER)[BODY])
    changes = [*parts(package)[BODY].iter(INS, DEL)]
    assert {(one.get(f"{W}author"), one.get(f"{W}date")[:10]) for one in changes} == {
        ("Pat Reader", "2019-11-20")
    }
    assert comments(package) == []


def test_edits_go_with_what_they_stand_beside() -> None:
    """Where the new paper has other rows and paragraphs, the edits are still at their places."""
    new = paper("# Preface", "New.", *LINES[:3], LONGER, *LINES[4:])
    package, findings = carried(
        saved(PAPER, replaced("Two more", "Three more"), replaced("A draft", "Agreed")), new
    )
    [table] = [one for one in shape(accepted(package)[BODY]) if isinstance(one, list)]
    assert ["Liaison"] in [row[0] for row in table]
    assert [row[1] for row in table] == [["Progress"], ["Opened"], ["Reviewed"], ["Agreed"]]
    assert "Three more will follow." in shape(accepted(package)[BODY])
    assert findings == [
        "note edit-carried: In “Programmes”, the paragraph that begins “Two more will follow.”: “Two” was changed to “Three” in Word.",
        "note edit-carried: In “Programmes”, row 3, Progress: “A draft” was changed to “Agreed” in Word.",
    ]


def test_where_the_source_changed_a_comment_has_both_wordings() -> None:
    """Nobody decides for the author; the text is the source's, until somebody chooses."""
    new = paper(*LINES[:1], "The hub opened in July.", *LINES[2:])
    package, findings = carried(saved(PAPER, replaced("in May", "in June")), new)
    assert shape(accepted(package)[BODY]) == shape(parts(new)[BODY])
    place = "In “Programmes”, the paragraph that begins “The hub opened in May.”"
    both = f"{place}: “May” was changed to “June” in Word."
    asked = "Since then the source has changed, and now says: “The hub opened in July.”. Please choose."
    assert comments(package) == [("Pat Reader", f"{both}\n{asked}")]
    now = "Since then the source has changed, and now says “The hub opened in July.”."
    assert findings == [f"warning edit-and-new-source: {both} {now}"]


def test_where_the_source_says_the_same_nothing_is_said() -> None:
    """A late return that says what somebody had typed already settles the edit."""
    new = paper(*LINES[:1], "The hub opened in June.", *LINES[2:])
    assert carried(saved(PAPER, replaced("in May", "in June")), new) == (new, [])


def test_where_the_place_is_gone_a_comment_stands_nearby() -> None:
    """The words are kept in a comment at the nearest place that is left."""
    new = paper(*LINES[:2], TABLE, *LINES[4:])
    package, findings = carried(saved(PAPER, replaced("Two more", "Three more")), new)
    [(author, words)] = comments(package)
    assert author == "Pat Reader"
    assert "“Two” was changed to “Three” in Word.\nThe new paper no longer has that place." in words
    assert [line.split(":")[0] for line in findings] == ["warning edit-without-place"]


def test_peoples_comments_come_along() -> None:
    """Each at its paragraph, with its author; one whose paragraph is gone, at the one before."""
    edited = saved(PAPER, commented("The hub", "Which hub?"), commented("Two more", "Really?", "Sam"))
    package, findings = carried(edited, paper(*LINES[:2], TABLE, *LINES[4:]))
    assert comments(package) == [("Pat Reader", "Which hub?"), ("Sam", "Really?")]
    assert findings == ["note comments-carried: paper.docx had 2 comments in Word."]


def test_tracked_changes_stay_their_authors() -> None:
    """What somebody tracked stays tracked, by the same name."""
    package, _ = carried(saved(PAPER, tracked("None at all.", "Some.", "Sam")))
    assert {one.get(f"{W}author") for one in parts(package)[BODY].iter(INS, DEL)} == {"Sam"}


def test_a_picture_is_for_a_person_to_bring() -> None:
    """It is not copied; a comment marks its place, and a finding says so."""
    picture = Path(__file__).parents[3] / "docs" / "page.png"
    edited = saved(PAPER, lambda document: document.paragraphs[1].add_run().add_picture(str(picture)))
    package, [finding] = carried(edited)
    assert finding.startswith("warning edit-picture: In “Programmes”")
    assert comments(package)[0][1].endswith("Please copy it from the edited file.")


def test_edited_ratings_weigh_more(shipped: ShippedPaper, form: FilledForm) -> None:
    """They are carried, and a warning says that the paper then disagrees with the return."""
    built = shipped.built(form)

    def rate(document: Any) -> None:
        for table in document.tables:
            for row in table.rows:
                if row.cells[0].text.startswith("Care close to home"):
                    row.cells[-2].paragraphs[0].runs[-1].text = "Red"

    edited = saved(built.package, rate)
    _, findings = carried_over(built, edited, built, "paper.docx", DAY)
    assert [(one.level, one.rule) for one in findings] == [("warning", "edit-of-value")]
    assert findings[0].message == (
        "In Programmes of work of North Alderwick Care Partnership, row 2, Project status: "
        "“Green” was changed to “Red” in Word. The paper then says something else than the return."
    )


WORDS = ["hub", "opened", "late", "May", "again"]
LINE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
CELLS = st.lists(st.lists(LINE, min_size=2, max_size=2), min_size=1, max_size=3)
PAGES = st.lists(st.one_of(LINE, CELLS), min_size=1, max_size=4)


@given(PAGES, PAGES, PAGES, st.lists(st.sampled_from(["typed1", "typed2", "typed3"]), min_size=1, max_size=3))
@trials(max_examples=12, deadline=None)
def test_nothing_that_anybody_typed_is_lost(built: Any, edited: Any, new: Any, typed: list[str]) -> None:
    """Whatever the three papers have in common, every typed word is in the result, as text or in a comment."""
    changed = [*edited, f"Then {' '.join(typed)}", [[typed[0] + "cell", "b"]]]
    package, _ = carried(paper(*changed, "End"), paper(*new, "End"), paper(*built, "End"))
    page = accepted(package)[BODY]
    kept = " ".join(text.text or "" for text in page.iter(f"{W}t")) + str(comments(package))
    for word in [*typed, typed[0] + "cell"]:
        assert word in kept
