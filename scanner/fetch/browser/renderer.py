"""Turns pages that are empty without their scripts into captures of what a browser shows."""

from __future__ import annotations

import asyncio
import codecs
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import TYPE_CHECKING

from scanner.domains import site_of_url
from scanner.fetch.browser.chromium import BrowserMissing
from scanner.fetch.browser.loop import LoopThread
from scanner.fetch.browser.page import Shown
from scanner.fetch.browser.turns import Turns
from scanner.fetch.browser.visit import Visit
from scanner.fetch.budget import SiteBudget
from scanner.fetch.conduct import Conduct
from scanner.fetch.exchange import Exchange
from scanner.fetch.options import FetchOptions
from scanner.fetch.robots import Permission, RobotsAnswer, RobotsPolicy, ask_robots
from scanner.fetch.steps import Step
from scanner.fetch.target import Target
from scanner.fetch.workers import Fault
from scanner.model.capture import Capture, Failure, Hop
from scanner.model.events import RequestSent
from scanner.model.plan import Probe, Robots

if TYPE_CHECKING:
    from scanner.fetch.browser.engine import Engine

PAGE_S = 30.0
"""Bound on one page, its requests included."""
AT_ONCE = 3
"""Pages that are open at the same time, each of another site."""

Event = RequestSent | RobotsAnswer | Capture
Origin = tuple[str, str, int]
"""Scheme, host and port."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page to render: the probe, and its answer that was empty."""

    probe: Probe
    capture: Capture


class Renderer:
    """Renders pages in one browser, which starts with the first page. Use it as a context manager.

    Trouble is a value (`Capture.failure`), never an exception; `problem` tells when it is the
    browser itself.
    """

    def __init__(
        self,
        options: FetchOptions,
        executable: Path,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
        known_robots: Callable[[Origin], RobotsPolicy | None] = lambda origin: None,
        budget: SiteBudget | None = None,
    ) -> None:
        """`known_robots`: what was learned already, since a robots.txt is asked for once a run.
        `budget`: what each site was asked already; None begins anew."""
        self.problem = ""
        """Why the browser could not be used, in a sentence for the user; empty while it could."""
        self.refused_sites: set[str] = set()
        """Other sites that pages wanted to ask, and that were not asked."""
        self.refused_requests = 0
        """How many requests to them were refused."""
        self.ran_out = False
        """Whether the run's time limit, counted from now on, cut a page off."""
        self._options = options
        self._executable = executable
        self._now = now
        self._monotonic = monotonic
        self._events: SimpleQueue[Event | Fault] = SimpleQueue()
        self._exchange = Exchange(
            options, now, monotonic, lambda sending: self._events.put(RequestSent(sending))
        )
        self._turns = Turns()
        self._budget = budget or SiteBudget(options.site_requests)
        self._known_robots = known_robots
        self._policies: dict[Origin, RobotsPolicy] = {}
        self._left_at: dict[str, float] = {}
        """By site: when the last page of it was left."""
        self._site_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._began_at = monotonic()
        self._thread: LoopThread | None = None
        self._engine: Engine | None = None
        self._is_stopped = threading.Event()

    @staticmethod
    def can_render(probe: Probe) -> bool:
        """Whether a browser would ask the same question: the address alone says it."""
        request = probe.request
        return request.method == "GET" and not request.headers and not request.body

    def render(self, shells: Sequence[Shell]) -> Iterator[Event]:
        """Render pages; gives a capture for each, in the order of their ends.

        Each request is told before its answer, as is each robots.txt that is learnt. A site has one
        page open at a time, and its pause between two of them.
        """
        if self._thread is None and shells:
            self._thread = LoopThread("netcurtain-render")
        for shell in shells:
            assert self._thread is not None
            stopped = _failed(shell, Failure.STOPPED, "the run was interrupted")
            self._thread.begin(self._one(shell), partial(self._events.put, stopped))
        for _ in shells:
            while not isinstance(event := self._events.get(), Capture):
                if isinstance(event, Fault):
                    raise event.error
                yield event
            yield event

    def stop(self) -> None:
        """Interrupt: what is under way ends at once, nothing else begins.

        May be called from another thread or from a signal handler.
        """
        self._is_stopped.set()
        if self._thread is not None:
            self._thread.cancel()

    def close(self) -> None:
        """End the browser and every process of it."""
        self.stop()
        if self._thread is not None:
            self._thread.close(self._end())
            self._thread = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def _end(self) -> None:
        if self._engine is not None:
            await self._engine.end()

    async def _one(self, shell: Shell) -> None:
        """Ends with exactly one capture, or with a fault in the code, unless it is cancelled."""
        try:
            async with asyncio.timeout(self._left_s()):
                async with self._site_locks[shell.probe.site], self._seats:
                    capture = await self._visited(shell)
            self._events.put(capture)
        except TimeoutError:
            self.ran_out = True
            raise asyncio.CancelledError from None
        except Exception as error:
            self._events.put(Fault(error))

    def _left_s(self) -> float | None:
        """Seconds until the run's time limit; None when it has none."""
        limit_s = self._options.time_limit_s
        return None if limit_s is None else self._began_at + limit_s - self._monotonic()

    async def _visited(self, shell: Shell) -> Capture:
        if self._is_stopped.is_set():
            raise asyncio.CancelledError
        engine = await self._ready()
        if engine is None:
            return _failed(shell, Failure.PROTOCOL, "the browser could not be used")
        await self._pause(shell.probe)
        began, fetched_at = self._monotonic(), self._now()
        visit = Visit(
            shell.probe,
            frozenset({shell.probe.site, *(site_of_url(hop.url) for hop in shell.capture.hops)}),
            self._options,
            self._exchange,
            self._turns,
            self._permit,
            self._budget,
            self._monotonic,
            began + PAGE_S,
        )
        reason = Failure.STOPPED
        try:
            hops, body, failure, detail = await _shown(engine, visit)
            reason = Failure.TIMEOUT
        finally:
            visit.end(reason)
            self._left_at[shell.probe.site] = self._monotonic()
            self.refused_sites |= set(visit.refused)
            self.refused_requests += visit.refused.total()
        last = visit.document(hops[-1].url) if hops else None
        return Capture(
            probe_id=shell.probe.id,
            hops=hops,
            body=body,
            wire=last.wire if last else b"",
            fetched_at=fetched_at,
            elapsed_ms=round((self._monotonic() - began) * 1000),
            failure=failure,
            failure_detail=detail,
            rendered=True,
            refused_requests=visit.refused.total(),
        )

    async def _ready(self) -> Engine | None:
        """The browser, which takes some seconds to start; None when it cannot be used."""
        from scanner.fetch.browser.engine import Engine

        if self._engine is None:
            self._engine = Engine(self._executable, self._options.user_agent)
        try:
            if not self.problem:
                await self._engine.started()
        except BrowserMissing as error:
            self.problem = str(error)
        return None if self.problem else self._engine

    async def _pause(self, probe: Probe) -> None:
        """Leave the site alone as long as it is to be between two questions."""
        spacing_s = self._options.spacing_s
        if spacing_s is None:
            spacing_s = probe.manners.spacing_s
        before = self._left_at.get(probe.site, self._began_at)
        await asyncio.sleep(max(0.0, before + spacing_s - self._monotonic()))

    def _permit(self, visit: Visit, conduct: Conduct, target: Target) -> Permission:
        """What robots.txt says of one request of a page; the site's turn is held."""
        if visit.probe.manners.robots is not Robots.OBEY or conduct.robots_waiver(target):
            return Permission(True)
        policy = self._policies.get(target.origin) or self._known_robots(target.origin)
        if policy is None:
            asking = ask_robots(conduct, target, visit.probe.id, visit.probe.manners.timeout_s)
            reply = None
            while True:
                try:
                    wish = asking.send(reply)
                except StopIteration as end:
                    answer = RobotsAnswer.of(target.origin, end.value)
                    policy = RobotsPolicy(end.value, self._options.robots_token)
                    break
                reply = visit.make(wish) if isinstance(wish, Step) else None
            if policy.is_lasting:
                self._policies[target.origin] = policy
                self._events.put(answer)
        return policy.permission(target)


