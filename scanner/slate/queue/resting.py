"""Hosts that did not answer and sites that refused: when they are asked again, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from scanner.case.store.runs import Rest
from scanner.model.capture import Skipped, SkipReason

TRIES = 3
"""How often a question is taken up while its site is down. What the last one says is its answer."""
_SHARE = 0.1
"""A pause as long as a tenth of what is left to ask of the site: in a run of hours minutes, in a
small one no longer than that takes."""
_LONGER = 3
"""How much longer the next pause is."""
_SHORTEST_S = {SkipReason.SITE_DOWN: 2.0, SkipReason.RATE_LIMITED: 10.0}
_LONGEST_S = 600.0


def is_passing(answer: Skipped, tries: int) -> bool:
    """Whether a question that was not asked is taken up once more, later."""
    return answer.reason in _SHORTEST_S and tries + 1 < TRIES


class Resting:
    """Who is left alone until when. A host by its site's hashed name and its own; a whole site by
    an empty host."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], datetime] = {}

    def begin(
        self, site: str, host: str, answer: Skipped, tries: int, left_s: float, now: datetime
    ) -> Rest | None:
        """Leaves a host alone, or for a refusal its site; None when it rests already.

        `tries`: how often it was found so before; `left_s`: what is left to ask of the site.
        """
        place = (site, "" if answer.reason is SkipReason.RATE_LIMITED else host)
        if place in self._until:
            return None
        pause_s = min(max(_SHARE * left_s, _SHORTEST_S[answer.reason]), _LONGEST_S)
        rest = Rest(place[1], now + timedelta(seconds=pause_s * _LONGER**tries))
        self._until[place] = rest.until
        return rest

    def recall(self, rests: Iterable[tuple[str, Rest]]) -> None:
        """Those that others have begun, by the hashed names of their sites."""
        for site, rest in rests:
            self._until[site, rest.host] = rest.until

    def rests(self, site: str, host: str) -> bool:
        """Whether a host is left alone; until `ended` has told otherwise."""
        return (site, host) in self._until or (site, "") in self._until

    def ended(self, now: datetime) -> list[tuple[str, str]]:
        """Those that are to be asked again from now on: site and host; told once."""
        over = [place for place, until in self._until.items() if until <= now]
        for place in over:
            del self._until[place]
        return over
