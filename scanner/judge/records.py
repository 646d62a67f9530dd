"""What stands together: the record, or the neighbourhood, that a sighting belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from scanner.judge.stretches import Stretches
from scanner.model.document import Document
from scanner.model.facts import NAME_KINDS, FactKind
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
    is_declared: bool = False
    """A rule says that it is one record: then no other name in it divides it."""

    @property
    def names(self) -> tuple[Sighting, ...]:
        return tuple(s for s in self.sightings if s.kind in NAME_KINDS)

    def facts_beside(self, fact_id: str) -> tuple[str, ...]:
        """Ids of the person's other facts that stand here, names included, in page order."""
        return tuple(dict.fromkeys(s.fact_id for s in self.sightings if s.fact_id != fact_id))


def seen_as_by(subject_id: str, matched: Matched) -> Matched:
    """What was seen in a document, as if only that subject had been looked for: the postcodes and
    birth dates of other subjects near what is theirs are strangers' to them."""
    mine = tuple(s for s in matched.sightings if s.subject_id == subject_id)
    if len(mine) == len(matched.sightings):
        return matched
    everybody = sorted(matched.sightings, key=lambda s: s.start)
    at = [s.start for s in everybody]
    apart: dict[Stranger, None] = {}
    done = 0
    for own in sorted(mine, key=lambda s: s.start):
        low = max(done, bisect_left(at, own.start - NEIGHBOURHOOD))
        done = max(low, bisect_left(at, own.end + NEIGHBOURHOOD))
        for other in everybody[low:done]:
            if other.subject_id != subject_id and (stranger := _as_stranger(other)):
                apart[stranger] = None
    own_values = Stretches((s.start, s.end) for s in mine if s.kind in _TOLD_APART)
    kept = (s for s in apart if not own_values.touch(s.start, s.end))
    return Matched(mine, (*matched.strangers, *kept))


_TOLD_APART = frozenset({FactKind.ADDRESS, FactKind.BIRTH_DATE})


_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)


def _as_stranger(sighting: Sighting) -> Stranger | None:
    start, end, part = sighting.start, sighting.end, ""
    if sighting.kind is FactKind.ADDRESS:
        found = _POSTCODE.search(sighting.text)
        if found is None:
            return None
        start, end, part = start + found.start(), start + found.end(), "postcode"
    elif sighting.kind is not FactKind.BIRTH_DATE or sighting.form != "full":
        return None
    text = sighting.text[start - sighting.start : end - sighting.start]
    return Stranger(sighting.kind, sighting.detector_id, sighting.probe_id, start, end, text, part)


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


def stretch_around(
    start: int, end: int, document: Document, regions: Sequence[Region], whole: bool
) -> tuple[int, int, bool]:
    """Where the record in which [start, end) stands begins and ends, and whether a rule says so.

    A region that the source's rule declares; else the whole document where it is one record;
    else the neighbourhood, which is not stretched across a region that belongs to somebody else.
    """
    if region := next((r for r in regions if r.start <= start and end <= r.end), None):
        return region.start, region.end, True
    if whole:
        return 0, len(document.text), True
    return max(0, start - NEIGHBOURHOOD), min(len(document.text), end + NEIGHBOURHOOD), False


def record_of(low: int, high: int, is_declared: bool, seen: Seen) -> Record:
    """What was seen wholly within [low, high)."""
    inside = seen.within(low, high)
    return Record(
        low,
        high,
        tuple(s for s in inside.sightings if s.end <= high),
        tuple(s for s in inside.strangers if s.end <= high),
        is_declared,
    )