async def _shown(
    engine: Engine, visit: Visit
) -> tuple[tuple[Hop, ...], bytes, Failure | None, str]:
    """Hops, body, and what went wrong."""
    from playwright.async_api import Error

    most = visit.probe.manners.max_bytes
    try:
        async with asyncio.timeout(PAGE_S):
            shown = await engine.show(visit, most)
    except TimeoutError:
        return (), b"", Failure.TIMEOUT, "its scripts did not come to an end"
    except (BrowserMissing, Error):
        failure, detail = visit.failure or (Failure.PROTOCOL, "the browser could not show it")
        return (), b"", failure, detail
    return _read_out(visit, shown, most)


def _read_out(
    visit: Visit, shown: Shown, most: int
) -> tuple[tuple[Hop, ...], bytes, Failure | None, str]:
    loaded = [document for url in shown.documents if (document := visit.document(url))]
    hops = tuple(document.hop for document in loaded)
    if not hops:
        failure, detail = visit.failure or (Failure.PROTOCOL, "the browser could not show it")
        return (), b"", failure, detail
    if not loaded[-1].is_page:
        return hops, b"", Failure.PROTOCOL, "it is no page that a browser lays out"
    if shown.markup is None:
        return hops, b"", Failure.TOO_LARGE, "it grew beyond what is read of a page"
    # The mark says how it is encoded, whatever the server's headers say of what it sent.
    body = codecs.BOM_UTF8 + shown.markup.encode("utf-8", "replace")
    if len(body) > most:
        return hops, body[:most], Failure.TOO_LARGE, "it grew beyond what is read of a page"
    return hops, body, None, ""


def _failed(shell: Shell, failure: Failure, detail: str) -> Capture:
    return Capture(
        probe_id=shell.probe.id,
        hops=(),
        body=b"",
        wire=b"",
        fetched_at=shell.capture.fetched_at,
        elapsed_ms=0,
        failure=failure,
        failure_detail=detail,
        rendered=True,
    )
