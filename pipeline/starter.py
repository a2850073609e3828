"""Start the program with the packages that it needs, which are fetched the first time.

Standard library only, because on a bare machine nothing else is there yet; and little of that, because
every start waits for it. Packages lie in `.packages/`, in a folder named after the Python, the platform
and the requirements, so that nothing is shared with, or changed in, the Python that the user has.
"""

import hashlib
import importlib
import os
import sys
from collections.abc import Sequence
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COULD_NOT_SET_UP = 3
INTERRUPTED = 130


class SetUpError(Exception):
    """What went wrong and what to do about it, in one sentence for the user."""


def start(arguments: Sequence[str]) -> int:
    """Run the tests or the benchmark if the first argument says so, else the program; return the exit code."""
    try:
        if arguments[:1] == ["test"]:
            return run_beside(["-m", "pytest", *arguments[1:]], packages("test"))
        if arguments[:1] == ["bench"]:
            return run_beside(["benchmarks/bench.py", *arguments[1:]], packages("run"))
        return run_program(arguments, packages("run"))
    except SetUpError as fault:
        print(fault, file=sys.stderr)
        return COULD_NOT_SET_UP


def run_beside(arguments: Sequence[str], folder: Path) -> int:
    """Run Python in a process of its own, in the project's folder and with the packages of `folder`."""
    import subprocess

    offer_to_children(folder)
    try:
        return subprocess.run([sys.executable, *arguments], cwd=PROJECT, check=False).returncode
    except KeyboardInterrupt:
        return INTERRUPTED


def run_program(arguments: Sequence[str], folder: Path) -> int:
    """Run the program in this process, with the packages of `folder`."""
    sys.path.insert(0, str(folder))
    offer_to_children(folder)
    code: int = importlib.import_module("pipeline.cli").main(list(arguments))
    return code


def offer_to_children(folder: Path) -> None:
    """Let every process started from here find the packages too."""
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), others] if others else [str(folder)])


def packages(purpose: str, project: Path = PROJECT) -> Path:
    """Return the folder that holds what `requirements/<purpose>.txt` lists, filling it if need be."""
    requirements = project / "requirements" / f"{purpose}.txt"
    try:
        ready = project / ".packages" / folder_name(requirements.read_bytes())
        if not ready.is_dir():
            from pipeline.fetching import NotFetchedError, fetch

            try:
                fetch(requirements, ready)
            except NotFetchedError as fault:
                raise SetUpError(str(fault)) from fault
    except OSError as fault:
        raise SetUpError(
            "The packages could not be set up; check that the program's folder can be written to, "
            f"and that there is space, and run it again ({fault})."
        ) from fault
    except KeyboardInterrupt as stop:
        raise SetUpError("Stopped before the packages were complete; run it again to fetch them.") from stop
    return ready


def folder_name(requirements: bytes) -> str:
    """Name what decides which packages fit: Python and its platform, and the requirements."""
    python = EXTENSION_SUFFIXES[0].split(".")[1]  # as in .cpython-311-x86_64-linux-gnu.so
    if sys.platform == "darwin":  # one Python there may run on either processor
        python += f"-{os.uname().machine}"
    return f"{python}-{hashlib.sha256(requirements).hexdigest()[:12]}"
