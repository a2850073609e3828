"""The page of a build as the report author opens it in a browser."""

from collections.abc import Mapping
from typing import Any

import pytest
from filled_form import NOVEMBER, sound_form
from lxml import html

from pipeline.compose.overview import overview
from pipeline.explain.correspondence import Sent
from pipeline.explain.report import Page, build_report
from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Level, PaperFile, Paragraph, Shown, replace
from pipeline.settings import Settings

BOARD = "board-highlight-report"
WORD, PRIVATE = f"{BOARD}-2019-11.docx", f"{BOARD}-2019-11-private.docx"
WRONG = Finding("r", Level.ERROR, Address("north.xlsx", "Risks", "B5"), "It is blank.", "Fill it in.")
NOTED = Finding("n", Level.NOTE, Address("x.txt"), "Passed over.", "Nothing to do.")


@pytest.fixture(scope="module")
def built(settings: Settings, forms: dict[str, Form]) -> Page:
    """A build with one return and its paper."""
    contents = sound_form(forms).contents()
    edition = merge(settings.partnerships, {"north": contents}, {}, NOVEMBER, forms)
    papers = [PaperFile(WORD, BOARD, private=False), PaperFile(PRIVATE, BOARD, private=True)]
    hashes = {"north.xlsx": "0f" * 32}
    return Page(settings, edition, overview(edition), [WRONG, NOTED], [], papers, [WORD], [], hashes, "9.8.7")


def page(built: Page, **changes: Any) -> html.HtmlElement:
    """The page, after changes to what was built."""
    return html.document_fromstring(build_report(replace(built, **changes)))


def rows(on: html.HtmlElement, section: str) -> list[list[str]]:
    """The words of the rows under a heading, cell by cell."""
    found = on.xpath(f"//section[@aria-labelledby='{section}']//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in found]


def words(on: html.HtmlElement, section: str) -> str:
    """All that stands under a heading."""
    return " ".join(on.xpath(f"//section[@aria-labelledby='{section}']")[0].text_content().split())


def test_the_page_says_at_a_glance_how_things_stand(built: Page) -> None:
    """The head counts returns, papers and what needs attention."""
    head = " ".join(page(built).xpath("//header")[0].text_content().split())
    assert "Build report for November 2019" in head
    assert "Returns that count1 of 4 Papers written1 of 1" in head
    assert "Needs attention1 to put right, 1 for information" in head


def test_queries_stand_by_weight_with_their_place_and_what_is_wanted(built: Page) -> None:
    """The gravest first: where, what was found, what is wanted."""
    assert rows(page(built), "queries") == [
        ["north.xlsx › Risks!B5", "It is blank.", "Fill it in."],
        ["x.txt", "Passed over.", "Nothing to do."],
    ]
    assert page(built).xpath("//section[@aria-labelledby='queries']//h3/text()") == [
        "To be put right (1)",
        "For information (1)",
    ]
    assert "There are none." in words(page(built, findings=[]), "queries")


def test_many_notes_are_folded(built: Page) -> None:
    """What is for information only is folded away where it is long; what is to be put right never is."""
    many = [replace(one, address=Address(f"{n}.txt")) for one in (WRONG, NOTED) for n in range(11)]
    folded = page(built, findings=many).xpath("//section[@aria-labelledby='queries']//details/summary/text()")
    assert folded == ["Show all 11"]


def test_the_register_says_how_each_return_stands(built: Page) -> None:
    """Standing, version, who signed off and when, what it needs, and remarks."""
    lines = {row[0]: row[1:] for row in rows(page(built), "register")}
    assert lines["North Alderwick Care Partnership"] == [
        "Received", "1", "Director of commissioning, 14 November 2019", "1 to put right", "None",
    ]  # fmt: skip
    assert lines["Saltmere Local Maternity System"] == [
        "Not received", "None", "None", "The return itself", "None came.",
    ]  # fmt: skip


def test_whether_a_file_is_public_is_plain(built: Page) -> None:
    """Each file of a paper says what it is and for whom."""
    both = page(built, written=[WORD, PRIVATE])
    assert rows(both, "papers")[0][2] == (f"{WORD} Word, public{PRIVATE} Word, private: not for publication")
    assert both.xpath("//section[@aria-labelledby='papers']//a/@href") == [WORD, PRIVATE]


def test_packs_pdfs_and_other_files_are_listed_too(built: Page) -> None:
    """What else was made of a paper stands beside it; what is of no paper below."""
    pack = PaperFile("pack.pdf", BOARD, private=False, pack=True)
    made = page(
        built,
        papers=[pack, PaperFile("a.pdf", BOARD, private=False)],
        written=["pack.pdf", "a.pdf", "b.docx"],
    )
    assert rows(made, "papers")[0][2] == "pack.pdf pack for the meeting, publica.pdf PDF, public"
    assert "Other files b.docx" in words(made, "papers")


def test_the_page_says_that_a_paper_was_withheld(built: Page) -> None:
    """Without a paper the page links to none and says so."""
    made = page(built, written=[])
    assert "No paper was written, for the reason given below." in words(made, "papers")
    assert rows(made, "papers")[0][2] == "Not written in this run."


def test_letters_and_marked_copies_are_linked(built: Page) -> None:
    """Each sender with something to answer has its files, the letter first; what was not written is not linked."""
    sent = [
        Sent(
            "north", "North", False, 2, ("r - queries.xlsx", "north.html", "north.txt"), came=True, asked="0"
        )
    ]
    made = page(built, sent=sent, written=["queries/r - queries.xlsx", "queries/north.html"])
    assert made.xpath("//section[@aria-labelledby='letters']//a/@href") == [
        "queries/north.html",
        "queries/r%20-%20queries.xlsx",
    ]
    assert rows(made, "letters")[0][:2] == ["North", "2"]
    assert "No letters were written in this run." in words(page(built), "letters")


def test_what_was_cleared_stands_by_itself_with_its_reason(built: Page) -> None:
    """Cleared personal data is no query; its reason can be looked at again."""
    cleared = Finding(
        "personal-cleared", Level.NOTE, Address("n.xlsx", "A", "B2"), "It was cleared: “Office.”.", ""
    )
    made = page(built, findings=[WRONG, cleared], cleared=[cleared])
    assert rows(made, "cleared") == [["n.xlsx › A!B2", "It was cleared: “Office.”.", "Nothing to do."]]
    assert "Office" not in words(made, "queries")
    assert not page(built).xpath("//*[@id='cleared']")


def test_the_sources_have_their_hashes(built: Page) -> None:
    """Each file that was read with its SHA-256, and the program's version."""
    assert rows(page(built), "sources") == [["north.xlsx", "0f" * 32]]
    assert "committee-papers 9.8.7" in page(built).xpath("//footer")[0].text_content()
    assert (
        "committee-papers 9.8.7, run 0f1e, from"
        in page(built, run="0f1e").xpath("//footer")[0].text_content()
    )


def test_a_rating_is_its_word_on_its_fill(built: Page) -> None:
    """The word is there for whoever does not see the fill, in black or white by contrast."""
    (cell,) = page(built).xpath("//td[@class='rated']")
    assert cell.text_content() == "Green"
    assert cell.get("style") == "--fill:#00703C;--on:#FFFFFF"


def _said(words: str) -> Shown:
    return Shown((Paragraph(words),))


ENTRY = {
    "name": "A thing",
    "partnership": "North",
    "before": _said("1"),
    "now": _said("2"),
    "rating": _said("High"),
    "movement": "▼ Worse",
}


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("ratings", {}, "Ratings that moved (1) A thing, North: from 1 to 2, ▼ Worse"),
        ("new", {"rating": "Red"}, "New programmes (1) A thing, North: Red"),
        ("completed", {}, "Completed programmes (1) A thing, North: finished since the last report"),
        ("gone", {"rating": "Red"}, "Programmes no longer reported (1) A thing, North: last rated Red"),
        ("risks", {"rating": "High"}, "Risks whose score moved (1) A thing, North: from 1 to 2, High, ▼ Worse"),
        ("risks_new", {"rating": "High"}, "New risks (1) A thing, North: score 2, High"),
        ("risks_closed", {"rating": "High"}, "Risks no longer reported (1) A thing, North: last score 2, High"),
        ("days_passed", {"due": "1 May"}, "Promised days that have passed (1) A thing, North: due 1 May"),
        ("days_slipped", {"first": "1 May", "times": "once"}, "Promised days that were put off (1) A thing, North: first 1 May, now 2, put off once"),
        ("targets", {"what": "The target", "since": "May"}, "Targets and definitions changed in the financial year (1) A thing, North: the target was 1 in May and is now 2"),
        ("unchanged", {"age": "Since May."}, "Texts that have not changed (1) A thing, North: Since May."),
    ],
)  # fmt: skip
def test_what_changed_is_said_in_words(built: Page, name: str, more: Mapping[str, object], said: str) -> None:
    """Each list has its heading, its count, and a line for each entry."""
    lists = {**built.overview["changes"], "since": "October 2019", "nothing": ""}
    made = page(built, overview={**built.overview, "changes": lists | {name: [_entry(more)]}})
    assert said in words(made, "changes")


