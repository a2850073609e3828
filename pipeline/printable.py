"""Text that any page can hold."""

from __future__ import annotations

import re


def printable(text: str) -> str:
    """Text with line ends of every kind as new lines, and no character that XML forbids or nobody can see.

    A control character becomes its visible picture (U+2400 block); a surrogate or a noncharacter, U+FFFD.
    """
    if text.isprintable():  # most texts are: none of what follows applies to them
        return text
    text = re.sub(r"\r\n?|\x0b|\x0c|\x85|\u2028|\u2029", "\n", text)
    text = re.sub(r"[\x00-\x08\x0e-\x1f]", lambda match: chr(0x2400 + ord(match[0])), text)
    return re.sub(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\x7f]", "\ufffd", text)
