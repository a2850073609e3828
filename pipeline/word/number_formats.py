"""The formats in which Word shows the numbers of lists, and numbers of several levels as one."""

from __future__ import annotations

ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def joined(parts: tuple[str, ...]) -> str:
    """Numbers of levels as one: ``1.`` and ``(a)`` are ``1(a)``; ``1.`` and ``a.`` are ``1.a``."""
    whole = ""
    for part in (part.rstrip(".") for part in parts):
        whole += ("." if whole[-1:].isalnum() and part[:1].isalnum() else "") + part
    return whole


def in_format(value: int, form: str) -> str:
    """A number in one of Word's formats: ``3`` is c in lowerLetter and iii in lowerRoman."""
    match form:
        case "lowerLetter" | "upperLetter" | "lowerRoman" | "upperRoman":
            words = _letters(value) if form.endswith("Letter") else _roman(value)
            return words.upper() if form.startswith("upper") else words
        case "decimalZero":
            return f"{value:02}"
        case "ordinal":
            tens = 10 <= value % 100 <= 20
            return f"{value}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"
        case "none" | "bullet":
            return ""
    return str(value)


def _letters(value: int) -> str:
    """Word's letters: a to z, then aa to zz."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""


def _roman(value: int) -> str:
    words = ""
    for worth, sign in ROMAN:
        times, value = divmod(value, worth)
        words += sign * times
    return words
