"""What templates come to is kept beside the program, and changes nothing but the time that a build takes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import compiled
from pipeline.compiled import keep, recall

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's entries lie: Python can be told where to keep what it compiles."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "compiled"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return Path(str(tmp_path / "compiled") + str(PROJECT / "pipeline" / compiled.FOLDER))


def test_what_was_kept_is_recalled(folder: Path) -> None:
    """By its kind and all that it was worked out from; of anything else nothing is known."""
    keep(b"code", "paper", b"template", "name")
    assert recall("paper", b"template", "name") == b"code"
    for other in (("paper", b"template"), ("paper", b"other", "name"), ("letter", b"template", "name")):
        assert recall(*other) is None
    assert len(list(folder.iterdir())) == 1


def test_a_damaged_entry_is_none(folder: Path) -> None:
    """It is worked out again, whatever somebody or a disk made of it."""
    keep(b"code", "paper", b"template")
    [entry] = folder.iterdir()
    for held in (b"", b"x" * 40, entry.read_bytes()[:-1]):
        entry.write_bytes(held)
        assert recall("paper", b"template") is None


def test_nothing_is_kept_where_python_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tells Python to write no compiled modules gets no compiled templates either."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(b"code", "paper", b"template")
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_another_account_may_use_what_one_has_compiled(folder: Path) -> None:
    """An administrator runs it once; the account that does the work reads what was kept, as it reads the program."""
    before = os.umask(0o022)
    try:
        keep(b"code", "paper", b"template")
    finally:
        os.umask(before)
    [entry] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, entry.stat().st_mode & 0o777) == (0o755, 0o644)


def test_the_older_half_goes_when_there_are_many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates that are edited again and again do not fill the disk."""
    monkeypatch.setattr(compiled, "MOST", 4)
    for number in range(5):
        keep(b"code", "paper", str(number))
        for entry in folder.iterdir():  # each a second older than the next
            before = entry.stat().st_mtime
            os.utime(entry, (before - 1, before - 1))
    assert [number for number in range(5) if recall("paper", str(number))] == [3, 4]


def build(project: Path, kept: Path) -> dict[str, bytes]:
    """The results of a build that keeps what it compiles in a folder, without its own cache of results."""
    shutil.rmtree(project / "outputs", ignore_errors=True)
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(kept), "PYTHONDONTWRITEBYTECODE": ""}
    command = [sys.executable, "-c", "from pipeline.cli import entry; entry()", "--config", "config.yaml"]
    environment["PYTHONPATH"] = os.pathsep.join([str(PROJECT), *sys.path])
    done = subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 1, done.stderr
    found = (project / "outputs" / "2019-11").rglob("*")
    return {path.name: path.read_bytes() for path in found if path.is_file()}


def test_a_build_is_the_same_cold_warm_and_damaged(tmp_path: Path) -> None:
    """The same bytes with nothing kept, with all of it kept, and with every entry spoilt."""
    for part in ("templates", "inputs/2019-11"):
        shutil.copytree(PROJECT / part, tmp_path / part)
    shutil.copy(PROJECT / "config.yaml", tmp_path)
    kept = tmp_path / "compiled"
    cold = build(tmp_path, kept)
    entries = [path for path in kept.rglob("*") if path.parent.name == compiled.FOLDER]
    assert entries
    assert build(tmp_path, kept) == cold
    for entry in entries:
        entry.write_bytes(entry.read_bytes()[:-3])
    assert build(tmp_path, kept) == cold
