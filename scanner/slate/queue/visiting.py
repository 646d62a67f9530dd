"""How often sites are asked in a night, and how long ago: whoever comes next keeps the pause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

from scanner.case.store.leases import Leases, Visits
from scanner.domains import site_of_url
from scanner.fetch import Fetcher, RobotsAnswer
from scanner.fetch.target import read_target
from scanner.model.clock import utc_now
from scanner.slate.retrying import retrying

_NEWEST = 0.2
"""Weight of the last answer in what the next one is expected to take. Judgement."""


class Visiting:
    """Visits of the sites that an asker has, as the store knows them or soon will."""

    def __init__(self, leases: Leases, name_of: Callable[[str], str], night: datetime) -> None:
        """`night`: when the one began for which a site's requests are counted."""
        self._leases = leases
        self._name_of = name_of
        self._night = night
        self._visits: dict[str, Visits] = {}
        self._to_tell: dict[str, int] = {}
        """By site: requests that others made and the fetcher does not know of yet."""
        self._delays: dict[str, float] = {}
        self._answer_s: dict[str, float] = {}
        """By site: what an answer takes lately."""

    def recall(self, sites: Collection[str], robots: Iterable[RobotsAnswer], token: str) -> None:
        """What the store knows of sites (by their hashed names) that are ours from now on."""
        for site, told in retrying(lambda: self._leases.visits(sites)).items():
            requests = told.requests if told.night >= self._night else 0
            others = requests - self.requests(site)
            self._visits[site] = Visits(
                told.visited_at, max(told.night, self._night), max(requests, self.requests(site))
            )
            self._to_tell[site] = self._to_tell.get(site, 0) + max(0, others)
            if told.answer_s is not None:
                self._answer_s.setdefault(site, told.answer_s)
        for answer in robots:
            scheme, host, port = answer.origin
            target = read_target(f"{scheme}://{host}:{port}/")
            if target is not None:
                delay_s = answer.policy(token).permission(target).delay_s
                site = self._name_of(site_of_url(target.url))
                self._delays[site] = max(self._delays.get(site, 0.0), delay_s)

    def requests(self, site: str) -> int:
        """How many a site (by its hashed name) had in this night."""
        known = self._visits.get(site)
        return known.requests if known else 0

    def introduce(self, fetcher: Fetcher, site: str, spacing_s: float) -> None:
        """Tells the fetcher of visits by others, once, before it first asks a site."""
        name = self._name_of(site)
        others = self._to_tell.pop(name, None)
        if others is None:
            return
        pause_s = max(spacing_s, self._delays.get(name, 0.0))
        since_s = (utc_now() - self._visits[name].visited_at).total_seconds()
        # Clocks differ: nobody waits for longer than the pause.
        fetcher.acquaint(site, others, min(max(0.0, pause_s - since_s), pause_s))

    def after(
        self,
        requests: Counter[str],
        ended_at: Collection[str],
        lasted_s: Mapping[str, Sequence[float]],
        now: datetime,
    ) -> Mapping[str, Visits]:
        """How the sites were visited that got requests, or ended one, just now. `lasted_s`: what
        each answer took, by site."""
        for site, answers in lasted_s.items():
            for seconds in answers:
                known_s = self._answer_s.get(site, seconds)
                self._answer_s[site] = known_s + _NEWEST * (seconds - known_s)
        told: dict[str, Visits] = {}
        for site in {*requests, *ended_at}:
            number = self.requests(site) + requests[site]
            if number:
                told[site] = self._visits[site] = Visits(
                    now, self._night_of(site), number, self._answer_s.get(site)
                )
        return told

    def _night_of(self, site: str) -> datetime:
        known = self._visits.get(site)
        return known.night if known else self._night
