"""The computers of a Dask cluster as workers. They need this program and Dask, and no disk of ours."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import CancelledError

from pipeline.jobs import work
from pipeline.model import Address, Level, Rule
from pipeline.workers import LostError

NO_DASK = Rule(
    "cluster-without-dask",
    Level.ERROR,
    "--cluster needs the package distributed, which is not installed.",
    "Install it with: pip install .[cluster]",
)
NO_CLUSTER = Rule(
    "cluster-not-reached",
    Level.ERROR,
    "The cluster at {cluster} does not answer ({why}).",
    "See that the scheduler and at least one worker run, and that the address is right: tcp://HOST:PORT.",
)
CLUSTER_LOST = Rule(
    "cluster-lost",
    Level.ERROR,
    "The cluster at {cluster} was lost ({why}); the papers of the boards that were not done are as they were.",
    "Start the scheduler and its workers again and run again, or run without --cluster.",
)
BOARD_LOST = Rule(
    "cluster-worker-lost",
    Level.ERROR,
    "Every worker of the cluster that began this board's work was lost; its papers are as they were.",
    "See that the workers have memory enough, then run again.",
)
REACHED_WITHIN = 15.0  # seconds
BEAT = 1.0  # seconds between two looks at whether the cluster is alive
WORKERLESS = 20.0  # seconds without any worker after which none is waited for: a nanny restarts one in fewer


class Cluster:
    """A cluster that is reached; it lets other computers take over the work of one that is lost."""

    see_disk = False

    def __init__(self, address: str) -> None:
        """Reach it; a ``LostError`` says why that cannot be."""
        try:
            from distributed import Client  # noqa: PLC0415 - an optional package, slow to import
        except ImportError as fault:
            raise LostError(NO_DASK.found(Address("--cluster"))) from fault
        logging.disable(logging.CRITICAL)  # Dask logs at length what one finding tells
        self._address, self._workerless = address, 0.0
        self._looking = threading.Lock()
        try:
            self._client = Client(address, timeout=REACHED_WITHIN, set_as_default=False)
            self._client.wait_for_workers(1, timeout=REACHED_WITHIN)
        except (OSError, ValueError) as fault:
            at = Address("--cluster")
            raise LostError(NO_CLUSTER.found(at, cluster=address, why=_why(fault))) from fault
        self._executor = self._client.get_executor(pure=False)
        self.count = sum(self._client.nthreads().values())

    def do(self, job: bytes) -> bytes:
        """Do one board's work on any of the computers."""
        from distributed import KilledWorker  # noqa: PLC0415

        future = self._executor.submit(work, job)
        while True:
            try:
                answer: bytes = future.result(timeout=BEAT)
            except TimeoutError:
                self._look()
            except KilledWorker as lost:
                raise LostError(BOARD_LOST.found(Address("--cluster"))) from lost
            except CancelledError as lost:
                raise self._lost("its scheduler has gone") from lost
            else:
                return answer

    def _look(self) -> None:
        """See that the cluster is alive, and has somebody to do the work."""
        with self._looking:
            if self._client.status != "running":
                raise self._lost("its scheduler has gone")
            if self._client.nthreads():
                self._workerless = 0.0
            elif not self._workerless:
                self._workerless = time.monotonic()
            elif time.monotonic() - self._workerless > WORKERLESS:
                raise self._lost("none of its workers is left")

    def _lost(self, why: str) -> LostError:
        return LostError(CLUSTER_LOST.found(Address("--cluster"), cluster=self._address, why=why))

    def stop(self) -> None:
        """Begin no more work, and let go of the cluster."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=BEAT)


def _why(fault: Exception) -> str:
    return "no answer in time" if isinstance(fault, TimeoutError) else str(fault).splitlines()[0][:80]
