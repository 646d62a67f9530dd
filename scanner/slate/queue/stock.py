"""The few questions of a run that an asker has in memory."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.case.store.runs import Question
from scanner.model.plan import Probe

MOST = 8_000
"""Questions in memory, at some kilobytes each."""
_MOST_OF_SITE = 32
_AHEAD_S = 2.0
"""For how long the stock of a site lasts at its pace: not longer, since who withdraws is to be
asked for no more."""


def ahead(spacing_s: float, sites: int) -> int:
    """How many questions of a site are in memory at most, among so many sites."""
    wanted = math.ceil(_AHEAD_S / spacing_s) + 1 if spacing_s > 0 else _MOST_OF_SITE
    return max(2, min(wanted, _MOST_OF_SITE, MOST // max(1, sites)))


@dataclass(slots=True)
class InHand:
    """A question as it is asked."""

    question: Question
    probe: Probe
    """With the key of its source, if that needs one."""
    is_given: bool = False
    """Whether the fetcher has it; else its host rests."""


class Stock:
    """Questions by key."""

    def __init__(self) -> None:
        self._items: dict[str, InHand] = {}
        self._of_site: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def put(self, question: Question, probe: Probe) -> InHand:
        item = self._items[question.key] = InHand(question, probe)
        self._of_site[question.site_hash] += 1
        return item

    def get(self, key: str) -> InHand | None:
        return self._items.get(key)

    def pop(self, key: str) -> InHand:
        item = self._items.pop(key)
        self._of_site[item.question.site_hash] -= 1
        return item

    def of_site(self, site_hash: str) -> int:
        return self._of_site[site_hash]

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self._items)

    def shelved(self) -> Iterator[InHand]:
        """Those whose hosts rest."""
        return (item for item in tuple(self._items.values()) if not item.is_given)

    @property
    def given(self) -> int:
        """How many the fetcher has."""
        return sum(item.is_given for item in self._items.values())
