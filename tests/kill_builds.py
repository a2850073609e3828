"""Kill builds at random moments: python tests/kill_builds.py 100 [SEED]. The outputs must be the old or the new each time.

It builds a copy of the example in processes of their own. Before each build one return changes, so that there are new
papers to write; the process is killed with SIGKILL, which no program can answer; then every file must be as the
manifest says, and all of one run. At the end a build must succeed and leave nothing behind.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
MODULES = os.pathsep.join([str(HOME), *sys.path])


def build(project: Path) -> subprocess.Popen[bytes]:
    """A build that has begun."""
    command = [sys.executable, "-c", "from pipeline.cli import entry; entry()", "--quiet"]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=project, env={**os.environ, "PYTHONPATH": MODULES}, stdout=nowhere, stderr=nowhere
    )


def run_of(folder: Path) -> str:
    """The run whose outputs lie in a folder; an AssertionError where a file is not as its manifest says."""
    said = json.loads((folder / "manifest.json").read_text("utf-8"))
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    del files["manifest.json"]
    files.pop(".new", None)  # the mark of a set that has only just taken its place
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert hashes == said["outputs"]
    return str(said["run"]["id"])


def kill_builds(times: int, seed: int, place: Path) -> Counter[str]:
    """Kill so many builds of a copy of the example made in ``place``; gives how often the old and the new were found."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    for part in ("templates", "inputs/2019-11"):
        shutil.copytree(HOME / part, place / part)
    shutil.copy(HOME / "config.yaml", place)
    folder, spare = place / "outputs" / "2019-11", place / "inputs" / "2019-11" / "copy.xlsx"
    began = time.monotonic()
    build(place).wait()
    lasts = time.monotonic() - began
    found: Counter[str] = Counter()
    for _ in range(times):
        before = run_of(folder)
        if spare.exists():
            spare.unlink()
        else:
            shutil.copy(next(spare.parent.glob("North*")), spare)
        with build(place) as process:
            # Half of them near the end, where the outputs are written.
            time.sleep(lasts * chance.uniform(*chance.choice([(0, 1.1), (0.7, 1.1)])))
            process.kill()
        found["old" if run_of(folder) == before else "new"] += 1
        found["left something beside"] += len(list(folder.parent.glob(".2019*")))
    assert build(place).wait() == 1  # the example's returns have errors
    run_of(folder)
    assert sorted(path.name for path in folder.parent.iterdir()) == [".cache", ".lock", "2019-11"]
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        figures = kill_builds(int(sys.argv[1]), int((sys.argv[2:] or ["1"])[0]), Path(made))
        sys.stdout.write(f"{dict(figures)}\n")
