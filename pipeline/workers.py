"""Who does the boards' work: this process, processes beside it, or the computers of a cluster.

Each is one ``concurrent.futures.Executor``, to which ``jobs.work`` is given with a board as bytes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from typing import ParamSpec, Protocol, TypeVar

from pipeline.jobs import work
from pipeline.model import Address, Finding, Level, Rule
from pipeline.processes import LOST, end, pool_of, submitted

WORKER_LOST = Rule(
    "worker-lost",
    Level.ERROR,
    "The process that did this board's work was ended from outside, twice; its papers are as they were.",
    "See that the computer has memory enough, or do the work in fewer processes (--jobs 1); then run again.",
)
P = ParamSpec("P")
T = TypeVar("T")
PAUSE = 0.5  # seconds in which a worker that was lost to Ctrl-C is told from one that was lost


class LostError(Exception):
    """A board's work was not done, for want of somebody to do it; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        """Carry the finding."""
        super().__init__(f"{finding.message} {finding.remedy}")
        self.finding = finding


class Workers(Protocol):
    """Whoever does the work of boards; ``count`` of them at once. ``see_disk``: on this computer, whose disks they see."""

    count: int
    see_disk: bool

    def do(self, job: bytes) -> bytes:
        """Do one board's work and wait for it; a ``LostError`` says why that could not be."""

    def stop(self) -> None:
        """Begin no more work; what has begun may end or not."""


class Here(Executor):
    """Does what it is given at once, in this process: one board after the other needs no other process."""

    count = 1
    see_disk = True

    def __init__(self) -> None:
        """Nobody is at work."""
        self._busy = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do it, then give a future that is done."""
        done: Future[T] = Future()
        with self._busy:
            done.set_result(fn(*args, **kwargs))
        return done

    def do(self, job: bytes) -> bytes:
        """Do one board's work."""
        return self.submit(work, job).result()

    def stop(self) -> None:
        """Nothing has begun that does not end."""


class Processes:
    """Processes on this computer. One that is lost takes no board with it but the one that keeps killing it."""

    see_disk = True

    def __init__(self, count: int) -> None:
        """So many processes, each started when it is first needed."""
        self.count = count
        self._pool = pool_of(count)
        self._renewing, self._alone = threading.Lock(), threading.Lock()
        self._stopped = threading.Event()

    def do(self, job: bytes) -> bytes:
        """Do one board's work; once more in a process of its own if the first was lost."""
        pool = self._pool
        try:
            return submitted(pool, work, job).result()
        except LOST:
            self._renew(pool)
        with self._alone:
            own = pool_of(1)
            try:
                return submitted(own, work, job).result()
            except LOST as lost:
                raise LostError(WORKER_LOST.found(Address("--jobs"))) from lost
            finally:
                own.shutdown(wait=False)

    def _renew(self, broken: ProcessPoolExecutor) -> None:
        """A new pool in place of a broken one, unless somebody was quicker or all is to stop."""
        if self._stopped.wait(PAUSE):
            raise CancelledError
        with self._renewing:
            if self._pool is broken:
                self._pool = pool_of(self.count)

    def stop(self) -> None:
        """Begin no more work, and end what nobody waits for: a process may be left at work for a pool that broke."""
        self._stopped.set()
        end(self._pool)
