"""The sites that an asker alone may talk to, and the gate before each of its requests."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Collection

from scanner.case.store.leases import Leases
from scanner.model.plan import Probe
from scanner.slate.retrying import retrying

SLACK_S = 10.0
"""How much longer a lease lasts than the longest request: so long an asker may be kept from
renewing it (by a store that is slow or away) before it has to pause."""
_CUT_S = 1.5
"""What a request may last beyond its time-out, until it is surely cut off."""
_LOOK_AGAIN_S = 0.25
_FOREIGN_PATIENCE_S = 60.0
"""How long a redirect waits for a site that somebody else has. Judgement: a whole site may take
hours."""


def passing_clock() -> float:
    """Seconds that have passed, those included in which this machine slept: a lease ends meanwhile,
    too, and `time.monotonic` stands still on most systems."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        # There it is this one that goes on.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class HeldSites:
    """Leases of one owner. `admits` is called by the thread that makes requests, all else by the
    one that asks.

    No request begins that could last longer than the lease of its site: so two owners are never at
    one site, whatever becomes of the store meanwhile. Only a process that is halted between this
    look at the clock and its request, for longer than `SLACK_S`, escapes that.
    """

    def __init__(
        self, leases: Leases, owner: str, monotonic: Callable[[], float] | None = None
    ) -> None:
        self._leases = leases
        self._owner = owner
        self._monotonic = monotonic or passing_clock
        self._until: dict[str, float] = {}
        """By hashed name: when the lease ends by this machine's clock, at the earliest."""
        self._names: dict[str, str] = {}
        self._sites: dict[str, str] = {}
        self._longest_s = 0.0
        self._renews_at = 0.0
        self._busy_until: dict[str, float] = {}
        """Until when a redirect from another site may be under way."""
        self._wished: dict[str, float] = {}
        """Sites to which somebody was redirected, by name: since when they are wished for."""
        self._given_up: set[str] = set()
        """Questions that waited too long for such a site."""
        self._cancelled: frozenset[str] = frozenset()
        self._is_closed = False

    def __contains__(self, site_hash: object) -> bool:
        return site_hash in self._until

    def __len__(self) -> int:
        return len(self._until)

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._until)

    def name_of(self, site: str) -> str:
        """What stands for a site in the store."""
        name = self._names.get(site)
        if name is None:
            name = self._names[site] = self._leases.name_of(site)
            self._sites[name] = site
        return name

    def site_of(self, site_hash: str) -> str:
        """The site of that name in the store; empty when we never met it."""
        return self._sites.get(site_hash, "")

    def expect(self, timeout_s: float) -> None:
        """Requests may last so long: leases must last longer."""
        if timeout_s > self._longest_s:
            self._longest_s = timeout_s
            self._renews_at = 0.0

    def take(self, sites: Collection[str]) -> frozenset[str]:
        """Those of the sites that nobody else has."""
        began = self._monotonic()
        taken = retrying(lambda: self._leases.take(sites, self._owner, self._lasts_s))
        self._until.update(dict.fromkeys(taken, began + self._lasts_s))
        return taken

    def take_wished(self) -> frozenset[str]:
        """The sites to which somebody was redirected, by name, as far as nobody else has them."""
        wished = {self.name_of(site): site for site in tuple(self._wished)}
        if not wished:
            return frozenset()
        names = frozenset(wished[each] for each in self.take(tuple(wished)))
        for name in names:
            self._wished.pop(name, None)
        return names

    def renew(self) -> frozenset[str]:
        """Renews all leases if it is time; tells which were lost."""
        began = self._monotonic()
        if began < self._renews_at:
            return frozenset()
        ours = retrying(lambda: self._leases.renew(self._owner, self._lasts_s))
        lost = frozenset(self._until) - ours
        self._until = dict.fromkeys(ours & frozenset(self._until), began + self._lasts_s)
        self._renews_at = began + SLACK_S / 4
        return lost

    def is_busy(self, site_hash: str) -> bool:
        """Whether a request that was redirected there may be under way."""
        return self._busy_until.get(site_hash, 0.0) > self._monotonic()

    def release(self, sites: Collection[str]) -> None:
        """Gives back what is not busy. From now on no request goes there."""
        for site in sites:
            self._until.pop(site, None)
        retrying(lambda: self._leases.release(self._owner, sites))

    def close(self) -> None:
        """Nothing is asked any more."""
        self._is_closed = True

    def cancel(self, keys: Collection[str]) -> None:
        """These questions are not to be asked any more."""
        self._cancelled = frozenset(keys)

    def gave_up(self, key: str) -> bool:
        """Whether a question was cut off because the site that it leads to is somebody else's."""
        if key in self._given_up:
            self._given_up.discard(key)
            return True
        return False

    def admits(self, probe: Probe, site: str) -> float:
        """For how many seconds the site may not be asked for a probe: 0, when it may be now."""
        if self._is_closed or probe.id in self._cancelled:
            return math.inf
        now, site_hash = self._monotonic(), self.name_of(site)
        until = self._until.get(site_hash, 0.0)
        if until <= now:
            return math.inf if site == probe.site else self._wish(probe, site, now)
        needs_s = probe.manners.timeout_s + _CUT_S
        if until - now < needs_s:
            return _LOOK_AGAIN_S
        if site != probe.site:
            self._busy_until[site_hash] = now + needs_s
        return 0.0

    def _wish(self, probe: Probe, site: str, now: float) -> float:
        """A redirect waits for the lease of the site that it leads to, but not for ever: who has
        that may be waiting for ours."""
        if now - self._wished.setdefault(site, now) < _FOREIGN_PATIENCE_S:
            return _LOOK_AGAIN_S
        self._wished.pop(site, None)
        self._given_up.add(probe.id)
        return math.inf

    @property
    def _lasts_s(self) -> float:
        return self._longest_s + _CUT_S + SLACK_S
