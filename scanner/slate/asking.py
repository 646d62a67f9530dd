"""Asks what a run's people want to know: the one piece of a slate's run that talks to sites.

An asker takes sites, those that take longest first, and has them to itself for as long as it renews
their leases. It keeps few questions in memory, feeds them to one `Fetcher`, and writes down what
comes, some of it at a time. Whatever ends it, what it did not write waits for the next one.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from scanner.case.store import CaseStore
from scanner.case.store.runs import RunState, WaitingSite
from scanner.errors import ProxyError
from scanner.fetch import Fetcher, FetchOptions
from scanner.model.clock import utc_now
from scanner.plan import sendable, with_key
from scanner.rulebook.book import RuleBook
from scanner.slate.queue.came import Came
from scanner.slate.queue.held_sites import HeldSites
from scanner.slate.queue.resting import Resting
from scanner.slate.queue.stock import InHand, Stock, ahead
from scanner.slate.queue.visiting import Visiting
from scanner.slate.retrying import retrying
from scanner.slate.setting import Setting, opened

MOST_SITES = 600
"""Sites that one asker has at a time: somewhat more than it can have requests under way."""
_TAKEN_TOGETHER = 64
"""Sites that are taken at once, so that askers which begin together share them."""
_TOGETHER_S = 0.1
"""What comes within so long is written down together."""
_MOST_TOGETHER = 200
"""Events."""
_LOOK_EVERY_S = 1.0
_LOOK_SHARE = 20
"""Looking for work takes a twentieth of the time at most."""
_CHECK_EVERY_S = 5.0
"""How often it is seen who has withdrawn meanwhile."""
IDLE_S = 5.0
"""How long an asker without work waits for some, and keeps a site that has none."""
_ENDING_S = 4.0
"""How long requests that are under way may take to end, and to be cut off."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an asker did."""

    answered: int
    """Questions that have an answer now."""
    is_spent: bool
    """Nothing waits but for sites that were asked as often as they may be in one night."""


def ask(setting: Setting, run_id: str, owner: str, seconds: float) -> Asked:
    """Asks for about so long, or until the run is no longer running, or nothing waits for us.

    `owner`: whose the leases are, a name of this call alone. Raises CaseError (ServerLost when a
    server stays away), PlanError when a key is missing, ProxyError when the proxy does not work.
    """
    place = opened(setting)
    asker = Asker(place.store, place.book, place.secrets, setting.network, run_id, owner)
    return asker.run(seconds)


