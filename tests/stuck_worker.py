"""A Dask worker that ends no more than so many pieces of work, and is at the next for ever: ``--preload`` of this file.

So a test knows what a worker had when it was killed, however fast the machine is.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from distributed import Worker
from distributed.threadpoolexecutor import ThreadPoolExecutor

ENDS = "STUCK_WORKER_ENDS"  # the variable of the environment that says how many


class StuckThreadPoolExecutor(ThreadPoolExecutor):  # type: ignore[misc]  # distributed has no types
    """Threads that do so many pieces of work; Dask knows their kind by this class's name."""

    left = 0

    def submit(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        """Have it done, or never."""
        if not self.left:
            return Future()
        self.left -= 1
        done: Future[Any] = super().submit(fn, *args, **kwargs)
        return done


def dask_setup(worker: Worker) -> None:
    """Give a worker that starts such threads."""
    worker.executors["default"] = threads = StuckThreadPoolExecutor(1)
    threads.left = int(os.environ[ENDS])
