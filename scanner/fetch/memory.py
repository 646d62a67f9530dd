"""What a run has learned about hosts so far. Belongs to the scheduler's thread alone."""

from __future__ import annotations

from collections.abc import Callable

from scanner.fetch.attempts import was_lost
from scanner.fetch.budget import SiteBudget
from scanner.fetch.robots import RobotsAnswer, RobotsPolicy
from scanner.fetch.steps import Reply
from scanner.model.capture import Failure

_DOWN = frozenset({Failure.NAME_NOT_RESOLVED, Failure.REFUSED_CONNECTION, Failure.TIMEOUT})
_LOST = 1
_SILENT = 2
_DOWN_FROM = 4
"""Two silences, each of which is waited for, or four connections that break before an answer."""
_REFUSING_AFTER = 2


class Memory:
    """Robots rules by origin, Crawl-delays by site, and which of them had better be left alone."""

    def __init__(self, budget: SiteBudget, tell: Callable[[RobotsAnswer], None]) -> None:
        """`tell` hears of each robots.txt that is learnt."""
        self.robots: dict[tuple[str, str, int], RobotsPolicy] = {}
        self._tell = tell
        self._budget = budget
        self._delays: dict[str, float] = {}
        self._silences: dict[str, int] = {}
        self._refusals: dict[str, int] = {}

    def learn(self, answer: RobotsAnswer, policy: RobotsPolicy) -> None:
        """A robots.txt was asked for, and need not be again if its answer lasts."""
        if policy.is_lasting:
            self.robots[answer.origin] = policy
            self._tell(answer)

    def note_reply(self, host: str, reply: Reply) -> None:
        """Count consecutive failures to connect or to answer at all."""
        weight = _SILENT if reply.failure in _DOWN else _LOST if was_lost(reply) else 0
        if weight:
            self._silences[host] = self._silences.get(host, 0) + weight
        elif reply.failure not in (Failure.STOPPED, Failure.PROXY):
            self._silences.pop(host, None)

    def is_down(self, host: str) -> bool:
        return self._silences.get(host, 0) >= _DOWN_FROM

    def note_refusal(self, site: str, is_refused: bool) -> None:
        """Count consecutive probes whose every attempt the site turned away as one too many."""
        self._refusals[site] = self._refusals.get(site, 0) + 1 if is_refused else 0

    def is_refusing(self, site: str) -> bool:
        return self._refusals.get(site, 0) >= _REFUSING_AFTER

    def forgive(self, host: str, site: str) -> None:
        """Begin anew with a host and its site."""
        self._silences.pop(host, None)
        self._refusals.pop(site, None)

    def note_request(self, site: str) -> None:
        self._budget.note(site)

    def is_spent(self, site: str) -> bool:
        """Whether a site was asked as often in this run as it may be."""
        return self._budget.is_spent(site)

    def note_delay(self, site: str, seconds: float) -> None:
        self._delays[site] = max(self._delays.get(site, 0.0), seconds)

    def delay(self, site: str) -> float:
        """Seconds that the site asks to be left alone between requests."""
        return self._delays.get(site, 0.0)