class Asker:
    """One call's work. All of it is done in one thread, but for the requests themselves."""

    def __init__(
        self,
        store: CaseStore,
        book: RuleBook,
        secrets: Mapping[str, str],
        options: FetchOptions,
        run_id: str,
        owner: str,
    ) -> None:
        run = retrying(lambda: store.runs.one(run_id))
        self._runs = store.runs
        self._book = book
        self._secrets = secrets
        self._run_id = run_id
        self._spacing_s = options.spacing_s
        self._held = HeldSites(store.leases, owner)
        self._visiting = Visiting(
            store.leases, self._held.name_of, run.record.night or run.started_at
        )
        self._most_requests = run.record.site_requests
        self._stock = Stock()
        self._resting = Resting()
        self._waiting: dict[str, WaitingSite] = {}
        self._left: dict[str, int] = {}
        """By site: questions that wait, those in hand included."""
        self._spent: set[str] = set()
        self._idle_since: dict[str, float] = {}
        self._claims_at = self._claimed_at = self._looks_at = self._checks_at = 0.0
        self._worked_at = time.monotonic()
        self._answered = 0
        self._is_over = self._is_idle = False
        options = replace(options, site_requests=self._most_requests, time_limit_s=None)
        self._fetcher = Fetcher(options, now=utc_now, admits=self._held.admits)
        self._token = options.robots_token
        self._came = Came(store.runs, run_id, owner, self._held.name_of)

    def run(self, seconds: float) -> Asked:
        until = time.monotonic() + seconds
        try:
            with self._fetcher:
                while not self._is_over and time.monotonic() < until:
                    self._step()
                self._end()
        finally:
            self._held.close()
            if self._held.all:
                self._held.release(self._held.all)
        if self._is_idle:
            retrying(lambda: self._runs.forget_unneeded(self._run_id))
        return Asked(self._answered, self._is_all_spent())

    def _step(self) -> None:
        self._look()
        self._lose(self._held.renew())
        self._claim()
        self._follow_redirects()
        self._wake()
        self._fill()
        self._take_in()
        if self._fetcher.proxy_problem:
            self._is_over = True
        if len(self._stock) or self._came:
            self._worked_at = time.monotonic()
        elif self._claimed_at - self._worked_at > IDLE_S:
            self._is_idle = self._is_over = True

    def _look(self) -> None:
        """Whether the run still runs, and who is still to be asked for."""
        now = time.monotonic()
        if now < self._looks_at:
            return
        self._looks_at = now + _LOOK_EVERY_S
        try:
            state = retrying(lambda: self._runs.state_of(self._run_id))
        except LookupError:
            state = RunState.STOPPED
        self._is_over = state is not RunState.RUNNING
        if now >= self._checks_at:
            self._checks_at = now + _CHECK_EVERY_S
            keys = self._stock.keys
            still = retrying(lambda: self._runs.still_waiting(self._run_id, keys))
            self._held.cancel(frozenset(keys) - still)

    def _claim(self) -> None:
        """Looks where questions wait; takes sites that have some, and gives back those without."""
        began = time.monotonic()
        if began < self._claims_at:
            return
        found = retrying(lambda: self._runs.waiting_sites(self._run_id))
        self._waiting = {site.site_hash: site for site in found}
        self._left = {site.site_hash: site.waiting for site in found}
        self._give_back(began)
        free = min(_TAKEN_TOGETHER, MOST_SITES - len(self._held))
        wanted = [
            site for site in self._waiting if site not in self._held and site not in self._spent
        ]
        taken: set[str] = set()
        while len(taken) < free and wanted:
            some, wanted = wanted[: free - len(taken)], wanted[free - len(taken) :]
            taken |= self._held.take(some)
        self._get_acquainted(taken)
        took_s = time.monotonic() - began
        longest_s = 10.0 if len(self._stock) else 0.5
        self._claimed_at = began
        self._claims_at = began + min(max(_LOOK_SHARE * took_s, 2 * _TOGETHER_S), longest_s)

    def _give_back(self, now: float) -> None:
        idle = [
            site
            for site in self._held.all
            if not self._stock.of_site(site)
            and (site not in self._waiting or site in self._spent)
            and not self._held.is_busy(site)
        ]
        self._idle_since = {site: self._idle_since.get(site, now) for site in idle}
        over = [
            site
            for site, since in self._idle_since.items()
            if site in self._spent or now - since > IDLE_S
        ]
        if over:
            self._held.release(over)

    def _get_acquainted(self, sites: Collection[str]) -> None:
        """What others of this run learnt of sites that are ours now."""
        if not sites:
            return
        robots = retrying(lambda: self._runs.robots(self._run_id, sites))
        self._resting.recall(retrying(lambda: self._runs.rests(self._run_id, sites)))
        self._fetcher.recall(robots, ())
        self._visiting.recall(sites, robots, self._token)
        for site in sites:
            if self._visiting.requests(site) >= self._most_requests:
                self._spent.add(site)

    def _follow_redirects(self) -> None:
        names = self._held.take_wished()
        if names:
            self._get_acquainted([self._held.name_of(name) for name in names])
            for name in names:
                self._visiting.introduce(self._fetcher, name, self._pause_s(name))

    def _wake(self) -> None:
        """Takes up what was left alone for long enough."""
        over = self._resting.ended(utc_now())
        for site, host in over:
            self._fetcher.forgive(host, self._held.site_of(site))
        for item in self._stock.shelved() if over else ():
            if not self._resting.rests(item.question.site_hash, item.probe.host):
                self._give(item)

    def _fill(self) -> None:
        """Gets questions of sites that soon have none in memory."""
        wanted: list[tuple[str, int]] = []
        for site in self._held.all:
            have, known = self._stock.of_site(site), self._waiting.get(site)
            if known is None or site in self._spent or self._left.get(site, 0) <= have:
                continue
            most = ahead(self._spacing(known.spacing_s), len(self._held))
            if have <= most // 4:
                wanted.append((site, most + have))
        if not wanted:
            return
        for question in retrying(lambda: self._runs.waiting_of_each(self._run_id, wanted)):
            if question.key in self._stock:
                continue
            probe = with_key(question.probe, self._book, self._secrets)
            item = self._stock.put(question, probe)
            self._held.expect(probe.manners.timeout_s)
            if not self._resting.rests(question.site_hash, probe.host):
                self._give(item)

    def _give(self, item: InHand) -> None:
        probe = item.probe
        self._visiting.introduce(self._fetcher, probe.site, self._pause_s(probe.site))
        item.is_given = True
        self._fetcher.add(sendable(probe))

    def _take_in(self) -> None:
        """Writes down what came, before anything follows from it."""
        for event in self._fetcher.news(_TOGETHER_S, _MOST_TOGETHER):
            self._came.note(event, self._stock)
        if not self._came:
            return
        now = utc_now()
        news = self._came.sorted_out(self._held, self._resting, self._left_s, now)
        self._spent |= self._came.spent
        for site in self._came.ended_at:
            self._left[site] = self._left.get(site, 1) - 1
        visits = self._visiting.after(
            self._came.requests, self._came.ended_at, self._came.lasted_s, now
        )
        self._answered += self._came.keep(replace(news, visits=visits))

    def _lose(self, sites: Iterable[str]) -> None:
        """Somebody else may have these now: what was not given to the fetcher is let go of, and
        the rest is turned away at the gate."""
        lost = frozenset(sites)
        for item in self._stock.shelved() if lost else ():
            if item.question.site_hash in lost:
                self._stock.pop(item.question.key)

    def _end(self) -> None:
        """Lets what is under way end well, if it does so soon."""
        self._fetcher.stop()
        until = time.monotonic() + _ENDING_S
        while self._stock.given and time.monotonic() < until:
            self._take_in()
        if self._fetcher.proxy_problem:
            raise ProxyError(f"The proxy does not work: {self._fetcher.proxy_problem}.")

    def _is_all_spent(self) -> bool:
        waiting = retrying(lambda: self._runs.waiting_sites(self._run_id))
        return bool(waiting) and all(site.site_hash in self._spent for site in waiting)

    def _left_s(self, site: str) -> float:
        known = self._waiting.get(site)
        return known.lasts_s if known else 0.0

    def _spacing(self, seconds: float) -> float:
        return seconds if self._spacing_s is None else self._spacing_s

    def _pause_s(self, site: str) -> float:
        known = self._waiting.get(self._held.name_of(site))
        return self._spacing(known.spacing_s if known else 1.0)
