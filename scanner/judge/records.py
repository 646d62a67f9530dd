"""What stands together: the record, or the neighbourhood, that a sighting belongs to."""

from __future__ import annotations

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


def record_around(
    start: int,
    end: int,
    document: Document,
    regions: Sequence[Region],
    whole: bool,
    matched: Matched,
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
    return Record(
        low,
        high,
        tuple(s for s in matched.sightings if low <= s.start and s.end <= high),
        tuple(s for s in matched.strangers if low <= s.start and s.end <= high),
    )
