"""Whose turn it is: one request at a time per site, with the site's pause between two."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Site(Generic[T]):
    waiting: deque[tuple[T, float]] = field(default_factory=deque)
    """Who waits, and which pause each of them keeps."""
    ended_at: float | None = None
    """When the last request ended; None before the first."""
    is_held: bool = False


class Schedule(Generic[T]):
    """Sites with waiting visitors, the next ready one on top of a heap. Times are in seconds.

    A site that is held or whose pause lasts occupies no worker: it only stands in the heap.
    """

    def __init__(self, delay: Callable[[str], float]) -> None:
        self._delay = delay
        self._sites: dict[str, _Site[T]] = {}
        self._ready: list[tuple[float, int, str]] = []
        self._count = itertools.count()

    def wait(self, name: str, visitor: T, spacing_s: float, *, first: bool) -> None:
        """Queue a visitor at a site; `first` for one who is in the midst of a visit."""
        site = self._sites.setdefault(name, _Site())
        if first:
            site.waiting.appendleft((visitor, spacing_s))
        else:
            site.waiting.append((visitor, spacing_s))
        self._offer(name, site)

    def take(self, now: float) -> tuple[str, T] | None:
        """A site whose turn has come, now held for its first visitor; None when there is none."""
        while self._ready and self._ready[0][0] <= now:
            _, _, name = heapq.heappop(self._ready)
            site = self._sites[name]
            if site.is_held or not site.waiting:
                continue
            if self._ready_at(name, site) > now:
                self._offer(name, site)
                continue
            site.is_held = True
            return name, site.waiting.popleft()[0]
        return None

    def release(self, name: str, ended_at: float | None) -> None:
        """Give a held site back; `ended_at` when a request was made, which starts its pause."""
        site = self._sites[name]
        site.is_held = False
        if ended_at is not None:
            site.ended_at = ended_at
        self._offer(name, site)

    def next_ready_at(self) -> float | None:
        """When the next turn comes, at the earliest."""
        return self._ready[0][0] if self._ready else None

    def drain(self) -> list[T]:
        """Everybody who waits, sent away."""
        gone = [visitor for site in self._sites.values() for visitor, _ in site.waiting]
        for site in self._sites.values():
            site.waiting.clear()
        self._ready.clear()
        return gone

    def _offer(self, name: str, site: _Site[T]) -> None:
        if site.waiting and not site.is_held:
            entry = (self._ready_at(name, site), next(self._count), name)
            heapq.heappush(self._ready, entry)

    def _ready_at(self, name: str, site: _Site[T]) -> float:
        if site.ended_at is None:
            return float("-inf")
        return site.ended_at + max(site.waiting[0][1], self._delay(name))
