"""How often each site was asked in a run, by whatever asks it: the fetcher and the browser."""

from __future__ import annotations

import threading
from collections import Counter


class SiteBudget:
    """Counts requests by site against one bound. May be used from any thread."""

    def __init__(self, most: int) -> None:
        """`most`: requests that a site gets in one run."""
        self._most = most
        self._made: Counter[str] = Counter()
        self._lock = threading.Lock()

    def note(self, site: str, number: int = 1) -> None:
        """Requests are made."""
        with self._lock:
            self._made[site] += number

    def is_spent(self, site: str) -> bool:
        """Whether a site was asked as often as it may be."""
        with self._lock:
            return self._made[site] >= self._most

    def take(self, site: str) -> bool:
        """Note a request if one is left; False when none is."""
        with self._lock:
            is_left = self._made[site] < self._most
            self._made[site] += is_left
            return is_left
