"""Which links a paper may carry: to a web page or a mail address, and harmless to whoever follows them."""

from __future__ import annotations

import re
from urllib.parse import quote

LONGEST = 2_000  # signs; browsers and Word differ in what they take beyond that
# No name and password before a host (RFC 3986, 3.2.1): a public paper would publish them.
START = re.compile(
    r"(?i)https?://[^\W_](?:[\w.-]*\w)?(?::[0-9]{1,5})?(?=[/?#]|$)|mailto:(?=[^\s@?]+@[^\W_][\w.-]*(?:[?,;]|$))"
)
KEPT = (
    "%:/?@!$&'()*+,;=~-._"  # what may stand in an address as it is, beside letters and digits (RFC 3986, 2.2)
)


def web_address(link: str) -> str:
    """``link`` as a page may carry it; '' where it leads elsewhere, hides something or is too long.

    Nothing is looked up. What may not stand in an address (a space, a quote) is written in per cents.
    """
    link = link.strip()
    match = START.match(link)
    if match is None or len(link) > LONGEST or not link.isprintable():
        return ""
    page, mark, place = link[match.end() :].partition("#")
    address = match[0] + _escaped(page) + mark + _escaped(place)
    return address if len(address) <= LONGEST else ""


def _escaped(text: str) -> str:
    return quote(re.sub("%(?![0-9A-Fa-f]{2})", "%25", text), safe=KEPT)
