"""Some boards in folders of their own, for the tests of runs over many, and what a run over them leaves."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
PATTERN = "boards/*/config.yaml"
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HOME), *sys.path])}
PROGRAM = [sys.executable, "-c", "from pipeline.cli import entry; entry()"]


def make_boards(place: Path, *names: str) -> Path:
    """A folder with a board of each name: a copy of a small example, its papers different from the others'."""
    for name in names:
        board = place / "boards" / name
        example = HOME / "docs" / "examples" / "scorecard"
        shutil.copytree(example, board, ignore=shutil.ignore_patterns("outputs", "*.png"))
        config = board / "config.yaml"
        text = config.read_text("utf-8").splitlines()
        named = [f"organisation: {name.title()} Board" if x.startswith("organisation:") else x for x in text]
        config.write_text("\n".join(named) + "\n", "utf-8")
    return place


def start(place: Path, *arguments: str, path: Path = HOME) -> subprocess.Popen[str]:
    """A run that has begun, in a group of processes of its own; ``path`` is where Python looks for modules first."""
    return subprocess.Popen(
        [*PROGRAM, *arguments],
        cwd=place,
        env={**ENVIRONMENT, "PYTHONPATH": os.pathsep.join([str(path), ENVIRONMENT["PYTHONPATH"]])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def run(place: Path, *arguments: str, path: Path = HOME) -> subprocess.CompletedProcess[str]:
    """A run from its beginning to its end."""
    with start(place, *arguments, path=path) as process:
        out, err = process.communicate()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def results(place: Path, name: str) -> dict[str, bytes]:
    """All that lies among the results of a board, by its place; whole, as its manifest says, or nothing at all.

    What is kept for the next run is no result.
    """
    folder = place / "boards" / name / "outputs"
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    files = {at: data for at, data in files.items() if not at.startswith((".lock", ".cache/"))}
    for manifest in [at for at in files if at.endswith("manifest.json")]:
        period = manifest.removesuffix("manifest.json")
        hashes = {f"{period}{at}": digest for at, digest in json.loads(files[manifest])["outputs"].items()}
        there = {at: hashlib.sha256(data).hexdigest() for at, data in files.items() if at != manifest}
        assert hashes.items() <= there.items()  # an edited copy is no file of ours
    return files
