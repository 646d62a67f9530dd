"""Whose turn it is at a site while pages are rendered: one request at a time."""

from __future__ import annotations

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator


class Turns:
    """One lock for each site, shared by all that is rendered at the same time."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    @contextlib.contextmanager
    def held(self, site: str, timeout_s: float) -> Iterator[bool]:
        """Holds the site's turn inside; False when it did not come in `timeout_s` seconds."""
        with self._guard:
            lock = self._locks[site]
        is_held = lock.acquire(timeout=max(0.0, timeout_s))
        try:
            yield is_held
        finally:
            if is_held:
                lock.release()
