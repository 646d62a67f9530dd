"""What a run has learned about hosts so far. Belongs to the scheduler's thread alone."""

from __future__ import annotations

from scanner.fetch.robots import RobotsPolicy
from scanner.fetch.steps import Reply
from scanner.model.capture import Failure

_DOWN = frozenset({Failure.NAME_NOT_RESOLVED, Failure.REFUSED_CONNECTION, Failure.TIMEOUT})
_DOWN_AFTER = 2


class Memory:
    """Robots rules by origin, Crawl-delays by site, and which hosts do not answer."""

    def __init__(self) -> None:
        self.robots: dict[tuple[str, str, int], RobotsPolicy] = {}
        self._delays: dict[str, float] = {}
        self._silences: dict[str, int] = {}

    def note_reply(self, host: str, reply: Reply) -> None:
        """Count consecutive failures to connect or to answer in time."""
        if reply.failure in _DOWN:
            self._silences[host] = self._silences.get(host, 0) + 1
        elif reply.failure is not Failure.STOPPED:
            self._silences.pop(host, None)

    def is_down(self, host: str) -> bool:
        return self._silences.get(host, 0) >= _DOWN_AFTER

    def note_delay(self, site: str, seconds: float) -> None:
        self._delays[site] = max(self._delays.get(site, 0.0), seconds)

    def delay(self, site: str) -> float:
        """Seconds that the site asks to be left alone between requests."""
        return self._delays.get(site, 0.0)
