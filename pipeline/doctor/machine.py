"""The machine: Python and packages, LibreOffice, disk space and clock."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.doctor.check import Check, fine, look, stops
from pipeline.pdf import programs

PACKAGES = (
    "docxtpl",
    "jinja2",
    "lxml",
    "openpyxl",
    "pypdf",
    "python-docx",
    "pyyaml",
)  # as pyproject.toml lists them
PATIENCE = 60  # seconds for LibreOffice to say its version; the first start on a slow disk takes about twenty
LEAST_SPACE = 50_000_000  # bytes: the old and the new set of fifty partnerships' papers, with marked copies
ENOUGH_SPACE = 1_000_000_000  # bytes: a year of them, and room for LibreOffice


def on_python() -> Iterator[Check]:
    """Python and the packages; that the program runs at all shows that there are some."""
    yield fine("Python", f"{platform.python_version()} on {platform.system()} ({platform.machine()})")
    versions, absent = [], []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            absent.append(name)
    if absent:
        remedy = "Delete the folder .packages and run again; of an installed copy run pip install again."
        yield stops("Packages", f"Not there: {', '.join(absent)}.", remedy)
    else:
        yield fine("Packages", ", ".join(versions))


def on_libreoffice() -> Iterator[Check]:
    """Only PDF needs it."""
    program = next(programs(), None)
    if program is None:
        remedy = "Install it free of charge from libreoffice.org, if you want --pdf or --pack."
        yield look(
            "LibreOffice", "It is not on this computer, so no PDF can be made; papers in Word can.", remedy
        )
        return
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=PATIENCE, check=False)
        said = done.stdout.decode(errors="replace").split()
    except (OSError, subprocess.TimeoutExpired):
        said = []
    if said[:1] == ["LibreOffice"]:
        yield fine("LibreOffice", f"{said[1]} ({program})")
    else:
        remedy = f"Start it once by hand ({program}), as the account that runs the program; install it anew if it fails."
        yield look("LibreOffice", "It is there and does not start.", remedy)


def on_space(folder: Path) -> Iterator[Check]:
    """Space on the disk of the results."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    said = f"{free / 1e9:.1f} GB free where the results go"
    if free < LEAST_SPACE:
        yield stops(
            "Disk space", f"{said}.", "Make room: papers are written beside the old ones before these go."
        )
    elif free < ENOUGH_SPACE:
        yield look(
            "Disk space", f"{said}.", "Make room before long; a build that runs out of it writes nothing."
        )
    else:
        yield fine("Disk space", said)


def on_clock(now: datetime, files: Iterable[Path]) -> Iterator[Check]:
    """Whether the clock can be right: no file that came was saved after it."""
    said = f"{now:%Y-%m-%d %H:%M} {now:%Z}"
    saved = max((path.stat().st_mtime for path in files), default=0.0)
    newest = datetime.fromtimestamp(saved, UTC)
    if newest > now + timedelta(days=1):
        remedy = "Set the computer's clock: scheduled decides by it which period is due, and the log tells the time by it."
        yield look("Clock", f"It says {said}, and a return was saved on {newest:%Y-%m-%d}.", remedy)
    else:
        yield fine("Clock", said)
