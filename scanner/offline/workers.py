"""Many files at once: worker processes, each with an index of its own, and results in order."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from scanner.garbage import spare_what_lasts
from scanner.interrupts import deaf_children
from scanner.offline.folder import FoundFile
from scanner.offline.looking import Looked, Looker, PageNotRead, Task

_AHEAD = 16
"""Files per worker that may be under way or done before the oldest is: enough that a slow one holds
nobody up, and few enough that results do not fill the memory."""


def look_through(
    files: Sequence[FoundFile], task: Task, jobs: int, stopped: Callable[[], bool]
) -> Generator[Looked, None, None]:
    """What was found in each file, in the order of `files` and whatever `jobs` is.

    Ends early, after the files under way, once `stopped()` is true; at once when it is closed.
    """
    if jobs <= 1:
        looker = Looker(task)
        for file in files:
            if stopped():
                return
            yield looker.look(file)
        return
    workers = _Workers(task, jobs)
    try:
        yield from _in_order(files, workers, jobs * _AHEAD, stopped)
    except (KeyboardInterrupt, GeneratorExit):
        workers.kill()  # Nobody waits for the rest.
        raise
    finally:
        workers.close()


@dataclass(slots=True)
class _UnderWay:
    file: FoundFile
    future: Future[Looked]


def _in_order(
    files: Sequence[FoundFile], workers: _Workers, ahead: int, stopped: Callable[[], bool]
) -> Iterator[Looked]:
    waiting: deque[_UnderWay] = deque()
    left = iter(files)
    while True:
        while len(waiting) < ahead and not stopped() and (file := next(left, None)):
            waiting.append(_UnderWay(file, workers.submit(file)))
        if not waiting:
            return
        oldest = waiting.popleft()
        # Those after one that never began are dropped, too: what was written has no gap.
        if stopped() and oldest.future.cancel():
            return
        try:
            yield oldest.future.result()
        except BrokenProcessPool:
            yield from _one_by_one([oldest, *waiting], workers, stopped)
            waiting.clear()


def _one_by_one(
    lost: Sequence[_UnderWay], workers: _Workers, stopped: Callable[[], bool]
) -> Iterator[Looked]:
    """A file ended a worker, and with it all that was under way: each of them again, alone."""
    workers.renew()
    for item in lost:
        if stopped():
            return
        try:
            yield workers.submit(item.file).result()
        except BrokenProcessPool:
            why = "its content ended the reader, or took more memory than there is"
            yield Looked(item.file.name, not_read=(PageNotRead(item.file.name, "", why),))
            workers.renew()


class _Workers:
    """A pool that can be begun anew."""

    def __init__(self, task: Task, jobs: int) -> None:
        self._task = task
        self._jobs = jobs
        self._pool = self._made()

    def _made(self) -> ProcessPoolExecutor:
        # Spawned, not forked: the same on every system, and safe beside threads.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._jobs, context, _begin, (self._task,))

    def submit(self, file: FoundFile) -> Future[Looked]:
        """The result to come; of a pool that has broken down, a future that says so."""
        try:
            with deaf_children():
                return self._pool.submit(_look, file)
        except BrokenProcessPool as error:
            future: Future[Looked] = Future()
            future.set_exception(error)
            return future

    def renew(self) -> None:
        """A new pool in place of one that has broken down."""
        self.close()
        self._pool = self._made()

    def kill(self) -> None:
        """Ends what is under way at once."""
        for child in multiprocessing.active_children():
            child.kill()

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


_looker: Looker | None = None
"""This worker's own: an index cannot travel between processes."""


def _begin(task: Task) -> None:
    global _looker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _looker = Looker(task)
    # The index stays for good.
    spare_what_lasts()


def _look(file: FoundFile) -> Looked:
    assert _looker is not None
    return _looker.look(file)
