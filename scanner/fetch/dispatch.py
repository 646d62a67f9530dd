"""The one thread that owns all state of fetching: who waits, what is under way, what was learned.

It talks to callers and workers by messages alone, so that nothing needs a lock, and `stop` may come
from a signal handler at any moment.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import math
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from queue import Empty, SimpleQueue

from scanner.fetch.budget import SiteBudget
from scanner.fetch.chase import INTERRUPTED, Answer, Chase, Halt
from scanner.fetch.cutoff import Cutoff
from scanner.fetch.exchange import Exchange
from scanner.fetch.memory import Memory
from scanner.fetch.messages import (
    Close,
    Forgive,
    Message,
    Output,
    ProxyTried,
    Recall,
    Stop,
    Taken,
)
from scanner.fetch.options import FetchOptions
from scanner.fetch.proxy_trial import proxy_problem
from scanner.fetch.proxy_watch import Held, ProxyWatch
from scanner.fetch.robots import RobotsPolicy
from scanner.fetch.schedule import Schedule
from scanner.fetch.sessions import IdleSessions
from scanner.fetch.steps import Asking, Reply, Step
from scanner.fetch.workers import Fault, Job, JobDone, Workers
from scanner.model.capture import Failure, Sending, Skipped, SkipReason
from scanner.model.events import ProbeStarted, RequestSent
from scanner.model.plan import Probe, Purpose

_GRACE_S = 1.0
"""How long a request that was cut off may take to notice, before it is given up."""
_ENDING_S = 0.6
"""How long what is under way may go on by itself once the run is stopped: most answers come in
time, and what is cut off then is given up within two seconds in all."""
_MOST_UNREAD = 32_000_000
"""Bytes of answers that may wait to be read. Beyond it no request begins: a reader that is slower
than the network would else find all of it in memory."""


@dataclass(slots=True, eq=False)
class _Visit:
    """A chase and where it stands."""

    chase: Chase
    run: Asking[Answer]
    is_begun: bool = False
    spacing_s: float = 0.0
    """The pause that it keeps where it waits."""
    site: str = ""
    """The site whose turn it holds; empty while it holds none."""


@dataclass(slots=True)
class _UnderWay:
    visit: _Visit
    began_at: float
    give_up_at: float = 0.0
    """Once it was cut off."""


Admits = Callable[[Probe, str], float]
"""For how many seconds a site may not be asked for a probe: 0 when it may now, infinity when the
probe is to be given up. Called in the dispatcher's thread, so it must be quick."""


