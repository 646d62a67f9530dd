"""The room's public class: probes in, a stream of what happened out."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from queue import Empty, SimpleQueue
from types import TracebackType

from scanner.fetch.apart import DispatcherApart
from scanner.fetch.budget import SiteBudget
from scanner.fetch.dispatch import Admits, Dispatcher, weight_of
from scanner.fetch.messages import Close, Forgive, Message, Output, Recall, Stop, Taken
from scanner.fetch.options import FetchOptions
from scanner.fetch.robots import RobotsAnswer, RobotsPolicy
from scanner.fetch.workers import Fault
from scanner.model.capture import Capture, Sending, Skipped
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.plan import Probe

FetchEvent = ProbeStarted | RequestSent | Capture | Skipped
Learnt = FetchEvent | RobotsAnswer
"""What happened, and what was learnt of a site by the way."""

_TELL_FROM = 1_000_000
"""Bytes; far less than may wait to be read."""
_TOGETHER = 64
"""Events that are told at once, at most: what is written down together costs one write."""
_CLOSING_S = 3.0
"""Somewhat more than stopping may take."""


class Fetcher:
    """Sends probes politely and within their bounds. Use it as a context manager.

    Trouble of the network is a value (`Capture.failure`, `Skipped`), never an exception.
    """

    def __init__(
        self,
        options: FetchOptions,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        randomness: random.Random | None = None,
        admits: Admits | None = None,
    ) -> None:
        """`admits`: asked before each request whether its site may be asked by us; the network then
        gets no process of its own."""
        self._admits = admits
        self._options = options
        self._now = now
        self._monotonic = monotonic
        self._randomness = randomness or random.SystemRandom()
        self._inbox: SimpleQueue[Message] = SimpleQueue()
        self._outbox: SimpleQueue[Output] = SimpleQueue()
        self._dispatcher: Dispatcher | DispatcherApart | None = None
        self._thread = threading.Thread(target=self._work, name="netcurtain-dispatch", daemon=True)
        self._lock = threading.Lock()
        self.budget = SiteBudget(options.site_requests)
        """How often each site was asked, as far as this process asks it."""
        self._robots: dict[tuple[str, str, int], RobotsPolicy] = {}
        """What an earlier run learnt."""
        self._unanswered = 0
        self._taken = 0
        self._is_closed = False

    def recall(self, robots: Iterable[RobotsAnswer], sendings: Iterable[Sending]) -> None:
        """Tell what an earlier run, which this one goes on with, had learnt and asked: no
        robots.txt is asked for twice, and each site's budget is for both runs together."""
        robots = tuple(robots)
        token = self._options.robots_token
        self._robots.update((answer.origin, answer.policy(token)) for answer in robots)
        asked = Counter(sending.site for sending in sendings)
        self._inbox.put(Recall(robots, tuple(asked.items())))

    def acquaint(self, site: str, requests: int, rests_s: float) -> None:
        """Tell how a site was asked by others of this run: so often, and lately, so that it is to
        be left alone for some more seconds."""
        self._inbox.put(Recall((), ((site, requests),), ((site, rests_s),)))

    def forgive(self, host: str, site: str) -> None:
        """Let a host that did not answer be asked again, and a site that refused."""
        self._inbox.put(Forgive(host, site))

    def add(self, probe: Probe) -> None:
        """Queue a probe; while `results` is being read, too. Raises RuntimeError once closed."""
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the fetcher is closed")
            self._unanswered += 1
        self._inbox.put(probe)

    def results(self) -> Iterator[FetchEvent]:
        """What happens, as it happens, until every probe added has its answer.

        Each probe gets exactly one `Capture` or `Skipped`, in the order of their ends. A request is
        told as `RequestSent` before its answer. Called again, it goes on where it was left. Nothing
        is sent before the first call, so that the longest chains of what was added can begin first.
        """
        self._begin()
        while self._unanswered:
            event = self._heard(self._outbox.get())
            if not isinstance(event, RobotsAnswer):
                yield event

    def batches(self) -> Iterator[tuple[Learnt, ...]]:
        """The same, as many at a time as have come, with what was learnt of sites."""
        self._begin()
        while self._unanswered:
            events = [self._heard(self._outbox.get())]
            with contextlib.suppress(Empty):
                while len(events) < _TOGETHER:
                    events.append(self._heard(self._outbox.get_nowait()))
            yield tuple(events)

    def news(self, within_s: float, most: int) -> tuple[Learnt, ...]:
        """What comes within so many seconds, as `batches` tells it, but for whoever goes on adding:
        it returns with nothing, too, and earlier with so many events."""
        self._begin()
        until = self._monotonic() + within_s
        events: list[Learnt] = []
        with contextlib.suppress(Empty):
            while len(events) < most:
                patience_s = max(0.0, until - self._monotonic())
                events.append(self._heard(self._outbox.get(timeout=patience_s)))
        return tuple(events)

    def _begin(self) -> None:
        with self._lock:
            if self._unanswered and not self._is_closed and self._dispatcher is None:
                self._dispatcher = self._open()
                self._thread.start()

    def _heard(self, event: Output) -> Learnt:
        if isinstance(event, Fault):
            raise event.error
        if isinstance(event, (Capture, Skipped)):
            with self._lock:
                self._unanswered -= 1
            self._take(weight_of(event))
        return event

    def _take(self, weight: int) -> None:
        """Tells what was read, now and then: each message wakes the dispatcher."""
        self._taken += weight
        if self._taken >= _TELL_FROM:
            self._inbox.put(Taken(self._taken))
            self._taken = 0

    def _work(self) -> None:
        dispatcher = self._dispatcher
        assert dispatcher is not None
        dispatcher.loop()

    def _open(self) -> Dispatcher | DispatcherApart:
        limit = self._options.apart_from
        if limit is not None and self._unanswered >= limit and self._admits is None:
            return DispatcherApart(self._options, self._now, self._inbox, self._outbox)
        return Dispatcher(
            self._options,
            self._now,
            self._monotonic,
            self._randomness,
            self._inbox,
            self._outbox,
            self.budget,
            self._admits,
        )

    def known_robots(self, origin: tuple[str, str, int]) -> RobotsPolicy | None:
        """What an origin's robots.txt said in this run; None where this process does not know."""
        known = None
        if isinstance(self._dispatcher, Dispatcher):
            known = self._dispatcher.known_robots(origin)
        return known or self._robots.get(origin)

    @property
    def ran_out(self) -> bool:
        """Whether `FetchOptions.time_limit_s` ended the run."""
        return self._dispatcher is not None and self._dispatcher.ran_out

    @property
    def proxy_problem(self) -> str:
        """Why the proxy ended the run, in words that follow a colon; empty when it did not."""
        return "" if self._dispatcher is None else self._dispatcher.proxy_problem

    @property
    def proxy_served(self) -> bool:
        """Whether anything came through the proxy before that."""
        return self._dispatcher is not None and self._dispatcher.proxy_served

    def stop(self) -> None:
        """Interrupt: what is under way may end by itself for a moment, and does within two seconds;
        nothing else begins.

        May be called from another thread or from a signal handler: it only leaves a message, and
        `SimpleQueue.put` is reentrant.
        """
        self._inbox.put(Stop())

    def close(self) -> None:
        """Stop and give back threads and connections."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        if self._thread.ident:
            self._inbox.put(Close())
            self._thread.join(_CLOSING_S)

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
