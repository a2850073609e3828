"""The letter to a sender, as governance staff word it."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from filled_form import FilledForm
from lxml import html as lxml_html

from pipeline.explain.letter import Copy, Letter, Letters, Part
from pipeline.explain.queries import Received
from pipeline.forms.sheets import Reply
from pipeline.model import Address, Query, replace

REPLY = Reply("North, November 2019", Address("n.xlsx", "About this return", "B5"), "1", "2")
QUERY = Query(
    1,
    "To be put right",
    "n.xlsx",
    "Sheet “Programmes”, cell D7",
    "You've typed “Ambr” in Status; choose one of Red, Amber.",
    "Did you mean Amber?",
    (Address("n.xlsx", "Programmes", "D7"),),
)


@pytest.fixture
def letters(project: Path) -> Letters:
    """The shipped templates."""
    folder = project / "templates" / "letters"
    return Letters({name: (folder / name).read_text("utf-8") for name in ("queries.html", "queries.txt")})


@pytest.fixture
def letter(form: FilledForm) -> Letter:
    """A letter on an accepted return with one query."""
    return Letter(
        organisation="Saltmere Board",
        committee="Board",
        paper="Highlight report",
        period="November 2019",
        meeting="28 November 2019",
        sender="North Alderwick",
        is_cover=False,
        standing="Received",
        reason="",
        received=(Received("2019-11/n.xlsx", form.contents(), accepted=True),),
        parts=(Part("To be put right", (QUERY,)),),
        count=1,
        copies=(Copy("n.xlsx", "n - queries.xlsx"),),
        version=REPLY,
    )


def text(letters: Letters, letter: Letter) -> str:
    """The plain letter; its two forms say the same."""
    written, findings = letters.write(letter)
    assert findings == []
    plain = written["queries.txt"].decode("utf-8-sig").replace("\r\n", "\n")
    page = " ".join(
        html.unescape(
            re.sub(r"<style>.*?</style>|<[^>]+>", " ", written["queries.html"].decode(), flags=re.DOTALL)
        ).split()
    )
    for query in (query for part in letter.parts for query in part.queries):
        assert query.found in plain
        assert query.found in page
    return plain


def test_a_letter_says_all_that_is_needed(letters: Letters, letter: Letter) -> None:
    """Who, what came, each query with its place, how to answer, and what the paper shows meanwhile."""
    assert text(letters, letter) == (
        """\
Queries on your return for November 2019

From: Saltmere Board
To: the author of the return of North Alderwick

Dear return author,

Thank you for your return for November 2019. It goes into the paper “Highlight report” for the meeting of the Board on 28 November 2019. Please look at the point below and send us a corrected return.


WHAT WE RECEIVED

- n.xlsx: version 1; approved by: Director of commissioning; date approved: 14 November 2019; in the paper


OUR QUERY

To be put right

1. Sheet “Programmes”, cell D7
   What we found: You've typed “Ambr” in Status; choose one of Red, Amber.
   What we ask: Did you mean Amber?


HOW TO ANSWER

- Open “n - queries.xlsx”, which comes with this letter. It is a copy of your return with the cells in question marked, and a first sheet that lists the points above and leads to each. If you prefer, open your own file instead.
- Put right each point above, in the sheet and cell that it names. If something is right as it stands, leave it and tell us so.
- On the sheet “About this return”, in cell B5, type 2 in place of 1. The highest version is the one that counts.
- Save the file and send it back in reply to this message. Marks, notes and the sheet of queries may stay in it.


WHAT THE PAPER SHOWS MEANWHILE

The paper shows your return as it came. What could not be understood stands as it was typed, marked [queried]; what is blank is shown as “Not given” or “Not rated”.

