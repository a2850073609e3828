"""Links that a paper may carry: web pages and mail addresses, and nothing that does harm."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.links import LONGEST, web_address

PAGE = "https://example.org/plan"


@pytest.mark.parametrize(
    "link",
    [
        PAGE,
        "http://example.org",
        "HTTPS://Example.org:8443/a/b.html?c=d&e=f#g",
        "https://münchen.example/",
        "https://example.org/@council/1",
        "mailto:team@example.org",
        "mailto:team@example.org,board@example.org?subject=The%20plan",
    ],
)
def test_a_web_page_or_a_mail_address_stands_as_it_is(link: str) -> None:
    """What readers can open is kept sign for sign."""
    assert web_address(link) == web_address(f" {link} ") == link


@pytest.mark.parametrize(
    ("link", "address"),
    [
        (f"{PAGE} of 2019.docx", f"{PAGE}%20of%202019.docx"),
        (f'{PAGE}?"<é>"', f"{PAGE}?%22%3C%C3%A9%3E%22"),
        (f"{PAGE}/50%", f"{PAGE}/50%25"),
        (f"{PAGE}[1]#a#b", f"{PAGE}%5B1%5D#a%23b"),
    ],
)
def test_what_may_not_stand_in_an_address_is_written_in_per_cents(link: str, address: str) -> None:
    """Spaces, quotes and the like, which Word may refuse, lead to the same page in the form that it takes."""
    assert web_address(link) == address


@pytest.mark.parametrize(
    "link",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:https://example.org",
        "data:text/html,x",
        "file:///C:/plan.docx",
        "file://server/plan.docx",
        "\\\\server\\plan.docx",
        "ms-word:ofe|u|https://example.org/plan.docx",
        "vbscript:x",
        "ftp://example.org/plan",
        "tel:+441234567890",
        "plan.docx",
        "#Risks!A1",
        "//example.org/plan",
        "https:example.org",
        "https://",
        "https:///plan",
        "https://.example.org",
        "https://example.org:port/",
        "https://example org/",
        "https://example.org\\@other.example/",
        "https://somebody:secret@example.org/",
        "https://example.org@other.example/",
        "mailto:",
        "mailto:team",
        "mailto:?subject=x",
        "mailto:team@example.org\nBcc: all@example.org",
        "https://example.org/a\x00b",
        "https://example.org/a\tb",
        "https://example.org/a\u202eb",
        "https://example.org/a\u200bb",
        "java\nscript:x",
        "https://example.org/" + "x" * LONGEST,
        "https://example.org/" + "é" * (LONGEST // 2),
    ],
)
def test_any_other_link_is_none(link: str) -> None:
    """Other schemes, hidden signs, names and passwords before a host, and addresses without end are not carried."""
    assert web_address(link) == ""


@given(st.text() | st.text().map(lambda end: f"https://example.org/{end}"))
@example(f"https://{'a-' * 900}/")
def test_whatever_is_carried_is_harmless(link: str) -> None:
    """An address is short, visible, without spaces, of the three schemes; it carries itself."""
    address = web_address(link)
    if address:
        assert re.match(r"(?i)(?:https?://|mailto:)[^\s\"<>\\^`{|}]+$", address)
        assert len(address) <= LONGEST
        assert address.isprintable()
        assert web_address(address) == address
