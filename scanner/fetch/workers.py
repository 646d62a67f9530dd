"""The threads that wait for the network, so that nothing else has to."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue

from scanner.fetch.cutoff import Cutoff
from scanner.fetch.exchange import Exchange
from scanner.fetch.options import FetchOptions
from scanner.fetch.steps import Reply, Step
from scanner.fetch.transport import HostSession


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One step for whichever worker is free. The session is the worker's until it is done."""

    step: Step
    cutoff: Cutoff
    session: HostSession | None
    """A session with the step's host; None when one is to be opened."""


@dataclass(frozen=True, slots=True)
class JobDone:
    job: Job
    session: HostSession
    reply: Reply


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in the code itself: no trouble of the network."""

    error: BaseException


class Workers:
    """A pool that grows with what is under way at the same time.

    The threads are daemons: one that hangs in the resolver, which takes no deadline, is left behind
    and does not keep the program from ending.
    """

    def __init__(
        self,
        exchange: Exchange,
        options: FetchOptions,
        report: Callable[[JobDone | Fault], None],
    ) -> None:
        self._report = report
        self._exchange = exchange
        self._options = options
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = 0

    def start(self, job: Job, under_way: int) -> None:
        """Have a job made; `under_way` is how many there are with it."""
        self._jobs.put(job)
        if under_way > self._threads:
            self._threads += 1
            threading.Thread(target=self._work, name="netcurtain-fetch", daemon=True).start()

    def lose_one(self) -> None:
        """A worker hangs: it no longer counts."""
        self._threads -= 1

    def regain_one(self) -> None:
        """A worker that hung is back."""
        self._threads += 1

    def dismiss(self) -> None:
        """Have all threads end after their job, those that hang included."""
        self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                session = job.session or HostSession(job.step.target.host, self._options)
                reply = self._exchange.make(job.step, session, job.cutoff)
            except BaseException as error:
                self._report(Fault(error))
            else:
                self._report(JobDone(job, session, reply))
        self._jobs.put(None)
