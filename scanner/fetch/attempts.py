"""How often a request is made: again after a pause, where a site asks for one or lost the first."""

from __future__ import annotations

import random
from dataclasses import dataclass

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from scanner.fetch.steps import Reply
from scanner.model.capture import Failure

ATTEMPTS = 3
"""How often one request is made at most, when the site is busy."""
ATTEMPTS_TOLD = 5
"""How often, when the busy site says each time when to come back (`Retry-After`): to come then is
what it wants."""
ATTEMPTS_LOST = 2
"""How often, when the connection breaks before an answer."""
LONGEST_PAUSE_S = 60.0
"""How long one request's pauses may be together. A site that asks for more (`Retry-After`) is not
asked again: a run would wait for it alone."""

_BUSY = frozenset({429, 503})
"""Too Many Requests (RFC 6585, section 4), Service Unavailable (RFC 9110, section 15.6.4)."""
_REPEATABLE = frozenset({"GET", "HEAD"})
_FIRST_PAUSE_S = 1.0
_PAUSE_LOST_S = 0.1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What follows from one attempt."""

    pause_s: float | None = None
    """Ask again after so long; None when this answer is the last."""
    is_refusal: bool = False
    """The site is asked too much."""


class Attempts:
    """Decides after each answer to one request whether it is made once more."""

    def __init__(self, method: str, randomness: random.Random) -> None:
        self._method = method
        self._randomness = randomness
        self._paused_s = 0.0
        self.made = 0

    def weigh(self, reply: Reply) -> Verdict:
        """Count an attempt and say what follows."""
        self.made += 1
        busy = reply.hop is not None and reply.hop.status in _BUSY
        if not busy and not was_lost(reply):
            return Verdict()
        asked_for = _retry_after_s(reply) if busy else 0.0
        is_told = asked_for >= _FIRST_PAUSE_S
        at_most = (ATTEMPTS_TOLD if is_told else ATTEMPTS) if busy else ATTEMPTS_LOST
        # Nobody else asks the site meanwhile, so its own word needs no jitter.
        pause_s = asked_for if is_told else self._backoff_s() if busy else _PAUSE_LOST_S
        self._paused_s += pause_s
        is_over = self.made >= at_most or self._paused_s > LONGEST_PAUSE_S
        if is_over or self._method not in _REPEATABLE:
            return Verdict(is_refusal=busy)
        return Verdict(pause_s, is_refusal=busy)

    def _backoff_s(self) -> float:
        """Twice as long each time, with jitter: what was refused together must not come back so."""
        longest: float = _FIRST_PAUSE_S * 2 ** (self.made - 1)
        return longest * self._randomness.uniform(0.5, 1.0)


def was_lost(reply: Reply) -> bool:
    """Whether the connection broke before any answer came, which may be chance."""
    return reply.is_lost and reply.failure is Failure.PROTOCOL


def _retry_after_s(reply: Reply) -> float:
    """The header's seconds, from now; 0 without one that can be understood."""
    assert reply.hop is not None
    for name, value in reply.hop.headers:
        if name.lower() == "retry-after":
            try:
                return float(Retry().parse_retry_after(value))
            except (InvalidHeader, OverflowError, ValueError):
                break
    return 0.0
