"""What the page of a build shows of an edition: its register, the ratings by period, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.compose.changes import changes
from pipeline.compose.ratings import ratings
from pipeline.compose.register import register_line
from pipeline.compose.selection import selected
from pipeline.compose.showing import shown
from pipeline.model import Edition, RegisterEntry
from pipeline.settings import PaperSettings

EVERYTHING = PaperSettings("", "", "", "", ())  # of every partnership every table
NONE = "None"  # where there is no return to say something


def overview(edition: Edition) -> dict[str, object]:
    """The names that the page may use; of what is exempt from publication it shows nothing."""
    part = selected(edition, EVERYTHING, private=False)
    return {
        "register": [*_lines(part), *map(_cover, edition.covers)],
        "ratings": ratings(part),
        "changes": changes(part),
    }


def _lines(edition: Edition) -> Iterator[dict[str, object]]:
    for entry in edition.register:
        yield register_line(entry, edition) | {"signed_off": _signed_off(entry), **_came(entry)}


def _cover(entry: RegisterEntry) -> dict[str, object]:
    return {
        "partnership": f"Cover of {entry.partnership.name}",
        "standing": entry.standing.value,
        "signed_off": "Not asked",
        "remarks": "" if entry.accepted else entry.reason or "Drafted where it can be.",
        **_came(entry),
    }


def _came(entry: RegisterEntry) -> dict[str, object]:
    """The version of the return that is shown, and the file of the one that counts."""
    return {
        "version": shown(entry.shown.fields.get("version")) if entry.shown else NONE,
        "file": entry.accepted.file if entry.accepted else "",
    }


def _signed_off(entry: RegisterEntry) -> str:
    """By whom and when, so far as the return says."""
    if entry.shown is None:
        return NONE
    said = [shown(entry.shown.fields.get(name), "") for name in ("approved_by", "approved_on")]
    return ", ".join(str(one) for one in said if one) or "Not signed off"
