"""Fetch what the program needs, once, into a folder of the project.

Standard library only, because on a bare machine nothing else is there yet. A folder is made under a
temporary name and renamed when it is whole: two starts at once, or one killed half-way, leave nothing
broken.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

ABANDONED_AFTER = 3600  # seconds after which an unfinished folder is taken for a killed start's
PAUSES = (0.1, 0.5, 1.0, 2.0, 4.0)  # seconds: a virus scanner may hold a new folder for a moment


class NotFetchedError(Exception):
    """What went wrong and what to do about it, in one sentence for the user."""


def fetch(requirements: Path, ready: Path) -> None:
    """Install the requirements beside `ready` and put them in place when they are whole."""
    ready.parent.mkdir(exist_ok=True)
    remove_abandoned(ready.parent)
    unfinished = ready.parent / f"unfinished-{uuid.uuid4().hex[:12]}"
    command = [*installer(unfinished), *where_from(requirements), "-r", str(requirements)]
    print("Fetching what the program needs (once only, about a minute)...", file=sys.stderr, flush=True)
    try:
        install(command)
        put_in_place(unfinished, ready)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def remove_abandoned(folder: Path) -> None:
    """Clear away what a killed start has left."""
    for left in folder.glob("unfinished-*"):
        with suppress(OSError):  # another start may be clearing it too
            if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)


def installer(target: Path) -> list[str]:
    """Return the command that installs into `target`: pip's, or uv's where this Python has no pip."""
    common = ["--target", str(target), "--require-hashes", "--no-deps", "--only-binary", ":all:", "-q"]
    if importlib.util.find_spec("pip"):
        quietly = ["--disable-pip-version-check", "--no-input"]
        return [sys.executable, "-m", "pip", "install", *quietly, *common]
    if uv := os.environ.get("UV") or shutil.which("uv"):
        return [uv, "pip", "install", "--python", sys.executable, *common]
    raise NotFetchedError(
        "This Python has no pip, which fetches packages; please install pip for it and run it again."
    )


def where_from(requirements: Path) -> list[str]:
    """Return the options that make a `wheels` folder in the project, if there is one, the only source."""
    wheels = requirements.parent.parent / "wheels"
    return ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []


def install(command: Sequence[str]) -> None:
    """Run the installer; if it fails, say so with its own last word on the matter."""
    done = subprocess.run(
        command,
        env=installer_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise NotFetchedError(
            "The packages that the program needs could not be fetched; connect to the internet, or put "
            f"the packages in a folder called wheels, and run it again ({last_word(done.stdout)})."
        )


def installer_environment() -> dict[str, str]:
    """Return the environment without the user's settings that contradict a folder of our own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PIP_TARGET", "PIP_PREFIX"}}
    # Said outright, not left out, these outrank the user's pip configuration file too.
    return {**kept, "PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0"}


def last_word(output: str) -> str:
    """Pick the last line that the installer calls an error, or else its last line."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and not line.startswith("hint:")]
    errors = [line for line in lines if line.startswith("ERROR:")]
    return (errors or lines or ["the installer gave no reason"])[-1].removeprefix("ERROR: ").rstrip(".")


def put_in_place(made: Path, ready: Path) -> None:
    """Rename `made` to `ready`, unless another start has put its own there first."""
    for pause in PAUSES:
        try:
            made.rename(ready)
        except OSError as fault:
            if ready.is_dir():
                return
            if not isinstance(fault, PermissionError):
                raise
            time.sleep(pause)
        else:
            return
    made.rename(ready)