With thanks,
the report author, for Saltmere Board
"""
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"copies": (Copy("n.xlsx", ""),)}, "Open your own file “n.xlsx”. No marked copy of it could be made."),
        ({"copies": (Copy("n.xlsx", "c.xlsx", ("pictures", "macros")),)}, "your own file has, and the copy has not, pictures, macros."),
        ({"version": replace(REPLY, version_at=None)}, "Beside the word Version on the sheet “About this return”, type 2 in place of 1."),
        ({"version": replace(REPLY, version_now="")}, "in cell B5, type 2. The highest"),
        ({"standing": "Held out", "reason": "It is for October."}, "“The return for November 2019 was held out. It is for October.”"),
        ({"standing": "Not received", "received": (), "copies": (), "version": None}, "the paper says: “No return was received for November 2019.”"),
        ({"standing": "Not received", "received": (), "copies": (), "version": None}, "If you no longer have it, ask us for another."),
        ({"received": (Received("n.xlsx", None, accepted=False),), "copies": (), "version": None}, "- n.xlsx: could not be read; not yet in the paper"),
        ({"is_cover": True}, "Dear report author,"),
        ({"is_cover": True, "standing": "Not received", "received": ()}, "The cover sheet is drafted from the partnerships’ returns"),
        ({"count": 3}, "Please look at the 3 points below"),
    ],
)  # fmt: skip
def test_a_letter_suits_its_case(
    letters: Letters, letter: Letter, changed: dict[str, Any], said: str
) -> None:
    """Held out, missing, unreadable, without a copy: each letter says what to do then."""
    assert said in text(letters, replace(letter, **changed))


def test_a_missing_return_says_when_it_was_due(letters: Letters, letter: Letter) -> None:
    """The last day is named where nothing came, and nowhere else."""
    missing = replace(
        letter, received=(), copies=(), version=None, standing="Not received", due="18 November 2019"
    )
    assert "It has not reached us yet. It was due on 18 November 2019.\n" in text(letters, missing)
    assert "18 November" not in text(letters, replace(letter, due="18 November 2019"))
    assert "18 November" not in text(letters, replace(missing, is_cover=True))


@pytest.mark.parametrize("standing", ["Not received", "Held out"])
def test_a_letter_says_that_an_earlier_position_is_shown(
    letters: Letters, letter: Letter, standing: str
) -> None:
    """Where the paper shows the position of an earlier period, its sender knows."""
    plain = text(letters, replace(letter, standing=standing, position="October 2019"))
    assert (
        "In place of your return for November 2019 the paper shows the one for October 2019, and says so.\n"
        in plain
    )
    assert "the paper says:" not in plain


def test_the_page_is_one_that_everybody_can_read(letters: Letters, letter: Letter) -> None:
    """Language, title, one main heading, heading cells with their scope, numbers that go on; nothing from elsewhere."""
    second = replace(QUERY, number=2, heading="Please check")
    letter = replace(letter, parts=(*letter.parts, Part("Please check", (second,))))
    page: Any = lxml_html.document_fromstring(letters.write(letter)[0]["queries.html"])
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "North Alderwick, November 2019: queries on the return"
    assert len(page.xpath("//h1")) == 1
    assert all(cell.get("scope") == "col" for cell in page.xpath("//th"))
    assert [numbered.get("start") for numbered in page.xpath("//ol[@start]")] == ["1", "2"]
    assert page.xpath("//img|//script|//link|//@src|//@href") == []


def test_what_was_typed_is_text_in_the_letter(letters: Letters, letter: Letter) -> None:
    """Markup and template signs that a cell holds are shown, never acted on."""
    query = replace(QUERY, found="<script>alert(1)</script> {{ 7 * 7 }} & so on")
    written, findings = letters.write(replace(letter, parts=(Part("To be put right", (query,)),)))
    assert findings == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }} &amp; so on" in written["queries.html"].decode()
    assert "<script>alert(1)</script> {{ 7 * 7 }} & so on" in written["queries.txt"].decode("utf-8-sig")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ sender", "unexpected end of template, expected 'end of print statement'"),
        ("one\n{% for query in %}", "Expected an expression, got 'end of statement block'"),
        ("{{ organisatoin }}", "there is no “organisatoin”"),
        ("{{ x | nonsense }}", "No filter named 'nonsense'"),
    ],
)
def test_a_mistake_shows_before_any_letter(letters: Letters, template: str, message: str) -> None:
    """Grammar and unknown names are told with their line, whether or not anybody is written to."""
    [finding] = Letters({**letters.sources, "queries.txt": template}).faults()
    assert finding.rule == "letter-template-fault"
    assert finding.address == Address("queries.txt", cell=f"line {template.count(chr(10)) + 1}")
    assert finding.message.startswith("The letter's template cannot be filled: ")
    assert message in finding.message


def test_an_unknown_name_gets_the_nearest(letters: Letters) -> None:
    """A misspelt name is told with the right one."""
    [finding] = Letters({**letters.sources, "queries.txt": "{{ organisatoin }}"}).faults()
    assert finding.remedy.startswith(
        "Open the file in a text editor and correct it. Did you mean organisation?"
    )


@pytest.mark.parametrize(
    "template",
    [
        "a\n{{ sender.nothing }}",
        "a\n{{ 1 / 0 }}",
        "a\n{{ ().__class__.__mro__ }}",
        "a\n{{ received[9].name }}",
    ],
)
def test_a_mistake_on_filling_has_its_line(letters: Letters, letter: Letter, template: str) -> None:
    """Whatever an expression does, the run gets a finding with the line, and never a traceback."""
    _, findings = Letters({**letters.sources, "queries.txt": template}).write(letter)
    [finding] = findings
    assert (finding.rule, finding.address.cell) == ("letter-template-fault", "line 2")


def test_a_template_must_ask_what_it_is_for(letters: Letters, letter: Letter) -> None:
    """A template that lost the loop over the queries is refused."""
    _, [finding] = Letters({**letters.sources, "queries.txt": "Dear all"}).write(letter)
    assert finding.message == (
        "The letter's template leaves out what it has to say to North Alderwick: “Sheet “Programmes”, cell D7”."
    )