class Dispatcher:
    """Runs chases: grants turns, hands steps to workers, watches deadlines."""

    def __init__(
        self,
        options: FetchOptions,
        now: Callable[[], datetime],
        monotonic: Callable[[], float],
        randomness: random.Random,
        inbox: SimpleQueue[Message],
        outbox: SimpleQueue[Output],
        budget: SiteBudget,
        admits: Admits | None = None,
    ) -> None:
        self.inbox = inbox
        self._admits = admits
        self._options = options
        self._now = now
        self._monotonic = monotonic
        self._randomness = randomness
        self._outbox = outbox
        self._budget = budget
        self._memory = Memory(budget, outbox.put)
        self._schedule: Schedule[_Visit] = Schedule(self._memory.delay)
        exchange = Exchange(options, now, monotonic, self._announce)
        self._workers = Workers(exchange, options, self.inbox.put)
        self._under_way: dict[Job, _UnderWay] = {}
        self._due: list[tuple[float, int, Job]] = []
        """When each job is cut off, and once it is, when it is given up."""
        self._count = itertools.count()
        self._sessions = IdleSessions(options.workers)
        self._unread = 0
        self._ends_at: float | None = None
        self._halt: Halt | None = None
        """Why nothing else begins; None while it does."""
        self._is_closing = False
        self.ran_out = False
        """Whether the time limit ended the run. Set before any answer tells of it."""
        self._proxy: ProxyWatch[_UnderWay] = ProxyWatch(bool(options.proxy), monotonic)

    @property
    def proxy_problem(self) -> str:
        """Why the proxy ended the run, in words that follow a colon; empty when it did not."""
        is_its_doing = self._halt is not None and self._halt.reason is SkipReason.PROXY
        return self._proxy.problem if is_its_doing else ""

    @property
    def proxy_served(self) -> bool:
        """Whether anything came through the proxy."""
        return self._proxy.is_proved

    def known_robots(self, origin: tuple[str, str, int]) -> RobotsPolicy | None:
        """What an origin's robots.txt said. A single look, which may come from any thread."""
        return self._memory.robots.get(origin)

    def loop(self) -> None:
        """The thread's work: until closed, and no longer than that."""
        if self._options.time_limit_s is not None:
            self._ends_at = self._monotonic() + self._options.time_limit_s
        try:
            self._heed_proxy()
            while not (self._is_closing and not self._under_way):
                self._receive_all()
                self._watch()
                self._heed_proxy()
                self._grant()
        except BaseException as error:
            self._outbox.put(Fault(error))
        finally:
            self._workers.dismiss()
            self._sessions.close()

    def _announce(self, sending: Sending) -> None:
        self._outbox.put(RequestSent(sending))

    def _patience_s(self) -> float | None:
        """Seconds until something is due without a message; None when nothing ever is."""
        due = [self._due[0][0]] if self._due else []
        if self._ends_at is not None:
            due.append(self._ends_at)
        turn = self._schedule.next_ready_at()
        if turn is not None and self._may_begin():
            due.append(turn)
        return max(0.0, min(due) - self._monotonic()) if due else None

    def _receive_all(self) -> None:
        """Wait for a message or for what is due, and take all messages that have come.

        Turns are granted after all of them: whose chain is longest shows only when all have joined.
        """
        with contextlib.suppress(Empty):
            self._receive(self.inbox.get(timeout=self._patience_s()))
            while True:
                self._receive(self.inbox.get_nowait())

    def _receive(self, message: Message) -> None:
        match message:
            case Probe():
                self._begin(message)
            case JobDone():
                self._finish(message)
            case Recall():
                self._recall(message)
            case Forgive():
                self._memory.forgive(message.host, message.site)
            case Taken():
                self._unread -= message.bytes
            case Fault():
                self._outbox.put(message)
            case ProxyTried():
                self._pass_on(self._proxy.end_trial(message.problem))
            case Stop():
                self._stop(_ENDING_S)
            case Close():
                self._stop(0.0)
                self._is_closing = True

    def _recall(self, known: Recall) -> None:
        for answer in known.robots:
            self._memory.robots[answer.origin] = answer.policy(self._options.robots_token)
        for site, number in known.asked:
            self._budget.note(site, number)
        for site, seconds in known.rests:
            self._schedule.rest(site, self._monotonic() + seconds)

    def _begin(self, probe: Probe) -> None:
        chase = Chase(probe, self._options, self._memory, self._now, self._randomness)
        if self._halt is not None:
            self._answer(chase.stopped(self._halt))
        else:
            self._advance(_Visit(chase, chase.run()), None)

    def _answer(self, answer: Answer) -> None:
        self._unread += weight_of(answer)
        self._outbox.put(answer)

    def _may_begin(self) -> bool:
        return (
            not self._proxy.on_trial
            and len(self._under_way) < self._options.workers
            and self._unread < _MOST_UNREAD
        )

    def _stop(self, patience_s: float, halt: Halt = INTERRUPTED) -> None:
        if self._halt is not None and patience_s:
            return
        self._halt = self._halt or halt
        self._ends_at = None
        for visit in (*self._schedule.drain(), *(held.visit for held in self._proxy.let_go())):
            self._answer(visit.chase.stopped(self._halt))
        for job, state in self._under_way.items():
            if patience_s:
                self._call_at(self._monotonic() + patience_s, job)
            elif job.cutoff.reason is None:
                self._cut(job, state, self._halt.failure)

    def _watch(self) -> None:
        now = self._monotonic()
        if self._ends_at is not None and self._ends_at <= now:
            self.ran_out = True
            self._stop(_ENDING_S)
        while self._due and self._due[0][0] <= now:
            job = heapq.heappop(self._due)[2]
            state = self._under_way.get(job)
            if state is None:
                continue
            if job.cutoff.reason is None:
                is_over = now >= job.cutoff.deadline
                ended = self._halt.failure if self._halt else Failure.STOPPED
                self._cut(job, state, Failure.TIMEOUT if is_over else ended)
            elif state.give_up_at <= now:
                del self._under_way[job]
                self._give_up(job, state)

    def _cut(self, job: Job, state: _UnderWay, reason: Failure) -> None:
        job.cutoff.cut(reason)
        state.give_up_at = self._monotonic() + _GRACE_S
        self._call_at(state.give_up_at, job)

    def _call_at(self, when: float, job: Job) -> None:
        heapq.heappush(self._due, (when, next(self._count), job))

    def _give_up(self, job: Job, state: _UnderWay) -> None:
        """Answer for a worker that does not return: only a name's resolving can hang like that."""
        self._workers.lose_one()
        elapsed_s = self._monotonic() - state.began_at
        reply = Reply(None, elapsed_s, failure=job.cutoff.reason, detail="no answer came in time")
        self._reply(state, reply)

    def _finish(self, done: JobDone) -> None:
        state = self._under_way.pop(done.job, None)
        if state is None:
            self._workers.regain_one()
            done.session.close()
            return
        self._sessions.keep(done.session)
        self._reply(state, done.reply)

    def _grant(self) -> None:
        while self._may_begin():
            turn = self._schedule.take(self._monotonic())
            if turn is None:
                return
            site, visit = turn
            pause_s = self._admits(visit.chase.probe, site) if self._admits else 0.0
            if pause_s:
                self._turn_away(site, visit, pause_s)
                continue
            visit.site = site
            self._advance(visit, None)

    def _turn_away(self, site: str, visit: _Visit, pause_s: float) -> None:
        """The site may not be asked now: the visitor stays the next one, or is given up."""
        self._schedule.release(site, None)
        if math.isinf(pause_s):
            self._answer(visit.chase.stopped(INTERRUPTED))
            return
        self._schedule.rest(site, self._monotonic() + pause_s)
        self._schedule.wait(site, visit, visit.spacing_s, first=True)

    def _heed_proxy(self) -> None:
        """Have the proxy tried if that is due, and end the run if it is of no use."""
        if self._halt is not None or not self._options.proxy:
            return
        if self._proxy.wants_trial:
            self._proxy.begin_trial()
            threading.Thread(target=self._try_proxy, name="netcurtain-proxy", daemon=True).start()
        if not self._may_learn_more():
            self._proxy.give_up_hope()
        if self._proxy.problem:
            halt = Halt(Failure.PROXY, SkipReason.PROXY, f"the proxy: {self._proxy.problem}")
            self._stop(_ENDING_S, halt)

    def _try_proxy(self) -> None:
        try:
            self.inbox.put(ProxyTried(proxy_problem(self._options)))
        except BaseException as error:
            self.inbox.put(Fault(error))

    def _may_learn_more(self) -> bool:
        """Whether anything is to come that could show whether the proxy works."""
        return (
            self._proxy.on_trial
            or bool(self._under_way)
            or self._schedule.next_ready_at() is not None
            or not self.inbox.empty()
        )

    def _reply(self, state: _UnderWay, reply: Reply) -> None:
        if self._halt is not None and reply.proxy_fault is not None:
            self._leave(state.visit)
            self._answer(state.visit.chase.stopped(self._halt))
            return
        self._pass_on(self._proxy.admit(Held(state, reply, state.began_at)))

    def _pass_on(self, replies: list[Held[_UnderWay]]) -> None:
        for held in replies:
            self._give(held.waiting, held.reply)

    def _give(self, state: _UnderWay, reply: Reply) -> None:
        now = self._monotonic()
        self._leave(state.visit, now, now - state.began_at)
        self._advance(state.visit, reply)

    def _leave(self, visit: _Visit, asked_at: float | None = None, lasted_s: float = 0.0) -> None:
        if visit.site:
            self._schedule.release(visit.site, asked_at, lasted_s)
            visit.site = ""

    def _advance(self, visit: _Visit, reply: Reply | None) -> None:
        """Let a chase go on to its next wish."""
        try:
            wish = visit.run.send(reply)
        except StopIteration as end:
            self._leave(visit)
            self._answer(end.value)
            return
        if isinstance(wish, Step):
            self._start(visit, wish)
            return
        self._leave(visit)
        if self._halt is not None:
            self._answer(visit.chase.stopped(self._halt))
            return
        if wish.pause_s:
            self._schedule.rest(wish.site, self._monotonic() + wish.pause_s)
        visit.spacing_s = wish.spacing_s
        is_control = visit.chase.probe.purpose is Purpose.CONTROL
        self._schedule.wait(wish.site, visit, wish.spacing_s, first=visit.is_begun or is_control)

    def _start(self, visit: _Visit, step: Step) -> None:
        if not visit.is_begun:
            visit.is_begun = True
            self._outbox.put(ProbeStarted(visit.chase.probe))
        self._memory.note_request(step.site)
        now = self._monotonic()
        deadline = now + step.timeout_s
        job = Job(step, Cutoff(deadline), self._sessions.take(step.target.host))
        self._under_way[job] = _UnderWay(visit, now)
        self._call_at(deadline, job)
        self._workers.start(job, len(self._under_way))


def weight_of(answer: Answer) -> int:
    """Bytes that an answer holds in memory, roughly."""
    if isinstance(answer, Skipped):
        return 0
    return len(answer.body) + (len(answer.wire) if answer.wire is not answer.body else 0)