def _entry(more: Mapping[str, object]) -> dict[str, object]:
    """An entry with words in place of ratings."""
    return ENTRY | {name: _said(str(one)) for name, one in more.items()}


def test_long_lists_of_changes_are_folded(built: Page) -> None:
    """A list of more than ten can be opened; its heading says how many there are."""
    lists = {**built.overview["changes"], "unchanged": [_entry({"age": "Old."})] * 11}
    made = page(built, overview={**built.overview, "changes": lists})
    assert made.xpath("//section[@aria-labelledby='changes']//details/summary/text()") == ["Show all 11"]


def test_forms_that_rate_nothing_have_no_grid(built: Page) -> None:
    """A page without ratings says so in place of an empty table."""
    none = {"periods": ["November 2019"], "parts": [], "schemes": []}
    made = page(built, overview={**built.overview, "ratings": none})
    assert "No form asks for the rating of a programme." in words(made, "ratings")
    assert not made.xpath("//section[@aria-labelledby='ratings']//table")


def test_what_a_cell_says_is_text_on_the_page(built: Page) -> None:
    """Markup typed into a cell is shown, never acted on."""
    found = Finding("r", Level.ERROR, Address("<b>.xlsx"), "<script>alert(1)</script> & so on", "")
    made = build_report(replace(built, findings=[found]))
    assert not html.document_fromstring(made).xpath("//script|//b")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on" in made


def test_the_page_stands_alone(built: Page) -> None:
    """Nothing is fetched, nothing is run, and the same build gives the same bytes."""
    made = build_report(built)
    assert "http" not in made
    assert "url(" not in made
    assert not html.document_fromstring(made).xpath("//script|//link|//img|//iframe|//@src")
    assert made == build_report(built)
