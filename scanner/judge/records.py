"""What stands together: the record, or the neighbourhood, that a sighting belongs to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS
from scanner.model.outcome import Region
from scanner.model.sighting import Matched, Sighting, Stranger

NEIGHBOURHOOD = 400
"""Code points to each side that count as "beside" on a page without declared records: about two
long sentences. A judgement; wider windows join neighbours of a list, narrower ones split a card."""


@dataclass(frozen=True, slots=True)
class Record:
    """A stretch of a document and what was seen in it."""

    start: int
    end: int
    sightings: tuple[Sighting, ...]
    strangers: tuple[Stranger, ...]

    @property
    def names(self) -> tuple[Sighting, ...]:
        return tuple(s for s in self.sightings if s.kind in NAME_KINDS)

    def facts_beside(self, fact_id: str) -> tuple[str, ...]:
        """Ids of the person's other facts that stand here, names included, in page order."""
        return tuple(dict.fromkeys(s.fact_id for s in self.sightings if s.fact_id != fact_id))


class Seen:
    """What was seen in one document, by place: a hostile page may hold tens of thousands."""

    def __init__(self, matched: Matched) -> None:
        self.sightings = tuple(sorted(matched.sightings, key=lambda s: s.start))
        self.strangers = tuple(sorted(matched.strangers, key=lambda s: s.start))
        self._at = [s.start for s in self.sightings]
        self._strangers_at = [s.start for s in self.strangers]

    def within(self, low: int, high: int) -> Matched:
        """What begins in [low, high), in page order."""
        return Matched(
            self.sightings[bisect_left(self._at, low) : bisect_left(self._at, high)],
            self.strangers[
                bisect_left(self._strangers_at, low) : bisect_left(self._strangers_at, high)
            ],
        )


def record_around(
    start: int,
    end: int,
    document: Document,
    regions: Sequence[Region],
    whole: bool,
    seen: Seen,
) -> Record:
    """The record in which [start, end) stands.

    A region that the source's rule declares; else the whole document where it is one record;
    else the neighbourhood, which is not stretched across a region that belongs to somebody else.
    """
    low, high = max(0, start - NEIGHBOURHOOD), min(len(document.text), end + NEIGHBOURHOOD)
    if region := next((r for r in regions if r.start <= start and end <= r.end), None):
        low, high = region.start, region.end
    elif whole:
        low, high = 0, len(document.text)
    inside = seen.within(low, high)
    return Record(
        low,
        high,
        tuple(s for s in inside.sightings if s.end <= high),
        tuple(s for s in inside.strangers if s.end <= high),
    )
