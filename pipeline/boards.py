"""Many boards in one run: each with its own lock and its own fate, their work shared out among workers.

A thread for each board that is under way reads its files, waits for its work and publishes; the work itself is done by
``workers``. Whatever becomes of one board, the others go on.
"""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date, datetime
from functools import partial
from glob import glob, has_magic
from pathlib import Path

from msgspec import Struct

from pipeline.exit_codes import BUILT, BUSY, MISTAKEN, NOT_SET_UP, RETURNS_HAVE_ERRORS, exit_code
from pipeline.explain.document import VERSION, document
from pipeline.explain.grouping import counted
from pipeline.jobs import answered, packed
from pipeline.lock import locked
from pipeline.model import Edition, Finding, Period, Standing, in_words
from pipeline.outcome import Outcome, Progress
from pipeline.project import Project
from pipeline.results import Prepared, put
from pipeline.scheduled import FAULT_LOGGED, LOGS, Log, run_scheduled
from pipeline.unchanged import Places, fingerprint, remember, said_before
from pipeline.wanted import Wanted
from pipeline.workers import LostError, Workers

WORST_LAST = (BUILT, RETURNS_HAVE_ERRORS, BUSY, MISTAKEN, NOT_SET_UP)
OTHER_COMMANDS: dict[str, object] = {"forms": [], "status": None}  # keys that are always there
READ_AHEAD = 1  # boards that are read or published while the workers have theirs


class Board(Struct, frozen=True):
    """A board by the name of its configuration, as the command line gave it, and where its files are."""

    name: str
    project: Project


class Asked(Struct, frozen=True):
    """What every board is asked for. ``now`` tells the time; ``report_fault`` puts a fault of the program's own on file."""

    command: str
    period: Period | None
    wanted: Wanted
    today: date
    now: Callable[[], datetime]
    report_fault: Callable[[Exception], str]


class Result(Struct, frozen=True):
    """What came of one board: the exit code that it would have by itself, a line, what stopped it, and all of it for JSON."""

    board: str
    code: int
    line: str
    stopped: Sequence[Finding]
    said: dict[str, object]
    why_nothing: str = ""


class NoBoardsError(Exception):
    """Why the configurations that were named are no boards to run, in a sentence."""


def boards_of(patterns: Sequence[str]) -> list[Board]:
    """The boards of the configurations that the patterns name, each once, in the order of the patterns and names."""
    paths: dict[Path, str] = {}
    for pattern in patterns:
        found = sorted(glob(pattern, recursive=True)) if has_magic(pattern) else [pattern]  # noqa: PTH207 - from here, or from the top of the disk
        if not found:
            raise NoBoardsError(f"No file is called {pattern}.")
        for name in found:
            paths.setdefault(Path(name).resolve(), Path(name).as_posix())
    homes = Counter(path.parent for path in paths)
    twice = [name for path, name in paths.items() if homes[path.parent] > 1]
    if twice:
        raise NoBoardsError(
            f"{' and '.join(twice)} would write into the same folder; give each a folder of its own."
        )
    return [Board(name, project_at(path)) for path, name in paths.items()]


def project_at(config: Path) -> Project:
    """The project of a configuration, with all that is its own beside it."""
    return Project(config, config.parent / "inputs", config.parent / "outputs")


def run_boards(boards: Sequence[Board], asked: Asked, workers: Workers, progress: Progress) -> list[Result]:
    """Do what is asked for every board; gives the results in the order of the boards."""
    done: dict[str, Result] = {}
    with ThreadPoolExecutor(min(len(boards), workers.count + READ_AHEAD)) as threads:
        try:
            progress(f"0 of {len(boards)} boards done")
            for one in as_completed([threads.submit(_run, board, asked, workers) for board in boards]):
                done[one.result().board] = one.result()
                progress(f"{len(done)} of {len(boards)} boards done")
        except BaseException:  # Ctrl-C: what has not begun does not begin
            workers.stop()
            threads.shutdown(wait=False, cancel_futures=True)
            raise
    return [done[board.name] for board in boards]


def worst(codes: Sequence[int]) -> int:
    """The exit code of a run over many boards: the one that asks most of whoever started it."""
    return max(codes, key=WORST_LAST.index, default=BUILT)


def _run(board: Board, asked: Asked, workers: Workers) -> Result:
    try:
        if asked.command == "check":
            return _check(board, asked, workers)
        with locked(board.project.outputs, f"{in_words(asked.now().date())}, {asked.now():%H:%M}") as held:
            if asked.command == "scheduled":
                return _scheduled(board, asked, workers, str(held or ""))
            return _nothing(board, BUSY, str(held)) if held else _build(board, asked, workers)
    except Exception as fault:  # noqa: BLE001 - the program's own, which must not touch the other boards
        return _nothing(board, NOT_SET_UP, asked.report_fault(fault))


