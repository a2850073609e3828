"""The program beside the plain script, in one run and in turn: python run.py bench.

Each piece of work is done by both as whole processes, the script first, then the program, so often as --runs says.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from drawing import draw
from measuring import Cost, Figures, as_json, costs, measured, middle

HERE = Path(__file__).resolve().parent
BATCHES, TABLES = (100, 1_000, 5_000), (10, 100, 1_000, 5_000)
BOARDS = (42, 504)  # a nation's boards, and a year of their months
SMALL_BATCHES, SMALL_TABLES, SMALL_BOARDS = (100,), (10, 100, 1_000), (8,)
EACH = 10  # returns in a paper
RUNS = 5
QUERIES_OPEN = 1  # the exit code where returns have mistakes, as one in ten has


@dataclass(frozen=True, slots=True)
class Work:
    """A project on the disk, or the projects of many boards, made by making.py, and both ways of building it."""

    folder: Path
    boards: int = 0

    @classmethod
    def made(cls, folder: Path, papers: int = 1, each: int = EACH, rows: int = 0, boards: int = 0) -> Work:
        """A new project, or one for each of so many boards."""
        sizes = {"--papers": papers, "--each": each, "--rows": rows, "--boards": boards}
        _run("making.py", folder, *(word for name, size in sizes.items() for word in (name, str(size))))
        _run("plain_template.py", folder / "plain.docx")
        return cls(folder, boards)

    @property
    def projects(self) -> list[Path]:
        """The folder of each project."""
        return sorted(self.folder.glob("board-*")) if self.boards else [self.folder]

    def script(self) -> Cost:
        """The plain script: it does everything anew each time."""
        outputs = self.folder / "plain"
        shutil.rmtree(outputs, ignore_errors=True)
        return measured(
            [sys.executable, HERE / "plain_script.py", self.folder / "plain.docx", outputs, *self.projects]
        )

    def program(self) -> Cost:
        """The program, as a user starts it."""
        command: list[str | Path] = [sys.executable, HERE.parent / "run.py", "build", "--quiet"]
        config = self.folder / ("*/config.yaml" if self.boards else "config.yaml")
        return measured([*command, "--config", config], (0, QUERIES_OPEN))

    def forget(self) -> None:
        """Take away all that the program has written."""
        for project in self.projects:
            shutil.rmtree(project / "outputs", ignore_errors=True)

    def change(self, edition: int) -> None:
        """Put other words into the first return."""
        _run("making.py", self.folder, "--edition", str(edition))

    def stages(self) -> dict[str, float]:
        """Seconds of processor by stage of a cold build."""
        self.forget()
        return dict(json.loads(_run("stages.py", self.folder)))


def _run(script: str, *given: str | Path) -> str:
    return subprocess.run(
        [sys.executable, HERE / script, *given], check=True, capture_output=True, text=True
    ).stdout


# --- the work ---------------------------------------------------------------------------------


def paired(
    work: Work, name: str, runs: int, before: Callable[[Work, int], None], size: tuple[int, int]
) -> Figures:
    """Both ways in turn; ``before`` prepares each pair. ``size`` is the number of returns and of rows."""
    pairs = []
    for number in range(runs):
        before(work, number)
        pairs.append((work.script(), work.program()))
    script, program = zip(*pairs, strict=True)
    return Figures(name, *size, script, program)


def cold(work: Work, _: int) -> None:
    """Nothing lies there from an earlier build."""
    work.forget()


def unchanged(_: Work, __: int) -> None:
    """All is as the last build left it."""


def one_changed(work: Work, number: int) -> None:
    """One return has other words than at the last build."""
    work.change(number + 2)


def one_paper(place: Path, runs: int) -> Iterator[Figures]:
    """One paper from ten returns: cold, with nothing changed, and with one return changed."""
    work = Work.made(place / "one", 1)
    work.program()  # once, unmeasured, so that both find their compiled modules
    yield paired(work, "one paper, cold", runs, cold, (EACH, 0))
    yield paired(work, "nothing changed", runs, unchanged, (EACH, 0))
    yield paired(work, "one return of ten changed", runs, one_changed, (EACH, 0))


def batches(place: Path, sizes: Sequence[int], runs: int) -> Iterator[Figures]:
    """Many papers at once, cold and with one return changed; the largest of them fewer times."""
    for returns in sizes:
        work = Work.made(place / f"batch-{returns}", returns // EACH)
        times = max(1, min(runs, 1_000 // returns))
        yield paired(
            work, f"{returns:,} returns, {returns // EACH} papers, cold", times, cold, (returns, 0)
        )  # fmt: skip
        yield paired(work, f"one return of {returns:,} changed", times, one_changed, (returns, 0))


def nations(place: Path, sizes: Sequence[int], runs: int) -> Iterator[Figures]:
    """Many boards in one run, each with a paper from ten returns: cold, and with nothing changed."""
    for boards in sizes:
        work = Work.made(place / f"boards-{boards}", boards=boards)
        times = max(1, min(runs, 100 // boards))
        size = (boards * EACH, 0)
        yield paired(work, f"{boards} boards of {EACH} returns, cold", times, cold, size)
        yield paired(work, f"nothing changed in {boards} boards", times, unchanged, size)


def tables(place: Path, sizes: Sequence[int], runs: int) -> Iterator[Figures]:
    """One return whose first table has so many rows, cold."""
    for rows in sizes:
        work = Work.made(place / f"rows-{rows}", 1, 1, rows)
        times = max(1, min(runs, 1_000 // rows))
        yield paired(work, f"a table of {rows:,} rows, cold", times, cold, (1, rows))


# --- what is said -----------------------------------------------------------------------------


def line(one: Figures) -> str:
    """A piece of work on one line: how often faster, and what each took."""
    ratios, busy = one.ratios, one.processor_ratios
    script, program = costs(one.script), costs(one.program)
    return (
        f"{one.work:<36} {middle(ratios):>6.2f}x ({min(ratios):.2f} to {max(ratios):.2f})  "
        f"processor {middle(busy):>6.2f}x  "
        f"script {script['clock_seconds']:.2f} s, {script['peak_memory_mib']:.0f} MiB; "
        f"program {program['clock_seconds']:.2f} s, {program['peak_memory_mib']:.0f} MiB"
    )


def growth(figures: Sequence[Figures]) -> Iterator[str]:
    """How cost and memory grow with returns and with rows: 1.0 is as much for each as at the smallest size."""
    for what in ("returns", "rows"):
        kinds = ("table",) if what == "rows" else ("paper,", "papers,")
        own = [
            one for one in figures if one.work.endswith("cold") and any(kind in one.work for kind in kinds)
        ]
        for smaller, larger in pairwise(own):
            more = getattr(larger, what) - getattr(smaller, what)
            seconds, memory = (
                middle([getattr(one, kind) for one in larger.program])
                - middle([getattr(one, kind) for one in smaller.program])
                for kind in ("processor", "memory")
            )
            yield (
                f"from {getattr(smaller, what):,} to {getattr(larger, what):,} {what}: "
                f"{1000 * seconds / more:.2f} ms of processor and {1024 * memory / more:.1f} KiB more for each"
            )


def main() -> None:
    """Measure, say and keep."""
    asks = argparse.ArgumentParser(
        prog="run.py bench", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    asks.add_argument("--full", action="store_true", help="all sizes: up to 5,000 returns and 5,000 rows")
    asks.add_argument("--returns", type=int, nargs="*", metavar="NUMBER", help="the batches to measure")
    asks.add_argument("--rows", type=int, nargs="*", metavar="NUMBER", help="the tables to measure")
    asks.add_argument(
        "--boards", type=int, nargs="*", metavar="NUMBER", help="the runs of many boards to measure"
    )
    asks.add_argument("--runs", type=int, default=RUNS, help="how often both do each piece of work")
    asks.add_argument("--keep", action="store_true", help="keep the results as those of benchmarks/README.md")
    asked = asks.parse_args()
    sizes = BATCHES if asked.full else SMALL_BATCHES
    rows = TABLES if asked.full else SMALL_TABLES
    boards = BOARDS if asked.full else SMALL_BOARDS
    kept = HERE if asked.keep else HERE.parent / "outputs" / "bench"
    with tempfile.TemporaryDirectory(prefix="committee-papers-bench-") as folder:
        place, done = Path(folder), list[Figures]()
        for figures in (
            one_paper(place, asked.runs),
            batches(place, sizes if asked.returns is None else asked.returns, asked.runs),
            nations(place, boards if asked.boards is None else asked.boards, asked.runs),
            tables(place, rows if asked.rows is None else asked.rows, asked.runs),
        ):
            for one in figures:
                print(line(one), flush=True)
                done.append(one)
        stages = Work(place / "one").stages()
    for said in (*growth(done), *(f"{seconds:8.3f} s  {stage}" for stage, seconds in stages.items())):
        print(said)
    _keep(kept, done, stages)
    print(f"Kept in {kept}.")


def _keep(folder: Path, done: Sequence[Figures], stages: dict[str, float]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "system": platform.system(), "processors": os.cpu_count()}
    results = {"machine": machine, "work": [as_json(one) for one in done], "stages": stages}
    (folder / "results.json").write_text(json.dumps(results, indent=1) + "\n", "utf-8")
    (folder / "results.svg").write_text(draw(done, stages), "utf-8")


if __name__ == "__main__":
    main()
