"""The outcome of a run as programs read it, and the page and schema that describe it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from filled_form import NOVEMBER, FilledForm
from one_paper import board_alone
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.exit_codes import BUILT, MISTAKEN, NOT_SET_UP, RETURNS_HAVE_ERRORS
from pipeline.explain.document import VERSION, as_json, document
from pipeline.grammar import COMMANDS
from pipeline.mail.due import Kind
from pipeline.merge import merge
from pipeline.model import Address, Fate, Finding, Form, Level, Standing
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


# --- the page and the schema ------------------------------------------------------------------

RIGHT: dict[str, dict[str, str | int]] = {  # what puts the example returns right
    "Childrens*": {"Key actions!C5": "30 November 2019"},
    "Maternity*": {"Programmes!D7": "Amber"},
    "North*": {"Risks!F6": 16},
    "SW*": {"Programmes!A9": "SW5x", "Programmes!F8": "On plan"},
}


@pytest.fixture
def copy(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's configuration, templates and November returns, as the folder of the run."""
    alone = board_alone((project / "config.yaml").read_text("utf-8"))
    (tmp_path / "config.yaml").write_text(alone, "utf-8")
    shutil.copytree(project / "templates", tmp_path / "templates")
    shutil.copytree(project / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def page(project: Path) -> str:
    """The page that describes the shape."""
    return (project / "docs" / "json.md").read_text("utf-8")


@pytest.fixture
def schema(project: Path) -> Any:
    """The schema for scripts, which lets later keys pass."""
    return json.loads((project / "docs" / "json.schema.json").read_text("utf-8"))


def put_right(project: Path) -> None:
    """Type what the example returns should say."""
    for name, cells in RIGHT.items():
        path = next((project / "inputs").rglob(name))
        book = load_workbook(path)
        for place, value in cells.items():
            sheet, cell = place.split("!")
            book[sheet][cell] = value
        book.save(path)


def miss_one(project: Path) -> None:
    """Lose one return and spoil another."""
    next((project / "inputs").rglob("Maternity*")).unlink()
    next((project / "inputs").rglob("North*")).write_bytes(b"not a workbook")


def misspell(project: Path) -> None:
    """Misspell a setting."""
    config = project / "config.yaml"
    config.write_text(config.read_text("utf-8").replace("organisation:", "organistion:"), "utf-8")


def misname(project: Path) -> None:
    """Make a mistake in a letter's template, which is found when the returns have been read."""
    letter = project / "templates" / "letters" / "queries.txt"
    letter.write_text(letter.read_text("utf-8").replace("{{ organisation }}", "{{ nobody }}"), "utf-8")


def spoil_the_template(project: Path) -> None:
    """Make the paper's template a file that is none."""
    (project / "templates" / "papers" / "board_highlight_report.docx").write_bytes(b"not a document")


def switch_mail_on(project: Path) -> None:
    """Name a mail server that nobody has, and an author."""
    with (project / "config.yaml").open("a", encoding="utf-8") as config:
        config.write(
            "\nmail: {server: nowhere.invalid, sender: papers@example.org, author: author@example.org}\n"
        )


def stand_in_the_way(project: Path) -> None:
    """Put something where the paper should go."""
    place = project / "outputs" / "2019-11" / "board-highlight-report-2019-11.docx"
    place.mkdir(parents=True)
    (place / "in the way.txt").write_text("x", "utf-8")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    """The exit code of a command, and the document that it prints."""
    code = main([*arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def closed(schema: Any) -> Any:
    """A schema that lets no other keys pass."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(one) for key, one in schema.items()}
    return {**inside, "additionalProperties": False} if schema.get("type") == "object" else inside


def keys_of(schema: Any) -> Iterator[dict[str, Any]]:
    """The keys of each object that a schema describes."""
    yield schema["properties"]
    yield from (one["properties"] for one in schema["$defs"].values())


ONE = "inputs/2019-11/Maternity return November.xlsx"


@pytest.mark.parametrize(
    ("arguments", "before", "expected"),
    [
        (["check"], put_right, BUILT),
        (["check"], None, RETURNS_HAVE_ERRORS),
        (["check"], miss_one, RETURNS_HAVE_ERRORS),
        (["check"], misspell, MISTAKEN),
        (["check", ONE], put_right, BUILT),
        (["check", ONE, "nowhere.xlsx"], None, RETURNS_HAVE_ERRORS),
        (["check", ONE], misspell, MISTAKEN),
        (["build"], put_right, BUILT),
        (["build"], miss_one, RETURNS_HAVE_ERRORS),
        (["build"], misspell, MISTAKEN),
        (["build"], misname, MISTAKEN),
        (["build"], spoil_the_template, MISTAKEN),
        (["build", "--inputs", "nowhere"], None, MISTAKEN),
        (["build"], stand_in_the_way, NOT_SET_UP),
        (["send"], None, MISTAKEN),
        (["send", "--dry-run", "--today", "2019-11-19"], switch_mail_on, RETURNS_HAVE_ERRORS),
        (["send", "--today", "2019-11-19"], switch_mail_on, NOT_SET_UP),
        (["forms"], None, BUILT),
        (["forms"], misspell, MISTAKEN),
        (["status"], miss_one, BUILT),
        (["status", "--period", "2019-12"], None, BUILT),
        (["status"], misspell, MISTAKEN),
        (["fields"], None, BUILT),
        (["check-template", "templates/papers/board_highlight_report.docx"], None, BUILT),
        (["check-template", "templates/papers/board_highlight_report.docx"], spoil_the_template, MISTAKEN),
        (["fields"], misspell, MISTAKEN),
    ],
)
def test_what_is_printed_is_as_the_schema_says(
    copy: Path,
    capsys: pytest.CaptureFixture[str],
    schema: Any,
    arguments: list[str],
    before: Any,
    expected: int,
) -> None:
    """Each command prints every key of the schema and no other, however the run ends."""
    if before:
        before(copy)
    code, said = printed(capsys, *arguments)
    errors = [error.message for error in jsonschema.Draft202012Validator(closed(schema)).iter_errors(said)]
    assert errors == []
    assert (code, said["exit_code"], said["command"]) == (expected, expected, arguments[0])
    assert bool(said["faults"]) is (code == MISTAKEN)
    assert bool(said["mail"]) is (before is switch_mail_on)
    if before is misname:  # the letters' template alone is at fault
        assert said["queries"] == []
    elif before is spoil_the_template:
        assert not any(path.endswith(".docx") for path in said["written"])
    elif said["faults"]:
        assert (said["written"], said["queries"]) == ([], [])


def test_every_key_is_always_there(schema: Any) -> None:
    """The schema asks for each key that it knows, so that a script need not look whether it is there."""
    for described in (schema, *schema["$defs"].values()):
        assert described["required"] == list(described["properties"])
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_schemas_words_are_the_programs(schema: Any) -> None:
    """Levels, standings, exit codes, commands and the version are those that the program has."""
    top, entry, finding = (
        schema["properties"],
        *(schema["$defs"][name]["properties"] for name in ("entry", "finding")),
    )
    others = {"scheduled", "doctor", "watch", "test", "bench"}  # which print a shape of their own, or none
    assert top["command"]["enum"] == [name for name in COMMANDS if name not in others]
    assert top["exit_code"]["enum"] == [BUILT, RETURNS_HAVE_ERRORS, MISTAKEN, NOT_SET_UP]
    assert top["version"]["const"] == VERSION
    assert entry["standing"]["enum"] == [one.value for one in Standing]
    mail = schema["$defs"]["mail"]["properties"]
    assert mail["fate"]["enum"] == [one.value for one in Fate]
    assert mail["kind"]["enum"] == [one.value for one in Kind]
    assert finding["level"]["enum"] == [one.value for one in Level if one is not Level.OFF]


def test_the_page_describes_every_key_and_every_value(schema: Any, page: str) -> None:
    """Each object of the schema has a table on the page with just its keys, and each value is named."""
    tables = [re.findall(r"^\| `(\w+)` \|", part, re.MULTILINE) for part in page.split("\n## ")]
    assert [table for table in tables if table] == [list(keys) for keys in keys_of(schema)]
    words = [one for keys in keys_of(schema) for key in keys.values() for one in key.get("enum", [])]
    assert [word for word in words if isinstance(word, str) and f"`{word}`" not in page] == []
    assert [word for word in words if isinstance(word, int) and f"\n| {word} | " not in page] == []


def test_the_pages_examples_are_what_is_printed(
    copy: Path, capsys: pytest.CaptureFixture[str], schema: Any, page: str
) -> None:
    """The short example is the whole output, the long one a part of it, and both are as the schema says."""
    short, long = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL))
    assert printed(capsys, "check", ONE)[1] == short
    said = printed(capsys, "--outputs", "results")[1]
    for key, value in long.items():
        assert all(one in said[key] for one in value) if isinstance(value, list) else said[key] == value
    for example in (short, long):
        jsonschema.validate(example, closed(schema))
    assert copy.joinpath(long["written"][0]).is_file()
