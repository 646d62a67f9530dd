"""What must be done before what: first the source, then its history, copies and snippets."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from scanner.rulebook.remedy import RemedyRule


def prerequisites(
    keys: Collection[str], rules: Mapping[str, RemedyRule]
) -> dict[str, frozenset[str]]:
    """For each remedy, those among `keys` that come before it, also by way of remedies that are not
    among them."""
    return {key: (_before(key, rules) & frozenset(keys)) - {key} for key in keys}


def _before(key: str, rules: Mapping[str, RemedyRule]) -> frozenset[str]:
    found: set[str] = set()
    waiting = [key]
    while waiting:
        rule = rules.get(waiting.pop())
        fresh = [name for name in (rule.after if rule else ()) if name not in found]
        found.update(fresh)
        waiting.extend(fresh)
    return frozenset(found)


def in_order(
    keys: Sequence[str],
    first: Mapping[str, AbstractSet[str]],
    urgency: Callable[[str], Any],
    rank: Callable[[str], Any],
) -> list[str]:
    """The keys by urgency; of one urgency, each after those that come first, else by rank.

    Ranks must differ. What comes first but is less urgent holds nothing up.
    """
    ordered: list[str] = []
    for level in sorted({urgency(key) for key in keys}):
        ordered += _one_level([key for key in keys if urgency(key) == level], first, rank)
    return ordered


def _one_level(
    keys: Sequence[str], first: Mapping[str, AbstractSet[str]], rank: Callable[[str], Any]
) -> list[str]:
    among = frozenset(keys)
    missing = {key: set(first.get(key, ())) & among for key in keys}
    ready = [(rank(key), key) for key in keys if not missing[key]]
    heapq.heapify(ready)
    ordered: list[str] = []
    while ready:
        _, key = heapq.heappop(ready)
        ordered.append(key)
        for other in keys:
            if key in missing[other]:
                missing[other].discard(key)
                if not missing[other]:
                    heapq.heappush(ready, (rank(other), other))
    # Those of a circle, which the linter refuses, follow by rank alone.
    return ordered + sorted(among.difference(ordered), key=rank)
