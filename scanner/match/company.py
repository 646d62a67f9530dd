"""Pieces that are many people's, but together are few people's: "J. Marlow, Bramble Road"."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.match.seen import Hit
from scanner.model.facts import NAME_KINDS, FactKind

_TOGETHER = 200
"""Folded code points between two pieces that still read as one entry. A judgement."""
_MOST_NEIGHBOURS = 6
"""Pieces after one that it is compared with: a page full of them says no more."""


def in_company(hits: Iterable[tuple[FactKind, Hit]]) -> set[str]:
    """Subjects of whom a piece of the name stands together with a piece of another fact."""
    told = (pair for pair in hits if pair[1].form != "age")  # it is everybody's of that year
    ordered = sorted(told, key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    if len({kind in NAME_KINDS for kind, _ in ordered}) < 2:
        return set()
    found: set[str] = set()
    compared: set[tuple[int, int]] = set()
    for at, (kind, hit) in enumerate(ordered):
        for other_kind, other in ordered[at + 1 : at + 1 + _MOST_NEIGHBOURS]:
            if other.start - hit.end > _TOGETHER:
                break
            if (kind in NAME_KINDS) is (other_kind in NAME_KINDS):
                continue
            pair = (id(hit.entries), id(other.entries))
            if pair not in compared:
                compared.add(pair)
                found |= hit.entries.by_subject.keys() & other.entries.by_subject.keys()
    return found
