"""One command measured as a whole process: what the clock says, what the processor did, how much memory it took."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost, with those that it started: seconds by the clock, seconds of processor, MiB at most."""

    clock: float
    processor: float
    memory: float


# Both ways keep what they compile, as they would for a user; some machines are set not to.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str | Path], fine: Sequence[int] = (0,)) -> Cost:
    """Run a command to its end. An exit code that is not among ``fine`` stops the benchmark, with what was said."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=ENVIRONMENT)
    said = process.stdout.read() if process.stdout else b""
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said.decode()}")
    return Cost(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@dataclass(frozen=True, slots=True)
class Figures:
    """The script and the program on one piece of work, run in turn. Ratios above 1: the program is faster."""

    work: str
    returns: int
    rows: int
    script: tuple[Cost, ...]
    program: tuple[Cost, ...]

    @property
    def ratios(self) -> list[float]:
        """How often faster the program is by the clock, pair by pair."""
        return [one.clock / other.clock for one, other in zip(self.script, self.program, strict=True)]

    @property
    def processor_ratios(self) -> list[float]:
        """The same by what the processor did, which other work on the machine disturbs less."""
        return [one.processor / other.processor for one, other in zip(self.script, self.program, strict=True)]


def middle(values: Sequence[float]) -> float:
    """The median, to three places."""
    return round(median(values), 3)


def as_json(one: Figures) -> dict[str, object]:
    """The figures of one piece of work, for results.json."""
    return {
        "work": one.work,
        "returns": one.returns,
        "rows": one.rows,
        "faster_by_clock": _spread(one.ratios),
        "faster_by_processor": _spread(one.processor_ratios),
        "script": costs(one.script),
        "program": costs(one.program),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    return {"median": middle(values), "lowest": round(min(values), 3), "highest": round(max(values), 3)}


def costs(runs: Sequence[Cost]) -> dict[str, float]:
    """The middle of what several runs took, and the most memory of any."""
    return {
        "clock_seconds": middle([one.clock for one in runs]),
        "processor_seconds": middle([one.processor for one in runs]),
        "peak_memory_mib": round(max(one.memory for one in runs), 1),
    }
