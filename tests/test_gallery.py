"""The gallery: each rule's finding is said in the pinned words, and whatever came there is a paper."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from gallery import BY_SUBJECT, ENTRIES, MESSES
from gallery.entry import Entry
from gallery.making import NORTH
from gallery.mess import Mess
from one_paper import board_alone

from pipeline.cli import main
from pipeline.exit_codes import BUILT, RETURNS_HAVE_ERRORS
from pipeline.intake.reading import read_return
from pipeline.model import Address, Form
from pipeline.rulebook import rules_by_subject

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module", autouse=True)
def _parsed_once() -> Iterator[None]:
    """The project's YAML is the same in every run, so each file is parsed once."""
    with patch("yaml.compose", cache(yaml.compose)):
        yield


@pytest.fixture
def place(tmp_path: Path, project: Path) -> Path:
    """A project of its own: the shipped configuration and templates, and no returns."""
    alone = board_alone((project / "config.yaml").read_text("utf-8"))
    (tmp_path / "config.yaml").write_text(alone, "utf-8")
    shutil.copytree(project / "templates", tmp_path / "templates")
    (tmp_path / "inputs").mkdir()
    return tmp_path


def lay(entry: Entry, folder: Path) -> None:
    """Put an entry's files into a folder."""
    folder.mkdir(exist_ok=True)
    for name, data in entry.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    entry.put(folder)


def held(folder: Path) -> dict[str, bytes]:
    """Every file of a project that is no result, with its bytes; of what is no readable file the name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        if path.is_file() and path.stat().st_mode & 0o400
        else b""
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[0] != "outputs"
    }


def run(place: Path, capture: Capture, command: str, *files: str) -> dict[str, Any]:
    """What the program says on the command line, as JSON; it ends as documented and changes nothing."""
    before = held(place)
    code = main([command, *files, "--json", "--config", str(place / "config.yaml")])
    said = capture.readouterr()
    assert said.err == ""
    assert code in (BUILT, RETURNS_HAVE_ERRORS), said.out
    assert held(place) == before
    found: dict[str, Any] = json.loads(said.out)
    assert (found["exit_code"], found["faults"]) == (code, [])
    return found


def words(finding: Mapping[str, str]) -> tuple[str, str, str]:
    """Place, message and remedy, as the user sees them."""
    address = Address(finding["file"], finding["sheet"], finding["cell"])
    return str(address), finding["message"], finding["remedy"]


def test_all_files_together_give_a_paper(
    place: Path, project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything at once, beside the example's returns: there is a paper, and no file goes unnamed."""
    shutil.copytree(project / "inputs" / "2019-11", place / "inputs" / "2019-11", dirs_exist_ok=True)
    next((place / "inputs" / "2019-11").glob("Families*")).unlink()
    for number, entry in enumerate(ENTRIES):
        if not entry.unfit():
            lay(entry, place / "inputs" / f"{entry.rule}-{number}")
    monkeypatch.chdir(place)
    said = run(place, capsys, "build")
    assert any(name.endswith(".docx") for name in said["written"])
    told = json.dumps([said["findings"], said["register"]], ensure_ascii=False)
    inputs = place / "inputs"
    names = [path.relative_to(inputs).as_posix() for path in inputs.rglob("*") if not path.is_dir()]
    assert [name for name in names if json.dumps(name, ensure_ascii=False)[1:-1] not in told] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_a_rule_says_what_it_is_pinned_to(
    place: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, entry: Entry
) -> None:
    """The rule's finding stands in the result with its place, message and remedy, and the outcome is as stated."""
    if reason := entry.unfit():
        pytest.skip(reason)
    for name, old, new in entry.changes:
        text = (place / name).read_text("utf-8")
        assert old in text
        (place / name).write_text(text.replace(old, new), "utf-8")
    lay(entry, place / "inputs")
    monkeypatch.chdir(place)
    with entry.while_running():
        said = run(place, capsys, entry.command, *entry.named)
    own = [finding for finding in said["findings"] if finding["rule"] == entry.rule]
    assert (entry.place, entry.message, entry.remedy) in [words(finding) for finding in own]
    counting = {one["file"] for one in said["register"] if one["file"]}
    if entry.outcome.counts:
        assert counting
        assert {finding["level"] for finding in own} <= set(entry.outcome.levels)
    else:
        assert not counting & {finding["file"] for finding in own}


@pytest.mark.parametrize("mess", MESSES, ids=lambda mess: mess.happened)
def test_a_mess_is_understood(place: Path, capsys: Capture, forms: dict[str, Form], mess: Mess) -> None:
    """What people do to a form without harm is read as they meant it, and nothing is said."""
    data = mess.make()
    (place / "inputs" / NORTH).write_bytes(data)
    said = run(place, capsys, "check")
    assert [words(finding) for finding in said["findings"] if finding["file"] == NORTH] == []
    contents = read_return(data, NORTH, forms).contents
    assert contents is not None
    assert mess.meaning(contents) == mess.means


def test_every_subject_is_shown() -> None:
    """The gallery has the subjects of the rulebook."""
    assert list(BY_SUBJECT) == list(rules_by_subject())


@pytest.mark.parametrize("subject", BY_SUBJECT)
def test_every_rule_has_an_entry(subject: str) -> None:
    """Each rule of a subject is provoked by an entry, and no entry names a rule that there is not."""
    rules = {rule.id for rule in rules_by_subject()[subject]}
    assert {entry.rule for entry in BY_SUBJECT[subject]} == rules
