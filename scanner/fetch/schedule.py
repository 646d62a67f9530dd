"""Whose turn it is: one request at a time per site, with the site's pause between two."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

_USUAL_S = 0.3
"""What a request is taken to last at a site that was not asked yet."""
_NEWEST = 0.3
"""Weight of the last request in what the next one is expected to last."""


@dataclass(slots=True)
class _Site(Generic[T]):
    waiting: deque[tuple[T, float]] = field(default_factory=deque)
    """Who waits, and which pause each of them keeps."""
    ended_at: float | None = None
    """When the last request ended; None before the first."""
    rests_until: float = float("-inf")
    """When the site may be asked again, by its own word."""
    lasts_s: float = _USUAL_S
    """How long a request lasts, from those made so far."""
    is_held: bool = False
    is_offered: bool = False
    """Whether it stands in one of the heaps; never twice, or it would keep an old rank."""


class Schedule(Generic[T]):
    """Sites with waiting visitors. Times are in seconds.

    A site that is held or whose pause lasts occupies no worker: it only stands in a heap. Of the
    sites that may be asked, the one whose visitors will take longest comes first, since a run ends
    with its longest chain.
    """

    def __init__(self, delay: Callable[[str], float]) -> None:
        self._delay = delay
        self._sites: dict[str, _Site[T]] = {}
        self._resting: list[tuple[float, int, str]] = []
        """By when their turn comes."""
        self._ready: list[tuple[float, int, str]] = []
        """Those whose turn has come, by how much is left to do."""
        self._count = itertools.count()

    def wait(self, name: str, visitor: T, spacing_s: float, *, first: bool) -> None:
        """Queue a visitor at a site; `first` for one who may not be kept waiting by the others."""
        site = self._sites.setdefault(name, _Site())
        if first:
            site.waiting.appendleft((visitor, spacing_s))
        else:
            site.waiting.append((visitor, spacing_s))
        self._offer(name, site)

    def take(self, now: float) -> tuple[str, T] | None:
        """A site whose turn has come, now held for its first visitor; None when there is none."""
        while self._resting and self._resting[0][0] <= now:
            name = heapq.heappop(self._resting)[2]
            rank = -self._left_s(name, self._sites[name])
            heapq.heappush(self._ready, (rank, next(self._count), name))
        while self._ready:
            name = heapq.heappop(self._ready)[2]
            site = self._sites[name]
            site.is_offered = False
            if self._ready_at(name, site) > now:
                self._offer(name, site)
                continue
            site.is_held = True
            return name, site.waiting.popleft()[0]
        return None

    def release(self, name: str, ended_at: float | None, lasted_s: float = 0.0) -> None:
        """Give a held site back; `ended_at` when a request was made, which starts its pause."""
        site = self._sites[name]
        site.is_held = False
        if ended_at is not None:
            site.ended_at = ended_at
            site.lasts_s += _NEWEST * (lasted_s - site.lasts_s)
        self._offer(name, site)

    def rest(self, name: str, until: float) -> None:
        """Let nobody ask a site before that."""
        site = self._sites.setdefault(name, _Site())
        site.rests_until = max(site.rests_until, until)

    def next_ready_at(self) -> float | None:
        """When the next turn comes, at the earliest."""
        if self._ready:
            return float("-inf")
        return self._resting[0][0] if self._resting else None

    def drain(self) -> list[T]:
        """Everybody who waits, sent away."""
        gone = [visitor for site in self._sites.values() for visitor, _ in site.waiting]
        for site in self._sites.values():
            site.waiting.clear()
            site.is_offered = False
        self._resting.clear()
        self._ready.clear()
        return gone

    def _offer(self, name: str, site: _Site[T]) -> None:
        if site.waiting and not site.is_held and not site.is_offered:
            site.is_offered = True
            heapq.heappush(self._resting, (self._ready_at(name, site), next(self._count), name))

    def _ready_at(self, name: str, site: _Site[T]) -> float:
        if site.ended_at is None:
            return site.rests_until
        pause = max(site.waiting[0][1], self._delay(name))
        return max(site.ended_at + pause, site.rests_until)

    def _left_s(self, name: str, site: _Site[T]) -> float:
        pause = max(site.waiting[0][1], self._delay(name))
        return len(site.waiting) * (site.lasts_s + pause)
