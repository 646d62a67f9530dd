"""What of a page is a subject's own, so that nobody else's value may cover it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from scanner.match.seen import Foreign, Hit
from scanner.model.facts import FactKind

_WORDS = frozenset(
    {FactKind.EMPLOYER, FactKind.SCHOOL, FactKind.CUSTOM, FactKind.HANDLE, FactKind.DOMAIN}
)
"""Kinds whose values are ordinary words now and then: "Boots" is also in "9 Boots Lane"."""
Stretch = tuple[int, int]


class Taken:
    """What is a subject's own on a page."""

    def __init__(self, hits: Iterable[tuple[FactKind, Hit]]) -> None:
        hits = tuple(hits)
        self._all = _merged((hit.start, hit.end) for _, hit in hits)
        self._firm = _merged((hit.start, hit.end) for kind, hit in hits if kind not in _WORDS)

    def overlaps(self, kind: FactKind, item: Foreign) -> bool:
        """Whether the item covers what is a subject's own.

        A street may have a subject's word in its name: then the address is somebody else's still.
        """
        if kind is not FactKind.ADDRESS or item.part == "postcode":
            return _overlapped(self._all, item) is not None
        if _overlapped(self._firm, item) is not None:
            return True
        word = _overlapped(self._all, item)
        return word is not None and not (item.start <= word[0] and word[1] <= item.end)


def _overlapped(stretches: Sequence[Stretch], item: Foreign) -> Stretch | None:
    """The last of the disjoint, sorted stretches that overlaps the item."""
    before = bisect_left(stretches, (item.end, 0)) - 1
    if before >= 0 and stretches[before][1] > item.start:
        return stretches[before]
    return None


def _merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    merged: list[Stretch] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
