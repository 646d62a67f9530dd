"""Values beside the person's name that they did not give: one masked question each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scanner.judge.attributed import Attributor
from scanner.judge.identity import keyed_id
from scanner.judge.quotes import excerpt
from scanner.judge.records import NEIGHBOURHOOD, Seen
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.model.finding import Question
from scanner.model.outcome import Region
from scanner.model.sighting import Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.identities import page_identity
from scanner.text.quoting import mask_known

BESIDE = 200
"""Code points between name and value that still read as one card or sentence. A judgement."""

_LONGEST_NAME = 120


def questions(
    subject: Subject,
    document: Document,
    seen: Seen,
    regions: tuple[Region, ...],
    detectors: Mapping[FactKind, FactDetector],
    address: str,
    attributor: Attributor,
    key: bytes,
) -> Iterator[Question]:
    """Values that stand in the same record as the person's name, or closely after it: one question
    per page and kind of fact, since more would bury the reader."""
    asked: set[FactKind] = set()
    page = page_identity(address)
    for stranger in seen.strangers:
        detector = detectors.get(stranger.kind)
        if detector is None or not detector.question or stranger.kind in asked:
            continue
        if not stranger.is_exact:
            continue
        name = _name_of(stranger, subject, seen, regions, document.text)
        if name is None or _is_a_namesakes(stranger, seen, attributor.comparable):
            continue
        if not attributor.may_be_asked_about(stranger, name):
            continue
        asked.add(stranger.kind)
        value = "".join(char for char in stranger.text.casefold() if char.isalnum())
        yield Question(
            id=keyed_id(key, subject.id, stranger.kind.value, value, page),
            subject_id=subject.id,
            probe_id=document.probe_id,
            kind=stranger.kind,
            masked=stranger.mask,
            text=detector.question.replace("{masked}", stranger.mask),
            url=mask_known(address, subject.facts),
            quote=excerpt(
                document,
                seen,
                subject,
                min(name.start, stranger.start),
                max(name.end, stranger.end),
                (name,),
            ),
        )


def _name_of(
    stranger: Stranger, subject: Subject, seen: Seen, regions: tuple[Region, ...], text: str
) -> Sighting | None:
    """The person's name that the value reads as belonging to: in its record, and before it.

    Not a name from which a line below one of the person's own values of the same kind leads here:
    then that one is theirs, and this belongs to the next entry.
    """
    nearby = [
        s
        for s in seen.within(stranger.start - BESIDE - _LONGEST_NAME, stranger.start).sightings
        if s.subject_id == subject.id and s.end <= stranger.start
    ]
    own = [s for s in nearby if s.kind is stranger.kind and "\n" in text[s.end : stranger.start]]
    region = _region_of(stranger.start, regions)
    for name in nearby:
        if name.kind is not FactKind.NAME or name.form == "titled_last":
            continue
        if stranger.start - name.end > BESIDE or _region_of(name.start, regions) != region:
            continue
        if not any(name.end <= s.start for s in own):
            return name
    return None


def _is_a_namesakes(stranger: Stranger, seen: Seen, comparable: Collection[FactKind]) -> bool:
    """Whether another birth date than the person's is next to it: one question, about that date,
    settles all the rest of the entry."""
    if FactKind.BIRTH_DATE not in comparable or stranger.kind is FactKind.BIRTH_DATE:
        return False
    return any(
        other.kind is FactKind.BIRTH_DATE and other.is_exact
        for other in seen.within(
            stranger.start - NEIGHBOURHOOD, stranger.start + NEIGHBOURHOOD
        ).strangers
    )


def _region_of(offset: int, regions: tuple[Region, ...]) -> Region | None:
    return next((r for r in regions if r.start <= offset < r.end), None)