def _check(board: Board, asked: Asked, workers: Workers) -> Result:
    return _result(board, _prepared("check", board, asked.period, asked.wanted, workers).outcome)


def _build(board: Board, asked: Asked, workers: Workers) -> Result:
    """Build a board; where it would be its last build over again, say what that one said, and nothing is done."""
    outputs, known = board.project.outputs, partial(_fingerprint, board, asked)
    if said := said_before(outputs, known):
        line, document_before = json.loads(said[0])
        return Result(board.name, said[1], line, [], document_before)
    before = known()
    outcome = build_elsewhere(board, asked.period, asked.wanted, workers)
    result = _result(board, outcome)
    if outcome.lasting and outcome.edition:
        text = json.dumps([result.line, result.said])
        remember(outputs, before, known, str(outcome.edition.period), text, result.code)
    return result


def _fingerprint(board: Board, asked: Asked) -> str:
    """What the build of a board depends on; '' with PDFs, which depend on LibreOffice too. No terminal has a part in it."""
    if asked.wanted.pdf or asked.wanted.pack:
        return ""
    places = Places(board.project.config, board.project.inputs, board.project.outputs)
    return fingerprint(places, ("one of many", board.name, repr((asked.period, asked.wanted))), io.StringIO())


def _scheduled(board: Board, asked: Asked, workers: Workers, held: str) -> Result:
    log = Log(board.project.outputs / LOGS, asked.now, lambda _: None)
    if held:
        log.say(held)
        return _nothing(board, BUSY, held)

    def make(_: Project, period: Period | None, __: Progress, wanted: Wanted) -> Outcome:
        return build_elsewhere(board, period, wanted, workers)

    try:
        code, summary = run_scheduled(board.project, asked.period, asked.wanted, log, asked.today, make)
    except Exception:
        log.say(FAULT_LOGGED)
        raise
    line = f"{summary['result']}, exit code {code}"
    return Result(board.name, code, line, [log.fault] if log.fault else [], summary)


def build_elsewhere(board: Board, period: Period | None, wanted: Wanted, workers: Workers) -> Outcome:
    """Have the papers of one board made by workers, and publish them here, where its results lie."""
    return put(board.project, _prepared("build", board, period, wanted, workers))


def _prepared(
    command: str, board: Board, period: Period | None, wanted: Wanted, workers: Workers
) -> Prepared:
    job = packed(command, board.project, period, wanted, sees_disk=workers.see_disk)
    try:
        return answered(workers.do(job))
    except LostError as lost:
        return Prepared(Outcome(findings=[lost.finding], unwritten=[board.name]))


# --- what is told -----------------------------------------------------------------------------


def _result(board: Board, outcome: Outcome) -> Result:
    said = document(outcome.edition, outcome.faults, outcome.findings, outcome.written, outcome.queries)
    stopped = [*outcome.faults, *(outcome.findings if outcome.unwritten else [])]
    return Result(
        board.name, exit_code(outcome), "; ".join(_line(outcome)), stopped, {**said, **OTHER_COMMANDS}
    )


def _nothing(board: Board, code: int, why: str) -> Result:
    return Result(board.name, code, why, [], {**document(None, [], [], []), **OTHER_COMMANDS}, why)


def in_one(command: str, results: Sequence[Result]) -> dict[str, object]:
    """The results in types that JSON has: of each board what a run over it alone would give, and why it gave nothing."""
    boards = [
        {
            "config": one.board,
            "command": command,
            "exit_code": one.code,
            **one.said,
            "stopped": one.why_nothing,
        }
        for one in results
    ]
    code = worst([one.code for one in results])
    return {"command": command, "exit_code": code, "version": VERSION, "boards": boards}


def _line(outcome: Outcome) -> Iterator[str]:
    if outcome.edition:
        yield _standings(outcome.edition)
    papers = sum(path.suffix == ".docx" for path in outcome.written)
    if outcome.written:
        yield f"{papers} paper{'' if papers == 1 else 's'} written"
    if outcome.faults or outcome.unwritten:
        yield "stopped by what is listed below"
    else:
        yield counted(outcome.findings)


def _standings(edition: Edition) -> str:
    counts = Counter(entry.standing for entry in edition.register)
    came = counts[Standing.RECEIVED] + counts[Standing.NIL]
    return f"{edition.period.title}: {came} of {len(edition.register)} returns count"
