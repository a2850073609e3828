"""Processes on this computer that take work as bytes; none outlives the one that started them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import resource_tracker

LOST = (BrokenExecutor, OSError)  # the second where a process was lost while it was being started


def pool_of(count: int) -> ProcessPoolExecutor:
    """Processes started afresh: a copy of this one would hold its locks and its threads' half-done work."""
    return ProcessPoolExecutor(
        count, multiprocessing.get_context("spawn"), initializer=_begin, initargs=gc.get_threshold()
    )


def submitted(pool: ProcessPoolExecutor, work: Callable[[bytes], bytes], job: bytes) -> Future[bytes]:
    """Give a job to a pool, which may start a process for it."""
    with _unheard():
        return pool.submit(work, job)


def end(pool: ProcessPoolExecutor) -> None:
    """Begin no more work, and end what nobody waits for: a process may be left at work for a pool that broke."""
    pool.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.kill()


@contextmanager
def _unheard() -> Iterator[None]:
    """A process that is started in here hears of Ctrl-C only in ``_begin``: while Python starts, it would end with a traceback.

    It inherits from the thread that starts it what is held back. Windows has no such thing.
    """
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # its own start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(*threshold: int) -> None:
    """A worker ends at Ctrl-C without a word, and with the process that started it, however that ends.

    It looks for what may be thrown away as often as that one does.
    """
    gc.set_threshold(*threshold)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
