"""One board's work shared out among processes: bytes in, bytes out, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor
    from types import TracebackType

AHEAD = 2  # jobs that wait for each process, so that none stands idle and few lie in memory


class Sharing:
    """So many processes, started when there is first something to do for them.

    What a process that was lost leaves undone is done here, and so is all that follows.
    """

    def __init__(self, count: int) -> None:
        """With a ``count`` of 1 everything is done here."""
        self.count = count
        self._pool: ProcessPoolExecutor | None = None
        self._lost = count < 2

    def map(self, work: Callable[[bytes], bytes], jobs: Iterable[bytes]) -> Iterator[bytes]:
        """What comes of each job, in their order; the jobs are asked for a few at a time."""
        waiting: deque[tuple[bytes, Future[bytes] | None]] = deque()
        for job in jobs:
            waiting.append((job, self._given(work, job)))
            if len(waiting) >= self.count * AHEAD:
                yield self._result(work, *waiting.popleft())
        while waiting:
            yield self._result(work, *waiting.popleft())

    def _given(self, work: Callable[[bytes], bytes], job: bytes) -> Future[bytes] | None:
        if self._lost:
            return None
        from pipeline.processes import LOST, pool_of, submitted  # noqa: PLC0415 - few runs have work enough to share

        self._pool = self._pool or pool_of(self.count)
        try:
            return submitted(self._pool, work, job)
        except LOST:
            self._lost = True
            return None

    def _result(self, work: Callable[[bytes], bytes], job: bytes, future: Future[bytes] | None) -> bytes:
        if future is None:
            return work(job)
        from pipeline.processes import LOST  # noqa: PLC0415

        try:
            return future.result()
        except LOST:
            self._lost = True
            return work(job)

    def __enter__(self) -> Sharing:
        """Let go of the processes at the end of the block, however that comes."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._pool:
            from pipeline.processes import end  # noqa: PLC0415

            end(self._pool)


HERE = Sharing(1)
