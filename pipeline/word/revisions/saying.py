"""What became of people's edits, in words: in comments of the new paper, and as findings on the run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from pipeline.model import Address, Finding, Level, Rule
from pipeline.printable import printable
from pipeline.word.revisions.edits import Done, Edit

QUOTED = 120  # characters of a wording that a finding quotes; comments hold all of it


class Fate(StrEnum):
    """What became of an edit."""

    CARRIED = "carried"
    CLASH = "the source changed too"
    GONE = "its place is gone"
    AGREES = "the new paper says the same"
    PICTURE = "a picture"


CARRIED = Rule(
    "edit-carried", Level.NOTE, "{edit}",
    "The new file has it as a tracked change by {author}: accept it in Word, or reject it.",
)  # fmt: skip
CARRIED_VALUE = Rule(
    "edit-of-value", Level.WARNING, "{edit} The paper then says something else than the return.",
    "The new file has it as a tracked change by {author}. If it is right, ask for the return to be corrected and sent again; otherwise reject it in Word.",
)  # fmt: skip
CLASH = Rule(
    "edit-and-new-source", Level.WARNING, "{edit} Since then the source has changed, and now says “{now}”.",
    "A comment in the new file holds both wordings: choose in Word which of them stands.",
)  # fmt: skip
GONE = Rule(
    "edit-without-place", Level.WARNING, "{edit} The new paper no longer has that place.",
    "A comment at the nearest place of the new file holds the words: take over in Word what is still needed.",
)  # fmt: skip
PICTURE = Rule(
    "edit-picture", Level.WARNING, "{edit}",
    "Copy it in Word from the edited file, which is kept, to the place in the new file that a comment marks.",
)  # fmt: skip
LOST = Rule(
    "edit-elsewhere", Level.WARNING, "“{words}” was typed in Word at a place that cannot be followed into the new file.",
    "A comment at its beginning holds the words: take over in Word what is still needed.",
)  # fmt: skip
REMARKS = Rule(
    "comments-carried", Level.NOTE, "{file} had {count} in Word.", "The new file has them at the same places."
)  # fmt: skip
BY_FATE = {Fate.CLASH: CLASH, Fate.GONE: GONE, Fate.PICTURE: PICTURE}


def sentence(edit: Edit, limit: int = QUOTED) -> str:
    """An edit in words: “In “Risks”, row 3, Score: “12” was changed to “16” in Word.”."""
    old, new = (_shortened(words, limit) for words in (edit.old, edit.new))
    done = {
        Done.CHANGED: f"“{old}” was changed to “{new}” in Word.",
        Done.INSERTED: f"“{new}” was added in Word.",
        Done.DELETED: f"“{old}” was deleted in Word.",
        Done.PICTURE: "a picture or another object was added in Word.",
    }[edit.done]
    return printable(f"{where(edit)}: {done}")


def _shortened(words: str, limit: int) -> str:
    """Words on one line, not longer than that."""
    line = " ".join(words.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def where(edit: Edit) -> str:
    """Where an edit is: by the table and partnership of its field, where it has one, else by the page."""
    place, origin = edit.place, edit.field.origin if edit.field else None
    if origin is None or not origin.table:
        return str(place)
    table = f"In {origin.table}" + (f" of {origin.partnership}" if origin.partnership else "")
    row = f"row {place.row}" if place.row else ""
    return ", ".join(part for part in (table, row, origin.column) if part)


def comment(edit: Edit, fate: Fate, now: str) -> str:
    """The words of the comment that holds an edit; '' where the edit itself stands in the new paper."""
    whole = sentence(edit, len(edit.old) + len(edit.new) + 1)
    match fate:
        case Fate.CLASH:
            return f"{whole}\nSince then the source has changed, and now says: “{printable(now)}”. Please choose."
        case Fate.GONE:
            return f"{whole}\nThe new paper no longer has that place. Please take over what is still needed."
        case Fate.PICTURE:
            return f"{whole}\nPlease copy it from the edited file."
    return ""


def findings_on(
    fates: Iterable[tuple[Edit, Fate, str]], lost: Sequence[str], remarks: int, file: str
) -> list[Finding]:
    """A finding for each edit that the new paper does not say by itself, for words without a place, and on comments."""
    found = [_finding(edit, fate, now, file) for edit, fate, now in fates if fate is not Fate.AGREES]
    found += [LOST.found(Address(file), words=printable(_shortened(words, QUOTED))) for words in lost]
    if remarks:
        count = "1 comment" if remarks == 1 else f"{remarks} comments"
        found.append(REMARKS.found(Address(file), file=file, count=count))
    return found


def _finding(edit: Edit, fate: Fate, now: str, file: str) -> Finding:
    rule = BY_FATE.get(fate, CARRIED_VALUE if edit.weighs else CARRIED)
    values = {
        "edit": sentence(edit),
        "author": edit.author or "nobody named",
        "now": printable(_shortened(now, QUOTED)),
    }
    return rule.found(Address(file), **values)
