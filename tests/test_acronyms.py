"""Acronyms: spelt out where they first stand, and found where nobody has said what they mean."""

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.acronyms import acronyms_in, first_uses, plural, unexplained

MEANINGS = {
    "SEND": "special educational needs and disabilities",
    "LAC": "looked after child",
    "ICB": "integrated care board",
    "A&E": "accident and emergency",
    "MP": "member of parliament",
    "SEN": "special educational needs",
}


def spelt(text: str, meanings: Mapping[str, str] = MEANINGS) -> str:
    """A text with its acronyms spelt out where they first stand."""
    for use in reversed(list(first_uses(text, meanings))):
        text = text[: use.start] + use.before + text[use.start : use.end] + use.after + text[use.end :]
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We lead on SEND.", "We lead on special educational needs and disabilities (SEND)."),
        ("SEND and SEND", "Special educational needs and disabilities (SEND) and SEND"),
        ("It is done. SEND is next", "It is done. Special educational needs and disabilities (SEND) is next"),
        ("plans, e.g. SEND", "plans, e.g. special educational needs and disabilities (SEND)"),
        ("the A&E waits", "the accident and emergency (A&E) waits"),
        ("all LACs", "all looked after children (LACs)"),
        ("two MPs", "two members of parliament (MPs)"),
        ("the ICB’s plan", "the integrated care board’s (ICB’s) plan"),
        ("the ICB's plan", "the integrated care board's (ICB's) plan"),
        ("an LAC", "an LAC (looked after child)"),
        ("a LAC", "a looked after child (LAC)"),
        ("needs (SEND)", "needs (special educational needs and disabilities, SEND)"),
        ("(SEND and more)", "(special educational needs and disabilities (SEND) and more)"),
        (
            "SEN or SEND",
            "Special educational needs (SEN) or special educational needs and disabilities (SEND)",
        ),
    ],
)
def test_the_first_use_is_spelt_out(text: str, expected: str) -> None:
    """The words stand before the acronym, in the number and case that the sentence wants."""
    assert spelt(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "special educational needs and disabilities (SEND) and SEND",
        "Special educational  needs and disabilities (SEND)",
        "SEND (special educational needs and disabilities)",
        "SEND, special educational needs and disabilities,",
        "SEND: special educational needs and disabilities",
        "looked after children (LACs)",
        "children who are looked after by the county (CLAC), special educational needs & disability (SEND)",
        "SENDING, RESEND, send, Send, SENDs’ plan, xSEND",
        "SEND-led, non-SEND, SEND/AP, x@SEND.org, www.SEND.org, https://x.org/SEND",
        "SEND ALL REPORTS NOW",
        "",
    ],
)
def test_what_is_spelt_out_or_no_such_word_stays(text: str) -> None:
    """Nothing is said twice, compounds and addresses stay whole, and capitals alone tell nothing."""
    assert spelt(text) == text


def test_a_use_that_is_spelt_out_is_the_first() -> None:
    """What the text spells out counts as explained from there on."""
    [use] = first_uses("looked after child (LAC), LAC", MEANINGS)
    assert (use.acronym, use.start, use.before, use.after) == ("LAC", 20, "", "")


@pytest.mark.parametrize(
    ("meaning", "expected"),
    [
        ("local authority", "local authorities"),
        ("integrated care board", "integrated care boards"),
        ("looked after children", "looked after children"),
        ("special educational needs", "special educational needs"),
        ("letter of intent", "letters of intent"),
        ("vulnerable person", "vulnerable people"),
        ("day centre for carers", "day centres for carers"),
        ("walk", "walks"), ("day", "days"), ("branch", "branches"),
    ],
)  # fmt: skip
def test_words_for_several(meaning: str, expected: str) -> None:
    """The word that is meant takes the plural, and what is plural stays."""
    assert plural(meaning) == expected


@given(st.text(st.sampled_from("SENDLAC&s’' ().-\n"), max_size=40))
def test_spelling_out_adds_and_never_takes(text: str) -> None:
    """Whatever the text, taking the added words out again gives the text."""
    longer, shift = spelt(text), 0
    for use in first_uses(text, MEANINGS):
        start = use.start + shift
        assert longer[start:].startswith(use.before + text[use.start : use.end] + use.after)
        shift += len(use.before) + len(use.after)
    assert len(longer) == len(text) + shift


# --- what nobody has explained ----------------------------------------------------------------


def asked(*texts: str, known: Iterable[str] = ()) -> dict[str, int]:
    """What is unexplained in texts of which each is asked about."""
    return unexplained([(text, lambda: True) for text in texts], {"NHS", *known})


def test_unexplained_acronyms_are_told_in_their_order() -> None:
    """Each is told once with the text in which it first stands, also in the plural and with an ampersand."""
    texts = ("The JSNA and two EHCPs", "R&D, an EHCP; (JSNA)", "The ICB's SEND plan")
    found = asked(*texts, known={"ICB"})
    assert list(found.items()) == [("JSNA", 0), ("EHCP", 0), ("R&D", 1), ("SEND", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "NHS and the NHS’s",
        "Part II, Annex IV, Henry VIII",
        "URGENT ACTION NEEDED. All is well.",
        "NOT STARTED",
        "TBC, TBA or TBD",
        "Too long: ACRONYMS",
        "RSK-01, R1, Q3, AB12, A, I",
        "a.b@NHSX.net, https://x.org/ABC",
        "the joint strategic needs assessment (JSNA), and the JSNA again",
        "known: SEND",
    ],
)
def test_what_is_no_unexplained_acronym(text: str) -> None:
    """Known words, Roman numerals, codes, shouting, gaps that are to be filled, and what the text explains are left alone."""
    assert asked(text, known=["SEND"]) == {}


def test_a_heading_explains_and_is_not_asked_about() -> None:
    """What is spelt out anywhere before counts; an acronym that only a heading has is no running text."""
    asks, explains = (lambda: True), (lambda: False)
    texts = [("Joint strategic needs assessment (JSNA)", explains), ("EHCP", explains), ("The JSNA", asks)]
    assert unexplained(texts, ()) == {}


def test_one_word_in_capitals_is_an_acronym() -> None:
    """A cell that holds nothing but an acronym holds an acronym."""
    assert asked("SEND") == {"SEND": 0}


def test_the_acronyms_of_a_name() -> None:
    """A paper's number and a partnership's short name hold acronyms as any text does."""
    assert acronyms_in("HCJSC 19/42, CYPMF Workstream") == {"HCJSC", "CYPMF"}
