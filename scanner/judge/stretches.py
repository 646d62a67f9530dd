"""Stretches of a text, and whether another touches one of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable


class Stretches:
    """Stretches in order, overlapping ones made one."""

    def __init__(self, given: Iterable[tuple[int, int]]) -> None:
        self._joined: list[tuple[int, int]] = []
        for start, end in sorted(given):
            if self._joined and start < self._joined[-1][1]:
                self._joined[-1] = (self._joined[-1][0], max(end, self._joined[-1][1]))
            else:
                self._joined.append((start, end))

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them shares a code point with [start, end)."""
        at = bisect_left(self._joined, (end, 0)) - 1
        return at >= 0 and self._joined[at][1] > start
