"""Values beside the person's name that they did not give: one masked question each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from scanner.judge.identity import keyed_id, page_identity
from scanner.judge.quotes import excerpt
from scanner.judge.records import NEIGHBOURHOOD
from scanner.model.document import Document
from scanner.model.facts import FactKind
from scanner.model.finding import Question
from scanner.model.outcome import Region
from scanner.model.sighting import Matched, Sighting, Stranger
from scanner.model.subject import Subject
from scanner.rulebook.detector import FactDetector
from scanner.text.quoting import mask_known

BESIDE = 200
"""Code points between name and value that still read as one card or sentence. A judgement."""


def questions(
    subject: Subject,
    document: Document,
    matched: Matched,
    regions: tuple[Region, ...],
    detectors: Mapping[FactKind, FactDetector],
    address: str,
    comparable: Collection[FactKind],
    key: bytes,
) -> Iterator[Question]:
    """Values that stand in the same record as the person's name, or closely after it: one question
    per page and kind of fact, since more would bury the reader."""
    names = [
        s
        for s in matched.sightings
        if s.subject_id == subject.id and s.kind is FactKind.NAME and s.form != "titled_last"
    ]
    asked: set[FactKind] = set()
    page = page_identity(address)
    for stranger in matched.strangers:
        detector = detectors.get(stranger.kind)
        if detector is None or not detector.question or stranger.kind in asked:
            continue
        if not stranger.is_exact:
            continue
        name = next(
            (n for n in names if _together(n, stranger, regions, matched, document.text)), None
        )
        if name is None or _is_a_namesakes(stranger, matched, comparable):
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
                matched,
                subject,
                min(name.start, stranger.start),
                max(name.end, stranger.end),
                (name,),
            ),
        )


def _together(
    name: Sighting,
    stranger: Stranger,
    regions: tuple[Region, ...],
    matched: Matched,
    text: str,
) -> bool:
    """Whether the value reads as that name's: in its record and after it.

    Not in a line below one of the person's own of the same kind: then that one is theirs, and this
    belongs to the next entry.
    """
    gap = stranger.start - name.end
    if not 0 <= gap <= BESIDE:
        return False
    if _region_of(name.start, regions) != _region_of(stranger.start, regions):
        return False
    return not any(
        s.kind is stranger.kind
        and s.subject_id == name.subject_id
        and name.end <= s.start
        and s.end <= stranger.start
        and "\n" in text[s.end : stranger.start]
        for s in matched.sightings
    )


def _is_a_namesakes(stranger: Stranger, matched: Matched, comparable: Collection[FactKind]) -> bool:
    """Whether another birth date than the person's is next to it: one question, about that date,
    settles all the rest of the entry."""
    if FactKind.BIRTH_DATE not in comparable or stranger.kind is FactKind.BIRTH_DATE:
        return False
    return any(
        other.kind is FactKind.BIRTH_DATE
        and other.is_exact
        and abs(other.start - stranger.start) <= NEIGHBOURHOOD
        for other in matched.strangers
    )


def _region_of(offset: int, regions: tuple[Region, ...]) -> Region | None:
    return next((r for r in regions if r.start <= offset < r.end), None)
