"""Work that is shared out comes back in order, whatever becomes of the processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from pipeline.sharing import AHEAD, HERE, Sharing

HERE_ID = str(os.getpid()).encode()


def told(job: bytes) -> bytes:
    """The job, and by which process it was done."""
    return job + b" " + str(os.getpid()).encode()


def fatal(job: bytes) -> bytes:
    """One of the jobs ends the process that does it, unless that is the one that asked, which it names."""
    number, asker = job.split()
    if number == b"3" and int(asker) != os.getpid():
        os.kill(os.getpid(), signal.SIGTERM)
    return number


def wrong(job: bytes) -> bytes:
    """The program's own fault."""
    raise ValueError(job.decode())


def jobs(count: int) -> list[bytes]:
    """So many jobs."""
    return [str(number).encode() for number in range(count)]


def test_one_process_is_this_one() -> None:
    """Where nothing is to be shared, no process is started."""
    assert list(HERE.map(told, jobs(3))) == [job + b" " + HERE_ID for job in jobs(3)]


def test_the_results_are_in_order_and_of_other_processes() -> None:
    """Whoever is done first."""
    with Sharing(2) as sharing:
        done = [one.split() for one in sharing.map(told, jobs(20))]
        again = [one.split() for one in sharing.map(told, jobs(5))]
    assert [job for job, _ in done] == jobs(20)
    assert [job for job, _ in again] == jobs(5)
    assert HERE_ID not in {by for _, by in done + again}


def test_jobs_are_asked_for_as_they_are_needed() -> None:
    """A thousand papers do not lie in memory before the first is made."""
    asked = []

    def watched() -> Iterator[bytes]:
        for job in jobs(50):
            asked.append(job)
            yield job

    with Sharing(2) as sharing:
        next(sharing.map(told, watched()))
        assert len(asked) <= 2 * AHEAD + 1


def test_what_a_lost_process_leaves_is_done_here() -> None:
    """Each job once in the results, and nothing of the loss."""
    with Sharing(2) as sharing:
        assert list(sharing.map(fatal, [job + b" " + HERE_ID for job in jobs(8)])) == jobs(8)
        assert [one.split()[1] for one in sharing.map(told, jobs(2))] == [HERE_ID] * 2


def test_a_fault_is_the_askers() -> None:
    """A fault of the program's own comes out as it would here."""
    with Sharing(2) as sharing, pytest.raises(ValueError, match="0"):
        list(sharing.map(wrong, jobs(2)))
