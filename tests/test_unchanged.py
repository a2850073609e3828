"""The same build again: what it says and writes, with what was kept there, gone, damaged, or of an older program."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from one_paper import board_alone
from openpyxl import load_workbook

from pipeline.cli import main

HOME = Path(__file__).resolve().parents[1]
Shown = pytest.CaptureFixture[str]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with November's returns for the board's paper."""
    (tmp_path / "config.yaml").write_text(board_alone((HOME / "config.yaml").read_text("utf-8")), "utf-8")
    shutil.copytree(HOME / "templates", tmp_path / "templates")
    shutil.copytree(HOME / "inputs" / "2019-11", tmp_path / "inputs" / "2019-11")
    next((tmp_path / "inputs").rglob("Families*")).unlink()
    return tmp_path


def build(project: Path, shown: Shown, *options: str) -> tuple[int, str]:
    """Build; give the exit code and what was said."""
    code = main(["build", "--config", str(project / "config.yaml"), *options])
    return code, shown.readouterr().out


def results(project: Path) -> dict[str, bytes]:
    """Every file of the results."""
    folder = project / "outputs" / "2019-11"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def made(project: Path) -> int:
    """What changes whenever the results are put in place."""
    return (project / "outputs" / "2019-11").stat().st_ino


def damaged(path: Path) -> None:
    """Spoil a file's last byte."""
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def _all_damaged(cache: Path) -> None:
    for path in cache.iterdir():
        damaged(path)


def _older(cache: Path) -> None:
    """Entries as another version would have left them: whole, under keys that this one never asks for."""
    (cache / "said.json").unlink()
    for path in list(cache.iterdir()):
        path.rename(cache / path.name[::-1])


def _empty(cache: Path) -> None:
    for path in cache.iterdir():
        path.write_bytes(b"")


def test_the_same_build_again_is_told_and_not_done(project: Path, capsys: Shown) -> None:
    """It says the same with the same exit code, in words and as JSON, and writes nothing."""
    first = build(project, capsys)
    at = made(project)
    assert build(project, capsys) == first
    assert made(project) == at
    as_json = build(project, capsys, "--json")
    assert as_json != first
    assert build(project, capsys, "--json") == as_json


@pytest.mark.parametrize("spoil", [_all_damaged, _older, _empty, shutil.rmtree])
def test_whatever_became_of_the_cache_the_bytes_are_the_same(
    project: Path, capsys: Shown, spoil: Callable[[Path], object]
) -> None:
    """Cold, warm, damaged, older or gone: the same is said and the same files stand there."""
    first, files = build(project, capsys), results(project)
    spoil(project / "outputs" / ".cache")
    assert build(project, capsys) == first
    assert results(project) == files


def _changes(project: Path) -> Iterator[Callable[[], object]]:
    """Things after which the same build is not the same."""
    folder, inbox = project / "outputs" / "2019-11", project / "inputs" / "2019-11"
    yield lambda: damaged(folder / "index.html")
    yield lambda: next((folder / "queries").glob("*.html")).unlink()
    yield lambda: shutil.copy(inbox / "Maternity return November.xlsx", inbox / "copy.xlsx")
    yield lambda: (inbox / "a note.txt").write_text("read me")
    yield lambda: (project / "templates" / "letters" / "queries.txt").open("a").write("\n")
    yield lambda: (project / "config.yaml").open("a").write("# a note\n")


@pytest.mark.parametrize("number", range(6))
def test_what_has_changed_is_built(project: Path, capsys: Shown, number: int) -> None:
    """A result that was edited or deleted, a new return or file, a template, the configuration: each is noticed."""
    build(project, capsys)
    at = made(project)
    list(_changes(project))[number]()
    build(project, capsys)
    assert made(project) != at


def test_one_return_changed_gives_what_a_build_from_nothing_gives(project: Path, capsys: Shown) -> None:
    """The returns and papers that were kept and those that are made anew add up to the very same results."""
    build(project, capsys)
    path = project / "inputs" / "2019-11" / "Maternity return November.xlsx"
    book = load_workbook(path)
    book["Programmes"]["C5"].value = "- The new clinic has opened"
    book.save(path)
    warm = build(project, capsys), results(project)
    shutil.rmtree(project / "outputs")
    cold = build(project, capsys), results(project)
    manifests = [
        json.loads(files.pop("manifest.json")) for _, files in (warm, cold)
    ]  # their order is their own
    assert cold == warm
    assert manifests[0] == manifests[1]


def test_what_is_said_once_is_said_once(project: Path, capsys: Shown) -> None:
    """That an edited paper was kept is not said again by the build after it."""
    build(project, capsys)
    (paper,) = (project / "outputs" / "2019-11").glob("*.docx")
    damaged(paper)
    assert "was edited" in build(project, capsys)[1]
    assert "was edited" not in build(project, capsys)[1]


def test_check_writes_nothing(project: Path) -> None:
    """To check leaves no cache behind."""
    main(["check", "--config", str(project / "config.yaml")])
    assert not (project / "outputs").exists()


def installed(project: Path, site: Path) -> tuple[str, int]:
    """Build with the copy of the program in a folder of packages; what was said, and what tells of new results."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), *sys.path])}
    command = [sys.executable, "-c", "from pipeline.cli import entry; entry()"]
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1, done.stderr
    return done.stdout, made(project)


def test_an_installed_copy_notices_that_nothing_has_changed(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It has no folders beside it, as the program's own has; another version of a package makes it build again."""
    site = tmp_path_factory.mktemp("site")
    shutil.copytree(HOME / "pipeline", site / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    (site / "jinja2-3.1.0.dist-info").mkdir()
    first = installed(project, site)
    assert installed(project, site) == first
    entries = {path.name for path in (project / "outputs" / ".cache").iterdir()}
    (site / "jinja2-3.1.0.dist-info").rename(site / "jinja2-3.2.0.dist-info")
    said, results_now = installed(project, site)
    assert said == first[0]
    assert results_now != first[1]
    assert {path.name for path in (project / "outputs" / ".cache").iterdir()} & entries == {"said.json"}
