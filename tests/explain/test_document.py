"""The outcome of a run as programs read it."""

from pathlib import Path

from filled_form import NOVEMBER, FilledForm

from pipeline.explain.document import as_json, document
from pipeline.merge import merge
from pipeline.model import Address, Finding, Form, Level
from pipeline.settings import Settings

FOUND = Finding("required-missing", Level.ERROR, Address("a.xlsx", "Risks", "B5"), "Blank.", "Fill it in.")


def test_a_finding_as_json_is_plain_words() -> None:
    """A program gets each part of a finding under its own name."""
    assert as_json(FOUND) == {
        "rule": "required-missing",
        "level": "error",
        "file": "a.xlsx",
        "sheet": "Risks",
        "cell": "B5",
        "message": "Blank.",
        "remedy": "Fill it in.",
    }


def test_a_document_holds_the_whole_outcome(
    settings: Settings, forms: dict[str, Form], form: FilledForm
) -> None:
    """Version, period, the standing of each partnership, findings, and what was written."""
    edition = merge(settings.partnerships, {"north": form.contents()}, {}, NOVEMBER, forms)
    made = document(edition, [], [FOUND], [Path("outputs/paper.docx")])
    assert {name: made[name] for name in ("version", "period", "faults", "written")} == {
        "version": 1,
        "period": "2019-11",
        "faults": [],
        "written": ["outputs/paper.docx"],
    }
    assert made["findings"] == [as_json(FOUND)]
    assert made["register"][2] == {  # type: ignore[index]
        "partnership": "north",
        "name": "North Alderwick Care Partnership",
        "standing": "Received",
        "file": "north.xlsx",
        "reason": "",
        "late": False,
        "remarks": [],
        "carried_forward": None,
    }


def test_a_document_without_an_edition_is_whole_too() -> None:
    """A run that stopped at the configuration has no period and an empty register."""
    made = document(None, [FOUND], [], [])
    assert (made["period"], made["register"], made["faults"]) == (None, [], [as_json(FOUND)])
