"""`--time-limit`: how much of it is left, counted from when the program began."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

_LEAST_S = 1e-9
"""What is left of a limit that is over: enough to end by it, and not to ask anything."""


class TimeLimit:
    """A bound on the time until nothing more is asked; waiting for the person does not count."""

    def __init__(self, limit_s: float | None, began_at: float | None) -> None:
        """`began_at` is on the monotonic clock; None is now."""
        self._limit_s = limit_s
        self._began_at = time.monotonic() if began_at is None else began_at

    @contextlib.contextmanager
    def suspended(self) -> Iterator[None]:
        """Time in this block does not count."""
        since = time.monotonic()
        try:
            yield
        finally:
            self._began_at += time.monotonic() - since

    def left_s(self) -> float | None:
        """Seconds that are left, more than nothing; None without a limit."""
        if self._limit_s is None:
            return None
        return max(_LEAST_S, self._began_at + self._limit_s - time.monotonic())
